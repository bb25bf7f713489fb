"""The program's entry: answers `--version` before anything heavy is imported."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line; exits with its status."""
    if sys.argv[1:] == ["--version"]:
        from . import __version__

        print(f"prfaq-lint {__version__}")
        return
    try:
        from .cli import run

        status = run()
    except KeyboardInterrupt:  # while modules were imported, or while an error was told
        status = 130
    sys.exit(status)


if __name__ == "__main__":
    main()
