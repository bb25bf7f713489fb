"""The program's entry point, which answers `--version` before importing anything heavy."""

from __future__ import annotations

import gc
import sys


def main() -> None:
    """Run the command line and exit with its status."""
    try:
        status = None
        if sys.argv[1:] == ["--version"]:
            from . import __version__

            print(f"prfaq-lint {__version__}", flush=True)
            status = 0
        if status is None:
            from .cli import run

            status = run()
    except OSError as error:  # output printed outside the command line failed
        from .cli import unprinted

        status = unprinted(error)
    except KeyboardInterrupt:  # while importing modules, or while reporting an error
        status = 130
    except RuntimeError as error:
        if not isinstance(error.__cause__, KeyboardInterrupt):  # which Python 3.11 wraps while it creates a class
            raise
        status = 130
    gc.freeze()  # the interpreter would search everything for cycles before it ends
    sys.exit(status)


if __name__ == "__main__":
    main()
