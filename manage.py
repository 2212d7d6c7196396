#!/usr/bin/env python3
"""The door for commands. Outside an environment it makes one first, with nothing but Python."""

import os
import sys
from pathlib import Path


def main() -> None:
    """Make sure of the environment, then hand the command to Django."""
    if sys.version_info < (3, 11):  # noqa: UP036 - an older Python must be told, not crash
        raise SystemExit(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}.")
    from config import bootstrap

    bootstrap.place(sys.argv)
    bootstrap.ensure(sys.argv)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent))
    main()
