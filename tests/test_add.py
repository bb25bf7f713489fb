"""Tests of `add`: questions and sections are added in the draft's own style, and nothing else changes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from conftest import ROOT, prfaq

from prfaq_lint.authoring.additions import Entry, NotAdded, add_questions, add_section, entries, unasked
from prfaq_lint.authoring.manner import comment
from prfaq_lint.document.draft import Document
from prfaq_lint.outline.model import FACETS, PARTS, Outline
from prfaq_lint.rules.linter import Linter
from prfaq_lint.rules.pages import load

RELEASE = """# Tidebell tells ferry crews which pier is free

**Deckhands on island ferries stop circling the harbour in the dark**

AARHUS, 4 May 2027. Tidebell today shows the crews of island ferries which pier is free before they leave.

Deckhands on small ferries wait outside the harbour for 20 minutes on most winter evenings, because nobody tells them which
pier is taken. They shout over the radio, guess, and burn fuel while passengers miss the last bus.

With Tidebell a deckhand looks at one screen, picks the free pier, and docks in one go instead of three tries.

“We used to circle until somebody waved,” said Karen Holm, a deckhand. “Now I am home before the children sleep.”

To get started, ask at the harbour office for a code. Visit tidebell.example from 4 May on.
"""

HEADINGS = """
## FAQ

### Does it work without a signal?

Yes. The last state stays on the screen for an hour.

### Which harbours are in it?

Eleven harbours on the east coast, from the first day.
"""
GLUED = HEADINGS.replace("signal?\n\n", "signal?\n").replace("in it?\n\n", "in it?\n")
BOLD = """
## FAQ

**Does it work without a signal?**

Yes. The last state stays on the screen for an hour.

**Which harbours are in it?**

Eleven harbours on the east coast, from the first day.
"""
BOLD_MARKED = """
## Frequently Asked Questions

**Q: Does it work without a signal?**
A: Yes. The last state stays on the screen for an hour.

**Q: Which harbours are in it?**
A: Eleven harbours on the east coast, from the first day.
"""
PLAIN = BOLD_MARKED.replace("**", "")
COUNTED = """
## FAQ

### 1. Does it work without a signal?

Yes. The last state stays on the screen for an hour.

### 2. Which harbours are in it?

Eleven harbours on the east coast, from the first day.
"""
NUMBERED_LIST = """
## FAQ

1. **Does it work without a signal?**
   Yes. The last state stays on the screen for an hour.

2. **Which harbours are in it?**
   Eleven harbours on the east coast, from the first day.
"""
BULLETS = """
## FAQ

* Does it work without a signal?
  * Yes. The last state stays on the screen for an hour.
* Which harbours are in it?
  * Eleven harbours on the east coast, from the first day.
"""
DETAILS = """
## FAQ

<details>
<summary>Does it work without a signal?</summary>

Yes. The last state stays on the screen for an hour.

</details>

<details>
<summary>Which harbours are in it?</summary>

Eleven harbours on the east coast, from the first day.

</details>
"""
QUOTED = """
## FAQ ##

### Does it work without a signal? ###

> Yes. The last state stays on the screen for an hour.

### Which harbours are in it? ###

> Eleven harbours on the east coast, from the first day.
"""
INTERNAL = """
## Customer FAQ

### Does it work without a signal?

Yes. The last state stays on the screen for an hour.

## Internal FAQ

### Q1: What could go wrong, and what would we do then?

The harbour may refuse us the radio log; then we fit two sensors a pier, which takes a month longer.

---

## Appendix

Measurements of the winter.
"""
UNDERLINED = """
FAQ
---

**Does it work without a signal?**

Yes. The last state stays on the screen for an hour.

**Which harbours are in it?**

