"""`prfaq-lint add`"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import click

from ..safe import safe_path, safe_text
from .console import fail, say

if TYPE_CHECKING:
    from ..additions import Addition, Read
    from ..reading import Outline

_FILE = click.argument("file")
_DIFF = click.option("--diff", "showing", is_flag=True, help="Show what would be added, and change nothing.")
_FORCE = click.option("--force", is_flag=True, help="Also add to a document that does not look like a PR/FAQ.")


@click.group(name="add", short_help="Add missing questions or sections to a draft.")
def command() -> None:
    """Add what a draft lacks, in the draft's own style, without changing anything else.

    FILE is a draft, or - to read it from standard input and print it with the addition.
    """


@command.command(name="questions")
@_FILE
@click.option("--only", multiple=True, metavar="FACETS", help="Only questions on these facets (comma-separated).")
@_DIFF
@_FORCE
def questions(file: str, only: tuple[str, ...], showing: bool, force: bool) -> int:
    """Add the questions of the internal FAQ that nobody asks yet, each with a hint and an open answer."""
    from ..additions import add_questions, entries, unasked
    from ..rules import RuleError, load

    try:
        ready = entries(load())
    except RuleError as error:
        raise click.UsageError(str(error)) from None
    wanted = _names(only, list(ready))

    def add(outline: Outline, read: Read) -> Addition | None:
        missing = set(unasked(outline))
        return add_questions(outline, read, [ready[facet] for facet in ready if facet in wanted and facet in missing])

    return _add(file, showing, force, add, english=True)


@command.command(name="section")
@click.argument("name")
@_FILE
@_DIFF
@_FORCE
def section(name: str, file: str, showing: bool, force: bool) -> int:
    """Add a part of the release, or a FAQ, that is still to be written.

    NAME is headline, subheadline, dateline, summary, problem, solution, leader_quote, getting_started, customer_quote,
    call_to_action, external_faq or internal_faq.
    """
    from ..additions import SECTIONS, add_questions, add_section, customer_entries, entries, unasked
    from ..rules import RuleError, load

    name = name.replace("-", "_")
    _known(name, SECTIONS, "section")
    try:
        ready = entries(load()) if name == "internal_faq" else {}
    except RuleError as error:
        raise click.UsageError(str(error)) from None

    def add(outline: Outline, read: Read) -> Addition | None:
        if name not in ("internal_faq", "external_faq"):
            return add_section(outline, read, name)
        audience = name.removesuffix("_faq")
        if any(question.audience == audience for question in outline.questions) or audience in outline.zones:
            return None
        missing = set(unasked(outline))
        wanted = [ready[facet] for facet in ready if facet in missing] if ready else customer_entries()
        return add_questions(outline, read, wanted, audience)

    return _add(file, showing, force, add, english=name == "internal_faq")


def _add(file: str, showing: bool, force: bool, add: Callable[[Outline, Read], Addition | None], english: bool) -> int:
    """Read a draft, add to it, and write it back or show the difference; the exit status."""
    from ..additions import NotAdded
    from ..document import Document, UnreadableDraft
    from ..document.source import decode
    from ..fixes import NotFixed, Original, diff, encode, read_original, write
    from ..linter import Linter
    from ..run import standard_input

    read = Linter([]).outline
    try:
        original = Original(standard_input()) if file == "-" else read_original(file)
        outline = read(Document.parse(decode(original.data), file))
        if outline.type == "other" and not force:
            raise NotAdded("it does not look like a PR/FAQ (--force adds to it all the same)")
        if english and outline.document.language != "en":
            raise NotAdded(f"not in English ({outline.document.language}), so nobody can tell which questions it asks")
        added = add(outline, read)
        before = outline.document.source.text
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
        say(f"{file}: nothing to add")
    elif file == "-" or showing:
        say(f"{file}: {_count(added)} {'would be ' if showing else ''}added")
    else:
        for line, words in added.lines:
            sys.stdout.write(f"{safe_path(file)}:{line}: added {safe_text(words)}\n")
    return 0


def _count(added: Addition) -> str:
    number = len(added.lines)
    return f"{number} piece{'' if number == 1 else 's'}"


def _names(only: tuple[str, ...], known: list[str]) -> list[str]:
    """The facets that `--only` names, all where it names none."""
    names = [name.strip() for value in only for name in value.split(",") if name.strip()]
    for name in names:
        _known(name, known, "facet")
    return names or known


def _known(name: str, known: Sequence[str], what: str) -> None:
    from difflib import get_close_matches

    if name not in known:
        close = get_close_matches(name, known, 1)
        hint = f"did you mean “{close[0]}”?" if close else f"known: {', '.join(known)}"
        raise click.UsageError(f"unknown {what} “{name}” ({hint})")
