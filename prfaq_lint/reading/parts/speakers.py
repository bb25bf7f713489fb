"""Who is quoted: a leader of the company, or a customer."""

from __future__ import annotations

import re

from ..quotes import Quote
from .search import Paragraph, Search
from .titles import bracketed


def speakers(search: Search) -> None:
    """Find the quotes, by heading, by what their attribution says of the speaker, then by position."""
    unknown: list[tuple[Paragraph, Quote]] = []
    introduced: list[tuple[set[str], str]] = []
    for paragraph in search.paragraphs:
        if paragraph.headed in ("leader_quote", "customer_quote"):
            if paragraph.words >= 4 and not bracketed(paragraph.text):
                search.take(paragraph.headed, paragraph.unit.start, paragraph.unit.end, "heading", 0.95, paragraph)
                paragraph.taken.add("quote")
            who = paragraph.headed.removesuffix("_quote")
            introduced += [(_names(quote.attribution), who) for quote in paragraph.quotes]
            continue
        for quote in paragraph.quotes:
            if not quote.attribution and paragraph.quoted < 0.75:
                continue
            if paragraph.headed in ("problem", "headline", "subheadline") and not quote.attribution:
                continue
            if not quote.attribution and not quote.speaker:
                continue
            if quote.speaker:
                _quote(search, paragraph, quote, quote.speaker)
                introduced.append((_names(quote.attribution), quote.speaker))
            else:
                unknown.append((paragraph, quote))
    for paragraph, quote in unknown:
        # By name, where somebody who spoke before speaks again ("said Okafor"); then by position: the first quote is
        # the leader's, unless there is one already.
        said = _names(quote.attribution)
        again = next((who for names, who in introduced if said and said <= names), "")
        _quote(search, paragraph, quote, again or ("customer" if search.has("leader_quote") else "leader"))


def _names(attribution: str) -> set[str]:
    """The words of an attribution that begin with a capital."""
    return set(re.findall(r"\b[A-ZÀ-Þ][\w’'-]+", attribution))


def _quote(search: Search, paragraph: Paragraph, quote: Quote, who: str) -> None:
    start = paragraph.unit.start
    search.take(f"{who}_quote", start + quote.start, start + quote.end, "content", 0.8, paragraph)
    if paragraph.quoted > 0.4:
        paragraph.taken.add("quote")
