"""`prfaq-lint review`"""

from __future__ import annotations

import sys

import click

from .console import colour, columns, configs, configured, fail, say


@click.command(name="review", short_help="Answer a reviewer's questions from the draft, with lines.")
@click.argument("paths", nargs=-1, required=True, metavar="FILE...")
@click.option(
    "--format",
    "shape",
    type=click.Choice(["text", "json", "html"]),
    default="text",
    show_default=True,
    help="How to show it.",
)
@click.option("--force", is_flag=True, help="Also review documents that do not look like a PR/FAQ.")
@click.option("--stdin-filename", default="-", metavar="NAME", help="The name that a draft on standard input goes by.")
@configured
def command(
    paths: tuple[str, ...], shape: str, force: bool, stdin_filename: str, config_file: str, isolated: bool
) -> int:
    """Answer from a draft what a reviewer asks: who is the customer, what is the problem, is it big, should we do it, is there a plan?

    Each answer is yes, partly or no, with the lines that carry it and one next step. There is no score.
    """
    from ..authoring.additions import entries
    from ..authoring.next_step import as_draft
    from ..outline import front_matter
    from ..reports import reporter
    from ..reports.json import dump
    from ..reports.review import table
    from ..reports.style import Style
    from ..review import review
    from ..rules.pages import RuleError
    from ..runner.run import Linters, NotRead, outlines, result_of

    linters = Linters(configs=configs(config_file, isolated))
    reviews, pages, broken = [], [], False
    try:
        for outcome, settings in outlines(paths, linters, stdin_filename):
            if isinstance(outcome, NotRead):
                (fail if outcome.error else _remark)(outcome.why, outcome.path)
                broken = broken or outcome.error
            elif outcome.type in ("other", "template") and not force and not front_matter(outcome.document):
                _remark(
                    "skipped: it does not look like a PR/FAQ that somebody has written (--force)", outcome.document.path
                )
            elif outcome.document.language != "en":
                _remark(f"skipped: not in English ({outcome.document.language})", outcome.document.path)
            else:
                linter = linters.of(settings)
                draft = as_draft(outcome)
                if shape == "html":
                    pages.append(result_of(draft, linter, settings, paged=True))
                else:
                    reviews.append(review(draft, linter.check(draft), entries(linter.rules)))
    except (RuleError, ValueError) as error:
        raise click.UsageError(str(error)) from None
    if shape == "html":
        sys.stdout.write(reporter("html")(pages, Style()))
    elif shape == "json":
        sys.stdout.write(dump([one.to_json() for one in reviews]))
    else:
        sys.stdout.write("\n".join(table(one, Style(colour(), columns())) for one in reviews))
    return 2 if broken else 0


def _remark(why: str, path: str) -> None:
    say(f"{path}: {why}")
