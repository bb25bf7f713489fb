"""Checks on the press release itself: its headline, its shape, how it tells problem and solution, who speaks in it,
and whether a reader learns where to begin."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..reading.parts import headline_words, strip_document_words
from ..reading.people import names_customer
from ..reading.problem import QUANTITY
from .base import Check, Problem, excerpt, heading_of, shorten, whole_line
from .general import Pattern, in_quotes, matches
from .matching import Phrases, compile_patterns

if TYPE_CHECKING:
    from ..document import Sentence
    from ..reading import Outline
    from ..reading.parts import Paragraph

_TOP = ("headline", "subheadline", "dateline", "summary")
_QUOTES = ("leader_quote", "customer_quote")
_LAST = ("getting_started", "call_to_action")


def _released(outline: Outline) -> bool:
    return outline.type in ("prfaq", "pr-only", "other") and bool(outline.paragraphs)


def _genuine(outline: Outline) -> bool:
    return _released(outline) and outline.problem.genuine


def _words(outline: Outline, *names: str) -> int:
    """How many words these parts have together; what lies in two of them counts once."""
    spans = sorted((part.start, part.end) for part in outline.of(*names))
    total, last = 0, 0
    for start, end in spans:
        total += len(outline.document.prose[max(start, last) : end].split())
        last = max(last, end)
    return total


def _text(outline: Outline, *names: str) -> str:
    return " ".join(outline.document.prose[part.start : part.end] for part in outline.of(*names))


def _sentences(outline: Outline, *names: str) -> list[Sentence]:
    """The release's sentences that begin in one of these parts, in order."""
    spans = [(part.start, part.end) for part in outline.of(*names)]
    return [r.sentence for r in outline.readings if any(start <= r.sentence.start < end for start, end in spans)]


def _paragraphs_of(outline: Outline, *names: str) -> list[Paragraph]:
    spans = [(part.start, part.end) for part in outline.of(*names)]
    return [p for p in outline.paragraphs if any(start < p.unit.end and end > p.unit.start for start, end in spans)]


def _problem_at(outline: Outline) -> tuple[int, int]:
    """Where a finding about the whole problem stands: at the sentence that reads most as a problem."""
    verdict = outline.problem
    return (verdict.best.start, verdict.best.end) if verdict.best else (verdict.start, verdict.end)


_OPEN_OR_INSIDE = re.compile(
    r"\bopen[- ]?source[ds]?\b|\bgithub\.com/|\b(?:mit|apache|gpl|agpl|bsd)[- ](?:2\.0 )?licen[cs]e|"
    r"\binternal (?:tools?|platform|users|customers|teams?|service)\b|"
    r"\b(?:our|company's|company’s) (?:own )?(?:employees|colleagues|engineers|staff)\b",
    re.IGNORECASE,
)


def _informal(outline: Outline) -> bool:
    """Whether a draft announces open source or an internal tool, which no newspaper reports from a city."""
    return bool(_OPEN_OR_INSIDE.search(outline.document.prose))


# headline


def missing_headline() -> Check:
    """A headline that says something. Variants: `name` (only a name or a kind of document stands there) and `none`."""

    def run(outline: Outline) -> Iterator[Problem]:
        if any(outline.of("headline")):
            return
        headed = next((p for p in outline.paragraphs if p.headed == "headline"), None)
        if headed:
            yield Problem(headed.unit.start, headed.unit.end, {"match": shorten(headed.text, 60)}, "name")
            return
        first = outline.paragraphs[0].unit.start
        title = next(
            (
                u
                for u in outline.units
                if u.kind == "heading"
                and u.level <= 2
                and u.start <= first
                and not outline.sections.part(u.text)
                and not (outline.sections.zone(u.text) and not strip_document_words(u.text))
            ),
            None,
        )
        if title and any(outline.of("subheadline")) and strip_document_words(title.text):
            return  # a name with a line below it that tells the rest
        said = strip_document_words(title.text) if title else ""
        if title and len(said.split()) < 5 and not headline_words(said):
            yield Problem(title.start, title.end, {"match": shorten(title.text, 60)}, "name")
        elif not title:
            yield Problem(*whole_line(outline), {}, "none")

    return Check(run, english=True, applies=_released)


def long_headline(*, words: int = 14, characters: int = 100, least: int = 80) -> Check:
    """A headline of more than `words` words and `least` characters (short words read fast), or of more than `characters`."""

    def run(outline: Outline) -> Iterator[Problem]:
        for part in list(outline.of("headline"))[:1]:
            text = outline.document.excerpt(part.start, part.end)
            count = len(text.split())
            if len(text) > characters or (count > words and len(text) > least):
                yield Problem(
                    part.start, part.end, {"words": str(count), "characters": str(len(text)), "most": str(words)}
                )

    return Check(run, english=True, applies=_released)


def mechanism_in_headline(*, patterns: list[Pattern], benefits: list[str] = []) -> Check:
    """A headline that names the technology and nothing that the customer gains: no number, and none of `benefits`."""
    found, gains, nothing = compile_patterns(patterns), Phrases(tuple(benefits)), Phrases(())

    def run(outline: Outline) -> Iterator[Problem]:
        for sentence, start, end in matches(outline, nothing, found):
            if (
                outline.places.at(start) == "headline"
                and not gains.find(outline, sentence)
                and not re.search(r"\d", outline.document.prose[sentence.start : sentence.end])
            ):
                yield Problem(start, end, {"match": excerpt(outline, start, end)})
                return

    return Check(run, (gains,), (found,), english=True, applies=_released)


