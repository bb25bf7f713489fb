"""Sentences that give a facet of the plan where nobody asked about it: how many people have the problem, whom we asked,
what we depend on, why it should be us, what has changed.

A facet is stated by a sentence of a certain shape, never by a word: "2 million growers in Spain lose a harvest" sizes a market,
"trusted by 2 million growers" does not. What somebody says in quotation marks states nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from ..vocabulary import read_table

OURS = ("dependencies", "strategic-fit")
"""Facets that neither the release nor an answer to a customer can state: there, the like is told of the product."""
_COUNT = (
    r"(?:\d[\d,]*|(?i:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|"
    r"eighty|dozens?|hundreds?)\b)"
)
_MANY = (
    r"(?:\d{1,3}(?:,\d{3})+|\d{5,}|\d[\d.,]{0,9}\s?(?:million|billion|thousand|bn|[MKk])(?![\w/])|"
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|twenty|thirty|forty|fifty|half a|a)\s(?:million|billion))\+?"
)
_MONEY = r"[$€£]\s?\d[\d.,]{0,9}\s?(?:million|billion|trillion|bn|[MBT])\b"
_WE = r"(?:\b(?:[Ww]e|I|team|researchers)\s(?:also |have |had |\w+ly )?|^\W{0,8})"
_ON = r"(?:[^.?!\n]|\.(?=\d))"
"""Any character of the same sentence."""
_SENTENCE = re.compile(r"[.?!](?=\s|$)|\n")
_WRAP = re.compile(r"(?<![.?!:;|])\n(?!\W{0,4}[A-Z][\w ]{0,30}[:–—])")
"""A line end inside a sentence: nothing ends before it, and no label follows."""
_OWN = ("employees", "workers", "staff")
"""Of these a number tells how large somebody is, unless it is all of them."""
_FAR = 400
"""In so many characters before or behind a number, or behind a label, the sentence has said what matters."""
_LABEL_WORDS = 5
"""What follows a label such as "Dependencies:" has at least so many words."""


@cache
def _table() -> dict[str, str]:
    return read_table("reading/stated.toml")


@cache
def _words(name: str) -> str:
    """A list of the vocabulary, as alternatives of an expression."""
    return "|".join(_table()[name].strip().splitlines())


class _Shape(NamedTuple):
    """A shape of sentences, and the words in small letters of which a text that has it holds one; they are soon looked for."""

    needs: tuple[str, ...]
    expression: re.Pattern[str]


@cache
def _shapes(facet: str) -> tuple[_Shape, ...]:
    """The shapes of the sentences that state a facet."""

    shapes: dict[str, tuple[tuple[str, str], ...]] = {
        "market-size": (
            (
                "$|£|€",
                rf"{_MONEY}\+? (?:(?!(?:and|to|in|from|by|on|for|at|with|into)\b)[\w-]+ ){{0,4}}(?:{_words('money')})\b",
            ),
            (
                "$|£|€",
                rf"(?<!\bto[ -])\b(?:{_words('money')})\b{_ON}{{0,30}}\b(?:is|was|of|at|worth|valued|represents|exceeds|reach\w*|"
                rf"totals?|tops?|grow\w*){_ON}{{0,25}}{_MONEY}",
            ),
        ),
        "customer-evidence": (
            (
                "interviewed|surveyed|polled|shadowed|spoke|talked|sat with",
                rf"{_WE}(?i:{_words('asked')})\s(?:{_words('roughly')}|the|our|another|a further|all| ){{0,4}}{_COUNT}",
            ),
            (
                "observed|visited|watched|asked",
                rf"{_WE}(?i:{_words('met')})\s(?:{_words('roughly')}|the|our|another|a further|all| ){{0,4}}{_COUNT} (?:[\w-]+ ){{0,2}}"
                rf"(?i:{_words('people')}|{_words('population')})\b",
            ),
            (
                "interviewed|surveyed|polled|shadowed",
                rf"(?<!\w){_COUNT} (?:[\w-]+ ){{1,4}}(?:were |have been )(?:interviewed|surveyed|polled|shadowed)\b",
            ),
            (
                "said|told|asked|cited|wanted|preferred|would|agreed|chose|mentioned|described|confirmed|pushed",
                rf"(?<!\w){_COUNT}\s?(?:of|out of|/)\s?(?:the |our )?{_COUNT}\s(?:[\w-]+\s){{0,3}}?(?:{_words('said')})\b",
            ),
            (
                "interviews|tests",
                rf"(?<!\w){_COUNT} (?:{_words('whose')}) (?:interviews|tests)\b",
            ),
            (
                "interviews|usability tests|focus groups",
                r"\b(?:ran|did|held|conducted|completed) (?:[\w-]+ ){0,4}(?:interviews|usability tests|focus groups)\b",
            ),
            (
                "interviews|test|sessions|research|focus group|trial|pilot",
                rf"\b(?:{_words('studies')}) (?:with|at|among|of|across|in)\s(?!up to)(?:[\w-]+\s){{0,2}}?{_COUNT}",
            ),
            (
                "asked us|asked for|asking us|asking for|told us|requested|been asking",
                rf"\b(?i:{_words('people')})\s(?:have |keep |are |\w+ly ){{0,2}}(?:asked us|asked for|asking us|asking for|told us|"
                rf"requested|been asking)\b{_ON}{{0,80}}?(?<!\w){_COUNT} (?:times|{_words('people')})\b",
            ),
            (
                "asked us|asked for|asking us|asking for|told us|requested|been asking",
                rf"(?<!\w){_COUNT} {_ON}{{0,40}}\b(?i:{_words('people')})\s(?:have |keep |are |\w+ly ){{0,2}}(?:asked us|asked for|"
                rf"asking us|asking for|told us|requested|been asking)\b",
            ),
            (
                "waiting list|waitlist|wait list|letters of intent|signed up",
                rf"(?<!\w){_COUNT} (?:[\w-]+ ){{0,3}}(?:on (?:the|our) wait(?:ing )?list|letters of intent|signed up for the (?:beta|pilot))\b",
            ),
            (
                "demand|requested",
                r"\b(?:strong|early|clear) (?:signals?|evidence) (?:for|of) (?:\w+ )?demand\b|\bmost[- ]requested\b",
            ),
            (
                "dogfooding|pilot|beta|internal use",
                r"\b(?:first|early) (?:[\w-]+ )?(?:weeks|months|days) of (?:dogfooding|the pilot|the beta|internal use)\b",
            ),
        ),
        "dependencies": (
            (
                "depend|rely|relies|hinge",
                rf"\b(?i:{_words('subjects')}) (?:also |will |\w+ly ){{0,2}}(?:depends? (?:up)?on|rel(?:y|ies) on|hinges? on) "
                rf"(?!an? (?!third|external|outside|single|vendor|supplier|partner))(?:[\w'’/-]+ ){{0,5}}(?:{_words('others')})\b",
            ),
            (
                "restrict|deprecate|shut |discontinue|revoke|throttle|withdraw|cut off|pull out|raise|change",
                rf"\b(?:{_words('others')}|API access|platforms?|upstream)\b{_ON}{{0,60}}?\b(?:could|may|might) (?:\w+ )?(?:{_words('turns')})\b",
            ),
            (
                " team| group| department| division",
                rf"\b(?:need\w*|requir\w+|await\w*|waiting (?:for|on)|pending|subject to)\b{_ON}{{0,60}}?\b(?:from|by|in|on|with|of) "
                r"(?:the|our) (?:[\w&-]+ ){1,3}?(?:team|group|department|division)s?\b",
            ),
        ),
        "why-now": (
            (
                "has since|has recently|has rapidly|has only|has now|have since|have recently|have rapidly|have only|have now",
                r"\b(?:has|have) (?:since|recently|rapidly|only now|only recently|only just|now) "
                r"(?:grown|become|risen|fallen|dropped|matured|changed|doubled|tripled|shifted)\b",
            ),
            (
                "enough to|enough that|enough for",
                r"\b(?:has|have|became|become|got|grown|grew) (?:\w+ )?(?:capable|cheap|good|fast|accurate|mature|affordable|reliable|small|light) "
                r"enough (?:to|that|for)\b",
            ),
            (
                "effect|into force|starts to apply|start to apply|applies from",
                rf"\b(?:[Ll]aw|[Aa]ct|[Rr]egulations?|[Dd]irective|[Rr]ules?|[Mm]andate|[Bb]an|[Ss]tandard|[Oo]bligation)\b{_ON}{{0,60}}?\b"
                r"(?:takes? effect|comes? into (?:force|effect)|enters? into force|goes? into effect|starts? to apply|applies from)\b",
            ),
            (
                "possible",
                r"\b(?:[Oo]nly|[Nn]ot) (?:been |become )?possible (?:since|until|before)\b|\bonly (?:recently|now) (?:become |been )?possible\b",
            ),
        ),
        "strategic-fit": (
            (
                "placed|positioned|suited|equipped",
                rf"\b(?:[Ww]e|[Uu]s|[Oo]ur)\b{_ON}{{0,30}}\b(?:uniquely|best|well|better)[ -](?:placed|positioned|suited|equipped)\b"
                rf"{_ON}{{0,60}}\b(?:because|since|as we|thanks to)\b",
            ),
            (
                "the only",
                r"\b(?:are|is) the only (?:company|player|team|vendor|provider|organi[sz]ation|supplier|institution)s? (?:[\w-]+ ){0,6}"
                r"(?:that|which|who|with|to)\b",
            ),
        ),
    }
    return tuple(_Shape(tuple(needs.split("|")), re.compile(shape, re.MULTILINE)) for needs, shape in shapes[facet])


@cache
def _population() -> re.Pattern[str]:
    """A large number of people or organisations."""
    return re.compile(
        rf"(?P<all>\b(?:[Tt]he|[Aa]ll|[Tt]here (?:are|were))\s(?:{_words('roughly')}|other| ){{0,4}})?(?<!with ){_MANY}\s(?:[\w'’-]+\s){{0,3}}?"
        rf"(?:{_words('population')})\b"
    )


@cache
def _reach() -> re.Pattern[str]:
    return re.compile(rf"{_ON}{{0,60}}?\b(?:{_words('reach')})")


@cache
def _served() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_words('served')})\b", re.IGNORECASE)


@cache
def _labels() -> re.Pattern[str]:
    return re.compile(
        r"(?:^|(?<=[.;|]\s))\W{0,8}(?:[Kk]ey |[Ee]xternal )?[Dd]ependencies\W?[:–—]\W*(?!none|no\b)(?=\w)", re.M
    )


FACETS = ("market-size", "why-now", "customer-evidence", "dependencies", "strategic-fit")
"""The facets that a sentence can state."""
LARGE = re.compile(r"\d,\d{3}|\d{5}|\d\s?(?:thousand|bn|[mkbt]\b)|[mbr]illion")
"""What every large number has, in small letters."""


@cache
def signs(facet: str) -> tuple[str, ...]:
    """What is soon looked for: no text without one of these, in small letters and on one line, states a facet; but the
    size of a market may have nothing but a `LARGE` number."""
    label = ("dependencies",) if facet == "dependencies" else ()
    return tuple(dict.fromkeys((*label, *(word for shape in _shapes(facet) for word in shape.needs))))


def states(facet: str, text: str) -> bool:
    """Whether a text states a facet, wherever its lines are wrapped."""
    text = _WRAP.sub(" ", text)
    if facet == "market-size" and any(_sizes(text)):
        return True
    if facet == "dependencies" and any(
        len(_rest(text, label.end(), label.end() + _FAR).split()) >= _LABEL_WORDS for label in _labels().finditer(text)
    ):
        return True
    small = text.lower()
    return any(
        not _quoted(text, found.start())
        for shape in _shapes(facet)
        if any(map(small.__contains__, shape.needs))
        for found in shape.expression.finditer(text)
    )


def _sizes(text: str) -> Iterator[bool]:
    """For each large number of people in a text: whether it tells how many have the problem.

    It does where they are all there are ("the 2 million growers", "there are …") or a place, a period or a pain follows, and
    nothing in the sentence makes it the number of those served, wanted or tried with.
    """
    for found in _population().finditer(text):
        if _quoted(text, found.start()) or (not found["all"] and found[0].endswith(_OWN)):
            continue
        begin = max(0, found.start() - _FAR)
        ends = [end.end() for end in _SENTENCE.finditer(text, begin, found.start())]
        before = text[ends[-1] if ends else begin : found.start()]
        after = _rest(text, found.end(), min(len(text), found.end() + _FAR))
        if found["all"] and not _served().search(after[:40]):
            yield True
        yield bool(_reach().match(after)) and not _served().search(before + " " + after[:60])


def _rest(text: str, at: int, limit: int) -> str:
    """The rest of a sentence, up to a limit."""
    end = _SENTENCE.search(text, at, limit)
    return text[at : end.start() if end else limit]


def _quoted(text: str, at: int) -> bool:
    """Whether somebody says in quotation marks what stands at a place."""
    straight, curly = _marks(text)
    last = bisect_left(curly, at) - 1
    return bisect_left(straight, at) % 2 == 1 or (last >= 0 and text[curly[last]] == "“")


@lru_cache(1)
def _marks(text: str) -> tuple[list[int], list[int]]:
    """Where a text, of which each place may be asked about, has straight and curly quotation marks."""
    straight, curly = (tuple(re.finditer(kind, text)) for kind in ('"', "[“”]"))
    return [mark.start() for mark in straight], [mark.start() for mark in curly]
