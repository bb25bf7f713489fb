"""The command `prfaq-lint review`, which answers a reviewer's questions from a draft."""

from __future__ import annotations

import sys
from typing import Any

import click

from .complete import drafts
from .console import colour, columns, configs, fail, remark
from .options import configured, shape, stdin_filename


@click.command(name="review", short_help="Answer a reviewer's questions from the draft, citing lines.")
@click.argument("paths", nargs=-1, required=True, metavar="FILE...", shell_complete=drafts)
@shape("text", "json", "html")
@click.option("--summary", "summary", is_flag=True, help="Print the page for the meeting: five lines a draft.")
@click.option("--force", is_flag=True, help="Also review documents that do not look like a PR/FAQ.")
@stdin_filename
@configured
def command(
    paths: tuple[str, ...],
    shape: str,
    summary: bool,
    force: bool,
    stdin_filename: str,
    config_file: str,
    isolated: bool,
) -> int:
    """Answer a reviewer's questions from a draft: who is the customer, what is the problem, is it big, should we do it, is there a plan?

    FILE is a draft, a folder of drafts, or - for standard input. Each answer is yes, partly or no, with the lines that support it and one next step.
    There is no score. --summary prints what a reader should know before the silent reading: customer, problem, benefit, biggest risk, open questions.
    """
    from ..authoring.additions import entries
    from ..authoring.next_step import as_draft
    from ..authoring.summary import summarise
    from ..reports import reporter
    from ..reports.json import dump
    from ..reports.review import page, table
    from ..reports.style import Style
    from ..result import NotRead
    from ..review import review
    from ..runner.run import Extras, Linters, outlines, passed_over, result_of

    linters = Linters(configs=configs(config_file, isolated))
    style = Style(colour(), columns())
    found: list[Any] = []
    broken = False
    for outcome, settings in outlines(paths, linters, stdin_filename):
        if isinstance(outcome, NotRead):
            (fail if outcome.error else remark)(outcome.why, outcome.path)
            broken = broken or outcome.error
        elif why := "" if force else passed_over(outcome, "review"):
            remark(why, outcome.document.path)
        elif outcome.document.language != "en":
            remark(f"skipped: not in English ({outcome.document.language})", outcome.document.path)
        else:
            for note in outcome.document.source.notes:
                remark(note, outcome.document.path)
            linter = linters.of(settings)
            draft = as_draft(outcome)
            findings = linter.check(draft)
            if summary:
                found.append(summarise(draft, findings))
            elif shape == "html":
                found.append(result_of(draft, findings, linter, settings, Extras(page=True)))
            else:
                found.append(review(draft, findings, entries(linter.rules)))
    if shape == "json":
        sys.stdout.write(dump([one.to_json() for one in found]))
    elif shape == "html" and not summary:
        sys.stdout.write(reporter("html")(found, Style()))
    else:
        sys.stdout.write("\n".join(page(one, style) if summary else table(one, style) for one in found))
    return 2 if broken else 0
