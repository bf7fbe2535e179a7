"""Open data: the licence, and a CSV that streams line by line and is safe to open in a spreadsheet."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice

from django.http import StreamingHttpResponse

from stevenage_cwb.common.spreadsheets import safe_row

LICENCE = {
    "name": "Open Government Licence v3.0",
    "address": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
}


def csv_answer(*, name: str, columns: Sequence[str], rows: Iterable[Iterable[object]]) -> StreamingHttpResponse:
    """Return a download of the rows, as they are read. The header is there without a row too."""
    lines = csv_lines(columns, rows)
    # The header and the first row are read before the answer begins: a database that is away still gets its page.
    lines = chain(list(islice(lines, 2)), lines)
    return StreamingHttpResponse(
        lines,
        content_type="text/csv; charset=utf-8; header=present",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def csv_lines(columns: Sequence[str], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    write = csv.writer(Echo()).writerow
    yield write(columns)
    for row in rows:
        yield write(safe_row(map(as_text, row)))


def as_text(value: object) -> object:
    """Return yes and no as JSON writes them; anything else as it is."""
    return str(value).lower() if isinstance(value, bool) else value


class Echo:
    """A file that hands back each line instead of keeping it."""

    def write(self, line: str) -> str:
        return line
