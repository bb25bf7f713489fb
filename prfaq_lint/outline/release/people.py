"""The recognition of specific kinds of people or organisations in a text. The words are in people.toml."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from ...vocabulary import read_table

_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*", re.IGNORECASE)
# "Ishbel scrapes the ice off her car": a person with a name who does something.
_NAMED = re.compile(
    r"(?:^|[.!?]\s+)(?!The|A|An|It|This|That|These|Those|When|While|If|In|On|At|But|And|Most|Many|Some|Today|Every|Each|"
    r"For|With|Without|As|There|Their|They|We|You|Our|Because|Although|Since|Even|Yet|However|After|Before|Until|Modern|"
    r"Current|Existing|Traditional|Despite|Unfortunately|Meanwhile|Instead|Only|Not|No|Nobody|What|Which|How|Why|Who|"
    r"Where)([A-Z][a-z]+)(?: [A-Z][a-z]+)? "
    r"(?:is|was|has|had|spends|needs|wants|runs|works|lives|opens|drives|waits|tries|gets|raised|spent|lost|missed|checks|"
    r"copies|prints|calls|keeps|knows)\b"
)


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
                *((wide, word) for wide in table["wide"] for word in table["narrowed_by"]),
            ]
        ),
    )


def names_customer(text: str) -> bool:
    """Return whether a text names a specific kind of person or organisation, more than "users" or "people"."""
    known = _words()
    previous = ""
    for match in _WORD.finditer(text):
        word = match.group().lower()
        if (
            word in known.people
            or (previous, word) in known.pairs
            or (len(word) > 4 and word.endswith(known.endings) and word not in known.things)
        ):
            return True
        previous = word
    return bool(_NAMED.search(text))
