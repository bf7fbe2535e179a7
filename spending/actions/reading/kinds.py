"""What a file is, told by its content and never by its name; and what is refused before it is opened."""

import re
import zipfile
from pathlib import Path

# A county's four years of payments are 120 MB. The size is asked before a byte is read.
MOST_BYTES = 500_000_000
MOST_UNPACKED_BYTES = 400_000_000
# Workbooks pack 5 to 30 times; what packs 200 times is made to harm, unless it is small anyway.
MOST_PACKED = 200
SMALL_BYTES = 20_000_000
HEAD_BYTES = 4096

WORKBOOKS = frozenset({"xlsx", "xls", "ods"})
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
REFUSED_STARTS = (
    (b"%PDF", "pdf", "This is a PDF. Ask for the CSV or the workbook it was made from."),
    (b"\x1f\x8b", "archive", "This is a gzip archive. Upload the file inside it."),
    (b"BZh", "archive", "This is a bzip2 archive. Upload the file inside it."),
    (b"\xfd7zXZ", "archive", "This is an xz archive. Upload the file inside it."),
    (b"7z\xbc\xaf", "archive", "This is a 7-Zip archive. Upload the file inside it."),
    (b"Rar!", "archive", "This is a RAR archive. Upload the file inside it."),
    (b"\x28\xb5\x2f\xfd", "archive", "This is a Zstandard archive. Upload the file inside it."),
    (b"\x89PNG", "image", "This is a picture."),
    (b"\xff\xd8\xff", "image", "This is a picture."),
    (b"GIF8", "image", "This is a picture."),
    (b"{\\rtf", "document", "This is a word-processor document."),
)
MARKUP = re.compile(rb"<(?:!doctype|!--|html|head|body|table|meta|script|\?xml|[a-z]+[ >])", re.IGNORECASE).match
NOT_TEXT = bytes(set(range(32)) - set(b"\0\t\n\r\f\x1a\x1b"))


class Refused(Exception):
    """The file is not read. `code` says why to a program, the text to a person."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code


def kind_of(path: Path, *, most_bytes: int = MOST_BYTES) -> str:
    """Return csv, xlsx, xls or ods. Raises Refused for everything else."""
    size = path.stat().st_size
    if size > most_bytes:
        raise Refused("too_large", f"The file has {size:,} bytes; the most that is read is {most_bytes:,}.")
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if not head.strip(b"\xef\xbb\xbf\xfe\xff\0 \t\r\n,;"):
        refuse_if_empty(path)
    for start, code, text in REFUSED_STARTS:
        if head.startswith(start):
            raise Refused(code, text)
    if head.startswith(b"PK"):
        return packed_kind(path)
    return "xls" if head.startswith(OLE) else text_kind(head)


def refuse_if_empty(path: Path) -> None:
    with path.open("rb") as file:
        while part := file.read(1_000_000):
            if part.strip(b'\xef\xbb\xbf\xfe\xff\0 \t\r\n,;"'):
                return
    raise Refused("empty_file", "The file is empty.")


def text_kind(head: bytes) -> str:
    start = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if MARKUP(start):
        raise Refused("html", "This is a web page or XML, perhaps an error page saved as a file.")
    if start.startswith((b'{"', b"[{", b"{\n", b"{\r")):
        raise Refused("json", "This is JSON. Upload a CSV file or a workbook.")
    if head[257:262] == b"ustar":
        raise Refused("archive", "This is a tar archive. Upload the file inside it.")
    if sum(head.count(byte) for byte in NOT_TEXT) > len(head) // 100:
        raise Refused("not_text", "This is neither text nor a workbook.")
    return "csv"


def packed_kind(path: Path) -> str:
    """Tell a workbook from an archive, and refuse a bomb by the sizes it declares.

    One that declares less than it holds is stopped by the limits of the process that unpacks it.
    """
    try:
        with zipfile.ZipFile(path) as packed:
            members = packed.infolist()
            kind = workbook_kind(packed)
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError, ValueError) as damage:
        raise Refused("damaged", f"The workbook or archive is damaged: {damage}.") from damage
    unpacked = sum(member.file_size for member in members)
    if unpacked > MOST_UNPACKED_BYTES or unpacked > max(SMALL_BYTES, path.stat().st_size * MOST_PACKED):
        raise Refused("bomb", f"The file would unpack to {unpacked:,} bytes. Save it as CSV.")
    return kind


def workbook_kind(packed: zipfile.ZipFile) -> str:
    names = set(packed.namelist())
    if "xl/workbook.xml" in names:
        return "xlsx"
    short = "mimetype" in names and packed.getinfo("mimetype").file_size < HEAD_BYTES
    if short and packed.read("mimetype").startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
        return "ods"
    if "xl/workbook.bin" in names:
        raise Refused("binary_workbook", "This is a binary workbook (XLSB). Save it as XLSX or CSV.")
    raise Refused("archive", "This is a zip archive or another kind of document. Upload the spend file inside it.")
