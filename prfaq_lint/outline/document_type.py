"""The type of a document: a PR/FAQ, half of one, a template to fill in, or something else."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from ..document.draft import Document
from ..strings import places_of
from .model import Outline, Question, Unit
from .structure.sections import FAQ_ZONES

SLOT = re.compile(
    r"\[(?![\s xX]?\]|\^|!|\d+\])(?!(?:sic|emphasis|\d)[^\]]{0,420}\])[^\]\n]{2,400}\](?![(\[:])|"
    r"\{\{[^}\n]{1,120}\}\}|<(?!/?[a-z]+[\d]?(?:\s[^>]{0,200})?/?>|https?:|!--|[\w.+-]+@)[A-Za-z][^<>\n]{2,160}>"
)
_PROMPT = re.compile(
    r"^\W*(?:describe|explain|provide|name the product|state|write|list|give a summary|a quote from|wrap it up|"
    r"say who|tell|summari[sz]e|define|identify|"
    r"what is the|answer|question(?: \d+)?\b|insert|replace|fill in|include|use this|one sentence|"
    r"in one sentence|2-3 sentences|start with)\b",
    re.IGNORECASE,
)
_PROMPT_STRONG = re.compile(
    r"\b(?:your (?:product|company|target customers?|team|service|customers?)|the (?:reader|customer|product|"
    r"problem|market)\b.{0,60}\b(?:will|should|is|gets?)|"
    r"hypothetical customer|spokesperson|assume the reader|one sentence only|elegantly solves|paragraph good)\b",
    re.IGNORECASE,
)
# These match text in lower case.
_TITLE = re.compile(r"\b(?:pr\s?[/-]?\s?faqs?|prfaqs?)\b|press[ _-]release|working[ -]backwards")
_TITLE_WORD = re.compile(r"\bpr\s?[/-]?\s?faqs?\b|prfaq|press release")
_CALLED = re.compile(
    r"(?<![\w-])(?:pr\s?[/-]?\s?faq|prfaq)(?!\w|[-/]\w)|(?<![\w-])(?:pr\s?[/-]?\s?faqs|prfaqs)\s?[:–—]|working backwards"
)
"""A draft's name for itself. “PR/FAQs” refers to others, and “prfaq-tools” is a name."""
_THEM = re.compile(r"\b(?:pr\s?[/-]?\s?faqs?|prfaqs?)\b")
_LABELLED = re.compile(
    r"\W*(?:\w+ ){0,2}?(?:pr\s?[/-]?\s?faqs?|prfaqs?)(?: (?:draft|v\d[\d.]*|\(\w+\)))?\s*(?:[:|]|[–—-]\s)"
)
_ABOUT = re.compile(
    r"\b(?:guides?|guidelines?|meeting|minutes|notes|reviews?|process|team|tools?|toolkit|toolbox|prompts?|workshop|training|"
    r"archive|index|library|collection|repository|repo|project|how|why|what|writing|write|use|using|adopt|adopting|decision|adr|agents?|"
    r"assistant|instructions?|checklist|lessons|linter|lint|editor|plugin|extension|retrospective|retro|standards?|conventions?|playbook|"
    r"handbook|onboarding|readme|generator|examples?|culture|course|about|rules|rubric|feedback|comments|agenda|list|overview|tracker|"
    r"wiki|policy|proposal|cheat ?sheet|system|method|format|style)\b"
)
"""Words next to “PR/FAQ” in the title of a text about PR/FAQs."""
_ABOUT_FILE = re.compile(
    r"(?:readme|agents|claude|gemini|skill|copilot-instructions|index|prompt|[\w-]*(?:style-?guide|meeting-?notes|minutes|prompt))(?:\.[\w-]+)?\.\w+$|adr-?\d"
)
_ABOUT_FOLDERS = frozenset("adr adrs decisions prompts meetings minutes".split())
_OTHER_FILE = re.compile(r"pull_request_template|changelog|contributing|code_of_conduct")
_RECORD = re.compile(
    r"(?:status|context|decision|consequences|alternatives(?: considered)?|options(?: considered)?|attendees|agenda|action items|actions|"
    r"participants|present|apologies|minutes|decisions|discussion|role|task|output(?: format)?|instructions|rules|constraints|input|"
    r"commands|conventions|layout|tone|words|dos and don'ts|members|contact|how we work|who we are|what we do|our work)\W*"
)
"""Headings of decision records, minutes, prompts, notes to agents, style guides and team pages."""
_METHOD = re.compile(r"approach called .working backwards|there is an approach|internal press releases are")
_METHOD_SIGNS = ("approach called", "there is an approach", "internal press releases are")
_BOUNDARY = re.compile(r"\b")
_GUIDE = re.compile(
    r"\b(?:template|skeleton|how to write|writing guide|guidelines|checklist|skill|methodology|"
    r"rubric|cheat sheet|writing standards|use this skill|when to use)\b"
)
_OTHER_TITLE = re.compile(
    r"\b(?:rfc|adr|prd|product requirements|requirements document|design doc|architecture decision|changelog|"
    r"release notes|readme|contributing|code of conduct|"
    r"product brief|one[- ]pager|pull request|meeting notes|technical specification|runbook|user guide|"
    r"api reference|tutorial|lessons learned|marketing|skill)\b"
)
_ANNOUNCED = re.compile(
    r"\b(?:today (?:announc|launch|marks|we)|announces?|announced|announcing|launches|"
    r"pleased to|proud to|introduc(?:es|ing)|allows (?:you|users|a user))\b"
)
_ANNOUNCED_SIGNS = ("today ", "announc", "launches", "pleased to", "proud to", "introduc", "allows ")
_WIRE_MARKS = (
    *("media contact", "press contact", "investor relations", "investor contact", "forward-looking statements"),
    *("###", "prnewswire", "business wire", "globe newswire"),
)
_MANUAL = re.compile(
    r"(?:install(?:ation|ing)?|usage|licen[cs]e|contributing|requirements|prerequisites|build(?:ing)?|configuration|"
    r"documentation|development|tests?|testing|api|changelog|compatibility|uninstall)\W*"
)
_PLANNED = frozenset(
    "market-size strategic-fit why-now economics go-to-market competition resources metrics risks".split()
)
"""The facets that only people who plan a product ask about."""
_DISTINCT = frozenset(("subheadline", "leader_quote", "customer_quote", "call_to_action", "problem", "headline"))
"""The parts whose headings alone indicate a release."""
_TELLING = _DISTINCT | {"summary", "solution", "getting_started"}
_RELEASE = _TELLING | {"dateline"}