def missing_subheadline() -> Check:
    """A line below the headline that says who gains what; a headline in two halves has one already."""

    def run(outline: Outline) -> Iterator[Problem]:
        headline = next(outline.of("headline"), None)
        if not headline or any(outline.of("subheadline")):
            return
        text = outline.document.prose[headline.start : headline.end]
        pieces = re.split(r"[:;.]\s+|\s[–—-]+\s|—|, (?:so|which|and)\b", text, maxsplit=1)
        if len(pieces) == 2 and len(pieces[1].split()) >= 5:
            return
        yield Problem(headline.start, headline.end)

    return Check(run, english=True, applies=_released)


def missing_dateline() -> Check:
    """A place and a date; open source and internal tools need none."""

    def run(outline: Outline) -> Iterator[Problem]:
        summary = next(outline.of("summary"), None)
        slot = summary and re.match(
            r"\W*\[[^\]]*\b(?:city|state|place|location|date|town)\b",
            outline.document.prose[summary.start : summary.end],
            re.IGNORECASE,
        )
        if summary and not slot and not any(outline.of("dateline")) and not _informal(outline):
            yield Problem(*whole_line(outline, summary.start))

    return Check(run, english=True, applies=_released)


# shape


def problem_after_solution(*, least: int = 40) -> Check:
    """The solution told before the problem, in at least so many words. The summary may name the product first."""

    def run(outline: Outline) -> Iterator[Problem]:
        problem = next(outline.of("problem"), None)
        top = [(part.start, part.end) for part in outline.of(*_TOP, *_QUOTES, *_LAST)]
        before = [
            part
            for part in outline.of("solution")
            if problem
            and part.end <= problem.start
            and not any(start < part.end and end > part.start for start, end in top)
        ]
        if (
            not problem
            or not outline.problem.genuine
            or any(part.start < problem.start for part in outline.of("problem") if part is not problem)
        ):
            return
        if sum(len(outline.document.prose[part.start : part.end].split()) for part in before) >= least:
            line = outline.document.lines(before[0].start, before[0].end)[0]
            yield Problem(
                problem.start, problem.end, {"line": str(line), "match": excerpt(outline, problem.start, problem.end)}
            )

    return Check(run, english=True, applies=_released)


def long_release(*, note: int = 500, warning: int = 700) -> Check:
    """A release of more words than fit a page. Tables and code do not count."""

    def run(outline: Outline) -> Iterator[Problem]:
        words = sum(p.words for p in outline.paragraphs if outline.document.blocks[p.unit.block].kind != "cell")
        if words > note:
            yield Problem(
                *whole_line(outline, outline.paragraphs[0].unit.start),
                {"words": str(words), "note": str(note), "warning": str(warning)},
                severity="warning" if words > warning else "note",
            )

    return Check(run, applies=_released)


def not_prose() -> Check:
    """Tables, pictures and code between the release's paragraphs. Variants: `table`, `code`, `image`.

    The first steps may show a command, a picture above the text is a masthead, and what a heading that names no part
    covers may be an appendix. Code and pictures have no prose of
    their own, so the finding points at the text before them.
    """

    def run(outline: Outline) -> Iterator[Problem]:
        document, seen = outline.document, set[str]()
        first, last = outline.paragraphs[0].unit.start, outline.paragraphs[-1].unit.end
        headed, strange, before = "", False, (first, first + 1)
        for unit in outline.units:
            if unit.kind == "heading":
                headed = outline.sections.part(unit.text)
                strange = unit.start > first and not headed and unit.level <= 6 and not outline.sections.zone(unit.text)
            block = document.blocks[unit.block]
            if not first <= unit.start < last or headed in _LAST or strange:
                continue
            kind = ""
            if block.kind == "cell":
                kind = "table"
            elif unit.kind == "code":
                lines = document.block_lines(block)
                kind = "code" if lines[1] - lines[0] + 1 > 4 else ""
            elif unit.start > first and any(
                mark.kind == "image" and not re.search(r"badge|shields\.io|logo", mark.target) for mark in block.marks
            ):
                kind = "image"
            if kind and kind not in seen:
                seen.add(kind)
                yield Problem(*((unit.start, unit.end) if unit.end > unit.start else before), {}, kind)
            if unit.end > unit.start:
                before = (unit.start, unit.end)

    return Check(run, applies=_released)


def bulleted(*, share: float = 0.4, least: int = 6) -> Check:
    """A release in which more than this share of the words, and at least so many paragraphs, stand in lists."""

    def run(outline: Outline) -> Iterator[Problem]:
        own = [
            p
            for p in outline.paragraphs
            if p.headed not in _LAST
            and not set(_LAST) & p.taken
            and outline.document.blocks[p.unit.block].kind != "cell"
        ]
        items = [p for p in own if p.listed]
        if len(items) >= least and sum(p.words for p in items) > share * sum(p.words for p in own):
            yield Problem(items[0].unit.start, items[0].unit.end, {"count": str(len(items))})

    return Check(run, applies=_released)


def missing_summary() -> Check:
    """A first paragraph that says what is announced, for whom. Variants: `none` and `thin`."""

    def run(outline: Outline) -> Iterator[Problem]:
        summary = next(outline.of("summary"), None)
        if summary is None or summary.confidence < 0.6:
            yield Problem(*whole_line(outline, outline.paragraphs[0].unit.start), {}, "none")
            return
        words = len(outline.document.prose[summary.start : summary.end].split())
        if (
            words < 12
            and outline.document.block_at(summary.start).kind != "cell"
            and summary.found_by == "heading"
            and not any(p.headed == "summary" and p.words >= 12 for p in outline.paragraphs)
        ):
            yield Problem(summary.start, summary.end, {"words": str(words)}, "thin")

    return Check(run, english=True, applies=_released)


