"""The program's entry point; it answers `--version` before anything heavy is imported."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line; exits with its status."""
    try:
        status = None
        if sys.argv[1:] == ["--version"]:
            from . import __version__

            print(f"prfaq-lint {__version__}", flush=True)
            status = 0
        if status is None:
            from .cli import run

            status = run()
    except OSError as error:  # what is printed without the command line could not be printed
        from .cli import unprinted

        status = unprinted(error)
    except KeyboardInterrupt:  # while modules were imported, or while an error was told
        status = 130
    except RuntimeError as error:
        if not isinstance(error.__cause__, KeyboardInterrupt):  # which Python 3.11 wraps while it makes a class
            raise
        status = 130
    sys.exit(status)


if __name__ == "__main__":
    main()
