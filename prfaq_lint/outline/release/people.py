"""The recognition of specific kinds of people or organisations in a text. The words are in people.toml."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from ...vocabulary import read_table

_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*", re.IGNORECASE)
OPENERS = (
    r"(?:The|A|An|It|This|That|These|Those|When|While|If|In|On|At|But|And|Most|Many|Some|Today|Tonight|Tomorrow|Yesterday|"
    r"Now|Then|Later|Soon|Often|Still|Every|Each|For|With|Without|As|There|Their|They|We|You|Our|Because|Although|Since|"
    r"Even|Yet|However|After|Before|Until|Modern|Current|Existing|Traditional|Despite|Unfortunately|Meanwhile|Instead|"
    r"Finally|Usually|Sometimes|Only|Not|No|Nobody|What|Which|How|Why|Who|Where)\b"
)
"""Words that can begin a sentence, so that their capital letter does not make them names."""
# "Ishbel scrapes the ice off her car": a person with a name who does something.
_NAMED = re.compile(
    rf"(?:^|[.!?]\s+)(?!{OPENERS})([A-Z][a-z]+)(?: [A-Z][a-z]+)? "
    r"(?:has|had|spends|needs|wants|runs|works|lives|opens|drives|waits|tries|gets|raised|spent|lost|missed|checks|"
    r"copies|prints|calls|keeps|knows)\b"
)


_HELPERS = ("agent", "agents", "assistant", "assistants")


@dataclass(frozen=True, slots=True)
class _Words:
    endings: tuple[str, ...]
    things: frozenset[str]
    people: frozenset[str]
    pairs: frozenset[tuple[str, str]]


@cache
def _words() -> _Words:
    table = read_table("outline/release/people.toml")
    things = table["things"].split()
    phrases = [tuple(phrase.split()) for phrase in table["phrases"]]
    return _Words(
        tuple(table["endings"]),
        frozenset([*things, *(f"{thing}s" for thing in things)]),
        frozenset([*table["people"].split(), *(phrase[0] for phrase in phrases if len(phrase) == 1)]),
        frozenset(
            [
                *((phrase[0], phrase[1]) for phrase in phrases if len(phrase) == 2),
                *((kind, team) for kind in table["teams"].split() for team in ("team", "teams")),
                *((trade, helper) for trade in table["trades"].split() for helper in _HELPERS),
                *((wide, word) for wide in table["wide"] for word in table["narrowed_by"]),
            ]
        ),
    )


def names_customer(text: str) -> bool:
    """Return whether a text names a specific kind of person or organisation, more than "users" or "people"."""
    known = _words()
    previous = ""
    for match in _WORD.finditer(text):
        word = match.group().lower().removesuffix("-in-law")
        last = word.rpartition("-")[2]
        linked = word.count("-") > 1  # "door-to-door" describes a thing, even if it contains a person
        by_ending = last.endswith(known.endings) and len(last) > 4 and known.things.isdisjoint((word, last))
        if word in known.people or (previous, word) in known.pairs or (by_ending and not linked):
            return True
        previous = word
    return bool(_NAMED.search(text))
