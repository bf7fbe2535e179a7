"""What the public sees of spending, as frozen dataclasses: page, CSV and JSON are printed from the same object."""