Eleven harbours on the east coast, from the first day.
"""

STYLES = {
    "headings": (HEADINGS, "\n\n### {ask}\n\nTBD <!-- "),
    "glued": (GLUED, "\n\n### {ask}\nTBD <!-- "),
    "bold": (BOLD, "\n\n**{ask}**\n\nTBD <!-- "),
    "bold and marked": (BOLD_MARKED, "\n\n**Q: {ask}**\nA: TBD <!-- "),
    "plain": (PLAIN, "\n\nQ: {ask}\nA: TBD <!-- "),
    "counted": (COUNTED, "\n\n### 2. {ask}\n\nTBD <!-- "),
    "numbered list": (NUMBERED_LIST, "\n\n2. **{ask}**\n   TBD <!-- "),
    "bullets": (BULLETS, "\n* {ask}\n  * TBD <!-- "),
    "details": (DETAILS, "\n\n<details>\n<summary>{ask}</summary>\n\nTBD <!-- "),
    "quoted": (QUOTED, "\n\n### {ask} ###\n\n> TBD <!-- "),
    "internal": (INTERNAL, "\n\n### Q3: {ask}\n\nTBD <!-- "),
    "underlined": (UNDERLINED, "\n\n**{ask}**\n\nTBD <!-- "),
    "none": ("", "\n\n### {ask}\n\nTBD <!-- "),
}
"""Each FAQ with the expected form of the second question that is added to it."""


@pytest.fixture(scope="module")
def read() -> Linter:
    return Linter([])


@pytest.fixture(scope="module")
def ready() -> dict[str, Entry]:
    return entries(load().values())


def added_questions(text: str, read: Linter, ready: dict[str, Entry]) -> tuple[Outline, str, list[str]]:
    before = read.outline(Document.parse(text))
    missing = [facet for facet in ready if facet in unasked(before)]
    found = add_questions(before, read.outline, [ready[facet] for facet in missing])
    assert found
    return before, found.text, missing


def inserted(before: str, after: str) -> str:
    """Return the text that was inserted in one place; fail if anything else differs."""
    more = len(after) - len(before)
    same = next((at for at in range(len(before)) if before[at] != after[at]), len(before))
    assert any(before[:at] == after[:at] and before[at:] == after[at + more :] for at in range(same + 1))
    return after[same : same + more]


def test_every_facet_has_a_question_ready(read: Linter, ready: dict[str, Entry]) -> None:
    assert sorted(ready) == sorted(FACETS)
    for entry in ready.values():
        text = f"# Tidebell\n\n## Internal FAQ\n\n### {entry.ask}\n\nTBD\n"
        (asked,) = read.outline(Document.parse(text)).questions
        assert (asked.audience, asked.answered) == ("internal", False)


def test_added_question_is_no_longer_reported_as_missing(ready: dict[str, Entry]) -> None:
    text = prfaq("add", "questions", "-", stdin=RELEASE + HEADINGS).out
    assert sum(entry.ask in text for entry in ready.values()) >= 15
    checked = [prfaq("check", "--format", "json", "-", stdin=draft).out for draft in (RELEASE + HEADINGS, text)]
    assert ["Add this question to the FAQ" in out for out in checked] == [True, False]
    again = prfaq("add", "questions", "-", stdin=text)
    assert (again.status, again.out) == (0, text)


@pytest.mark.parametrize("style", STYLES)
def test_questions_in_the_style_of_the_draft(style: str, read: Linter, ready: dict[str, Entry]) -> None:
    faq, form = STYLES[style]
    before, text, missing = added_questions(RELEASE + faq, read, ready)
    assert len(missing) >= 15
    inserted(RELEASE + faq, text)
    assert form.format(ask=ready[missing[1]].ask) + ready[missing[1]].holds in text
    after = read.outline(Document.parse(text))
    for facet in missing:
        (question,) = [question for question in after.questions if ready[facet].ask in question.text]
        assert (question.audience, question.answered) == ("internal", False)
    kept = [question.text for question in before.questions]
    assert [question.text for question in after.questions][: len(kept)] == kept
    assert add_questions(after, read.outline, [ready[facet] for facet in missing]) is None


@pytest.mark.parametrize("style", STYLES)
def test_lines_of_what_was_added(style: str, read: Linter, ready: dict[str, Entry]) -> None:
    before = read.outline(Document.parse(RELEASE + STYLES[style][0]))
    found = add_questions(before, read.outline, [ready["risks"], ready["legal"]][style == "internal" :])
    assert found
    lines = found.text.split("\n")
    assert all(words in lines[line - 1] for line, words in found.lines) and found.lines


def test_internal_questions_stay_in_their_section(read: Linter, ready: dict[str, Entry]) -> None:
    _, text, missing = added_questions(RELEASE + INTERNAL, read, ready)
    assert "risks" not in missing and text.count("Internal FAQ") == 1
    assert (
        text.index("## Internal FAQ")
        < text.index(ready["legal"].ask)
        < text.index("\n---\n")
        < text.index("## Appendix")
    )
    assert "### Q2: " in text and "### Q1: What could" in text


def test_a_new_section_is_headed_like_the_other(read: Linter, ready: dict[str, Entry]) -> None:
    assert (
        "\n\n## Internal Frequently Asked Questions\n\n**Q: "
        in added_questions(RELEASE + PLAIN.replace("Q:", "**Q:").replace("?\n", "?**\n"), read, ready)[1]
    )
    assert "\n\n## Internal FAQ ##\n\n### " in added_questions(RELEASE + QUOTED, read, ready)[1]
    assert (
        "\n\n## INTERNAL FREQUENTLY ASKED QUESTIONS\n"
        in added_questions(
            RELEASE + BOLD_MARKED.replace("Frequently Asked Questions", "FREQUENTLY ASKED QUESTIONS"), read, ready
        )[1]
    )


def test_questions_without_any_heading(read: Linter, ready: dict[str, Entry]) -> None:
    faq = PLAIN.replace("## Frequently Asked Questions\n", "").replace("\nA: ", "\n\nA: ")
    before, text, _ = added_questions(RELEASE + faq, read, ready)
    assert [question.audience for question in before.questions] == ["external"] * 2
    assert "\n\n## Internal FAQ\n\nQ: " in text


def test_a_comment_cannot_be_ended_by_its_text() -> None:
    assert comment("a --> b\n---->") == "<!-- a –› b –› -->"


def test_questions_below_an_unclosed_code_block_are_refused(read: Linter, ready: dict[str, Entry]) -> None:
    before = read.outline(Document.parse(RELEASE + "\n```\n## FAQ\n"))
    with pytest.raises(NotAdded):
        add_questions(before, read.outline, [ready["risks"]])


BARE = """# Tidebell

