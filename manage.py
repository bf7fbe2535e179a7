#!/usr/bin/env python
"""Django's commands."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stevenage_cwb.settings")
    if sys.argv[1:2] == ["database"]:
        # Reading the settings would start the very database that this command is asked about.
        os.environ["DATABASE_URL"] = "postgres:///not-used"
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
