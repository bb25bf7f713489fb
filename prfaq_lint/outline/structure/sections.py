"""The meaning of headings: a part of the release, a zone of the document, or nothing known."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

from ...vocabulary import section_names

FAQ_ZONES = ("faq", "external", "internal")

_PARENTHESIS = re.compile(r"\([^)]*\)|\[[^\]]*\]|\{[^}]*\}")
_LEADING_NUMBER = re.compile(
    r"^\W*(?:(?:part|section|step|paragraph)\s+)?(?:\d{1,2}(?:\.\d+)*|"
    r"[ivx]{1,4})\W+(?=\w)"
)
_NOT_WORDS = re.compile(r"[^\w&]+")
_ARTICLES = frozenset("the a an our your their".split())
_NOT_ASKERS = re.compile(r"\([^)]*\)|^\W*(?:[a-z]|\d{1,2})[.)]\s|[^\w' ]+")
_WE = frozenset(("us", "ourselves", "we", "me", "our side", "our own side"))
_PLURAL = re.compile(r"(?<![su])(?<!'s)s$|\b(?:people|men|women|children)$")
_ARTICLE = re.compile(r"(?:the|our|my) |.*'s$")
_OPENERS = frozenset("problem problems challenge challenges pain".split())
_JOINERS = frozenset("with of in for to at on from facing faced by about using and".split())
_ASK = r"(?:will |would |may |might |could |keep |always )?ask(?:s|ed|ing)?(?: us)?"
# Headings that say who asks: "Questions from riders", "What a board will ask", "Drivers ask", "Neighbours' questions".
_ASKERS = (
    re.compile(r"(?:\w+ ){0,2}(?:questions|q and a|faqs?)(?: \w+)? (?:from|by) (?P<who>.+)"),
    re.compile(r"from (?P<who>.+)"),
    re.compile(rf"(?:(?:some |more |the )?questions |what )(?:that |which )?(?P<who>.+?) {_ASK}"),
    re.compile(r"(?P<who>.+?) (?:asks?|(?:will|would|may|might) ask)"),
    re.compile(r"(?P<who>.+?(?:'s|s')) (?:\w+ )?(?:questions|faqs?|q and a)"),
    re.compile(r"(?:(?:questions|q and a|faqs?) )?for (?P<many>.+)"),
)
_RELEASE_TOO = re.compile(r"\b(?:press release|pr faq|prfaq)\b")
_FAQ_WORD = re.compile(r"\bfaqs?\b|\bfrequently asked\b|\bq and a\b")
_SEPARATOR = re.compile(r"\s*(?::|\s[–—|/-]\s|–|—)\s*")


_COLLEAGUES = re.compile(r"\b(?:colleagues|employees|staff)\b")

_LONGEST = 400
"""The maximum length of a heading that can name something; unclosed brackets in a longer one would take too long."""

_HEADINGS = 4096
"""The number of headings that are cached: each draft's are looked up repeatedly, and drafts share many."""


@lru_cache(maxsize=_HEADINGS)
def normalise(heading: str) -> str:
    """Return a heading's words for comparison: lower case, without numbers, emoji, articles or punctuation."""
    text = _LEADING_NUMBER.sub("", heading.lower().replace("’", "'").replace("'s ", "s ").replace("'", ""))
    words = _NOT_WORDS.sub(" ", text.replace("&", " and ")).split()
    return " ".join(word for word in words if word not in _ARTICLES)


def _set_off(heading: str) -> str:
    """Return a heading's words between spaces, so that a name only matches whole words."""
    return f" {normalise(heading)} "