_SENTENCE = 8
"""The number of words that count as filling in a section."""
_SEVERAL = 3
"""The number of such sections that make a template a draft, with `_BEGUN`."""
_BEGUN = 0.75
"""The minimum ratio of such sections to those that still contain only slots and prompts."""

ENOUGH = 2.35
"""The evidence that makes a document a draft. Fitted, as the weights below, to the drafts and decoys of train and to READMEs."""


@dataclass(frozen=True)
class _Draft:
    """A document as far as it has been read when its type is determined."""

    outline: Outline

    @cached_property
    def place(self) -> tuple[str, str]:
        """Return the names of the document's folder and file in lower case.

        Folders further up do not count, and a relative path gives the same names as an absolute one.
        """
        if self.outline.document.path in ("", "-"):
            return "", ""
        folder, name = os.path.split(os.path.abspath(self.outline.document.path).lower())
        return os.path.basename(folder), name

    @cached_property
    def headings(self) -> list[Unit]:
        return [unit for unit in self.outline.units if unit.kind == "heading"]

    @cached_property
    def heads(self) -> list[str]:
        """Return the headings in lower case."""
        return [unit.text.lower() for unit in self.headings]

    @cached_property
    def opened(self) -> list[str]:
        """Return the zone that each heading opens."""
        return [self.outline.sections.zone(unit.text) for unit in self.headings]

    @cached_property
    def named(self) -> set[str]:
        """Return the parts of a release that headings name."""
        return {self.outline.sections.part(unit.text) for unit in self.headings} - {""}

    @cached_property
    def found(self) -> set[str]:
        """Return the parts of a release that the document has."""
        return {part.part for part in self.outline.parts}

    @cached_property
    def announces(self) -> bool:
        """Return whether the document has a dateline or a quotation."""
        return not self.found.isdisjoint(("dateline", "leader_quote", "customer_quote"))

    @cached_property
    def words(self) -> int:
        """Return the number of words in the release."""
        return sum(paragraph.words for paragraph in self.outline.paragraphs)

    @cached_property
    def teaches(self) -> bool:
        """Return whether the document is about the method."""
        text = self.outline.document.prose[:3000].lower()
        return any(sign in text for sign in _METHOD_SIGNS) and bool(_METHOD.search(text))

    @cached_property
    def strange(self) -> int:
        """Return the number of headings that are unusual for a draft."""
        return sum(
            unit.level <= 3 and not zone and not unit.text.endswith("?") and not self.outline.sections.part(unit.text)
            for unit, zone in zip(self.headings, self.opened, strict=True)
        )