# problem


def problem_is_a_clause(*, words: int = 35, sentences: int = 2, enough: int = 30) -> Check:
    """A problem that is real and too short to be felt; `enough` words with a number in them will do."""

    def run(outline: Outline) -> Iterator[Problem]:
        verdict = outline.problem
        told, count = _words(outline, "problem"), len(_sentences(outline, "problem"))
        heads = {p.order for p in outline.paragraphs if "problem" in p.taken}
        for paragraph in outline.paragraphs:  # a list below the problem goes on with it
            if (
                paragraph.listed
                and paragraph.order
                and paragraph.order - 1 in heads
                and "problem" not in paragraph.taken
            ):
                told, count = told + paragraph.words, count + 1
                heads.add(paragraph.order)
        if (told < words or count < sentences) and not (verdict.has_evidence and told >= enough):
            start, end = _problem_at(outline)
            yield Problem(start, end, {"match": excerpt(outline, start, end), "words": str(told)})

    return Check(run, english=True, applies=_genuine)


_TODAY = re.compile(
    r"\b(?:spreadsheets?|excel|google (?:docs|sheets|search)|paper|by hand|manual(?:ly)?|phone(?:s|"
    r"d)? (?:calls?|around)|telephone|call(?:s|ing)? (?:a|the|their|around)|e-?mails?|"
    r"text(?:s|ing)? (?:each|their|a)|"
    r"agenc(?:y|ies)|hir(?:e|es|ing)|ask(?:s|ing)? (?:a |their )?(?:friends?|neighbou?rs?|colleagues|around|"
    r"relatives)|copy|copies|copying|do without|go without|goes without|(?:giv(?:e|"
    r"es|ing|en)|gave) up|stay(?:s|ed|ing)? (?:at )?home|ignor(?:e|es|ing)|"
    r"notebooks?|sticky notes?|whiteboards?|print(?:s|ed|ing)?|scroll(?:s|ing)? through|switch(?:es|"
    r"ing)? between|juggl(?:e|es|ing)|pay(?:s|ing)? (?:for|a|an|\$|£|€|extra)|rel(?:y|ies|"
    r"ying) (?:on|upon)|turn(?:s|ing)? to|"
    r"resort(?:s|ing)? to|patch(?:es|ing)? together|cobbl(?:e|es|ed|ing)|stitch(?:es|ing)?|scripts?|whatsapp|"
    r"word of mouth|workarounds?|instead|alternatives?|competitors?|existing|"
    r"current|traditional|conventional|legacy|"
    r"off-the-shelf|other (?:tools|apps|products|services|solutions)|(?:most|many|some|today['’]s) (?:tools|"
    r"apps|products|services|solutions|platforms)|search(?:es|ing)? (?:the|for|through)|"
    r"keep(?:s|ing)? (?:a|their|track)|us(?:e|es|ing) [A-Z]\w+|such as [A-Z]|like [A-Z]\w+|driv(?:e|es|en|"
    r"ing)\b|telephon\w+|by post|letters?|notice ?boards?|chalkboards?|"
    r"walk(?:s)? to|visit(?:s|ing)?|learns? from|scattered|scatter(?:s|ing)?|"
    r"spread (?:over|across)|in one place|in one tool|in (?:a |their )?documents?|memory|rings?|rang|"
    r"write(?:s)? (?:down|their|a)|guess(?:es|ing)?)\b|￼"
)
_PROPER = re.compile(r"(?<=[a-z,] )(?!I\b)[A-Z][\w.-]*[a-z]\w*")


def problem_without_alternative() -> Check:
    """The problem must say what people do about it today."""

    def run(outline: Outline) -> Iterator[Problem]:
        verdict = outline.problem
        text = _text(outline, "problem")
        named = any(name.rstrip(".") not in outline.product_names for name in _PROPER.findall(text))
        if not (verdict.names_alternative or _TODAY.search(text) or named):
            start, end = _problem_at(outline)
            yield Problem(start, end, {"match": excerpt(outline, start, end)})

    return Check(run, english=True, applies=_genuine)


def problem_is_a_question() -> Check:
    """A problem that opens with a question to the reader."""

    def run(outline: Outline) -> Iterator[Problem]:
        headed = [p for p in outline.paragraphs if p.headed == "problem"]
        for paragraph in (headed or _paragraphs_of(outline, "problem"))[:1]:
            first = paragraph.sentences[0] if paragraph.sentences else None
            if (
                first
                and not paragraph.quotes
                and outline.document.prose[first.start : first.end].rstrip("*_ ").endswith("?")
                and not in_quotes(outline, first.start)
            ):
                yield Problem(first.start, first.end, {"match": excerpt(outline, first.start, first.end)})

    return Check(run, english=True, applies=_released)


def several_problems(*, least: int = 4) -> Check:
    """A numbered list of so many problems."""

    def run(outline: Outline) -> Iterator[Problem]:
        blocks = outline.document.blocks
        items = [
            p
            for p in outline.paragraphs
            if p.headed == "problem" and p.listed and blocks[p.unit.block].leads and blocks[p.unit.block].ordered
        ]
        if len(items) >= least:
            yield Problem(items[0].unit.start, items[0].unit.end, {"count": str(len(items))})

    return Check(run, applies=_released)


