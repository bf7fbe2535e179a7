"""Documents of evidence as they came, for whoever may see them."""

from collections.abc import Iterator

from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header

from balancesheet.models import Evidence, EvidencePiece


def document_answer(evidence: Evidence) -> StreamingHttpResponse:
    """Return a document piece by piece, as a download: no browser opens here what somebody sent."""
    response = StreamingHttpResponse(document_of(evidence), content_type=evidence.media_type)
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=evidence.name)
    response.headers["Content-Length"] = str(evidence.byte_count)
    return response


def document_of(evidence: Evidence) -> Iterator[bytes]:
    contents = EvidencePiece.objects.filter(evidence=evidence).order_by("number").values_list("content", flat=True)
    return map(bytes, contents.iterator(chunk_size=1))
