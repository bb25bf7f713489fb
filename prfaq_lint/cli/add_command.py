"""The command `prfaq-lint add`, which adds missing questions and sections to a draft."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import click

from ..outline.model import Outline
from ..safe import safe_path, safe_text
from .complete import drafts
from .console import configs, fail, say
from .options import configured

if TYPE_CHECKING:
    from ..authoring.additions import Addition
    from ..configuration.files import Configs
    from ..rules.linter import Linter

_FILE = click.argument("file", shell_complete=drafts)
_DIFF = click.option("--diff", "showing", is_flag=True, help="Show what would be added without changing the file.")
_FORCE = click.option("--force", is_flag=True, help="Also add to a document that does not look like a PR/FAQ.")


@click.group(name="add", short_help="Add missing questions or sections to a draft.")
def command() -> None:
    """Add what is missing from a draft, in the draft's own style, without changing anything else.

    FILE is a draft, or - to read it from standard input and print it with the addition.
    """


@command.command(name="questions")
@_FILE
@click.option("--only", multiple=True, metavar="TOPICS", help="Only questions on these topics (comma-separated).")
@_DIFF
@_FORCE
@configured
def questions(file: str, only: tuple[str, ...], showing: bool, force: bool, config_file: str, isolated: bool) -> int:
    """Add the internal FAQ questions that the draft does not ask yet, each with a hint and an open answer."""
    from ..authoring.additions import add_questions, entries, unasked
    from ..outline.model import FACETS

    names = [name.strip() for value in only for name in value.split(",") if name.strip()]
    for name in names:
        _known(name, FACETS, "topic")

    def add(outline: Outline, linter: Linter) -> Addition | None:
        ready, missing = entries(linter.rules), set(unasked(outline))
        wanted = [entry for facet, entry in ready.items() if facet in missing and facet in (names or ready)]
        return add_questions(outline, linter.outline, wanted)

    return _add(file, showing, force, add, configs(config_file, isolated), english=True, otherwise=_customers)


@command.command(name="section")
@click.argument("name")
@click.argument("file", required=False, shell_complete=drafts)
@_DIFF
@_FORCE
@configured
def section(name: str, file: str | None, showing: bool, force: bool, config_file: str, isolated: bool) -> int:
    """Add a part of the release, or a FAQ, that is still missing.

    NAME is headline, subheadline, dateline, summary, problem, solution, leader_quote, getting_started, customer_quote,
    call_to_action, external_faq or internal_faq.
    """
    from ..authoring.additions import SECTIONS, add_questions, add_section, customer_entries, entries, unasked

    if file is None:
        raise click.UsageError(_missing(name, SECTIONS))
    name = name.replace("-", "_")
    _known(name, SECTIONS, "section")

    def add(outline: Outline, linter: Linter) -> Addition | None:
        if name not in ("internal_faq", "external_faq"):
            return add_section(outline, linter.outline, name)
        audience = name.removesuffix("_faq")
        if any(question.audience == audience for question in outline.questions) or audience in outline.zones:
            return None
        missing = set(unasked(outline))
        plan = [entry for facet, entry in entries(linter.rules).items() if facet in missing]
        return add_questions(
            outline, linter.outline, plan if audience == "internal" else customer_entries(outline.customers), audience
        )

    return _add(file, showing, force, add, configs(config_file, isolated), english=name == "internal_faq")


def _add(
    file: str,
    showing: bool,
    force: bool,
    add: Callable[[Outline, Linter], Addition | None],
    configs: Configs,
    english: bool,
    otherwise: Callable[[Outline], str] = lambda outline: "",
) -> int:
    """Read a draft, add to it, write it back or show the difference, and return the exit status.

    `otherwise` returns what else can be added if nothing was.
    """
    from ..authoring.additions import NotAdded
    from ..document.draft import Document
    from ..document.source import UnreadableDraft, decode, is_word
    from ..runner.fixes import NotFixed, Original, diff, encode, read_original, write
    from ..runner.run import Linters, standard_input

    if is_word(file):
        fail("is a Word document: `add` writes Markdown only", file)
        return 2
    try:
        linters = Linters(configs=configs)
        most = linters.max_bytes(file)
        original = Original(standard_input(most)) if file == "-" else read_original(file, most)
        document = Document.parse(decode(original.data), file)
        linter = linters.of(linters.settings(document))
        outline = linter.outline(document)
        if outline.type == "other" and not force:
            raise NotAdded("does not look like a PR/FAQ (use --force to add to it anyway)")
        if english and document.language != "en":
            raise NotAdded(f"not in English ({document.language}); only English drafts are supported")
        added = add(outline, linter)
        before = document.source.text
        after = added.text if added else before
        if showing:
            sys.stdout.write(diff(file, before, after))
        elif file == "-":
            sys.stdout.flush()
            sys.stdout.buffer.write(encode(original, after))
            sys.stdout.buffer.flush()
        elif added:
            write(original, after)
    except (UnreadableDraft, NotAdded, NotFixed) as error:
        fail(str(error).replace("not fixed:", "nothing added:"), file)
        return 2
    if not added:
        say(f"{file}: nothing to add{otherwise(outline)}")
    elif file == "-" or showing:
        count = len(added.lines)
        say(f"{file}: {count} item{'' if count == 1 else 's'} {'would be ' if showing else ''}added")
    else:
        for line, words in added.lines:
            sys.stdout.write(f"{safe_path(file)}:{line}: added {safe_text(words)}\n")
    return 0


def _customers(outline: Outline) -> str:
    """Return how to add what customers would ask, if they ask nothing yet."""
    if any(question.audience == "external" for question in outline.questions):
        return ""
    path = shlex.quote(outline.document.path)
    return f" to the internal FAQ; `prfaq-lint add section external_faq {path}` adds what customers would ask"


def _missing(given: str, known: Sequence[str]) -> str:
    """Return which of the two arguments is missing if only one is `given`."""
    if given.replace("-", "_") in known:
        return f"say to which FILE: `prfaq-lint add section {given} FILE`"
    return (
        f"say which section to add, as in `prfaq-lint add section {known[0]} {given}`; the names are {', '.join(known)}"
    )


def _known(name: str, known: Sequence[str], what: str) -> None:
    from ..configuration.schema import nearest

    if name not in known:
        raise click.UsageError(f"unknown {what} “{name}”{nearest(name, known)}")
