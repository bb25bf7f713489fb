"""The command `prfaq-lint next`, which says what to write next in a draft."""

from __future__ import annotations

import sys

import click

from .complete import drafts
from .console import colour, columns, configs, fail, remark
from .options import configured, shape


@click.command(name="next", short_help="Say what to write next.")
@click.argument("paths", nargs=-1, required=True, metavar="FILE...", shell_complete=drafts)
@shape("text", "json")
@configured
def command(paths: tuple[str, ...], shape: str, config_file: str, isolated: bool) -> int:
    """Say the one thing to write next in a draft: the problem first, then the solution, the FAQ, and the headline last.

    FILE is a draft, a folder of drafts, or - for standard input. It also shows how far the draft is, and says when it is
    ready for the next stage. JSON is one object for a file, and a list for several or a folder.
    """
    from pathlib import Path

    from ..authoring.additions import entries
    from ..authoring.next_step import next_step
    from ..outline.analysis import front_matter
    from ..reports.json import dump
    from ..reports.review import step
    from ..reports.style import Style
    from ..result import NotRead
    from ..runner.run import Linters, outlines

    linters = Linters(configs=configs(config_file, isolated))
    found, broken = [], False
    for outcome, settings in outlines(paths, linters):
        if isinstance(outcome, NotRead):
            (fail if outcome.error else remark)(outcome.why, outcome.path)
            broken = broken or outcome.error
        elif (
            outcome.type == "other"
            and outcome.document.path not in (*paths, "-")
            and not front_matter(outcome.document)
        ):
            continue  # a folder can contain other documents
        else:
            for note in outcome.document.source.notes:
                remark(note, outcome.document.path)
            linter = linters.of(settings)
            found.append(next_step(outcome, linter, entries(linter.rules)))
    if shape == "json":
        one = len(paths) == 1 and not Path(paths[0]).is_dir()
        if found or not one:
            sys.stdout.write(dump(found[0].to_json() if one else [each.to_json() for each in found]))
    else:
        sys.stdout.write("\n".join(step(each, Style(colour(), columns())) for each in found))
    return 2 if broken else 0
