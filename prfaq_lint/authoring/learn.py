"""An organisation's own section names and words, learnt from drafts that it has accepted.

An unknown heading is worth a line in the configuration if several drafts use it and the text below it is read as the
same part in most of them. A word that a rule objects to is worth one if several drafts use it all the same. Nothing is
decided here; the user confirms the change.
"""

from __future__ import annotations

import json
import os
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ..configuration.toml import loads
from ..document.draft import Document
from ..outline.model import PARTS, Outline, Unit
from ..outline.structure.sections import normalise
from ..outline.structure.zones import asks

AT_LEAST = 2
"""The minimum number of drafts; a heading in fewer of them is probably specific to one draft."""

SURE = 0.6
"""The minimum share of the text below a heading that must be read as one part."""

LONGEST = 60
"""The maximum length of a heading; a longer one is a sentence, not a name."""

_PARTS = frozenset(PARTS) - {"headline", "dateline"}
_RELEASED = re.compile(r"\W*for immediate release", re.IGNORECASE)
"""What a press release says above its headline; not the name of a section."""
_NUMBER = re.compile(r"\d")


class Proposal(NamedTuple):
    """A heading, and the part that it most likely names."""

    role: str
    """A part of the release, `external` or `internal`."""
    heading: str
    drafts: int
    """The number of drafts with the heading."""
    share: float
    """The share of the text below the heading that is read as this part."""


class Word(NamedTuple):
    """A word that accepted drafts use although a rule objects to it."""

    rule: str
    """One of `LEARNED`."""
    word: str
    drafts: int
    """The number of drafts with the word."""


LEARNED = {"jargon": "extend_unless", "unexpanded-acronym": "extend_known"}
"""The rules about an organisation's own words, and the parameter that allows a word."""


@dataclass
class _Seen:
    """The data collected about a heading."""

    spellings: Counter[str] = field(default_factory=Counter)
    drafts: set[str] = field(default_factory=set)
    votes: dict[str, float] = field(default_factory=lambda: defaultdict(float))


def proposals(outlines: Iterable[Outline], at_least: int = AT_LEAST) -> list[Proposal]:
    """Return the parts that headings most likely name, the most frequent headings first."""
    table: dict[str, _Seen] = {}
    for outline in outlines:
        for unit, votes in _unknown(outline):
            seen = table.setdefault(normalise(unit.text), _Seen())
            seen.spellings[" ".join(unit.text.split()).rstrip(":")] += 1
            seen.drafts.add(outline.document.path)
            for role, weight in votes.items():
                seen.votes[role] += weight / sum(votes.values())
    found = []
    for name, seen in table.items():
        role, weight = max(seen.votes.items(), key=lambda item: (item[1], item[0]), default=("", 0.0))
        share = weight / max(sum(seen.votes.values()), 1e-9)
        if name and role in (*_PARTS, "external", "internal") and len(seen.drafts) >= at_least and share >= SURE:
            spelling = min(seen.spellings, key=lambda words: (-seen.spellings[words], words))
            found.append(Proposal(role, spelling, len(seen.drafts), share))
    return sorted(found, key=lambda one: (-one.drafts, one.role, one.heading))


def words(drafts: Iterable[Document], at_least: int = AT_LEAST) -> list[Word]:
    """Return the words that at least so many drafts use although a rule objects, the most frequent first.

    Args:
        drafts: The accepted drafts.
        at_least: The minimum number of drafts.
    """
    from ..rules.linter import Linter
    from ..rules.pages import load

    rules = load([])
    linter = Linter([rules[name] for name in LEARNED])
    seen: dict[tuple[str, str], set[str]] = defaultdict(set)
    for document in drafts:
        source = document.source
        for one in linter.check(linter.outline(document)):
            start, end = (
                source.starts[one.line - 1] + one.column - 1,
                source.starts[one.end_line - 1] + one.end_column - 1,
            )
            text = " ".join(source.text[start:end].split())
            seen[one.rule, text if one.rule == "unexpanded-acronym" else text.lower()].add(document.path)
    found = [Word(rule, word, len(paths)) for (rule, word), paths in seen.items() if word and len(paths) >= at_least]
    return sorted(found, key=lambda one: (-one.drafts, one.rule, one.word))


def unlearned(text: str, found: Iterable[Word]) -> list[Word]:
    """Return the words that a configuration file does not allow yet.

    Raises:
        NotChanged: If the file is not valid TOML.
    """
    table = _loaded(text)
    tool = table.get("tool")
    own = tool.get("prfaq-lint") if isinstance(tool, dict) else table
    rules = own.get("rule") if isinstance(own, dict) else None
    left = []
    for one in found:
        values = rules.get(one.rule) if isinstance(rules, dict) else None
        known = values.get(LEARNED[one.rule]) if isinstance(values, dict) else None
        if not isinstance(known, list) or one.word not in known:
            left.append(one)
    return left


def _unknown(outline: Outline) -> Iterator[tuple[Unit, Mapping[str, float]]]:
    """Yield the unknown headings, each with the parts that the text below it is read as."""
    headings = [unit for unit in outline.units if unit.kind == "heading"]
    for number, unit in enumerate(headings):
        text = " ".join(unit.text.split())
        title = number == 0 and unit.level == 1
        if title or not 2 < len(text) <= LONGEST or asks(text) or _NUMBER.search(text) or _known(outline, unit):
            continue
        below = headings[number + 1 :]
        end = next((one.start for one in below if one.level <= unit.level), len(outline.document.prose))
        votes = _audiences(outline, unit, end) or _parts(outline, unit, min([end, *(one.start for one in below)]))
        if votes:
            yield unit, votes