## Headline

Tidebell tells ferry crews which pier is free

## Summary

AARHUS, 4 May 2027. Tidebell today shows the crews of island ferries which pier is free before they leave.

## Solution

With Tidebell a deckhand looks at one screen, picks the free pier, and docks in one go instead of three tries.

## FAQ

### Does it work without a signal?

Yes. The last state stays on the screen for an hour.
"""


def test_sections_in_order_and_style(read: Linter) -> None:
    text = BARE
    for name in PARTS:
        outline = read.outline(Document.parse(text))
        found = add_section(outline, read.outline, name)
        if found:
            inserted(text, found.text)
            assert add_section(read.outline(Document.parse(found.text)), read.outline, name) is None
            text = found.text
    heads = [line for line in text.split("\n") if line.startswith("## ")]
    assert heads == [
        "## Headline",
        "## Subheadline",
        "## Summary",
        "## Problem",
        "## Solution",
        "## Leader quote",
        "## Getting started",
        "## Customer quote",
        "## Call to action",
        "## FAQ",
    ]


@pytest.mark.parametrize("name", [part for part in PARTS if part not in ("headline", "dateline")])
def test_a_section_of_a_release_without_headings(name: str, read: Linter) -> None:
    text = RELEASE + HEADINGS
    outline = read.outline(Document.parse(text))
    here = list(outline.of(name))
    found = add_section(outline, read.outline, name)
    assert (found is None) == bool(here)
    if found:
        inserted(text, found.text)
        assert any(f"**{words}:**" in found.text for _, words in found.lines)


def test_section_is_added_in_the_style_of_labels(read: Linter) -> None:
    text = BARE.replace("## Headline\n\n", "**Headline:** ").replace("## Summary\n\n", "**Summary:** ")
    text = text.replace("## Solution\n\n", "**Solution:** ")
    found = add_section(read.outline(Document.parse(text)), read.outline, "problem")
    assert found and "\n\n**Problem:** TBD <!-- Who is the customer" in found.text
    assert found.text.index("**Summary:**") < found.text.index("**Problem:**") < found.text.index("**Solution:**")


# On the command line.


def test_file_keeps_its_bytes(tmp_path: Path) -> None:
    draft = tmp_path / "draft.md"
    data = b"\xef\xbb\xbf" + (RELEASE + HEADINGS).rstrip("\n").replace("\n", "\r\n").encode()
    draft.write_bytes(data)
    draft.chmod(0o640)
    run = prfaq("add", "questions", "draft.md", cwd=tmp_path)
    assert (run.status, run.err) == (0, "")
    assert run.out.startswith("draft.md:28: added ")
    after = draft.read_bytes()
    assert after.startswith(data) and after.count(b"\n") == after.count(b"\r\n") and not after.endswith(b"\n")
    assert os.stat(draft).st_mode & 0o777 == 0o640
    again = prfaq("add", "questions", "draft.md", cwd=tmp_path)
    assert (again.status, again.out, draft.read_bytes()) == (0, "", after)
    assert "nothing to add" in again.err


def test_diff_only_shows(tmp_path: Path) -> None:
    draft = tmp_path / "draft.md"
    draft.write_text(RELEASE + BOLD)
    run = prfaq("add", "questions", "--only", "risks,legal", "--diff", "draft.md", cwd=tmp_path)
    assert run.status == 0 and draft.read_text() == RELEASE + BOLD
    changed = [line for line in run.out.split("\n")[2:] if line[:1] in ("+", "-")]
    assert changed and all(line.startswith("+") for line in changed)
    assert sum("?**" in line for line in changed) == 2


def test_standard_input_is_printed_with_the_addition() -> None:
    run = prfaq("add", "section", "internal_faq", "-", stdin=RELEASE + BOLD)
    assert run.status == 0 and run.out.startswith(RELEASE + BOLD.rstrip("\n")) and "## Internal FAQ" in run.out
    again = prfaq("add", "section", "internal_faq", "-", stdin=run.out)
    assert (again.status, again.out) == (0, run.out)


def test_external_faq_comes_before_the_internal_one() -> None:
    text = RELEASE + "\n## Internal FAQ\n\n### What could go wrong?\n\nThe harbour may refuse us the radio log.\n"
    run = prfaq("add", "section", "external-faq", "-", stdin=text)
    assert 0 < run.out.index("## External FAQ") < run.out.index("## Internal FAQ")


def test_dateline_is_added_at_the_start_of_the_first_paragraph() -> None:
    draft = (
        "# Lock keepers open the gate before the barge hoots\n\nWith Millbell, lock keepers know a quarter of an hour "
        "before a barge is there, and the gate stands open.\n\n## Problem\n\nLock keepers learn from the hooting of a "
        "barge that it is there, and run half a mile to the gate.\n"
    )
    run = prfaq("add", "section", "dateline", "--force", "-", stdin=draft)
    assert run.out == draft.replace("With Millbell", "**[CITY, day month year]** — With Millbell", 1), run.err
    again = prfaq("add", "section", "dateline", "--force", "-", stdin=run.out)
    assert again.out == run.out and "nothing to add" in again.err
    run = prfaq("add", "section", "dateline", "--force", "-", stdin="# Locks\n")
    assert run.status == 2 and "write the city and the date at the start of the first paragraph" in run.err


def test_a_missing_section_or_file_is_named() -> None:
    run = prfaq("add", "section", "draft.md")
    assert run.status == 2 and "say which section to add" in run.err and "leader_quote" in run.err
    run = prfaq("add", "section", "leader-quote")
    assert run.status == 2 and "say to which FILE" in run.err


def test_add_questions_and_next_agree_on_what_customers_ask() -> None:
    from prfaq_lint.authoring.scaffold import Templates, read_answers

    answers = read_answers(ROOT / "tests" / "answers" / "classic.toml")
    for key in ("price", "different", "data", "limits"):
        answers.pop(key)
    text = Templates().render("classic", "Ramps", answers)
    assert "External" not in text
    run = prfaq("add", "questions", "-", stdin=prfaq("add", "questions", "-", stdin=text).out)
    assert "nothing to add to the internal FAQ; `prfaq-lint add section external_faq - ` adds" in run.err.replace(
        "-`", "- `"
    )


def test_external_faq_is_added() -> None:
    text = RELEASE + "\n## Internal FAQ\n\n### What could go wrong?\n\nThe harbour may refuse us the radio log.\n"
    run = prfaq("add", "section", "external-faq", "-", stdin=text)
    assert run.status == 0 and "## External FAQ\n\n### What does it cost?" in run.out


@pytest.mark.parametrize(
    ("arguments", "stdin", "said"),
    [
        (("questions", "--only", "risk", "-"), RELEASE, "unknown topic “risk” (did you mean “risks”?)"),
        (("section", "probelm", "-"), RELEASE, "unknown section “probelm” (did you mean “problem”?)"),
        (("questions", "-"), "Milk, eggs, bread.\n", "-: does not look like a PR/FAQ"),
        (("questions", "nowhere.md"), "", "nowhere.md: no such file"),
        (("questions", "-"), b"\xff\xfe\x00", "-: not UTF-8"),
    ],
)
def test_errors(arguments: tuple[str, ...], stdin: str | bytes, said: str) -> None:
    run = prfaq("add", *arguments, stdin=stdin)
    assert (run.status, run.out) == (2, "") and said in run.err and run.err.count("\n") == 1


def test_read_only_file_is_left_alone(tmp_path: Path) -> None:
    draft = tmp_path / "draft.md"
    draft.write_text(RELEASE + BOLD)
    draft.chmod(0o444)
    run = prfaq("add", "questions", "draft.md", cwd=tmp_path)
    assert (run.status, draft.read_text()) == (2, RELEASE + BOLD)
    assert "draft.md: nothing added: the file is read-only" in run.err


def test_facets_that_are_asked_are_left_out(ready: dict[str, Entry], read: Linter) -> None:
    before = read.outline(Document.parse(RELEASE + INTERNAL))
    assert any("risks" in question.topics for question in before.questions)
    assert "risks" not in unasked(before)
