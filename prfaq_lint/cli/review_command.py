"""`prfaq-lint review`"""

from __future__ import annotations

import sys

import click

from .console import colour, columns, fail, say


@click.command(name="review", short_help="Answer a reviewer's questions from the draft, with lines.")
@click.argument("paths", nargs=-1, required=True, metavar="FILE...")
@click.option(
    "--format", "shape", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How to show it."
)
@click.option("--force", is_flag=True, help="Also review documents that do not look like a PR/FAQ.")
@click.option("--stdin-filename", default="-", metavar="NAME", help="The name that a draft on standard input goes by.")
def command(paths: tuple[str, ...], shape: str, force: bool, stdin_filename: str) -> int:
    """Answer from a draft what a reviewer asks: who is the customer, what is the problem, is it big, should we do it, is there a plan?

    Each answer is yes, partly or no, with the lines that carry it and one next step. There is no score.
    """
    from ..additions import entries
    from ..formats.json import dump
    from ..formats.review import table
    from ..formats.text import Style
    from ..linter import Linter
    from ..progress import as_draft
    from ..review import review
    from ..rules import RuleError, load
    from ..run import NotRead, outlines

    try:
        rules = load()
        linter = Linter([rule for rule in rules.values() if not rule.off])
    except RuleError as error:
        raise click.UsageError(str(error)) from None
    ready = entries(rules)
    reviews, broken = [], False
    for outcome in outlines(paths, linter, stdin_filename):
        if isinstance(outcome, NotRead):
            fail(outcome.why, outcome.path)
            broken = True
        elif outcome.type in ("other", "template") and not force:
            say(f"{outcome.document.path}: skipped: it does not look like a PR/FAQ that somebody has written (--force)")
        elif outcome.document.language != "en":
            say(f"{outcome.document.path}: skipped: not in English ({outcome.document.language})")
        else:
            draft = as_draft(outcome)
            reviews.append(review(draft, linter.check(draft), ready))
    if shape == "json":
        sys.stdout.write(dump([one.to_json() for one in reviews]))
    else:
        sys.stdout.write("\n".join(table(one, Style(colour(), columns())) for one in reviews))
    return 2 if broken else 0