def classify(outline: Outline) -> str:
    """Return a document's type: `prfaq`, `pr-only`, `faq-only`, `template` or `other`.

    A working-backwards draft shows itself by `prfaq:` in its front matter, by its own word for itself, by headings of
    the release's parts, or by a release followed by questions. An ordinary README or FAQ page has none of these.
    """
    draft = _Draft(outline)
    document, zones, parts, questions = outline.document, outline.zones, outline.parts, outline.questions
    title = " ".join(draft.heads[:2])
    release = "release" in zones and ("press_release" in draft.opened or draft.words >= 6)
    has_faq = bool(questions) and not set(FAQ_ZONES).isdisjoint(zones)
    if isinstance(document.meta.get("prfaq"), dict):
        # The front matter says that it is one, however little has been written.
        return "pr-only" if not has_faq else "prfaq" if release or draft.named else "faq-only"
    if draft.teaches and "dateline" not in draft.found:
        return "other"
    if (has_faq or len(draft.named & _TELLING) >= 3 or _says(draft)) and is_template(document, outline.units):
        return "template"
    folder, name = draft.place
    if _OTHER_FILE.search(name) or folder == "pull_request_template":
        return "other"
    if _TITLE.search(title):
        if _GUIDE.search(title) and not (draft.announces and has_faq):
            return "other"
    elif _OTHER_TITLE.search(" ".join(draft.heads[:1])):
        return "other"
    if sum(evidence(draft).values()) < ENOUGH:
        return "other"
    if has_faq and release:
        return "prfaq"
    if has_faq:
        return "faq-only"
    return "pr-only" if release or parts else "other"


def _says(draft: _Draft) -> bool:
    """Return whether the document calls itself a PR/FAQ in a heading or at the start of its text."""
    begun = " ".join(paragraph.text[:200].lower() for paragraph in draft.outline.paragraphs[:2])
    return any(map(_TITLE.search, draft.heads[:6])) or bool(_TITLE.search(begun))


def evidence(draft: _Draft) -> dict[str, float]:
    """Return the evidence for (above 0) and against (below 0) a working-backwards draft.

    A document whose sum reaches `ENOUGH` is one.
    """
    outline, document = draft.outline, draft.outline.document
    source, questions, paragraphs = document.source.text, outline.questions, outline.paragraphs
    heads, found, words = draft.heads, draft.found, draft.words
    faq = sum(question.answered for question in questions)
    telling = len(draft.named & _DISTINCT)
    title, (folder, file) = " ".join(heads[:6]), draft.place
    named_so = any(map(_calls_itself, [*heads[:6], str(document.meta.get("title", "")).lower()[:400]]))
    alien = (
        any(map(_speaks_of_them, heads[:1]))
        or sum(bool(_RECORD.fullmatch(text)) for text in heads) >= 2
        or folder in _ABOUT_FOLDERS
        or bool(_ABOUT_FILE.match(file))
    )
    code = sum(block.kind == "code" for block in document.blocks)
    listed = sum(paragraph.listed for paragraph in paragraphs)
    return {
        "calls itself PR/FAQ": 2.5 * named_so
        - 1.5 * (named_so and "working backwards" in title and not _TITLE_WORD.search(title)),
        "release and FAQ in the title": 1.0 * bool(re.search(r"press release.{0,12}faq", title)),
        "headed press release": 1.2 * ("press_release" in draft.opened),
        "file name": 1.5 * bool(re.search(r"pr-?_?faq|press-?_?release", file)),
        "headed parts": 0.8 * min(telling, 4) + 0.35 * min(len(draft.named), 5),
        "parts": 0.3 * max(0, len(found & _RELEASE) - 3),
        "announced": 0.55 * ("dateline" in found) + 0.4 * _announced(source[:2500].lower()),
        "quotes": 0.5 * ("leader_quote" in found) + 0.5 * ("customer_quote" in found),
        "start": 0.4 * ("getting_started" in found or "call_to_action" in found),
        "problem": 0.6 * ("problem" in found),
        "summary": 0.7 * ("summary" in found and words < 900),
        "answered questions": 0.8 * (faq >= 2 and bool(paragraphs))
        + 0.6 * ("internal" in outline.zones or "external" in outline.zones),
        "questions of both sides": 2.5 * _both_sides(questions),
        "short": 0.5 * (40 < words < 450),
        "own headings": -0.2 * max(0, draft.strange - 4) * (not named_so),
        "another kind of document": -3.0
        * (
            not named_so
            and bool(_OTHER_TITLE.search(" ".join(heads[:2])))
            and not _TITLE_WORD.search(" ".join(heads[:1]))
        ),
        "manual": -2.0
        * ("dateline" not in found and not named_so and sum(bool(_MANUAL.fullmatch(text)) for text in heads) >= 2),
        "about PR/FAQs": -1.25 * (alien and not (draft.announces and len(questions) >= 2)),
        "code": -1.0 * min(4, code) * (not named_so),
        "lists": -0.7 * (listed > 0.6 * max(1, len(paragraphs)) and len(paragraphs) > 8) * (not named_so),
        "newswire": -0.85 * _wire_marks(source.lower())
        - 0.55 * any(text.strip(" *:") in ("contact", "contacts", "contato", "kontakt") for text in heads),
        "front matter of a skill": -3.0 * ({"name", "description"} <= document.meta.keys()),
        "instructions": -2.5
        * (not draft.announces and bool(_GUIDE.search(" ".join(heads[:12]) + source[:300].lower()))),
        "about the method": -2.0 * draft.teaches,
    }


