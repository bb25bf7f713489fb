"""What type of document this is: a PR/FAQ, half of one, a template to be filled in, or something else."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..document import Document
from .model import Part, Question, Unit
from .parts import Paragraph
from .sections import Sections
from .zones import FAQ_ZONES

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
_TITLE = re.compile(r"\b(?:pr\s?[/-]?\s?faqs?|prfaqs?)\b|press[ _-]release|working[ -]backwards", re.IGNORECASE)
_TITLE_WORD = re.compile(r"\bpr\s?[/-]?\s?faqs?\b|prfaq|press release", re.IGNORECASE)
_METHOD = re.compile(
    r"approach called .working backwards|there is an approach|internal press releases are", re.IGNORECASE
)
_GUIDE = re.compile(
    r"\b(?:template|skeleton|how to write|writing guide|guidelines|checklist|skill|methodology|"
    r"rubric|cheat sheet|writing standards|use this skill|when to use)\b",
    re.IGNORECASE,
)
_OTHER_TITLE = re.compile(
    r"\b(?:rfc|adr|prd|product requirements|requirements document|design doc|architecture decision|changelog|"
    r"release notes|readme|contributing|code of conduct|"
    r"product brief|one[- ]pager|pull request|meeting notes|technical specification|runbook|user guide|"
    r"api reference|tutorial|lessons learned|marketing|skill)\b",
    re.IGNORECASE,
)
_ANNOUNCED = re.compile(
    r"\b(?:today (?:announc|launch|marks|we)|announces?|announced|announcing|launches|"
    r"pleased to|proud to|introduc(?:es|ing)|allows (?:you|users|a user))\b",
    re.IGNORECASE,
)
_NEWSWIRE = re.compile(
    r"\b(?:media contact|press contact|investor relations|investor contact|forward-looking statements|"
    r"prnewswire|business wire|globe newswire|about the company|for more information|for media inquiries|###)\b",
    re.IGNORECASE,
)

_WIRE_MARKS = frozenset(
    ("media contact", "press contact", "investor relations", "investor contact", "forward-looking statements", "###")
) | {"prnewswire", "business wire", "globe newswire"}
_MANUAL = re.compile(
    r"(?:install(?:ation|ing)?|usage|licen[cs]e|contributing|requirements|prerequisites|build(?:ing)?|configuration|"
    r"documentation|development|tests?|testing|api|changelog|compatibility|uninstall)\W*",
    re.IGNORECASE,
)
_PLANNED = frozenset(
    (
        "market-size",
        "strategic-fit",
        "why-now",
        "economics",
        "go-to-market",
        "competition",
        "resources",
        "metrics",
        "risks",
    )
)
"""The facets that only those who plan a product ask about."""

ENOUGH = 1.85


def classify(
    document: Document,
    units: Sequence[Unit],
    zones: Sequence[str],
    sections: Sections,
    paragraphs: Sequence[Paragraph],
    parts: Sequence[Part],
    questions: Sequence[Question],
) -> str:
    """`prfaq`, `pr-only`, `faq-only`, `template` or `other`.

    A working-backwards draft shows itself by `prfaq:` in its front matter, by its own word for itself, by headings of
    the release's parts, or by a release followed by questions. An ordinary README or FAQ page has none of these.
    """
    heads = [unit.text for unit in units if unit.kind == "heading"]
    title = " ".join(heads[:2])
    named = {sections.part(text) for text in heads if sections.part(text)} - {""}
    distinct = len(
        named
        & {
            "headline",
            "subheadline",
            "summary",
            "problem",
            "solution",
            "leader_quote",
            "customer_quote",
            "call_to_action",
            "getting_started",
        }
    )
    says = any(_TITLE.search(text) for text in heads[:6]) or bool(
        _TITLE.search(" ".join(p.text[:200] for p in paragraphs[:2]))
    )
    headed = "press_release" in [sections.zone(text) for text in heads]
    release = "release" in zones and (headed or sum(paragraph.words for paragraph in paragraphs) >= 6)
    has_faq = any(zone in FAQ_ZONES for zone in zones) and len(questions) >= 1
    announced = any(part.part == "dateline" for part in parts) or any(part.part.endswith("_quote") for part in parts)
    if isinstance(document.meta.get("prfaq"), dict):
        # Its front matter says that it is one, however little is written yet.
        return "pr-only" if not has_faq else "prfaq" if release or named else "faq-only"
    if _METHOD.search(document.prose[:3000]) and not any(part.part == "dateline" for part in parts):
        return "other"
    if is_template(document, units, paragraphs, sections) and (says or distinct >= 3 or has_faq):
        return "template"
    if document.path and re.search(
        r"PULL_REQUEST_TEMPLATE|CHANGELOG|CONTRIBUTING|CODE_OF_CONDUCT", document.path, re.IGNORECASE
    ):
        return "other"
    if _OTHER_TITLE.search(heads[0] if heads else "") and not _TITLE.search(title):
        return "other"
    if _GUIDE.search(title) and _TITLE.search(title) and not (announced and has_faq):
        return "other"
    score = sum(evidence(document, heads, units, zones, sections, named, parts, questions, paragraphs).values())
    if score < ENOUGH:
        return "other"
    if has_faq and release:
        return "prfaq"
    if has_faq:
        return "faq-only"
    return "pr-only" if release or parts else "other"


def evidence(
    document: Document,
    heads: Sequence[str],
    units: Sequence[Unit],
    zones: Sequence[str],
    sections: Sections,
    named: set[str],
    parts: Sequence[Part],
    questions: Sequence[Question],
    paragraphs: Sequence[Paragraph],
) -> dict[str, float]:
    """What speaks for (above 0) and against (below 0) a working-backwards draft; `ENOUGH` in sum is one."""
    source = document.source.text
    found = {part.part for part in parts}
    faq = sum(question.answered for question in questions)
    telling = len(named & {"subheadline", "leader_quote", "customer_quote", "call_to_action", "problem", "headline"})
    title = " ".join(heads[:6])
    calls_itself = bool(re.search(r"\bpr\s?[/-]?\s?faqs?\b|prfaq|working backwards", title, re.IGNORECASE))
    strange = [
        unit
        for unit in units
        if unit.kind == "heading"
        and unit.level <= 3
        and not sections.part(unit.text)
        and not sections.zone(unit.text)
        and not unit.text.endswith("?")
    ]
    words = sum(paragraph.words for paragraph in paragraphs)
    code = sum(block.kind in ("code",) for block in document.blocks)
    listed = sum(paragraph.listed for paragraph in paragraphs)
    wire = {match.lower() for match in _NEWSWIRE.findall(source)}
    return {
        "calls itself PR/FAQ": 2.5 * calls_itself
        - 1.5
        * bool(calls_itself and re.search("working backwards", title, re.IGNORECASE) and not _TITLE_WORD.search(title)),
        "release and FAQ in the title": 1.0 * bool(re.search(r"press release.{0,12}faq", title, re.IGNORECASE)),
        "headed press release": 1.2 * any(sections.zone(text) == "press_release" for text in heads),
        "file name": 1.5
        * bool(re.search(r"pr-?_?faq|press-?_?release", document.path.rsplit("/", 1)[-1], re.IGNORECASE)),
        "headed parts": 0.6 * min(telling, 4) + 0.25 * min(len(named), 5),
        "announced": 0.7 * ("dateline" in found) + 0.5 * bool(_ANNOUNCED.search(source[:2500])),
        "quotes": 0.5 * ("leader_quote" in found) + 0.5 * ("customer_quote" in found),
        "start": 0.4 * ("getting_started" in found or "call_to_action" in found),
        "problem": 0.4 * ("problem" in found),
        "summary": 0.5 * ("summary" in found and words < 900),
        "answered questions": 0.8 * (faq >= 2 and bool(paragraphs))
        + 0.6 * any(zone in ("internal", "external") for zone in zones),
        "questions of both sides": 2.5 * _both_sides(questions),
        "short": 0.5 * (40 < words < 450),
        "own headings": -0.2 * max(0, len(strange) - 4) * (not calls_itself),
        "another kind of document": -3.0
        * bool(_OTHER_TITLE.search(" ".join(heads[:2])))
        * (not calls_itself and not _TITLE_WORD.search(" ".join(heads[:1]))),
        "manual": -2.0
        * (code > 0 and sum(bool(_MANUAL.fullmatch(text)) for text in heads) >= 2)
        * (not calls_itself and "dateline" not in found),
        "code": -0.5 * min(4, code) * (not calls_itself),
        "lists": -1.0 * (listed > 0.6 * max(1, len(paragraphs)) and len(paragraphs) > 8) * (not calls_itself),
        "newswire": -1.2 * len(wire & _WIRE_MARKS)
        - 0.8
        * any(
            unit.text.strip(" *:").lower() in ("contact", "contacts", "contato", "kontakt")
            for unit in units
            if unit.kind == "heading"
        ),
        "immediate release": -0.6
        * bool(re.search(r"for immediate release|divulga.{1,4}o imediata", source[:400], re.IGNORECASE))
        * (not questions),
        "no release": -1.0 * (not paragraphs),
        "front matter of a skill": -3.0 * ({"name", "description"} <= document.meta.keys()),
        "instructions": -2.5 * bool(_GUIDE.search(" ".join(heads[:12]) + source[:300])) * (not announced_by(parts)),
        "about the method": -2.0 * bool(_METHOD.search(document.prose[:3000])),
    }


def _both_sides(questions: Sequence[Question]) -> bool:
    """Whether those who plan the product ask under a heading of their own, beside customers: no page of help has both."""
    answered = [question for question in questions if question.answered]
    inside = [question for question in answered if question.audience == "internal" and question.labelled]
    planned = {topic for question in inside for topic in question.topics} & _PLANNED
    return len(answered) >= len(inside) + 2 >= 4 and bool(planned)


def announced_by(parts: Sequence[Part]) -> bool:
    """Whether a draft has a dateline or a quotation."""
    return any(part.part in ("dateline", "leader_quote", "customer_quote") for part in parts)


def is_template(document: Document, units: Sequence[Unit], paragraphs: Sequence[Paragraph], sections: Sections) -> bool:
    """Whether most of the text is slots and prompts."""
    slots = prompts = texts = 0
    for unit in units:
        if unit.kind == "prompt":
            prompts += 1
            texts += 1
        if unit.kind != "text":
            continue
        text = document.prose[unit.start : unit.end].strip()
        if len(text) < 3:
            continue
        texts += 1
        inside = sum(len(match.group()) for match in SLOT.finditer(text))
        if inside > 0.3 * len(text):
            slots += 1
        elif len(text.split()) < 60 and (
            (_PROMPT.match(text) and _PROMPT_STRONG.search(text)) or (_PROMPT.match(text) and len(text.split()) < 4)
        ):
            prompts += 1
    fenced = 0
    for block in document.blocks:
        if block.kind == "code" and block.info.lower() in ("markdown", "md", "text", ""):
            text = document.source.text[block.span.start : block.span.end]
            found = len(SLOT.findall(text))
            if found >= 6 and (_TITLE.search(text) or re.search(r"\bq:|faq|\bproblem\b", text, re.IGNORECASE)):
                fenced += found
    if fenced >= 8:
        return True
    blanks = slots + prompts
    return blanks >= 4 and texts - blanks < 0.8 * blanks