def dwarfed_problem(*, times: int = 3, least: int = 150) -> Check:
    """A solution of at least `least` words that is more than `times` as long as the problem."""

    def run(outline: Outline) -> Iterator[Problem]:
        problem, solution = (
            _words(outline, "problem"),
            sum(p.words for p in _paragraphs_of(outline, "solution") if not {"problem", *_LAST, *_TOP} & p.taken),
        )
        if solution >= least and solution > times * problem:
            yield Problem(
                *_problem_at(outline),
                {"problem": str(problem), "solution": str(solution), "times": str(round(solution / max(1, problem)))},
            )

    return Check(run, english=True, applies=_genuine)


_OURS = re.compile(
    r"\b(?:our|the company['’]s) (?:\w+ )?(?:costs?|revenues?|sales|churn|retention|margins?|profits?|"
    r"market share|roadmap|competitors?|competition|support (?:team|costs?|tickets|load)|"
    r"backend|back-end|codebase|"
    r"infrastructure|systems?|platform|product|products|pipeline|business|brand|growth|conversion|operations|"
    r"tech(?:nical)? debt|funnel|bottom line|department|company)\b|"
    r"\bwe (?:are losing|lose|lost|have no|need to (?:grow|deflect|increase|reduce|cut|sell|compete|modernize|"
    r"expand)|fall behind|cannot (?:scale|sell|compete|charge|bill)|pay)\b|"
    r"^\W*(?:the company|the business) (?:has|is|was|cannot|needs|lacks|loses|will|must|wants)\b",
    re.IGNORECASE,
)
_ASKED = re.compile(
    r"\b(?:we (?:interviewed|surveyed|asked|spoke|talked|met|observed|watched|counted|measured|"
    r"found|heard|visited)|our (?:survey|interviews?|research|study|data|pilot|"
    r"customers|users))\b",
    re.IGNORECASE,
)


def our_problem(*, share: float = 0.5) -> Check:
    """A problem that is the company's: at least this share of its sentences. An internal tool's customers are the company."""

    def run(outline: Outline) -> Iterator[Problem]:
        prose = outline.document.prose
        told = [
            r.sentence
            for r in outline.readings
            if r.problem >= 0.42 and outline.places.at(r.sentence.start) == "problem"
        ]
        ours = [s for s in told if _OURS.search(prose[s.start : s.end]) and not _ASKED.search(prose[s.start : s.end])]
        if ours and len(ours) >= share * len(told) and not _informal(outline):
            yield Problem(ours[0].start, ours[0].end, {"match": excerpt(outline, ours[0].start, ours[0].end)})

    return Check(run, english=True, applies=_released)


def tone(
    *,
    scope: list[str],
    phrases: list[str] = [],
    patterns: list[Pattern] = [],
    unless: list[str] = [],
    quoted: bool = False,
) -> Check:
    """Words that harm a place, as `forbid` has them, with one finding for each block that names the first three of them."""
    words, found, quiet = Phrases(tuple(phrases)), compile_patterns(patterns), Phrases(tuple(unless))

    def run(outline: Outline) -> Iterator[Problem]:
        blocks: dict[int, list[tuple[int, int]]] = {}
        for sentence, start, end in matches(outline, words, found):
            if (
                outline.places.at(start) in scope
                and not quiet.find(outline, sentence)
                and (quoted or not in_quotes(outline, start))
            ):
                blocks.setdefault(sentence.block, []).append((start, end))
        for places in blocks.values():
            named = [f"“{excerpt(outline, start, end)}”" for start, end in places]
            distinct = list(dict.fromkeys(named))[:3]
            listed = distinct[0] if len(distinct) == 1 else f"{', '.join(distinct[:-1])} and {distinct[-1]}"
            yield Problem(*places[0], {"match": listed})

    return Check(run, (words, quiet), (found,), english=True, applies=_released)


_SOURCE = re.compile(
    r"\b(?:according to|we (?:checked|compared|looked at|tested|counted|reviewed|asked)|survey|"
    r"study|census|report(?:ed)? by|as of|source)\b|https?://|\[\d+\]|\[\^",
    re.IGNORECASE,
)


def claim(*, scope: list[str], patterns: list[Pattern], unless: list[str] = []) -> Check:
    """A claim that nothing backs: no source in its sentence or the next, no `unless` phrase. One finding for each block."""
    found, quiet, nothing = compile_patterns(patterns), Phrases(tuple(unless)), Phrases(())

    def run(outline: Outline) -> Iterator[Problem]:
        prose, seen = outline.document.prose, set[int]()
        for sentence, start, end in matches(outline, nothing, found):
            if outline.places.at(start) not in scope or sentence.block in seen or in_quotes(outline, start):
                continue
            stop = min(outline.document.blocks[sentence.block].end, sentence.end + 200)
            if quiet.find(outline, sentence) or _SOURCE.search(prose[sentence.start : stop]):
                continue
            if prose[sentence.start : sentence.end].rstrip("*_ ”\"'").endswith("?"):
                continue
            seen.add(sentence.block)
            yield Problem(start, end, {"match": excerpt(outline, start, end)})

    return Check(run, (quiet,), (found,), english=True)


# solution


def _own_solution(outline: Outline) -> list[Paragraph]:
    """The paragraphs of the solution, but for the summary when it is the only one."""
    return [p for p in _paragraphs_of(outline, "solution") if not {"summary", "headline", "subheadline"} & p.taken]


