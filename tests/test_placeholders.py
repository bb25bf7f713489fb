"""Tests of placeholders: what still has to be filled in, and what only looks like it."""

from __future__ import annotations

import pytest

from prfaq_lint.api import lint
from prfaq_lint.document import Document
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


@pytest.mark.parametrize(("stage", "severity"), [("draft", "warning"), ("final", "error")])
def test_markers_with_guidance_are_reported_together(stage: str, severity: str) -> None:
    asked = "".join(f"\n### {question}\n\nTBD <!-- Name a price -->\n" for question in ("What is it?", "And then?"))
    text = f"# Tidewatch tells clerks which berths are free\n\nClerks lose an hour a day.\n\n## FAQ\n{asked}"
    found = [one for one in lint(text, stage=stage, force=True) if one.rule in ("todo-marker", "tbd-answer")]
    assert [(one.line, one.severity) for one in found] == [(9, severity)]
    assert "(also in line 13)" in found[0].message


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
