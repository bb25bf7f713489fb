"""Who is quoted: a leader of the company, or a customer."""

from __future__ import annotations

from ..quotes import Quote
from .search import Paragraph, Search
from .titles import bracketed


def speakers(search: Search) -> None:
    """Find the quotes, by heading, by what their attribution says of the speaker, then by position."""
    unknown: list[tuple[Paragraph, Quote]] = []
    for paragraph in search.paragraphs:
        if paragraph.headed in ("leader_quote", "customer_quote"):
            if paragraph.words >= 4 and not bracketed(paragraph.text):
                search.take(paragraph.headed, paragraph.unit.start, paragraph.unit.end, "heading", 0.95, paragraph)
                paragraph.taken.add("quote")
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
            else:
                unknown.append((paragraph, quote))
    for paragraph, quote in unknown:
        # By position: the first quote is the leader's, unless there is one already.
        _quote(search, paragraph, quote, "customer" if search.has("leader_quote") else "leader")


def _quote(search: Search, paragraph: Paragraph, quote: Quote, who: str) -> None:
    start = paragraph.unit.start
    search.take(f"{who}_quote", start + quote.start, start + quote.end, "content", 0.8, paragraph)
    if paragraph.quoted > 0.4:
        paragraph.taken.add("quote")