def missing_solution(*, least: int = 20) -> Check:
    """What the product does for the customer, told at some length. Variants: `none` and `thin`."""

    def run(outline: Outline) -> Iterator[Problem]:
        own = _own_solution(outline)
        words = sum(p.words for p in own)
        heading = heading_of(outline, ("solution",))
        if not heading:  # a solution told from the customer's side may look like any other paragraph
            known = {p.order for p in own}
            words += sum(
                p.words
                for p in outline.paragraphs
                if p.order not in known and not p.taken & {*_TOP, "problem", "quote", *_LAST}
            )
            words += max(0, _words(outline, "summary") - 10)
        if words >= least or _words(outline, "solution") >= 2 * least:
            return
        if own and heading:
            yield Problem(own[0].unit.start, own[0].unit.end, {"words": str(words)}, "thin")
        else:
            first = next(outline.of("summary"), None)
            yield Problem(*(heading or whole_line(outline, first.start if first else 0)), {}, "none")

    return Check(run, english=True, applies=_released)


_SUBJECT = re.compile(
    r"\b(?:you|your|yours|yourself|users?|customers?|people|teams?|someone|anyone|everyone|she|he|her|him|his|"
    r"they|their|them|who|members?|subscribers?|visitors?|companies|businesses|"
    r"organi[sz]ations|consumers?|"
    r"buyers?|viewers?|readers?|players?|I|we|my)\b"
)


def solution_without_customer(*, least: int = 30) -> Check:
    """A solution of at least so many words in which no customer does anything."""

    def run(outline: Outline) -> Iterator[Problem]:
        own = _own_solution(outline)
        text = " ".join(p.text for p in own)
        if sum(p.words for p in own) >= least and not _SUBJECT.search(text) and not names_customer(text):
            yield Problem(
                own[0].unit.start, own[0].unit.end, {"match": excerpt(outline, own[0].unit.start, own[0].unit.end)}
            )

    return Check(run, english=True, applies=_released)


def feature_list(*, most: int = 5) -> Check:
    """A solution that is a list of more than so many items."""

    def run(outline: Outline) -> Iterator[Problem]:
        blocks = outline.document.blocks
        own = {p.order for p in _own_solution(outline)}
        items = [
            p
            for p in outline.paragraphs
            if (p.order in own or p.headed == "solution")
            and not set(_LAST) & p.taken
            and blocks[p.unit.block].leads
            and blocks[p.unit.block].depth == 1
        ]
        if len(items) > most:
            yield Problem(items[0].unit.start, items[0].unit.end, {"count": str(len(items))})

    return Check(run, applies=_released)