def _calls_itself(heading: str) -> bool:
    """Return whether a heading in lower case calls the document a PR/FAQ, rather than only mentioning PR/FAQs."""
    called = _CALLED.search(heading)
    if not called:
        return False
    return bool(_LABELLED.match(heading)) or not _ABOUT.search(heading)


def _speaks_of_them(heading: str) -> bool:
    """Return whether a heading in lower case mentions PR/FAQs without calling anything one."""
    return bool(_THEM.search(heading) and _ABOUT.search(heading) and not _LABELLED.match(heading))


def _announced(text: str) -> bool:
    """Return whether a text in lower case announces something."""
    return any(sign in text for sign in _ANNOUNCED_SIGNS) and bool(_ANNOUNCED.search(text))


def _wire_marks(text: str) -> int:
    """Return the number of newswire marks in a text in lower case."""
    return sum([any(_set_off(text, at, at + len(mark)) for at in places_of(mark, text)) for mark in _WIRE_MARKS])


def _set_off(text: str, start: int, end: int) -> bool:
    """Return whether a range has word boundaries at both ends."""
    return bool(_BOUNDARY.match(text, start) and _BOUNDARY.match(text, end))


def _both_sides(questions: Sequence[Question]) -> bool:
    """Return whether both customers and the people who plan the product ask questions.

    The latter must be under their own heading. A help page never has both.
    """
    answered = [question for question in questions if question.answered]
    inside = [question for question in answered if question.audience == "internal" and question.labelled]
    planned = {topic for question in inside for topic in question.topics} & _PLANNED
    return len(answered) >= len(inside) + 2 >= 4 and bool(planned)


def is_template(document: Document, units: Sequence[Unit]) -> bool:
    """Return whether most of the text consists of slots and prompts, and the author has filled in few sections."""
    blanks = texts = 0
    sections = [_Section()]
    for unit in units:
        if unit.kind == "heading":
            sections.append(_Section())
        text = document.prose[unit.start : unit.end].strip()
        if unit.kind == "prompt" or (unit.kind == "text" and len(text) >= 3):
            texts += 1
            if unit.kind == "prompt" or _to_fill_in(text):
                blanks += 1
                sections[-1].blanks += 1
            else:
                sections[-1].words += len(text.split())
    fenced = 0
    for block in document.blocks:
        if block.kind == "code" and block.info.lower() in ("markdown", "md", "text", ""):
            text = document.source.text[block.span.start : block.span.end]
            found = len(SLOT.findall(text))
            if found >= 6 and (_TITLE.search(text.lower()) or re.search(r"\bq:|faq|\bproblem\b", text.lower())):
                fenced += found
    if fenced >= 8:
        return True
    written = sum(section.words >= _SENTENCE for section in sections)
    empty = sum(section.blanks > 0 and section.words < _SENTENCE for section in sections)
    if written >= _SEVERAL and written >= _BEGUN * empty:
        return False
    return blanks >= 4 and texts - blanks < 0.8 * blanks


@dataclass
class _Section:
    """The text below a heading."""

    blanks: int = 0
    """The number of its paragraphs that are slots or prompts."""
    words: int = 0
    """The number of words in its other paragraphs."""


def _to_fill_in(text: str) -> bool:
    """Return whether a paragraph is a slot or a prompt."""
    if _blank(text) > 0.3 * len(text):
        return True
    words = len(text.split())
    return bool(_PROMPT.match(text)) and (words < 4 or (words < 60 and bool(_PROMPT_STRONG.search(text))))


def _blank(text: str) -> int:
    """Return the number of characters in a text that belong to slots."""
    if "[" in text or "<" in text or "{" in text:
        return sum(len(match.group()) for match in SLOT.finditer(text))
    return 0
