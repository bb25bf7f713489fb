"""Document → outline: what each stretch of a draft is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import islice

from ..document import Block, Document
from ..lexicon import Hits, Lexicon
from . import asking, facets, kinds, parts, product, questions, quotes, roles, units
from .model import FACETS, PARTS, TYPES, Outline, Part, Question, Unit
from .parts import Paragraph
from .sections import Sections
from .zones import FAQ_ZONES, asks, zones

__all__ = [
    "FACETS",
    "FAQ_ZONES",
    "PARTS",
    "TYPES",
    "Outline",
    "Part",
    "Question",
    "Sections",
    "Unit",
    "asks",
    "build",
    "front_matter",
    "register",
]


def register(lexicon: Lexicon) -> None:
    """Add the phrases that reading a draft needs to a lexicon."""
    for label, phrases in (roles.vocabulary() | facets.vocabulary()).items():
        lexicon.add(label, phrases)


# It begins with a capital, and not with a word's boundary, so that `re` passes over all other letters.
_ANNOUNCER = re.compile(
    r"([A-Z](?<!\w[A-Z])[\w&.-]++(?: [A-Z][\w&.-]++){0,3}),?(?: Inc\.?,?| LLC,?| Ltd\.?,?)? (?:today|announced|announces|"
    r"launched|launches|is pleased|is proud|introduces|introduced|releases|released|publishes|published)\b"
)

MOST_SENTENCES = 1000
"""A release longer than this is read no further: it is some other text."""


def build(document: Document, hits: Mapping[str, Hits], sections: Sections, name: str = "") -> Outline:
    """The outline of a document.

    `hits` are the lexicon's findings in the document; `name` is the product's name where configuration gives one.
    """
    found = units.split(document, sections)
    where = zones(document, found, sections, facets.named)
    declared = str(front_matter(document).get("product", "") or "") or name
    names = product.names(document, found, sections, declared)
    paragraphs = _paragraphs(document, found, where, sections, hits, names)
    release = parts.find(document, found, where, paragraphs, sections)
    asked = questions.find(document, found, where, sections, facets.Topics(document, hits))
    if document.language == "en":
        asked = asking.recognise(asked)
    outline = Outline(
        document=document,
        type=kinds.classify(document, found, where, sections, paragraphs, release, asked),
        units=found,
        zones=where,
        parts=release,
        questions=asked,
        plan=facets.plan(document, hits, found, where, asked, release),
        readings=[reading for paragraph in paragraphs for reading in paragraph.readings],
        paragraphs=paragraphs,
        has_faq=any(zone in FAQ_ZONES for zone in where),
        product=names[0] if names else "",
        product_names=names,
        hits=hits,
        sections=sections,
    )
    return outline


def front_matter(document: Document) -> Mapping[str, object]:
    """What a draft's front matter says to this program: its `prfaq` table."""
    own = document.meta.get("prfaq")
    return own if isinstance(own, dict) else {}


def _companies(document: Document) -> list[str]:
    """Names of the company that announces, as the first lines of the release give them."""
    return [match.group(1) for match in islice(_ANNOUNCER.finditer(document.prose[:3000]), 3)]


def _text_after(document: Document, found: Sequence[Unit], index: int) -> str:
    """The text of the next unit, where that is text."""
    following = found[index + 1] if index + 1 < len(found) else None
    return document.prose[following.start : following.end] if following and following.kind == "text" else ""


def _signature(document: Document, found: Sequence[Unit], index: int, text: str) -> str:
    """The name below the words of a block quote, which Markdown reads as a list where its dash is a hyphen; `text` is
    the text below."""
    block = document.blocks[found[index].block]
    if not (text and block.quote and not block.depth and quotes.is_name(text)):
        return ""
    below = document.blocks[found[index + 1].block]
    return f"\n— {text}" if below.quote == block.quote and below.depth else ""


def _set_in(kind: str, block: Block) -> int:
    """How many characters of a block are marked in one way."""
    return sum([mark.end - mark.start for mark in block.marks if mark.kind == kind])


def _paragraphs(
    document: Document,
    found: Sequence[Unit],
    where: Sequence[str],
    sections: Sections,
    hits: Mapping[str, Hits],
    names: Sequence[str],
) -> list[Paragraph]:
    """The text units of the release, read."""
    cues = roles.Cues(document, hits, names)
    result: list[Paragraph] = []
    headed, level, fresh = "", 0, False
    label_block = -1
    own = (*names, *_companies(document))
    read = 0
    for index, (unit, zone) in enumerate(zip(found, where, strict=True)):
        if unit.kind == "heading":
            part = sections.part(unit.text)
            if unit.level == units.LABEL and part:
                headed, level, label_block = part, units.LABEL, unit.block
            elif part:
                headed, level, label_block = part, unit.level, -1
            elif unit.level <= level or level == units.LABEL or (headed in ("headline", "subheadline")):
                headed, level, label_block = "", 0, -1
            fresh = True
            continue
        if unit.kind == "rule":
            headed, level = "", 0
        if unit.kind != "text" or zone not in ("release", "front"):
            continue
        block = document.blocks[unit.block]
        if level == units.LABEL and unit.block != label_block and not block.depth:
            headed, level = "", 0
        text = document.prose[unit.start : unit.end]
        if not text.strip():
            continue
        sentences = document.tokens.sentences_in(unit.start, unit.end)
        following = _text_after(document, found, index)
        result.append(
            Paragraph(
                unit=unit,
                text=text,
                sentences=sentences,
                readings=[cues.read(sentence) for sentence in sentences[: max(0, MOST_SENTENCES - read)]],
                quotes=quotes.find(
                    text + _signature(document, found, index, following), block.quote > 0, own, following
                ),
                bold=_set_in("strong", block) > 0.85 * len(text),
                italic=_set_in("em", block) > 0.85 * len(text),
                headed=headed,
                own_heading=fresh,
                order=len(result),
                listed=block.depth > 0,
            )
        )
        read += len(sentences)
        fresh = False
    if "release" in where:
        inside = {id(unit) for unit, zone in zip(found, where, strict=True) if zone == "release"}
        result = [paragraph for paragraph in result if id(paragraph.unit) in inside]
    begun = False
    for order, paragraph in enumerate(result):
        paragraph.order = order
        described = any(reading.about_product and reading.pitch > 0.6 for reading in paragraph.readings)
        if paragraph.quoted <= 0.5:
            roles.put_in_context(
                paragraph.readings,
                paragraph.headed,
                order / max(1, len(result) - 1),
                order == 0,
                begun,
                paragraph.listed,
            )
        else:
            for reading in paragraph.readings:
                reading.problem = min(reading.problem, 0.3)
        begun = begun or (described and order > 0)
    return result
