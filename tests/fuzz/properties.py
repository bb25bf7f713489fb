"""What must hold for any text whatever; the random tests and the fuzzer ask the same."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import cache
from typing import Any
from xml.etree import ElementTree

from markdown_it import MarkdownIt

from prfaq_lint.document.draft import Document
from prfaq_lint.document.frontmatter import measure
from prfaq_lint.outline.model import Outline
from prfaq_lint.reports import FORMATS, Style
from prfaq_lint.result import FileResult, touched
from prfaq_lint.review import three_questions
from prfaq_lint.rules.linter import Linter
from prfaq_lint.runner.fixes import diff, fix

NAME = "draft.md"
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_COMMAND = re.compile(r"^\s*::|##\[|##vso\[", re.IGNORECASE | re.MULTILINE)


@cache
def everything() -> Linter:
    """All built-in rules, those that are off as well."""
    from prfaq_lint.rules.pages import load

    return Linter(list(load().values()))


def check(text: str, reports: bool = True) -> FileResult:
    """What is found in a text, when everything holds that must; raises `AssertionError`, or whatever the program raises.

    Without `reports`, the formats are left out, which take as long as all the rest.
    """
    linter = everything()
    document = Document.parse(text, NAME)
    offsets(document)
    outline = linter.outline(document)
    stretches(outline)
    found = findings(outline, linter)
    if reports:
        formats([found])
    fixes(outline, linter)
    return found


def offsets(document: Document) -> None:
    """Every character of prose knows where it came from, and blocks and sentences follow each other."""
    size = len(document.source.text)
    assert len(document.origin) == len(document.prose)
    assert all(0 <= place <= size for place in document.origin)
    at = 0
    for block in document.blocks:
        assert at <= block.start <= block.end <= len(document.prose)
        assert 0 <= block.span.start <= block.span.end <= size
        at = block.end
    at = 0
    for sentence in document.tokens.sentences:
        assert at <= sentence.start < sentence.end
        at = sentence.end


def stretches(outline: Outline) -> None:
    """Passages, parts and questions stand in the prose and in order, and every letter that is read is in a passage."""
    prose = outline.document.prose
    at = 0
    for passage in outline.passages:
        assert at <= passage.start < passage.end <= len(prose), passage
        at = passage.start
    if 0 < len(outline.passages) < 1000:
        read = {place for passage in outline.passages for place in range(passage.start, passage.end)}
        lost = [place for place, letter in enumerate(prose) if letter.isalnum() and place not in read]
        assert not lost, prose[lost[0] : lost[0] + 80]
    for part in outline.parts:
        assert 0 <= part.start < part.end <= len(prose), part
        assert 0 < part.confidence <= 1, part
    at = 0
    for question in outline.questions:
        assert at <= question.start < question.end, question
        assert all(question.start <= start < end <= len(prose) for start, end in question.answer), question
        at = question.start
    assert all(0 <= start < end <= len(prose) for places in outline.plan.values() for start, end in places)
    json.dumps(outline.to_json())


def findings(outline: Outline, linter: Linter) -> FileResult:
    """Findings stand in the source, say something, and are the same twice."""
    document = outline.document
    found = linter.check(outline)
    source = document.source
    for finding in found:
        assert 1 <= finding.line <= finding.end_line <= len(source), finding
        assert 1 <= finding.column <= len(source.line(finding.line)) + 1, finding
        assert 1 <= finding.end_column <= len(source.line(finding.end_line)) + 1, finding
        assert (finding.line, finding.column) <= (finding.end_line, finding.end_column), finding
        assert finding.message.strip(), finding
    assert linter.check(outline) == found
    return FileResult(
        path=document.path,
        type=outline.type,
        language=document.language,
        diagnostics=found,
        questions=three_questions(outline) if outline.type in ("prfaq", "pr-only", "faq-only") else [],
        excerpts={number: source.line(number) for number in sorted(touched(found))},
        rules={rule.name: rule for rule in linter.rules},
    )


def formats(results: Sequence[FileResult]) -> None:
    """Every report parses, and none of its lines moves a cursor or commands a CI service."""
    for name, report in FORMATS.items():
        said = report(results, Style(width=100))
        assert not _CONTROL.search(said), name
        command = _COMMAND.search(said)
        assert name == "github" or not command, (name, command)
        if name in ("json", "sarif", "gitlab", "rdjson"):
            json.loads(said)
        elif name == "jsonl":
            assert all(isinstance(json.loads(line), dict) for line in said.splitlines())
        elif name == "junit":
            ElementTree.fromstring(said.encode("utf-8"))
        elif name == "github":
            assert all(re.match("::(error|warning|notice) ", line) for line in said.splitlines()), said


def fixes(outline: Outline, linter: Linter) -> None:
    """Fixes settle, invent no word, and take away nothing that was not declared."""
    done = fix(outline, linter)
    before = outline.document.source.text
    if done.text == before:
        return
    again = fix(linter.outline(Document.parse(done.text, NAME)), linter)
    assert again.text == done.text, "a second run finds more to fix"
    assert diff(NAME, before, done.text)
    assert _is_within(shown(done.text), shown(before)), (before, done.text)
    assert re.sub(r"[^\r\n]", "", done.text) in _line_ends(before, done.text)


def shown(text: str) -> str:
    """The letters and digits that a reader sees on the rendered page."""
    document = Document.parse(text)
    lines = [document.source.line(number) for number in range(1, len(document.source) + 1)]
    lines[: measure(document.source)] = [""] * measure(document.source)
    page = MarkdownIt("commonmark", {"maxNesting": 100}).enable("table").render("\n".join(lines))
    return "".join(filter(str.isalnum, re.sub(r"<(?!!--)/?[a-z][^>]*>", "", page)))


def _is_within(less: str, more: str) -> bool:
    """Whether one text is the other with characters left out."""
    rest = iter(more)
    return all(character in rest for character in less)


def _line_ends(before: str, after: str) -> list[Any]:
    """The line ends that a fixed text may have: those of the original, some of them gone."""
    old, new = re.findall(r"\r\n|\r|\n", before), re.findall(r"\r\n|\r|\n", after)
    rest = iter(old)
    return ["".join(new)] if all(end in rest for end in new) else []
