"""The officers' desk for spending. Each module registers its own part."""

from spending.admin import categories, files, references, rules, suppliers, survey

__all__ = ["categories", "files", "references", "rules", "suppliers", "survey"]
