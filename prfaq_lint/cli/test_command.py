"""The command `prfaq-lint test`, which tests rule pages."""

from __future__ import annotations

import sys

import click


@click.command(name="test", short_help="Run the examples of rule pages.")
@click.argument("path", required=False, type=click.Path())
@click.option("--write", is_flag=True, help="Record what each Bad example reports in its page.")
def command(path: str | None, write: bool) -> int:
    """Test rule pages: every Bad example must be reported, no Good one may be, and recorded reports must match exactly.

    PATH is a folder with pages as GROUP/NAME.md, or one such page; by default, the built-in pages and those of
    installed plug-ins are tested.
    """
    from pathlib import Path

    from ..rules.pagetest import failures
    from ..safe import safe_lines

    if write and not path:
        raise click.UsageError("--write needs a page or a folder")
    count, found = failures(Path(path) if path else None, write)
    for failure in found:
        sys.stdout.write(safe_lines(failure) + "\n")
    sys.stdout.write(
        f"{count} page{'' if count == 1 else 's'}: {'all examples pass' if not found else f'{len(found)} failed'}\n"
    )
    return 1 if found else 0
