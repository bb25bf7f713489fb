"""The ten parts of the press release: by heading, then by position, then by content.

A part is what its text says: a heading "Problem" over a pitch gives no problem part, and a paragraph of the
customer's pain is the problem whether or not anything heads it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ..document import Document, Sentence
from . import quotes
from .model import Part, Unit
from .roles import Reading
from .sections import Sections
from .units import BOLD_LINE, LABEL

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|"
    r"dec(?:ember)?)\.?"
)
DATE = re.compile(
    rf"\b(?:{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?(?:\s*,?\s*\d{{4}})?|\d{{1,2}}(?:st|nd|rd|th)?\.?\s+{_MONTH}\s*,?\s*\d{{4}}|{_MONTH}\s*,?\s+\d{{4}}|"
    rf"\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}}[/.]\d{{1,2}}[/.]\d{{2,4}}|\bQ[1-4]\s+\d{{4}}|(?:spring|summer|autumn|fall|winter)\s+(?:of\s+)?\d{{4}})\b",
    re.IGNORECASE,
)
_PLACE = r"[A-Z][\w.’'-]*(?:[ ,]+(?:[A-Z][\w.’'-]*|on|the|of|de|la|and|somewhere)){0,9}\.?"
_DATELINE = re.compile(rf"[\s\[(*_]*(?:{_PLACE})[\])*_]*\s*(?:\([A-Z][\w ]+\)\s*)?[\s,]*(?:[–—]|--|-(?=\s)|:)\s*")
_DOCUMENT_WORDS = re.compile(
    r"^(?:the\s+)?(?:draft\s+|internal\s+|future\s+|mock\s+|sample\s+|example\s+|working\s+backwards\s+)*"
    r"(?:pr\s?[/-]?\s?faqs?|prfaqs?|press\s+releases?|pr|faqs?|announcement|news\s+release|title|headline|"
    r"heading|subject)\b"
    r"(?:\s*(?:draft|v?\d+(?:\.\d+)*|template|document|\([^)]*\)))*\s*(?:[:|–—/-]+|for\b|of\b|$)\s*",
    re.IGNORECASE,
)
_RELEASE_STAMP = re.compile(
    r"^\W*(?:for immediate release|embargoed|press release|news release|draft|"
    r"confidential|internal)\b.{0,40}$",
    re.IGNORECASE,
)
_ANNOUNCES = re.compile(
    r"\b(?:launch(?:es|ed)?|announc(?:es|ed|ing)|introduc(?:es|ing|ed)|releases?d?|unveils?|"
    r"gives?|helps?|lets|makes?|brings?|turns?|ends?|cuts?|"
    r"proves?|publishes|adds|opens|enables?|allows?|transform(?:s|ing)|revolutioni[sz](?:es|"
    r"ing)|for|that|to|who|you|your|never|without|with|from|can|get|gets|save|"
    r"saves|pay|pays|paid|now|is|are|in)\b",
    re.IGNORECASE,
)
_URL = re.compile(
    r"https?://|www\.|\b[\w-]+\.(?:com|org|io|net|app|dev|ai|co|example|gov|edu|de|uk)\b|"
    r"@[\w-]+\.\w|\b\w+@\w+",
    re.IGNORECASE,
)
_STEP = re.compile(
    r"^\W*(?:step\s*\d|first|then|finally|simply|just|to (?:get )?start|open|go to|visit|sign up|"
    r"download|install|run|add|create|connect|choose|select|"
    r"pick|enter|register|join|try|log in|head|start|click|contact|apply|request|clone|subscribe|"
    r"check out|give it|come|grab|call|order|book|use)\b",
    re.IGNORECASE,
)

_AVAILABLE = re.compile(
    r"\b(?:is|are|now|generally|will be) (?:now |generally |immediately |freely |"
    r"also )?available\b|\bavailable (?:today|now|immediately|on|at|as|in|for|from|through|"
    r"via|free)\b|\bavailability\b",
    re.IGNORECASE,
)
_OPENS = re.compile(
    r"\b(?:get(?:ting)? started|to get started|to start\b|setup takes|set up takes|"
    r"to use (?:the|it|this)|to begin\b|first step|in order to (?:use|create|start)|"
    r"installation (?:requires|takes|options)|starts with)",
    re.IGNORECASE,
)
_COMMAND = re.compile(
    r"\b(?:brew|pip|npm|npx|docker|cargo|apt|git|helm|spack|conda) (?:install|run|clone|tap|"
    r"pull)\b|\binstall\b|￼",
    re.IGNORECASE,
)

MOST = 40
"""A part in more pieces than this is no part; further pieces are left out."""

PROBLEM = 0.42
"""From this probability on a sentence belongs to the problem."""
PROBLEM_FAINT = 0.26
"""From this one on the best sentence does, where there is no better."""


@dataclass
class Paragraph:
    """A text unit of the release with what was found out about it."""

    unit: Unit
    text: str
    sentences: list[Sentence]
    readings: list[Reading]
    quotes: list[quotes.Quote]
    bold: bool = False
    italic: bool = False
    headed: str = ""
    """The part that the nearest heading names, or ""."""
    own_heading: bool = False
    taken: set[str] = field(default_factory=set)
    order: int = 0
    listed: bool = False

    @property
    def words(self) -> int:
        return len(self.text.split())

    @property
    def quoted(self) -> float:
        """The share of the text that stands inside quotation marks."""
        return sum(quote.end - quote.start for quote in self.quotes) / max(1, len(self.text))


def find(
    document: Document, units: Sequence[Unit], zones: Sequence[str], paragraphs: list[Paragraph], sections: Sections
) -> list[Part]:
    """The parts of the release, in order of position."""
    found = [part for part in _Finder(document, units, zones, paragraphs, sections).run() if part.start < part.end]
    return sorted(found, key=lambda part: (part.start, part.end, part.part))


class _Finder:
    """One search; the steps run in the order of `run` and see what earlier steps took."""

    def __init__(
        self,
        document: Document,
        units: Sequence[Unit],
        zones: Sequence[str],
        paragraphs: list[Paragraph],
        sections: Sections,
    ) -> None:
        self.document, self.units, self.zones, self.paragraphs, self.sections = (
            document,
            units,
            zones,
            paragraphs,
            sections,
        )
        self.parts: list[Part] = []
        self.counts: Counter[str] = Counter()
        self.headline_end = -1

    def run(self) -> list[Part]:
        self.headline()
        self.dateline()
        self.speakers()
        self.summary()
        self.subheadline()
        self.problem()
        self.solution()
        self.start_and_action()
        return self.parts

    def take(
        self, part: str, start: int, end: int, found_by: str, confidence: float, paragraph: Paragraph | None = None
    ) -> None:
        self.counts[part] += 1
        if self.counts[part] <= MOST:
            self.parts.append(Part(part, start, end, found_by, confidence))
        if paragraph:
            paragraph.taken.add(part)

    def has(self, part: str) -> bool:
        return self.counts[part] > 0

    def headed(self, part: str) -> list[Paragraph]:
        return [paragraph for paragraph in self.paragraphs if paragraph.headed == part]

    # headline, subheadline, dateline

    def headline(self) -> None:
        for paragraph in self.headed("headline"):
            if headline_words(paragraph.text) and paragraph.words <= 40:
                self.take("headline", paragraph.unit.start, paragraph.unit.end, "heading", 0.95, paragraph)
                self.headline_end = paragraph.unit.end
                return
        heads = self._headings()
        for unit in heads:
            text = strip_document_words(unit.text)
            if not headline_words(text) or _RELEASE_STAMP.match(unit.text) or text.endswith("?"):
                continue
            if self._tagline(unit, text):
                return
            if unit.level == BOLD_LINE and (DATE.search(text) and len(text.split()) <= 8):
                continue
            lead = unit.text.find(text)
            start = unit.start + max(0, lead) if unit.level < BOLD_LINE else unit.start
            self.take("headline", min(start, unit.end - 1), unit.end, "position", 0.85)
            self.headline_end = unit.end
            return
        for paragraph in self.paragraphs[:4]:
            text = paragraph.text
            if _RELEASE_STAMP.match(text) and paragraph.words <= 8:
                continue
            first = text.split("\n", 1)[0]
            if paragraph.headed or paragraph.listed or len(first.split()) > 28:
                break
            if DATE.search(first) and len(first.split()) <= 9:
                continue
            if (
                not first.rstrip().endswith((".", "!", "?", ":"))
                and headline_words(first)
                and not paragraph.quotes
                and len(self.paragraphs) > 2
                and len(first.split()) >= 5
                and not any(u.kind == "heading" and u.level <= 2 and u.start < paragraph.unit.start for u in self.units)
            ):
                self.take(
                    "headline", paragraph.unit.start, paragraph.unit.start + len(first), "position", 0.7, paragraph
                )
                self.headline_end = paragraph.unit.start + len(first)
                return

    def _tagline(self, unit: Unit, text: str) -> bool:
        """Whether a heading is what stands below a title that is nothing but the product's name."""
        above = [
            other
            for other in self.units[:8]
            if other.kind == "heading" and other.start < unit.start and other.level < unit.level
        ]
        bare = [
            other
            for other in above
            if not self.sections.zone(other.text)
            and not self.sections.part(other.text)
            and not _RELEASE_STAMP.match(other.text)
            and 1 <= len(strip_document_words(other.text).split()) <= 4
        ]
        named = any(word in text for other in bare for word in other.text.split() if len(word) > 2)
        return bool(bare) and bare[-1] is above[-1] and not named and not _ANNOUNCE.search(text)

    def _headings(self) -> Iterator[Unit]:
        """Headings that may be the headline: in the release before its second paragraph, then the document's title."""
        first = [p.unit.start for p in self.paragraphs if p.words >= 25][:1] or [
            self.document.blocks[-1].end if self.document.blocks else 0
        ]
        release = [
            unit
            for unit, zone in zip(self.units, self.zones, strict=True)
            if unit.kind == "heading"
            and unit.level != LABEL
            and zone == "release"
            and unit.start < first[0]
            and not self.sections.part(unit.text)
            and not (self.sections.zone(unit.text) and not strip_document_words(unit.text))
        ]
        yield from release
        for unit in self.units[:6]:
            if unit.kind == "heading" and unit.level <= 2 and unit not in release and not self.sections.part(unit.text):
                yield unit

    def subheadline(self) -> None:
        for paragraph in self.headed("subheadline"):
            self.take("subheadline", paragraph.unit.start, paragraph.unit.end, "heading", 0.95, paragraph)
            return
        after = self.headline_end
        if after < 0:
            titles = [
                unit
                for unit in self.units[:4]
                if unit.kind == "heading"
                and unit.level <= 2
                and not (self.sections.part(unit.text) or self.sections.zone(unit.text))
            ]
            if not titles:
                return
            after = titles[0].end
        summary = min((part.start for part in self.parts if part.part == "summary"), default=1 << 60)
        for unit in self.units:
            if unit.start < after or unit.kind == "rule":
                continue
            if unit.start >= summary or unit.kind == "code":
                return
            text = self.document.prose[unit.start : unit.end]
            words = len(text.split())
            if unit.kind == "heading":
                if self.sections.part(unit.text) or self.sections.zone(unit.text) or words < 4:
                    return
                if _RELEASE_STAMP.match(text):
                    continue
                if words <= 45:
                    self.take("subheadline", unit.start, unit.end, "position", 0.8)
                return
            if _RELEASE_STAMP.match(text) or any(
                part.part == "dateline" and part.start < unit.end and part.end > unit.start for part in self.parts
            ):
                continue
            own = next((p for p in self.paragraphs if p.unit is unit), None)
            most = 70 if own and (own.italic or own.bold) else 45
            if (
                4 <= words <= most
                and not text.rstrip().endswith(":")
                and not (own and (own.quotes or own.listed))
                and len(self.document.tokens.sentences_in(unit.start, unit.end)) <= 3
            ):
                self.take("subheadline", unit.start, unit.end, "position", 0.75, own)
            return

    def dateline(self) -> None:
        for paragraph in self.paragraphs[:7]:
            if paragraph.headed not in ("", "summary", "dateline", "headline"):
                continue
            start = paragraph.unit.start
            text = paragraph.text
            if (
                paragraph.headed == "dateline"
                and (DATE.search(text) or re.match(_PLACE, text))
                and paragraph.words < 15
            ):
                self.take("dateline", start, paragraph.unit.end, "heading", 0.9, paragraph)
                return
            line = text.split("\n", 1)[0]
            opening = text[:110].replace("\n", " ")
            date = DATE.search(opening)
            label = re.match(r"\W*(?:date|launch date|release date|location|dateline)\W*:\W*", line, re.IGNORECASE)
            if label and date and len(line.split()) <= 10:
                self.take("dateline", start, start + len(line), "position", 0.7)
                return
            match = _DATELINE.match(opening)
            if (
                date
                and (len(opening[: date.start()].split()) <= 9)
                and not re.match(r"\W*(?:since|in|by|until|from|after|before)\b", opening, re.IGNORECASE)
                and (match or len(line.split()) <= 9 or re.match(r"\s*\W*\s*[–—:,.)\]-]", opening[date.end() :]))
            ):
                self.take("dateline", start, start + max(date.end(), 1), "content", 0.9)
                return
            if re.match(r"\W*(?:on|in) " + DATE.pattern, opening, re.IGNORECASE):
                assert date
                self.take("dateline", start, start + date.end(), "content", 0.7)
                return
            year = re.match(rf"[\s(*_]*{_PLACE},? (?:19|20)\d\d\W*[–—-]", opening)
            if year and paragraph.order <= 3:
                self.take("dateline", start, start + year.end(), "content", 0.8, paragraph)
                return
            if (
                match
                and match.end() < 90
                and not label
                and _city(match.group())
                and paragraph.order <= 3
                and paragraph.words > 10
            ):
                self.take("dateline", start, start + max(1, len(match.group().rstrip())), "content", 0.75)
                return

    # quotes

    def speakers(self) -> None:
        unknown: list[tuple[Paragraph, quotes.Quote]] = []
        for paragraph in self.paragraphs:
            if paragraph.headed in ("leader_quote", "customer_quote"):
                if paragraph.words >= 4 and not _bracketed(paragraph.text):
                    self.take(paragraph.headed, paragraph.unit.start, paragraph.unit.end, "heading", 0.95, paragraph)
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
                    self._quote(paragraph, quote, quote.speaker)
                else:
                    unknown.append((paragraph, quote))
        for paragraph, quote in unknown:
            # By position: the first quote is the leader's, unless there is one already.
            self._quote(paragraph, quote, "customer" if self.has("leader_quote") else "leader")

    def _quote(self, paragraph: Paragraph, quote: quotes.Quote, who: str) -> None:
        start = paragraph.unit.start
        self.take(f"{who}_quote", start + quote.start, start + quote.end, "content", 0.8, paragraph)
        if paragraph.quoted > 0.4:
            paragraph.taken.add("quote")

    # prose

    def summary(self) -> None:
        own = [paragraph for paragraph in self.headed("summary") if paragraph.words >= 5]
        for paragraph in own[:3]:
            self.take("summary", paragraph.unit.start, paragraph.unit.end, "heading", 0.95, paragraph)
        if own:
            return
        dated = [part for part in self.parts if part.part == "dateline"]
        for paragraph in self._prose():
            if paragraph.headed not in ("", "headline") or paragraph.listed:
                continue
            if paragraph.words < 12 or (
                paragraph.unit.start < self.headline_end and paragraph.unit.end <= self.headline_end
            ):
                continue
            if dated and paragraph.unit.end < dated[0].start:
                continue
            if (
                problem_score(paragraph) > 0.6
                and not _ANNOUNCE.search(paragraph.text)
                and self._announces_later(paragraph)
            ):
                continue
            if self._may_be_subheadline(paragraph):
                continue
            start = paragraph.unit.start
            self.take("summary", start, paragraph.unit.end, "position", 0.8, paragraph)
            return
        for paragraph in self._prose():
            if paragraph.words >= 8 and paragraph.headed in ("", "solution", "problem") and not paragraph.listed:
                self.take("summary", paragraph.unit.start, paragraph.unit.end, "position", 0.5, paragraph)
                return

    def _announces_later(self, paragraph: Paragraph) -> bool:
        return any(_ANNOUNCE.search(other.text) for other in self.paragraphs[paragraph.order + 1 : paragraph.order + 3])

    def _may_be_subheadline(self, paragraph: Paragraph) -> bool:
        if (
            paragraph.words > 45
            or len(paragraph.sentences) > 2
            or any(p.part == "dateline" and p.start == paragraph.unit.start for p in self.parts)
        ):
            return False
        if not (paragraph.bold or paragraph.italic or paragraph.words <= 30):
            return False
        following = [
            p
            for p in self.paragraphs[paragraph.order + 1 :]
            if p.words >= 20 and not p.headed and "quote" not in p.taken
        ]
        return bool(following) and not _ANNOUNCE.search(paragraph.text) and paragraph.order <= 2

    def _prose(self) -> Iterator[Paragraph]:
        return (paragraph for paragraph in self.paragraphs if "quote" not in paragraph.taken)

    def problem(self) -> None:
        for paragraph in self._prose():
            if paragraph.headed not in ("headline", "subheadline", "getting_started", "call_to_action", "dateline"):
                self._problem_in(paragraph, PROBLEM, "heading" if paragraph.headed == "problem" else "content")
        if not self.has("problem"):
            self._problem_by_position()
        if not self.has("problem"):
            self._problem_in_quote()
        if not self.has("problem"):
            ranked = sorted(
                (
                    (reading.problem, -paragraph.order, paragraph, reading)
                    for paragraph in self._prose()
                    if paragraph.headed not in ("headline", "subheadline", "getting_started", "call_to_action")
                    for reading in paragraph.readings
                    if reading.problem >= PROBLEM_FAINT and not reading.wish
                ),
                key=lambda row: row[:2],
                reverse=True,
            )
            for score, _, paragraph, reading in ranked[:1]:
                self.take(
                    "problem",
                    reading.sentence.start,
                    reading.sentence.end,
                    "heading" if paragraph.headed == "problem" else "content",
                    round(score, 2),
                    paragraph,
                )

    def _problem_by_position(self) -> None:
        """The paragraph that stands where the problem belongs, between the summary and the first word of the product, and
        that neither names the product nor sells anything: pain told without a single word of pain."""
        summary = next((p.order for p in self.paragraphs if "summary" in p.taken), None)
        if summary is None or len(self.paragraphs) < 3:
            return
        for paragraph in self.paragraphs[summary + 1 : summary + 3]:
            if paragraph.headed or "quote" in paragraph.taken or paragraph.quotes:
                continue
            readings = paragraph.readings
            if any(
                reading.names_product or reading.about_product or reading.news or reading.pitch > 0.7
                for reading in readings
            ):
                return
            if (
                not paragraph.listed
                and len(readings) >= 2
                and 18 <= paragraph.words <= 160
                and sum(r.pitch for r in readings) < 0.4 * len(readings)
                and max(r.alone for r in readings) >= PROBLEM_FAINT
                and not any(r.start or r.wish for r in readings)
            ):
                self.take("problem", readings[0].sentence.start, readings[-1].sentence.end, "position", 0.5, paragraph)
            return

    def _problem_in_quote(self) -> None:
        """The quote that stands where the problem belongs, straight after the summary, and tells what hurts."""
        summary = next((p.order for p in self.paragraphs if "summary" in p.taken), None)
        if summary is None:
            return
        for paragraph in self.paragraphs[summary + 1 : summary + 3]:
            if paragraph.headed or not paragraph.quotes or paragraph.words < 18:
                return
            painful = [reading for reading in paragraph.readings if reading.alone >= PROBLEM]
            if painful and paragraph.quoted > 0.5:
                self.take("problem", paragraph.unit.start, paragraph.unit.end, "quote", 0.4, paragraph)

    def _problem_in(self, paragraph: Paragraph, least: float, found_by: str) -> bool:
        """Take the run of problem sentences of a paragraph."""
        headed = found_by == "heading"
        inside = [
            reading for reading in paragraph.readings if reading.problem >= least and not (headed and reading.wish)
        ]
        if not inside:
            return False
        if headed:  # what a heading covers belongs to it, but for a pitch and a daydream
            kept = [
                reading
                for reading in paragraph.readings
                if not (reading.about_product and reading.alone < 0.3) and not reading.wish
            ]
            inside = kept or inside
        score = problem_score(paragraph)
        self.take(
            "problem",
            inside[0].sentence.start,
            inside[-1].sentence.end,
            found_by,
            min(0.98, max(score, 0.4)),
            paragraph,
        )
        return True

    def solution(self) -> None:
        own = [paragraph for paragraph in self.headed("solution") if paragraph.words >= 5]
        for paragraph in own:
            self.take("solution", paragraph.unit.start, paragraph.unit.end, "heading", 0.9, paragraph)
        for paragraph in self._prose():
            if (
                paragraph.headed not in ("", "problem")
                or "summary" in paragraph.taken
                or paragraph.unit.end <= self.headline_end
                or "subheadline" in paragraph.taken
            ):
                continue
            pitching = [
                reading for reading in paragraph.readings if reading.pitch > 0.5 and reading.pitch > reading.problem
            ]
            if pitching and paragraph.words >= 8 and (not own or len(pitching) > 1):
                whole = len(pitching) * 2 >= len(paragraph.readings) and "problem" not in paragraph.taken
                first, last = (paragraph.readings[0], paragraph.readings[-1]) if whole else (pitching[0], pitching[-1])
                self.take("solution", first.sentence.start, last.sentence.end, "content", 0.7, paragraph)
        if not self.has("solution"):
            for paragraph in self._prose():
                if "summary" in paragraph.taken:
                    pitching = [reading for reading in paragraph.readings if reading.pitch > 0.4]
                    if len(paragraph.readings) > 1 and pitching:
                        self.take(
                            "solution", pitching[0].sentence.start, pitching[-1].sentence.end, "content", 0.4, paragraph
                        )

    def start_and_action(self) -> None:
        for part in ("getting_started", "call_to_action"):
            for paragraph in self.headed(part):
                if paragraph.words >= 3 and "quote" not in paragraph.taken:
                    self.take(part, paragraph.unit.start, paragraph.unit.end, "heading", 0.9, paragraph)
        total = len(self.paragraphs)
        acts: tuple[bool, int, Paragraph] | None = None
        for paragraph in self.paragraphs:
            if "quote" in paragraph.taken or paragraph.headed in (
                "problem",
                "headline",
                "subheadline",
                "summary",
                "leader_quote",
                "customer_quote",
            ):
                continue
            late = paragraph.order >= total * 0.5
            readings = paragraph.readings
            starting = sum(min(reading.start, 2) for reading in readings)
            acting = sum(min(reading.action, 2) for reading in readings)
            steps = sum(bool(_STEP.match(self.document.prose[r.sentence.start : r.sentence.end])) for r in readings)
            address = bool(_URL.search(paragraph.text)) or self._links(paragraph)
            available = bool(_AVAILABLE.search(paragraph.text))
            if paragraph.headed not in ("", "solution", "getting_started", "call_to_action") or not late:
                continue
            opens = bool(_OPENS.search(paragraph.text))
            if not self.has("getting_started") and (
                opens
                or (available and (address or starting or steps))
                or (starting >= 2 and (steps or address or starting >= 3))
                or (starting and address and steps)
            ):
                self._act("getting_started", paragraph, 0.65)
            if (
                (address and (acting or available))
                or (steps and acting)
                or (opens and (steps or address or _COMMAND.search(paragraph.text)))
            ):
                closing = (bool(address), paragraph.order, paragraph)
                acts = max(acts, closing, key=lambda row: row[:2]) if acts else closing
        if acts and not self.has("call_to_action"):
            self._act("call_to_action", acts[2], 0.6)
        for begun in list(self.parts):
            if begun.part == "getting_started" and not self.has("call_to_action"):
                text = self.document.prose[begun.start : begun.end]
                readings = [
                    r for p in self.paragraphs for r in p.readings if begun.start <= r.sentence.start < begun.end
                ]
                if (
                    _URL.search(text)
                    or _COMMAND.search(text)
                    or any(
                        r.action and _STEP.match(self.document.prose[r.sentence.start : r.sentence.end])
                        for r in readings
                    )
                ):
                    self.take("call_to_action", begun.start, begun.end, "content", 0.5)

    def _links(self, paragraph: Paragraph) -> bool:
        block = self.document.blocks[paragraph.unit.block]
        return any(
            mark.kind == "link" and paragraph.unit.start <= mark.start < paragraph.unit.end for mark in block.marks
        )

    def _act(self, part: str, paragraph: Paragraph, confidence: float) -> None:
        self.take(part, paragraph.unit.start, paragraph.unit.end, "content", confidence, paragraph)


