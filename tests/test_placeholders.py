"""Tests of placeholders: what still has to be filled in, and what only looks like it."""

from __future__ import annotations

import pytest

from prfaq_lint.api import lint
from prfaq_lint.document.draft import Document
from prfaq_lint.outline.placeholders import find
from prfaq_lint.rules.linter import Linter


def kinds(text: str) -> list[tuple[str, str]]:
    return [(found.kind, found.text) for found in find(Document.parse(text, "draft.md"))]


@pytest.mark.parametrize(
    ("text", "kind", "place"),
    [
        ("It saves each clerk [number] hours a week.", "slot", "[number]"),
        ("[A date one year from today]", "slot", "[A date one year from today]"),
        ("“It changed my week.” – Sample Customer, Member Organisation", "slot", "Sample Customer"),
        ("“It changed how we teach.” - Academic Quote.", "slot", "Academic Quote"),
        ("The price is TBD.", "marker", "TBD"),
        ("[chart placeholder]", "slot", "[chart placeholder]"),
        ("Order it at https://crates.example/app/XXXXXX", "marker", "XXXXXX"),
        ("“Blah blah passion,” says the founder.", "marker", "Blah blah"),
        ("We spend XX MSEK.", "marker", "XX MSEK"),
        ("It saves each clerk [NEEDS EVIDENCE: how many] hours.", "assumption", "[NEEDS EVIDENCE: how many]"),
    ],
)
def test_placeholders_are_found(text: str, kind: str, place: str) -> None:
    assert kinds(text) == [(kind, place)]


@pytest.mark.parametrize(
    "text",
    [
        "It saves each clerk [four] hours a week.",
        "The reply begins “Hi [Name], thank you for the review of [Product].”",
        "The quote is printed on the label.",
        "We send a sample customer order to the mill.",
        "Terms are set [sic] by the port.",
        "The clerk waits for the data, and then the letter has to be written.",
        "Children finish sooner, because they learn [in the first season] what a lounger costs.",
    ],
)
def test_text_without_placeholders(text: str) -> None:
    assert [kind for kind, _ in kinds(text) if kind != "assumption"] == []


@pytest.mark.parametrize(
    "remark", ["[OBSERVED: harbour log, four winters]", "`[MEASURED: stop watch]`", "[illustrative: nobody said this]"]
)
def test_verified_and_invented_values_are_not_assumptions(remark: str) -> None:
    assert kinds(f"One boat in twelve is billed for the wrong night {remark}.") == []


@pytest.mark.parametrize("remark", ["[Updated]", "[Revised]", "[Online]", "[Accessed 3 May 2026]"])
def test_references_in_brackets_are_not_assumptions(remark: str) -> None:
    assert kinds(f"Pilchard, O. (2026). Harbour dues in small ports {remark}. Sea Fisheries Review.") == []


@pytest.mark.parametrize(
    ("text", "reported"),
    [
        ("The price is TBD. Maria (finance) will decide it by 3 May 2027.", False),
        ("By 4 June 2026 Maria had moved the log to paper. It worked well. The price is TBD.", True),
    ],
)
def test_an_owner_and_a_date_count_only_next_to_the_marker(linter: Linter, text: str, reported: bool) -> None:
    draft = Document.parse(f"# Tidewatch tells clerks which berths are free\n\n## How it works\n\n{text}\n")
    found = [finding.rule for finding in linter.check(linter.outline(draft)) if finding.rule == "todo-marker"]
    assert bool(found) == reported


GUIDED = "# Tidewatch tells clerks which berths are free\n\nClerks lose an hour a day.\n\n## FAQ\n" + "".join(
    f"\n### {question}\n\nTBD <!-- Name a price -->\n" for question in ("What is it?", "And then?")
)
TBD = ("todo-marker", "tbd-answer")


@pytest.mark.parametrize(("stage", "severity"), [("hypothesis", "note"), ("draft", "warning"), ("final", "error")])
def test_a_marker_with_guidance_is_less_severe_before_the_last_stage(stage: str, severity: str) -> None:
    found = [one for one in lint(GUIDED, stage=stage, force=True) if one.rule in TBD]
    assert [(one.rule, one.line, one.severity) for one in found] == [
        ("todo-marker", 9, severity),
        ("todo-marker", 13, severity),
    ]


def test_a_suppression_silences_only_its_own_marker_with_guidance() -> None:
    text = GUIDED.replace("TBD", "<!-- prfaq-lint: disable-next todo-marker -- later -->\nTBD", 1)
    assert [one.line for one in lint(text, force=True) if one.rule in TBD] == [14]


def test_unwritten_answers_are_reported_without_the_rule_on_markers() -> None:
    found = [one for one in lint(GUIDED, ignore=["todo-marker"], force=True) if one.rule in TBD]
    assert [(one.rule, one.line) for one in found] == [("tbd-answer", 9), ("tbd-answer", 13)]


@pytest.mark.parametrize(
    ("answer", "guided"),
    [
        ("TBD <!-- Name a price -->", True),
        ("**A:** TBD <!-- Name a price -->", True),
        ("TBD\n\n<!-- The map above is from March -->", False),
        ("The rate is TBD <!-- get it from Ana -->", False),
        ("The rate is\nTBD <!-- get it from Ana -->", False),
        ("TBD <!-- Name a price --> per berth <!-- or per boat -->", False),
    ],
)
def test_only_a_comment_after_a_whole_answer_is_guidance(linter: Linter, answer: str, guided: bool) -> None:
    text = f"# Tidewatch\n\n## FAQ\n\n### What does it cost?\n\n{answer}\n"
    found = [one for one in linter.check(linter.outline(Document.parse(text))) if one.rule == "todo-marker"]
    assert [one.severity for one in found] == ["warning" if guided else "error"]


def test_a_suppression_is_not_guidance(linter: Linter) -> None:
    text = "# Tidewatch\n\n## How it works\n\nTBD <!-- prfaq-lint: ignore=long-sentence -->\n"
    found = linter.check(linter.outline(Document.parse(text)))
    assert "note to yourself" in next(one.message for one in found if one.rule == "todo-marker")


def test_an_owner_and_a_date_count_in_every_language(linter: Linter) -> None:
    text = "Der Preis steht noch nicht fest: TBD. Anna Berger will find out by 4 March 2027."
    draft = Document.parse(
        f"# Fährbote\n\n## Frage\n\n{text} Das wird noch besprochen, und zwar mit allen Beteiligten.\n"
    )
    assert draft.language != "en"
    assert not [finding for finding in linter.check(linter.outline(draft)) if finding.rule == "todo-marker"]