_CONTRAST = re.compile(
    r"\b(?:instead of|rather than|no longer|without (?:having|needing|the need|ever|leaving|a\b|any\b)|"
    r"never again|no more|until now|used to|before|compared (?:to|with)|unlike|"
    r"as opposed to|than (?:the|a|any|before|with|today)|"
    r"from .{2,40} to (?:just |under |only )?(?:a few |seconds|minutes|hours|days|one|zero)|in (?:seconds|"
    r"minutes)|within (?:seconds|minutes|hours)|half the|twice|once|free|faster|"
    r"cheaper|sooner|earlier|fewer|less|"
    r"the same (?:day|evening|night|hour|morning)|one (?:click|tap|place|command|text))\b",
    re.IGNORECASE,
)
_YEAR = re.compile(
    r"\b(?:19|20)\d\d\b|\bv\d[\d.]*|\b[A-Za-z]+-?\d+\b|\b24/7\b|"
    r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d{1,2}\b|\b\d{1,2} (?:jan|feb|mar|apr|"
    r"may|jun|jul|aug|sep|oct|nov|dec)",
    re.IGNORECASE,
)


def no_number_better() -> Check:
    """Neither a quantity nor a contrast anywhere in solution and summary."""

    def run(outline: Outline) -> Iterator[Problem]:
        paragraphs = [
            p
            for p in outline.paragraphs
            if {"summary", "solution", "headline", "subheadline"} & p.taken or p.headed in ("solution", "summary")
        ]
        text = " ".join(
            [_text(outline, "headline", "subheadline", "summary", "solution"), *(p.text for p in paragraphs)]
        )
        solution = next(iter(_own_solution(outline)), None)
        if (
            solution
            and len(text.split()) >= 40
            and not _CONTRAST.search(text)
            and not QUANTITY.search(_YEAR.sub(" ", text))
        ):
            yield Problem(solution.unit.start, solution.unit.end)

    return Check(run, english=True, applies=_released)


# quotes


@dataclass(frozen=True, slots=True)
class _Spoken:
    """A quotation of the release: prose offsets, its words, and what stands around it."""

    who: str
    start: int
    end: int
    words: str
    attribution: str
    around: str
    by_heading: bool


_DASHED = re.compile(r"(?:^|[\s”\"*_])[-–—~]{1,2}\s*(\S[^\n]{1,120})$")


def _spoken(outline: Outline) -> list[_Spoken]:
    """The release's quotations, in order; the paragraphs of one speech that a heading covers are one."""
    found: list[_Spoken] = []
    prose = outline.document.prose
    for part in outline.of(*_QUOTES):
        paragraph = next((p for p in outline.paragraphs if p.unit.start <= part.start < p.unit.end), None)
        if paragraph is None:
            continue
        own = next(
            (
                q
                for q in paragraph.quotes
                if paragraph.unit.start + q.start < part.end and paragraph.unit.start + q.end > part.start
            ),
            None,
        )
        dashed = _DASHED.search(paragraph.text.rstrip(" *_"))
        attribution = own.attribution if own and own.attribution else dashed.group(1) if dashed else ""
        before = outline.paragraphs[paragraph.order - 1] if paragraph.order else None
        after = outline.paragraphs[paragraph.order + 1] if paragraph.order + 1 < len(outline.paragraphs) else None
        around = " ".join(
            (
                before.text[-140:] if before and before.text.rstrip().endswith(":") else "",
                prose[paragraph.unit.start : part.start],
                prose[part.end : paragraph.unit.end],
                after.text[:140] if after and not after.own_heading else "",
            )
        )
        words = own.words if own else paragraph.text[: dashed.start()] if dashed else paragraph.text
        spoken = _Spoken(part.part, part.start, part.end, words, attribution, around, part.found_by == "heading")
        last = found[-1] if found else None
        if last and spoken.by_heading and last.by_heading and last.who == spoken.who and not (last.attribution and own):
            found[-1] = _Spoken(
                last.who,
                last.start,
                spoken.end,
                f"{last.words} {words}" if own else last.words,
                last.attribution or attribution or paragraph.text,
                f"{last.around} {around} {paragraph.text if not own else ''}",
                True,
            )
        else:
            found.append(spoken)
    return found


def missing_quote(*, who: str) -> Check:
    """The quotation of a `leader` or a `customer`. Where nobody speaks at all, only the customer's rule says so (variant `neither`)."""
    if who not in ("leader", "customer"):
        raise ValueError(f"unknown speaker “{who}” (known: leader, customer)")

    def run(outline: Outline) -> Iterator[Problem]:
        spoken = any(outline.of(*_QUOTES)) or any(q.attribution for p in outline.paragraphs for q in p.quotes)
        if any(outline.of(f"{who}_quote")) or (who == "leader" and (not spoken or _informal(outline))):
            return
        heading = heading_of(outline, (f"{who}_quote",))
        start = outline.paragraphs[-1].unit.start
        yield Problem(*(heading or whole_line(outline, start)), {}, "" if spoken else "neither")

    return Check(run, english=True, applies=_released)


_ANYBODY = re.compile(
    r"\b(?:(?:happy|satisfied|delighted|early|beta|first|hypothetical|future|anonymous|typical|loyal|potential|"
    r"random|pilot|fake|real|long-?time|new|app|"
    r"target)[ -])+(?:\w+[ -])?(?:customers?|users?|clients?|tester|adopters?|person|reader|player|owner|"
    r"developer|engineer|member|student)\b|"
    r"\bjohn (?:doe|smith|q\.? public)\b|\bjane (?:doe|smith)\b|\bjoe (?:bloggs|public|user)\b|\b(?:a|an|the|"
    r"our|one|some|another) (?:customer|user|client|tester|person|developer|reader|member)\b|"
    r"^\W*(?:customers?|users?|clients?|anonymous|somebody|someone|tester|name|spokesperson|customer name|"
    r"user name)\W*$|\b(?:xyz|abc) (?:corp|inc|company)\b|\bfirst ?name\b",
    re.IGNORECASE,
)
_PLACED = re.compile(
    r"\b(?:in|from|at|of|near|with|who|for|on) (?:the )?(?:[A-Z]|a\b|an\b|small|two|\d)|"
    r"\b(?:illustrative|invented|imagined|composite|name withheld|not (?:her|his|"
    r"their) real name)\b"
)
_NAMES = re.compile(
    r"(?<![A-Za-z])(?!The\b|A\b|An\b|In\b|And\b|Our\b|I\b|It\b|This\b|That\b|We\b|User\b|"
    r"Customer\b|Client\b|Happy\b|Anonymous\b|Beta\b|Satisfied\b|Early\b|Developer\b|"
    r"Now\b|But\b|Said\b|Says\b|My\b|CEO\b|CTO\b|Name\b|Title\b)"
    r"[A-ZÀ-Þ][\w’'.-]+(?: (?:[A-ZÀ-Þ][\w’'.-]*|de|van|von|der|la|al|bin|O))*"
)


def anonymous_speaker() -> Check:
    """A quotation of nobody, or of anybody. Variants: `none` and `generic`."""

    def run(outline: Outline) -> Iterator[Problem]:
        for spoken in _spoken(outline):
            said = spoken.attribution
            if "[" in said or "{" in said or "[" in spoken.around[-260:]:
                continue  # a slot is reported as one
            if not said:
                if spoken.by_heading and not _NAMES.search(re.sub(r"[.!?]\s+\S+", " ", spoken.around)):
                    yield Problem(
                        spoken.start, spoken.end, {"match": shorten(" ".join(spoken.words.split()), 50)}, "none"
                    )
                continue
            match = _ANYBODY.search(said)
            if not match or _PLACED.search(said):
                continue
            rest = said[: match.start()] + " " + said[match.end() :]
            known = [name for name in _NAMES.findall(rest) if name not in outline.product_names]
            if not known:
                yield Problem(
                    spoken.start, spoken.end, {"match": shorten(" ".join(match.group().split()), 50)}, "generic"
                )

    return Check(run, english=True, applies=_released)


_AMOUNT = re.compile(
    r"(?:[$£€]\s?)?\d[\d.,]*\s?(?:%|percent|x\b|k\b|million|billion)?|\b(?:half|a third|"
    r"a quarter|dozens|hundreds|thousands|millions)\b",
    re.IGNORECASE,
)


def stuffed_quote(*, most: int = 2) -> Check:
    """A quotation with more quantities than so many."""

    def run(outline: Outline) -> Iterator[Problem]:
        for spoken in _spoken(outline):
            amounts = [found.group().strip(" .,") for found in _AMOUNT.finditer(_YEAR.sub(" ", spoken.words))]
            if len(amounts) > most:
                yield Problem(
                    spoken.start, spoken.end, {"count": str(len(amounts)), "match": shorten(", ".join(amounts), 60)}
                )

    return Check(run, english=True, applies=_released)


def long_quote(*, most: int = 60) -> Check:
    """A quotation of more than so many words."""

    def run(outline: Outline) -> Iterator[Problem]:
        for spoken in _spoken(outline):
            words = len(spoken.words.split())
            if words > most:
                yield Problem(spoken.start, spoken.end, {"words": str(words), "most": str(most)})

    return Check(run, english=True, applies=_released)


def too_many_quotes(*, most: int = 3) -> Check:
    """More than so many quotations."""

    def run(outline: Outline) -> Iterator[Problem]:
        spoken = _spoken(outline)
        if len(spoken) > most:
            extra = spoken[most]
            yield Problem(extra.start, extra.end, {"count": str(len(spoken)), "most": str(most)})

    return Check(run, english=True, applies=_released)


# getting started and call to action

_ADDRESS = re.compile(
    r"https?://|www\.|\b[\w-]+\.(?:com|org|io|net|app|dev|ai|co|example|gov|edu|de|uk|ly|me|us)\b|"
    r"\b[\w.]+@[\w-]+|\bapp ?store\b|\bplay store\b|\bgoogle play\b|\bgithub\b|"
    r"\b(?:web)?site\b|\bweb page\b|\bmarketplace\b|"
    r"\bstores?\b|\bshops?\b|\bcounter\b|\bdesk\b|\boffice\b|\bsettings?\b|\bmenu\b|\btab\b|\bpage\b|\bscreen\b|"
    r"\bportal\b|\bdashboard\b|\bconsole\b|\bapp\b|\baccount\b|\bemail\b|"
    r"\be-mail\b|\btelephone\b|\bphone\b|\bhotline\b|\bqr\b|"
    r"\b(?:brew|pip|npm|npx|docker|cargo|apt|git|helm|spack|conda)\b|￼|\b\d{3}[- ]?\d{3,4}\b|\btext [A-Z]+\b|"
    r"\bslack\b|\bdiscord\b|\bextension\b|\bplugin\b|\brepo(?:sitory)?\b",
    re.IGNORECASE,
)
_STEP = re.compile(
    r"\b(?:sign(?:s|ing)? (?:up|in)|open(?:s|ing)?|ask(?:s|ing)?|download(?:s|ing)?|install(?:s|ing)?|call(?:s|"
    r"ing)?|order(?:s|ing)?|visit(?:s|ing)?|go(?:es|ing)? to|register(?:s|ing)?|"
    r"join(?:s|ing)?|tap(?:s|ping)?|click(?:s|ing)?|"
    r"create(?:s)?|creating|connect(?:s|ing)?|enter(?:s|ing)?|type(?:s)?|text(?:s)?|scan(?:s|ning)?|log(?:s|"
    r"ging)? in|run(?:s|ning)?|clone(?:s)?|choos(?:e|es|ing)|select(?:s|ing)?|"
    r"pick(?:s|ing)?|add(?:s|ing)?|upload(?:s|ing)?|"
    r"link(?:s|ing)?|buy(?:s|ing)?|book(?:s|ing)?|apply|applies|applying|subscrib(?:e|es|ing)|request(?:s|ing)?|"
    r"search(?:es|ing)?|import(?:s|ing)?|invite(?:s)?|send(?:s|ing)?|set(?:s|"
    r"ting)? up|deploy(?:s|ing)?|writ(?:e|es|ing)|"
    r"us(?:e|es|ing)|try|tries|start(?:s|ing)? (?:a|the|your|with|by)|fill(?:s|ing)?|turn(?:s|ing)? on|"
    r"enabl(?:e|es|ing)|point(?:s|ing)?|drop(?:s|ping)?|bring(?:s|ing)?|contact(?:s|"
    r"ing)?|e-?mail(?:s|ing)?|access(?:es|ing)?|"
    r"navigat(?:e|es|ing)|provid(?:e|es|ing)|submit(?:s|ting)?|follow(?:s|ing)?|check(?:s|ing)?|"
    r"head(?:s)? (?:to|over)|available (?:on|at|in|from|through|via|as|for)|simply \w+|"
    r"take(?:s)? a (?:photo|picture)|photograph(?:s)?)\b",
    re.IGNORECASE,
)


def missing_first_step() -> Check:
    """Where and how a customer begins. Variants: `none`, and `vague` for a part that names neither a place nor a step."""

    def run(outline: Outline) -> Iterator[Problem]:
        parts = list(outline.of(*_LAST))
        heading = heading_of(outline, ("getting_started",))
        if not parts:
            if not _steps(outline, outline.paragraphs):
                yield Problem(*(heading or whole_line(outline, outline.paragraphs[-1].unit.start)), {}, "none")
            return
        text = " ".join(p.text for p in _paragraphs_of(outline, *_LAST))
        linked = any(
            mark.kind == "link"
            for p in _paragraphs_of(outline, *_LAST)
            for mark in outline.document.blocks[p.unit.block].marks
        )
        if not _STEP.search(text) and not _ADDRESS.search(text) and not linked:
            yield Problem(
                parts[0].start, parts[0].end, {"match": excerpt(outline, parts[0].start, parts[0].end)}, "vague"
            )

    return Check(run, english=True, applies=_released)


_INVITES = re.compile(
    r"\b(?:sign up|open the|download|install|call \d|order (?:it|yours|at|a)|visit|go to|register|tap|click|"
    r"log in|available (?:now|today|on|at|from|through|immediately)|"
    r"to (?:get )?start|get started|to begin|"
    r"clone the|apply (?:at|by)|request (?:a|access)|text [A-Z]+ to|scan the)\b|￼",
    re.IGNORECASE,
)


def _steps(outline: Outline, paragraphs: Iterable[Paragraph]) -> bool:
    """Whether text that is no quotation asks the reader to do something."""
    return any(_INVITES.search(p.text) for p in paragraphs if p.quoted < 0.5)


_POINTER = re.compile(
    r"https?://|www\.|\b[\w-]+\.(?:com|org|io|net|app|dev|ai|co|example|gov|edu|de|uk|ly|me|us)\b|"
    r"\b[\w.]+@[\w-]+|\bapp ?store\b|\bplay store\b|\bgoogle play\b|\bgithub\b|￼|"
    r"\b(?:visit|sign up|sign-up|signing up|register|download|order|apply|join|try|contact|call|ask|text|email|"
    r"e-mail|subscribe|install|book|buy|request|go to|log ?in|get started|"
    r"learn more|check out|follow us|open|scan|create|start)\b|\bhead (?:on )?(?:over )?to\b|\bavailable (?:on|"
    r"at|in|through|via|from)\b",
    re.IGNORECASE,
)


def missing_call_to_action() -> Check:
    """A pointer to where the reader should go next; the first steps may hold it."""

    def run(outline: Outline) -> Iterator[Problem]:
        if any(outline.of("call_to_action")) or not any(outline.of("getting_started")):
            return
        paragraphs = [*_paragraphs_of(outline, "getting_started"), *outline.paragraphs[-1:]]
        linked = any(mark.kind == "link" for p in paragraphs for mark in outline.document.blocks[p.unit.block].marks)
        begun = " ".join(p.text for p in paragraphs[:-1])
        if not _STEP.search(begun) and not _ADDRESS.search(begun):
            return  # `missing_first_step` says so
        if not linked and not any(_POINTER.search(p.text) for p in paragraphs if p.quoted < 0.5):
            last = outline.paragraphs[-1].unit
            yield Problem(last.start, last.end)

    return Check(run, english=True, applies=_released)


_EASY = re.compile(
    r"\b(?:simpl(?:e|er|y)|eas(?:y|ier|ily)|effortless(?:ly)?|quick(?:ly)?|fast|straightforward|"
    r"painless(?:ly)?|a breeze|in no time|couldn['’]t be (?:simpler|easier)|"
    r"hassle-free|seamless(?:ly)?)\b",
    re.IGNORECASE,
)


def easy_without_showing() -> Check:
    """First steps that are called easy and not shown: no step, no place and no number in them."""

    def run(outline: Outline) -> Iterator[Problem]:
        for paragraph in _paragraphs_of(outline, "getting_started"):
            around = [p for p in outline.paragraphs if p.headed and p.headed == paragraph.headed] or [paragraph]
            text = " ".join(p.text for p in around)
            match = _EASY.search(paragraph.text)
            if match and not (
                QUANTITY.search(text)
                or (_STEP.search(text) and (_ADDRESS.search(text) or len(_STEP.findall(text)) >= 3))
            ):
                start = paragraph.unit.start + match.start()
                yield Problem(start, paragraph.unit.start + match.end(), {"match": match.group()})
                return

    return Check(run, english=True, applies=_released)


_DEAD = re.compile(
    r"\b(?:https?://)?(?:www\.)?(?:[\w-]+\.)?(?:example\.(?:com|org|net)|your-?(?:website|site|domain|company|"
    r"app|product)(?:name)?\.\w+|(?:my|our)website\.com|website\.com|domain\.com|"
    r"test\.com|foo\.com|"
    r"company\.com|companyname\.com|xxx+\.\w+)\b|\bwww\.(?:xxx*|\.\.\.)|\b[\w.]+@(?:example|company|domain|"
    r"email|yourcompany)\.com\b|\b(?:xxx-xxxx?|xxx-xxx-xxxx)\b|"
    r"\(?\b(?:link|url) (?:here|goes here|tbd|to come|coming soon)\b\)?",
    re.IGNORECASE,
)


def dead_pointer() -> Check:
    """Addresses of the release that lead nowhere. A name below `.example` is an honest stand-in."""

    def run(outline: Outline) -> Iterator[Problem]:
        lines = set()
        for paragraph in outline.paragraphs:
            start = paragraph.unit.start
            found = [(start + m.start(), start + m.end(), m.group()) for m in _DEAD.finditer(paragraph.text)]
            found += [
                (mark.start, mark.end, mark.target or "#")
                for mark in outline.document.blocks[paragraph.unit.block].marks
                if mark.kind == "link"
                and start <= mark.start < paragraph.unit.end
                and (mark.target in ("", "#", "link", "url", "TODO", "TBD") or _DEAD.search(mark.target))
            ]
            for begin, end, text in found:
                line = outline.document.lines(begin, end)[0]
                if line not in lines:
                    lines.add(line)
                    yield Problem(begin, end, {"match": shorten(text, 60)})

    return Check(run, applies=_released)
