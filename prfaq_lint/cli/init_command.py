"""The command `prfaq-lint init`, which sets up a repository."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..safe import safe_text
from .console import on_terminal

if TYPE_CHECKING:
    from ..authoring.starter import Step

_CI = ("github", "gitlab", "azure", "jenkins", "none")


@click.command(name="init", short_help="Set up a repository: configuration, pre-commit hook, CI.")
@click.option("--ci", type=click.Choice(_CI), help="The CI service; detected from the repository by default.")
@click.option("--agent", is_flag=True, help="Also tell AI agents how to write drafts: AGENTS.md and a skill.")
@click.option("--yes", "-y", is_flag=True, help="Do not ask for confirmation.")
@click.option("--dry-run", is_flag=True, help="Show what would be written without writing it.")
def command(ci: str | None, agent: bool, yes: bool, dry_run: bool) -> int:
    """Set up a repository: a commented configuration, the pre-commit hook and a step for the CI service it uses.

    Existing files are never changed; what to add to them is printed for you to paste.
    """
    from ..authoring.scaffold import write
    from ..authoring.starter import repository, service, steps
    from ..runner.baseline import USUAL

    root = repository(Path.cwd())
    asking = not yes and not dry_run and on_terminal()
    chosen = ci or service(root)
    if not chosen and asking:
        chosen = click.prompt("Which CI service do you use?", type=click.Choice(_CI), default="none")
    if not (asking or yes or dry_run):
        click.echo("Not in a terminal, so files are written without asking; --dry-run only shows them.")
    for step in steps(root, "" if chosen in ("none", None) else chosen, agent):
        path = root / step.path
        shown = safe_text(os.path.relpath(path))
        if step.held:
            click.echo(f"{step.what}: {shown} is already set up")
        elif step.there:
            click.echo(f"{step.what}: {shown} already exists; add this to it:\n\n{_indented(step)}")
        elif dry_run:
            click.echo(f"{step.what}: would write {shown}:\n\n{_indented(step)}")
        elif not asking or click.confirm(f"{step.what}: write {shown}?", default=True):
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise click.ClickException(str(error)) from None
            write(path, step.text)
            click.echo(f"{step.what}: wrote {shown}")
    if not chosen:
        click.echo(f"CI step: none, because no CI service was recognised; --ci names one ({', '.join(_CI[:-1])})")
    if not dry_run:
        click.echo(
            f"Next: run `prfaq-lint check`. To report only new findings, run `prfaq-lint check --write-baseline` and set "
            f'`baseline = "{USUAL}"` in the configuration; `check`, the hook and the CI step then leave out the known ones.'
        )
    return 0


def _indented(step: Step) -> str:
    return "".join(f"    {line}\n" if line else "\n" for line in step.text.splitlines())