_ANNOUNCE = re.compile(
    r"\b(?:today|announc(?:es|ed|ing)|launch(?:es|ed|ing)?|introduc(?:es|ed|ing)|releases?d?|"
    r"unveil|available)\b",
    re.IGNORECASE,
)


def problem_score(paragraph: Paragraph) -> float:
    """How much a paragraph reads as the customer's problem, from 0 to 1: its sentences' verdicts, the best ones counting most."""
    if not paragraph.readings or paragraph.quoted > 0.5:
        return 0.0
    ranked = sorted((reading.problem for reading in paragraph.readings), reverse=True)
    top = ranked[: max(1, min(3, len(ranked)))]
    mean = sum(ranked) / len(ranked)
    return 0.65 * sum(top) / len(top) + 0.35 * mean if len(ranked) > 1 else ranked[0] * 0.95


def strip_document_words(text: str) -> str:
    """A title without "PR/FAQ:", "Press release —" and the like; "" where nothing else is left."""
    previous = None
    while previous != text:
        previous = text
        text = _DOCUMENT_WORDS.sub("", text).strip(" :–—-|/")
    return re.sub(
        r"\s*[–—-]?\s*\(?(?:pr\s?/?-?\s?faq|prfaq|press release)\)?(?:\s*/\s*faq)?$", "", text, flags=re.IGNORECASE
    ).strip(" :–—-")