class Sections:
    """The vocabulary of section names, including an organisation's own."""

    part: Callable[[str], str]
    """The part of the release that a heading names, or ""."""
    zone: Callable[[str], str]
    """The zone that a heading opens: `press_release`, `faq`, `external`, `internal`, `other`, `boilerplate` or ""."""
    audience: Callable[[str], str]
    """The audience that asks the questions under a heading inside the FAQ: `external`, `internal` or ""."""

    def __init__(self, own: Mapping[str, Sequence[str]] | None = None, customers: str = "") -> None:
        """Add an organisation's `own` names.

        If the profile says that the `customers` are colleagues or developers, their questions are external.
        """
        table = section_names()
        self._parts: dict[str, str] = {
            normalise(name): part for part, names in table["parts"].items() for name in names
        }
        self._zones: dict[str, str] = {
            normalise(name): zone for zone, names in table["zones"].items() for name in names
        }
        self._faq = {_set_off(name) for name in table["faq"]["names"]}
        ours = table["faq"]["customers"].get(customers, ())
        self._external = [_set_off(name) for name in (*table["faq"]["external"], *ours)]
        self._internal = [_set_off(name) for name in table["faq"]["internal"] if name not in ours]
        self._known = frozenset(word for name in self._parts for word in name.split())
        for role, names in (own or {}).items():
            for name in names:
                key = normalise(name)
                if role in table["parts"]:
                    self._parts[key] = role
                elif role in ("external", "internal"):
                    self._zones[key] = role
                elif role == "faq":
                    self._faq.add(_set_off(name))
                else:
                    self._zones[key] = role
        self.part, self.zone, self.audience = map(lru_cache(_HEADINGS), (self._part, self._zone, self._audience))

    def _part(self, heading: str) -> str:
        if len(heading) > _LONGEST:
            return ""
        for candidate in _candidates(heading):
            if candidate in self._parts:
                return self._parts[candidate]
        words = normalise(heading).split()
        if 2 <= len(words) <= 7 and words[0] in _OPENERS and words[1] in _JOINERS:
            return "problem"
        # "Getting started with Tidemark", "From the Tidemark team": a name and function words in a known heading.
        if len(words) <= 6 and not heading.rstrip().endswith("?"):
            names = {word.lower() for word in heading.replace("’", "'").split() if not word.islower()}
            kept = [word for word in words if word in self._known]
            dropped = [word for word in words if word not in self._known and word not in _JOINERS]
            if len(dropped) == 1 and dropped[0] in names:
                for end in (len(kept), len(kept) - 1):
                    if end >= 2 and " ".join(kept[:end]) in self._parts and (end == len(kept) or kept[end] in _JOINERS):
                        return self._parts[" ".join(kept[:end])]
        return ""

    def _zone(self, heading: str) -> str:
        if len(heading) > 120:
            return ""
        whole = normalise(heading)
        if whole in self._zones and whole not in ("prfaq", "pr faq"):
            return self._zones[whole]
        words = _set_off(heading)
        if whole.startswith("appendix ") and not _FAQ_WORD.search(whole):
            return "other"
        asks = any(name in words for name in self._faq) and not heading.rstrip().endswith("?")
        if asks and len(whole.split()) <= 9:
            if _RELEASE_TOO.search(whole):
                return "prfaq"
            return self._who(words) or self._asker(heading) or "faq"
        for candidate in _candidates(heading):
            if candidate in self._zones:
                return "prfaq" if candidate in ("prfaq", "pr faq") else self._zones[candidate]
        if words in self._internal[:2] or whole in ("internal questions", "internal q and a"):
            return "internal"
        if whole == "external" or whole == "external questions":
            return "external"
        if whole.startswith("appendix"):
            return "other"
        if whole.startswith("about ") and len(whole.split()) <= 5 and not heading.rstrip().endswith("?"):
            return "boilerplate"
        return ""

    def by_colleagues(self, heading: str) -> bool:
        """Return whether colleagues, who are an internal tool's customers, ask under this heading."""
        return bool(_COLLEAGUES.search(normalise(heading)))

    def _audience(self, heading: str) -> str:
        if len(heading) > _LONGEST:
            return ""
        words = _set_off(heading)
        if len(words.split()) > 7 or heading.rstrip().endswith("?"):
            return ""
        return self._who(words) or self._asker(heading)

    def _who(self, words: str) -> str:
        """Return who asks according to the vocabulary; `words` are between spaces."""
        inside = any(name in words for name in self._internal)
        outside = any(name in words for name in self._external)
        return "internal" if inside and not outside else "external" if outside and not inside else ""

    def _asker(self, heading: str) -> str:
        """Return who asks according to a heading whose words are not in the vocabulary.

        A group or one person with "the" or "our" belongs to the company ("our publisher"); a plural means customers
        ("bakers").
        """
        text = _NOT_ASKERS.sub(" ", heading.lower().replace("’", "'").replace("&", " and ")).strip()
        for shape in _ASKERS:
            found = shape.fullmatch(" ".join(text.split()))
            if not found:
                continue
            who = (found.groupdict().get("who") or found.groupdict().get("many") or "").strip()
            if who in _WE:
                return "internal"
            named = self._who(_set_off(who))
            if named or len(who.split()) > 5:
                return named
            if _PLURAL.search(who.removesuffix("'")):
                return "external"
            return "internal" if found.lastgroup == "who" and _ARTICLE.match(who) else ""
        return "internal" if text in _WE else ""


@lru_cache(maxsize=_HEADINGS)
def _candidates(heading: str) -> tuple[str, ...]:
    """Return the ways to read a heading: whole, without its parenthesis, and the text before or after its separator."""
    bare = _PARENTHESIS.sub(" ", heading)
    pieces = _SEPARATOR.split(bare)
    found = [normalise(heading), normalise(bare), normalise(pieces[0])]
    if len(pieces) > 1:
        found.append(normalise(pieces[-1]))
    for text in tuple(found):
        for suffix in (" section", " paragraph"):
            if text.endswith(suffix):
                found.append(text.removesuffix(suffix))
    return tuple(dict.fromkeys(text for text in found if text))