def _known(outline: Outline, unit: Unit) -> bool:
    sections = outline.sections
    return _RELEASED.match(unit.text) is not None or bool(
        sections.part(unit.text) or sections.zone(unit.text) or sections.audience(unit.text)
    )


def _audiences(outline: Outline, unit: Unit, end: int) -> dict[str, float]:
    """Return the number of questions below a heading for each audience.

    The result is empty if there are fewer than two questions.
    """
    inside = [one for one in outline.questions if unit.end <= one.start < end]
    found: dict[str, float] = defaultdict(float)
    for one in inside:
        found[_asker(outline, one.start, one.audience)] += 1.0
    return found if len(inside) > 1 else {}


def _asker(outline: Outline, start: int, otherwise: str) -> str:
    """Return the audience that asks a question, judged by the reader or, if it is uncertain, by the headings."""
    passage = next((one for one in outline.passages if one.start <= start < max(one.end, one.start + 1)), None)
    return {"q_ext": "external", "q_int": "internal"}.get(passage.part if passage else "", otherwise)


def _parts(outline: Outline, unit: Unit, end: int) -> dict[str, float]:
    """Return the parts that the passages below a heading are read as, each with its weight."""
    found: dict[str, float] = defaultdict(float)
    for passage in outline.passages:
        if unit.end <= passage.start < end and passage.kind not in "hb":
            found[passage.part] += passage.confidence * max(1, len(passage.text.split()))
    return found


# Changes to a configuration file.


class NotChanged(Exception):
    """A configuration that cannot be changed safely; the message gives the reason in one line."""


def learned(text: str, found: Sequence[Proposal], allowed: Sequence[Word] = (), pyproject: bool = False) -> str:
    """Return the text of a configuration file with the proposals added and everything else unchanged.

    Args:
        text: The file.
        found: The headings to add.
        allowed: The words to allow.
        pyproject: Whether the file is a `pyproject.toml`.

    Raises:
        NotChanged: If the proposals cannot be added without rewriting the file.
    """
    tables: dict[str, dict[str, list[str]]] = {}
    for one in found:
        tables.setdefault("vocabulary.sections", {}).setdefault(one.role, []).append(one.heading)
    for word in allowed:
        tables.setdefault(f"rule.{word.rule}", {}).setdefault(LEARNED[word.rule], []).append(word.word)
    changed, expected = text, _loaded(text)
    for name, lists in tables.items():
        table = f"tool.prfaq-lint.{name}" if pyproject else name
        for key, values in lists.items():
            changed = _added(changed, table, key, values)
        expected = _merged(expected, table.split("."), lists)
        if _loaded(changed) != expected:
            raise NotChanged(f"its [{name}] cannot be added to without rewriting it: paste the names yourself")
    return changed


def pasted(found: Sequence[Proposal], allowed: Sequence[Word] = ()) -> str:
    """Return the proposals as tables to paste."""
    return learned("", found, allowed)


def _added(text: str, table: str, role: str, names: Sequence[str]) -> str:
    values = ", ".join(json.dumps(name, ensure_ascii=False) for name in names)
    header = re.compile(rf"^[ \t]*\[[ \t]*{re.escape(table)}[ \t]*\][^\n]*$", re.MULTILINE)
    head = header.search(text)
    if not head:
        gap = "" if not text else "\n" if text.endswith("\n") else "\n\n"
        return f"{text}{gap}[{table}]\n{role} = [{values}]\n"
    following = re.compile(r"^[ \t]*\[", re.MULTILINE).search(text, head.end())
    own = re.compile(rf"^[ \t]*{role}[ \t]*=[ \t]*\[", re.MULTILINE).search(text, head.end())
    if not own or (following and own.start() > following.start()):
        rest = text[head.end() :] or "\n"
        return f"{text[: head.end()]}\n{role} = [{values}]{rest}"
    end = _closing(text, own.end())
    inside = text[own.end() : end].rstrip()
    comma = "" if not inside or inside.endswith(",") else ","
    return f"{text[: own.end()]}{inside}{comma}{' ' if inside else ''}{values}{text[end:]}"


_TOKEN = re.compile(r"\"(?:[^\"\\\n]|\\.)*\"|'[^'\n]*'|#[^\n]*|\]")


def _closing(text: str, start: int) -> int:
    """Return the position at which the list that begins before `start` is closed."""
    for token in _TOKEN.finditer(text, start):
        if token[0] == "]":
            return token.start()
    raise NotChanged("a list in it has no end")


def _loaded(text: str) -> dict[str, object]:
    try:
        return loads(text)
    except ValueError as error:
        raise NotChanged(f"is not valid TOML ({error})") from None


def _merged(table: dict[str, object], keys: Sequence[str], roles: Mapping[str, Sequence[str]]) -> dict[str, object]:
    """Return the table with each role's names added to its list."""
    if not keys:
        found = dict(table)
        for role, names in roles.items():
            before = found.get(role, [])
            found[role] = [*(before if isinstance(before, list) else []), *names]
        return found
    inner = table.get(keys[0], {})
    return {**table, keys[0]: _merged(inner if isinstance(inner, dict) else {}, keys[1:], roles)}


def place(folder: str) -> str:
    """Return the configuration file that applies to the drafts in a folder, or the path of a new one."""
    from pathlib import Path

    from ..configuration.files import in_folder
    from .starter import repository

    here = os.path.abspath(folder)
    above = [here, *map(str, Path(here).parents)]
    found = next(filter(None, map(in_folder, above)), "")
    return found or str(repository(Path(here)) / "prfaq-lint.toml")