def headline_words(text: str) -> bool:
    """Whether a title says something about the product, more than its name."""
    text = text.strip(" *_#")
    words = re.findall(r"[\w’'-]+", text)
    if len(words) < 4 or len(text) > 320 or _bracketed(text):
        return False
    pieces = re.split(r"\s*:\s+|\s[–—-]\s|—", text, maxsplit=1)
    if len(pieces) == 2 and len(pieces[1].split()) >= 3:
        return True
    lower = [word for word in words[1:] if word.islower()]
    if len(words) >= 6 and len(lower) >= 4:
        return True
    return (
        (len(words) >= 5 and bool(_ANNOUNCES.search(" ".join(words[1:]))))
        or (bool(lower) and bool(_ANNOUNCES.search(" ".join(words[1:]))))
        or (len(words) == 4 and words[1].endswith("s") and words[1][0].isupper() and not words[1].endswith("ss"))
    )


def _bracketed(text: str) -> bool:
    """Whether a text is nothing but an unfilled slot."""
    return bool(re.fullmatch(r"\W*(?:\[[^\]]*\]|<[^>]*>|\{\{[^}]*\}\})\W*", text.strip()))


def _city(text: str) -> bool:
    place = text.strip(" *_-–—:[](),")
    words = place.split()
    return (
        1 <= len(words) <= 8
        and all(word[0].isupper() or word in ("on", "the", "of", "de", "la", "and", "somewhere") for word in words)
        and ("," in place or place.isupper() or len(words) <= 3)
        and not re.search(r"[.!?]$", place)
        and "[" not in text
        and ":" not in text
    )
