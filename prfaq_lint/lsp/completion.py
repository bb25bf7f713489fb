"""Completions: names in comments to this program, and the `prfaq` table of the front matter."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lsprotocol import types

from ..document.comments import WORDS
from ..outline.model import FACETS
from ..rules.pages import GROUPS
from .analysis import Analyst
from .text import Text

KEYS = {
    "profile": "who the drafts are for",
    "stage": "how mature the draft is",
    "product": "the name of the product",
}
"""The keys of the `prfaq` table in the front matter."""
TRIGGERS = (":", " ", ",", "=", '"')
_FURTHEST = 2000
"""The maximum distance to the beginning of a comment."""
_OPEN = re.compile(r"<!--\s*prfaq-?lint\s*:\s*(?P<body>(?:(?!-->).)*)\Z", re.IGNORECASE | re.DOTALL)
_WORD = re.compile(r"[\w-]*\Z")
_ABOUT = {
    "disable-next": "silences the block around it, or else the next one",
    "disable": "silences from here on",
    "enable": "ends a `disable`",
    "disable-file": "silences the whole draft",
    "not-applicable": "sets a topic of the plan aside, with a reason",
}


def completions(analyst: Analyst, path: str, text: Text, position: types.Position) -> list[types.CompletionItem]:
    """Return the completions at a position."""
    offset = text.offset(position)
    before = text.text[max(0, offset - _FURTHEST) : offset]
    comment = _OPEN.search(before, before.rfind("<!--") if "<!--" in before else len(before))
    if comment:
        found = _commented(analyst, path, text, comment["body"])
    else:
        found = list(_front(analyst, path, text, position.line, offset))
    word = _WORD.search(before)
    start = offset - len(word.group()) if word else offset
    where = text.range(start, offset)
    return [
        types.CompletionItem(
            name,
            kind=types.CompletionItemKind.Value,
            detail=detail or None,
            text_edit=types.TextEdit(where, new),
            filter_text=name,
        )
        for name, new, detail in found
    ]


Found = tuple[str, str, str]
"""The label, the inserted text, and a short description."""


def _commented(analyst: Analyst, path: str, text: Text, body: str) -> list[Found]:
    """Return the words of a comment, then the names that one of them takes."""
    word, space, rest = body.partition(" ")
    if not space:
        return [(name, f"{name} ", _ABOUT[name]) for name in WORDS]
    if re.search(r"(?:^|\s)--(?:\s|$)", rest):
        return []
    if word == "not-applicable":
        return [(name, name, "") for name in FACETS] if " " not in rest.strip() else []
    if word not in WORDS:
        return []
    rules = analyst.rules(path, text)
    return [
        *((rule.name, rule.name, rule.title) for rule in rules.values()),
        *((name, name, "all rules of the group") for name in GROUPS),
    ]


def _front(analyst: Analyst, path: str, text: Text, row: int, offset: int) -> Iterator[Found]:
    """Yield keys and values of the front matter, whether it is complete or not."""
    source = text.source
    fence = source.line(1).lstrip("\ufeff").rstrip()
    if fence not in ("---", "+++") or not 0 < row < 200:
        return
    above = [source.line(number) for number in range(2, row + 1)]
    if any(line.rstrip() in (fence, "...") for line in above):
        return
    line = source.text[source.starts[row] : offset]
    toml = fence == "+++"
    inside = _in_table(above, toml) and (toml or line[:1] in (" ", "\t"))
    value = re.match(r"\s*(\w+)\s*" + ("=" if toml else ":") + r"\s*(?P<quote>[\"']?)[\w-]*\Z", line)
    if inside and value:
        yield from _values(analyst.profiles(path), value[1], '"' if toml and not value["quote"] else "")
    elif inside and re.fullmatch(r"\s*\w*", line):
        there = {key for key in KEYS for one in above if re.match(rf"\s*{key}\s*[:=]", one)}
        for key, detail in KEYS.items():
            if key not in there:
                yield key, f"{key} = " if toml else f"{key}: ", detail
    elif re.fullmatch(r"\[?\w*", line) and not any(re.match(r"prfaq\s*:|\[prfaq\]", one) for one in above):
        new = ("prfaq]" if line.startswith("[") else "[prfaq]") if toml else "prfaq:\n  "
        yield "prfaq", new, "what applies to this draft"


def _values(names: tuple[Sequence[str], Sequence[str]], key: str, quote: str) -> Iterator[Found]:
    profiles, stages = names
    for name in {"profile": profiles, "stage": stages}.get(key, ()):
        yield name, f"{quote}{name}{quote}", ""


def _in_table(above: Sequence[str], toml: bool) -> bool:
    """Return whether the last line belongs to the `prfaq` table."""
    for line in reversed(above):
        if toml and line.lstrip().startswith("["):
            return line.strip() == "[prfaq]"
        if not toml and line.strip() and line[:1] not in (" ", "\t", "#"):
            return bool(re.match(r"prfaq\s*:", line))
    return False
