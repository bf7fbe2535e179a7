"""Who suppliers are, and where: takes in the six kinds of file that tell. Read "Who suppliers are, and where"."""

from spending.actions.references.importing import (
    BUSY,
    DUPLICATE,
    IMPORTED,
    NEEDS_INPUT,
    REFUSED,
    Asked,
    Report,
    columns_of,
    import_reference,
)

__all__ = [
    "BUSY",
    "DUPLICATE",
    "IMPORTED",
    "NEEDS_INPUT",
    "REFUSED",
    "Asked",
    "Report",
    "columns_of",
    "import_reference",
]
