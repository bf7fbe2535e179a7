"""The officers' desk for spending. Each module registers its own part."""

from spending.admin import files

__all__ = ["files"]
