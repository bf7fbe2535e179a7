"""The officers' desk for spending. Each module registers its own part."""

from spending.admin import categories, files, references, suppliers, survey

__all__ = ["categories", "files", "references", "suppliers", "survey"]
