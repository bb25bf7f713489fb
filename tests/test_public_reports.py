"""Tests from public bug reports about linters, hooks and parsers, each with a draft for this program."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from conftest import prfaq

from prfaq_lint.configuration.files import Configs
from prfaq_lint.configuration.schema import SIZE
from prfaq_lint.document.draft import Document
from prfaq_lint.document.source import read_size
from prfaq_lint.outline.faq.answers import is_planned, kind
from prfaq_lint.outline.model import Outline
from prfaq_lint.outline.placeholders import find
from prfaq_lint.outline.structure.places import PLACES
from prfaq_lint.rules.linter import Linter
from prfaq_lint.rules.pages import load
from prfaq_lint.runner.files import expand

Read = Callable[..., Outline]

RELEASE = """*Kiln gives village bakers a proving list for the morning.*

BERN, 4 May 2028. Kiln gives village bakers a list that says which dough goes in first. The baker reads it instead of a wall of notes.

## Problem

Bakers in nine villages got up at two because no list said which dough was ready. They wrote notes on flour bags and lost 14 loaves a week.
"""
SOLUTION = """## Solution

The baker wipes her hands, reads the list and opens the first drawer.
"""
FAQ = """## FAQ

### What does it cost?

It costs 19 francs a month for each oven.
"""
TITLE = "# Village bakers sleep until four and lose no loaf"


def draft(solution: str = "", faq: str = FAQ, title: str = TITLE, above: str = "") -> str:
    """Return a draft with more text at the end of its solution."""
    return f"{title}\n\n{above}{RELEASE}\n{SOLUTION}\n{solution}\n\n{faq}"


@cache
def linter(*names: str) -> Linter:
    """Return a linter with these rules."""
    rules = load()
    return Linter([rules[name] for name in names])


def found(text: str, *rules: str) -> list[tuple[str, int]]:
    """Return the findings of some rules in a draft: rule and line."""
    chosen = linter(*rules)
    outline = chosen.outline(Document.parse(text, "bread-prfaq.md"))
    return [(one.rule, one.line) for one in chosen.check(outline)]


def kinds(text: str) -> list[tuple[str, str]]:
    """Return the placeholders in a text, as kind and words."""
    return [(one.kind, one.text) for one in find(Document.parse(text, "draft.md"))]


# False passes: the draft was not read.


@pytest.mark.parametrize(
    "top",
    [
        f"---\n\n{TITLE}\n\nIt costs TBD.\n\n---\n",
        "---\n\nWe say this first: it is early, and it costs TBD.\n\n---\n",
        f"---\nStatus: early\n\n{TITLE}\n\n---\n",
        f"---\n**Status:** early\n\n{TITLE}\n---\n",
        "---\nWe asked eleven bakers one thing: when do you rise?\n---\n",
    ],
)
def test_thematic_break_is_not_front_matter(top: str) -> None:
    document = Document.parse(f"{top}\n{RELEASE}")
    assert document.front_lines == 0
    assert document.prose.count("Kiln") == 2 and ("TBD" in document.prose) == ("TBD" in top)


@pytest.mark.parametrize(
    "front", ["title: a\ntags:\n- x\n- y\n", "# note\nlast updated: 3\n", "title: [\n  a\n]\n", '"a b": c\n']
)
def test_a_mapping_of_keys_is_front_matter(front: str) -> None:
    assert Document.parse(f"---\n{front}---\nText").front_lines == front.count("\n") + 2


@pytest.mark.parametrize(
    "text",
    [
        "TODO: ask somebody in marketing for the price.",
        "The monitoring of a separate oven in Decatur is TBD.",
        "TBD in marketing.",
        "Owner: TBD",
        "Owner: Ueli Moser. The price is TBD.",
        "The price is TBD by 3 March 2028.",
        "Kiln will cost TBD francs by May 2028.",
        "FIXME: on Mondays the oven will rest.",
        "We will tell in May 2028: TBD.",
        "XXX",
    ],
)
def test_marker_without_owner_and_date_is_reported(text: str) -> None:
    assert [rule for rule, _ in found(draft(text), "todo-marker")] == ["todo-marker"]


@pytest.mark.parametrize(
    "text",
    [
        "The price is TBD; Ueli Moser decides by 3 March 2028.",
        "TBD. Owner: Ueli Moser, by 2028-03-03.",
        "TODO: Ueli will ask eleven bakers by Friday.",
    ],
)
def test_an_owner_and_a_date_settle_a_marker(text: str) -> None:
    assert found(draft(text), "todo-marker") == []
    assert is_planned(text) and kind(text, code=False) == "text"


def test_marker_followed_by_a_word_is_not_an_answer() -> None:
    assert kind("TBD in marketing.", code=False) == kind("Owner: TBD", code=False) == "tbd"


@pytest.mark.parametrize(
    "contents",
    [
        "## Table of contents\n\n- [FAQ](#faq)",
        "## Contents\n\n1. Problem\n2. FAQ",
        "**Table of contents**\n\n- [FAQ](#faq)",
        "## Links\n\n- [Survey](s.md)",
        "## Document history\n\n| Date | Who |\n|---|---|\n| 3 May | Ueli |",
    ],
)
def test_a_release_below_a_list_of_contents_is_read(outline_of: Read, contents: str) -> None:
    text = RELEASE.replace("## Problem\n\n", "")
    outline = outline_of(f"{TITLE}\n\n{contents}\n\n{text}\nIt is TBD how bread cools.\n\n{FAQ}")
    assert outline.type == "prfaq"
    assert any("village bakers" in paragraph.text for paragraph in outline.paragraphs)


@pytest.mark.parametrize(
    ("lines", "kept"),
    [
        ("*\n!*/\n!*.md\n", ["b.md", "docs/a.md", "docs/sub/c.md"]),
        ("docs/**\n!docs/**/\n!docs/a.md\n", ["b.md", "docs/a.md"]),
        ("*\n!*/\n", []),
        ("docs/*\n!docs/sub/\n", ["b.md", "docs/sub/c.md"]),
        ("\N{BYTE ORDER MARK}docs/\n", ["b.md"]),
        ("sub/\n!docs/\n", ["b.md", "docs/a.md"]),
        ("/docs/a.md\n", ["b.md", "docs/sub/c.md"]),
    ],
)
def test_ignored_is_what_git_ignores(tmp_path: Path, lines: str, kept: list[str]) -> None:
    (tmp_path / "docs/sub").mkdir(parents=True)
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    for name in ("b.md", "docs/a.md", "docs/sub/c.md"):
        (tmp_path / name).write_text("x")
    (tmp_path / ".gitignore").write_text(lines, encoding="utf-8")
    listed = subprocess.run(
        ["git", "-C", tmp_path, "ls-files", "-o", "--exclude-standard", "*.md"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    files = [os.path.relpath(file, tmp_path) for file in expand([str(tmp_path)]).files]
    assert sorted(files) == sorted(listed) == kept


def test_nested_ignore_file_includes_files_again(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / ".git").mkdir()
    (tmp_path / ".gitignore").write_text("*.md\n")
    (tmp_path / "docs/.gitignore").write_text("!*.md\n")
    (tmp_path / "docs/a.md").write_text("x")
    assert expand([str(tmp_path)]).files == [str(tmp_path / "docs/a.md")]


def test_an_unreadable_folder_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "a.md").write_text("x")
    scan = os.scandir

    def refuse(path: str) -> object:
        if os.path.basename(path) == "sub":
            raise PermissionError(13, "Permission denied", path)
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)
    there = expand([str(tmp_path)])
    assert there.files == [str(tmp_path / "a.md")]
    assert there.unread == [(str(tmp_path / "sub"), "cannot be read (permission denied)")]


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="whoever may read everything is refused nothing")
def test_an_unreadable_folder_fails_the_run(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir(mode=0)
    assert prfaq("check", str(tmp_path)).status == 2


# False errors.


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("README.md", "# prfaq-tools\n\nSmall scripts for drafts.\n\n## Install\n\nRun `make`.\n\n## Usage\n\nRun `prfaq-tools count`.\n"),
        ("README.md", "# The PR/FAQ team\n\nWe help everybody to write.\n\n## Who we are\n\nTwo editors in Bern.\n\n## Contact\n\nRoom 4.\n"),
        ("notes.md", "# PR/FAQ review meeting, 3 May\n\n## Attendees\n\nUeli, Mia\n\n## Action items\n\n- Ueli asks the bakers.\n"),
        ("style.md", "# PR/FAQ style guide\n\nWrite short sentences.\n\n## Headline\n\nSay who gains what.\n\n## Problem\n\nTell it first.\n"),
        ("p.md", "# Prompt for PR/FAQs\n\nYou are an editor.\n\n## Task\n\nWrite a PR/FAQ.\n\n## Output format\n\nMarkdown.\n"),
        ("docs/adr/0007.md", "# 7. Use PR/FAQs for new products\n\n## Status\n\nAccepted\n\n## Context\n\nWe plan late.\n\n## Decision\n\nWe write first.\n"),
        ("AGENTS.md", "# Working on PR/FAQ drafts\n\nDrafts stand in `drafts/`.\n\n## Commands\n\nRun `make lint`.\n\n## Conventions\n\nOne draft a file.\n"),
        ("index.md", "# PR/FAQs at the bakery\n\n- [Kiln](kiln.md)\n- [Rye](rye.md)\n"),
    ],
)  # fmt: skip
def test_text_about_drafts_is_not_a_draft(outline_of: Read, name: str, text: str) -> None:
    assert outline_of(text, name).type == "other"


@pytest.mark.parametrize(
    "title",
    [
        "# PR/FAQ: Kiln",
        "# Kiln PR/FAQ",
        "# PRFAQ — Kiln",
        "# PR/FAQ: A tool for bakers",
        "# Draft PR/FAQ: Meeting notes that bake",
    ],
)
def test_a_draft_that_calls_itself_one_is_read(outline_of: Read, title: str) -> None:
    assert outline_of(f"{title}\n\n{RELEASE}\n{FAQ}").type == "prfaq"


@pytest.mark.parametrize(
    "markup",
    [
        '{{< figure src="oven.jpg" caption="An oven" >}}',
        "{{% notice note %}}\nTwo ovens stay.\n{{% /notice %}}",
        'Read [the plan]({{< ref "plan.md" >}}) first.',
        "Read [the plan]({{ site.baseurl }}/plan) at {{ site.baseurl }}/docs.",
        '{% include "x.html" %}',
        "[TOC]",
        "[[_TOC_]]",
        "[[toc]]",
        "{{TOC}}",
        "{:toc}",
        '<ac:structured-macro ac:name="info"><ac:rich-text-body><p>Two ovens.</p></ac:rich-text-body></ac:structured-macro>',
        '<ri:page ri:content-title="Name of the plan" />',
        "Read [the plan](plan.pdf) [PDF].",
        "[CONFIDENTIAL]",
        "[PDF, 2 MB]",
        "[INTERNAL USE ONLY]",
        "A name has [A-Z], then [a-zA-Z0-9_].",
        "The user {name} is `{{ user.name }}`.",
        '!!! note "Your company name"\n\n    Two ovens stay.',
        '??? note "Ovens"\n\n    Two ovens stay.',
        "???+ question\n    Two ovens stay.",
        '=== "Bern"\n\n    Two ovens stay.',
        "::: tip Ovens\nTwo ovens stay.\n:::",
    ],
)
def test_platform_markup_is_not_a_placeholder(markup: str) -> None:
    assert kinds(draft(markup)) == []


@pytest.mark.parametrize(
    "blank",
    [
        "[Company Name]",
        "{{customer_name}}",
        "{{ company name }}",
        "<customer name>",
        "[PRODUCT]",
        "[Insert price]",
        "Today [ACME X] opens",
    ],
)
def test_placeholders_beside_platform_markup_are_found(blank: str) -> None:
    assert [one for one, _ in kinds(draft(f"The oven of {blank} is warm."))] == ["slot"]


@pytest.mark.parametrize(
    "faq",
    [
        '??? question "What does it cost?"\n\n    It costs 19 francs.\n\n??? question "Who can see the list?"\n\n    Only bakers.\n',
        '???+ note "What does it cost?"\n    It costs 19 francs.\n\n!!! faq "Who can see the list?"\n    Only bakers.\n',
        "> [!question]- What does it cost?\n> It costs 19 francs.\n\n> [!faq]+ Who can see the list?\n> Only bakers.\n",
        ":::details What does it cost?\nIt costs 19 francs.\n:::\n\n:::note[Who can see the list?]\nOnly bakers.\n:::\n",
    ],
)
def test_questions_in_folding_blocks_are_read(outline_of: Read, faq: str) -> None:
    outline = outline_of(draft(faq=f"## FAQ\n\n{faq}"))
    assert [question.text for question in outline.questions] == ["What does it cost?", "Who can see the list?"]
    assert all(question.answered for question in outline.questions)


@pytest.mark.parametrize(
    "text",
    [
        "The list is at https://kiln.test/list?status=TBD today.",
        "The list is at <https://kiln.test/tags?tag=FIXME&x=TODO>.",
        "Write to <mailto:tbd@kiln.test> or tbd@kiln.test.",
        "See [all](https://kiln.test/?q=TBD) and www.kiln.test/?q=TODO.",
    ],
)
def test_marker_in_an_address_is_ignored(text: str) -> None:
    assert kinds(text) == []


@pytest.mark.parametrize("levels", [("##", "##"), ("#", "#"), ("###", "##")])
def test_a_heading_whose_questions_have_its_rank_is_not_empty(levels: tuple[str, str]) -> None:
    faq = f"{levels[0]} External FAQ\n\n{levels[1]} What does it cost?\n\n19 francs.\n\n{levels[1]} Who sees it?\n\nBakers.\n"
    assert found(draft(faq=faq), "empty-section") == []


def git(folder: Path, *arguments: str, **env: str) -> str:
    command = ["git", "-c", "user.name=t", "-c", "user.email=t@t.test", "-C", str(folder), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True, env={**os.environ, **env}).stdout


@pytest.fixture
def branched(tmp_path: Path) -> Path:
    """Return a repository whose main branch changed a.md after a branch changed b.md."""
    folder = tmp_path / "r"
    folder.mkdir()
    git(folder, "init", "-q", "-b", "main")
    (folder / "a.md").write_text(draft("FIXME here."))
    (folder / "b.md").write_text(draft("TODO there."))
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "one")
    git(folder, "checkout", "-qb", "topic")
    (folder / "b.md").write_text(draft("TODO there.\n\nFIXME too."))
    git(folder, "commit", "-qam", "two")
    git(folder, "checkout", "-q", "main")
    (folder / "a.md").write_text(draft("Nothing here."))
    git(folder, "commit", "-qam", "three")
    git(folder, "checkout", "-q", "topic")
    return folder


@pytest.mark.parametrize("revision", ["main", "main...HEAD", "main...", "main..HEAD", "main...topic"])
def test_only_the_changes_of_the_branch_count(branched: Path, revision: str) -> None:
    run = prfaq("check", "--format", "concise", "--select", "todo-marker", "--since", revision, ".", cwd=branched)
    assert re.findall(r"^(\w+\.md):.*“(\w+)”", run.out, re.MULTILINE) == [("b.md", "FIXME")]


def test_a_range_must_end_at_what_is_checked_out(branched: Path) -> None:
    run = prfaq("check", "--since", "topic...main", ".", cwd=branched)
    assert run.status == 2 and "end it with HEAD" in run.err


def test_git_variables_of_a_hook_are_ignored(branched: Path, tmp_path: Path) -> None:
    tree = tmp_path / "linked"
    git(branched, "worktree", "add", "-q", str(tree), "-b", "other")
    (tree / "b.md").write_text((tree / "b.md").read_text() + "\nXXX\n")
    variables = {"GIT_DIR": str(branched / ".git/worktrees/linked"), "GIT_INDEX_FILE": "index", "GIT_PREFIX": ""}
    run = prfaq(
        "check", "--format", "concise", "--select", "todo-marker", "--since", "HEAD", ".", cwd=tree, env=variables
    )
    assert re.findall(r"“(\w+)”", run.out) == ["XXX"]


def test_exclude_holds_for_standard_input(tmp_path: Path) -> None:
    (tmp_path / "prfaq-lint.toml").write_text('exclude = ["docs/"]\n')
    text = draft("TODO price.")
    run = prfaq("check", "-", "--stdin-filename", "docs/p.md", stdin=text, cwd=tmp_path)
    assert (run.status, "excluded by prfaq-lint.toml" in run.err) == (0, True)
    assert prfaq("check", "-", "--stdin-filename", "p.md", stdin=text, cwd=tmp_path).status == 1
    fixed = prfaq("check", "--fix", "-", "--stdin-filename", "docs/p.md", stdin=text, cwd=tmp_path)
    assert fixed.out == text


# False warnings.

LAUNCH = f"{FAQ}\n### When do we launch?\n\nWe launch on 4 May 2028.\n"


@pytest.mark.parametrize(
    "line",
    [
        "**Created:** 8 February 2028",
        "Date: 8 February 2028",
        "Last updated: 8 February 2028",
        "- Date: 8 February 2028\n- Author: Ueli",
        "| Author | Date |\n|---|---|\n| Ueli Moser | 8 February 2028 |",
    ],
)
def test_document_date_is_not_a_launch_date(line: str) -> None:
    text = draft(faq=LAUNCH, above=f"{line}\n\n")
    assert found(text, "conflicting-dates", "missing-dateline", "release-with-tables-or-code") == []


def test_a_launch_date_that_differs_is_still_found() -> None:
    assert found(draft(faq=LAUNCH.replace("4 May", "4 June")), "conflicting-dates")
    labelled = draft(faq=LAUNCH, above="**Launch date:** 8 February 2028\n\n")
    assert found(labelled, "conflicting-dates")


def test_title_can_be_in_the_front_matter() -> None:
    front = f'---\ntitle: "{TITLE[2:]}"\n---'
    for text in (
        draft(title=front),
        draft(title=front).replace("*Kiln gives village bakers a proving list for the morning.*\n", ""),
    ):
        assert found(text, "missing-headline") == []


@pytest.mark.parametrize(
    "asked",
    [
        "**When does each oven get its list, and what did we\nleave out?**",
        "- **When does each oven get its list, and what did we\n  leave out?**",
        "Q: When does each oven get its list, and what did we\nleave out?\n",
    ],
)
def test_a_question_over_two_lines_is_one(outline_of: Read, asked: str) -> None:
    faq = f"## FAQ\n\n**What does it cost?**\n\n19 francs.\n\n{asked}\n\nSeven people build it by May 2028.\n"
    questions = outline_of(draft(faq=faq)).questions
    texts = [" ".join(question.text.split()) for question in questions]
    assert texts == ["What does it cost?", "When does each oven get its list, and what did we leave out?"]
    assert [question.answered for question in questions] == [True, True]


@pytest.mark.parametrize(
    "text",
    [
        '!!! note "Ovens"\n\n    Two ovens stay.',
        "> [!NOTE]\n> Two ovens stay.",
        "The list is red when a != b.",
        "The price comes from Yahoo! Finance.",
        "The price comes from Yahoo! every morning.",
        "![[oven.png]]",
        "The colour is `x` !important in the sheet.",
        "!!! danger\n    Two ovens stay.",
    ],
)
def test_a_mark_that_ends_no_sentence_is_not_counted(text: str) -> None:
    assert found(draft(text), "exclamation", "hype-in-headline") == []


@pytest.mark.parametrize(
    "text", ["The bread is warm! It smells good.", "The bread is warm!", "Now wake up!! The bread is warm."]
)
def test_a_mark_that_ends_a_sentence_is_counted(text: str) -> None:
    assert len(found(draft(text), "exclamation")) == 1


@pytest.mark.parametrize(
    "text",
    ["The oven pays $c * 28$ each month.", r"The oven pays $\frac{9}{2} + 28$ each month.", "$$\nc = 28 + x\n$$"],
)
def test_formula_is_not_a_price(text: str) -> None:
    assert found(draft(text, faq=FAQ.replace("19 francs", "$3")), "conflicting-prices") == []


@pytest.mark.parametrize(
    "text",
    [
        "It costs $3 a month or $5 a year.",
        "It costs $3, not 5$.",
        "It costs US$3 and $4/$5.",
        "From $3 (was $5) to $7.",
    ],
)
def test_prices_are_not_a_formula(text: str) -> None:
    assert Document.parse(text).prose.rstrip() == text


@pytest.mark.parametrize(
    "heading", ["## Appendix", "## Appendix A: interview questions", "# Appendix 2", "## Appendix: what we asked"]
)
def test_question_in_an_appendix_is_not_part_of_the_faq(outline_of: Read, heading: str) -> None:
    outline = outline_of(
        draft(faq=f"{FAQ}\n{heading}\n\n- How many loaves did you lose last week?\n- When do you rise?\n")
    )
    assert [question.text for question in outline.questions] == ["What does it cost?"]


# False notes.


@pytest.mark.parametrize(
    "text",
    [
        "The trial is in [[Oven pilot 2028]] and [[Oven pilot|the pilot note]].",
        "They share one oven.^[Counted by Mia Roth in 2028.]",
        "Bakers rise early [@roth2028, p. 33] and sleep less [see @moser28].",
        "The [oven 7]{.smallcaps} is warm.",
        "Press [Ctrl] and [F5], then [Enter].",
        "The loaf grows as [Figure 3] and [Table 2: loaves] show.",
        r"The loaf grows by $[2, 3]$ and \[ x_1 = 28 \] and x in [0, 1].",
    ],
)
def test_brackets_of_a_notation_are_not_an_assumption(text: str) -> None:
    assert kinds(draft(text)) == []


def test_words_inside_notation_are_prose() -> None:
    prose = Document.parse("A [[Page|word]] and a [span]{.x} here.^[A note.] Next").prose
    assert prose.rstrip() == "A word and a span here. (A note.) Next"


@pytest.mark.parametrize(
    "tail",
    [
        "{#bakers}",
        "{#bakers .big key=val}",
        "{: #bakers}",
        '<a id="bakers"></a>',
        '[¶](#bakers "Permanent link")',
        "[#](#bakers)",
    ],
)
def test_heading_anchor_is_not_part_of_its_words(tail: str) -> None:
    assert Document.parse(f"{TITLE} {tail}\n").prose.strip() == TITLE[2:]


@pytest.mark.parametrize(
    "text",
    ["![Oven](oven.png){width=50%}", "![Oven](oven.png){: style='width:50%' .x}", "The oven{#o7} is warm. ^block-7"],
)
def test_attributes_are_not_prose(text: str) -> None:
    assert not re.search(r"\d", Document.parse(text).prose)


@pytest.mark.parametrize("end", ["<br>", "<br/>\n", "  \n", "\\\n"])
def test_hard_break_divides_a_long_sentence(end: str) -> None:
    lines = end.join(f"the {word} and its weight in grams" for word in ("rye", "oat", "bun", "pie", "tart", "roll"))
    assert found(draft(f"The list shows {lines}"), "long-sentence") == []


def test_soft_break_does_not_divide_a_long_sentence() -> None:
    lines = "\n".join(f"the {word} and its weight in grams" for word in ("rye", "oat", "bun", "pie", "tart", "roll"))
    assert len(found(draft(f"The list shows {lines}."), "long-sentence")) == 1


@pytest.mark.parametrize(
    "text",
    [
        'The <abbr title="Baking Oven Register">BOR</abbr> is read.',
        "<p>The <abbr class='x' title='Baking Oven Register'>BOR</abbr> is read.</p>",
        "The BOR is read.\n\n*[BOR]: Baking Oven Register",
    ],
)
def test_markup_may_spell_an_abbreviation_out(text: str) -> None:
    assert found(draft(text), "unexpanded-acronym") == []
    assert found(draft("The BOR is read."), "unexpanded-acronym")


# Inconvenience.


@pytest.mark.parametrize(
    "words",
    ["check dr", "outline dr", "next dr", "check --baseline dr", "check -o dr", "check --config dr", "review dr"],
)
def test_file_names_are_completed(words: str) -> None:
    env = {
        "_PRFAQ_LINT_COMPLETE": "bash_complete",
        "COMP_WORDS": f"prfaq-lint {words}",
        "COMP_CWORD": str(len(words.split())),
    }
    assert prfaq(env=env).out.splitlines() == ["file,dr"]


@pytest.mark.parametrize(
    "text",
    [
        '[tool.prfaq-lint]\nfail_on = "never"',
        '[tool."prfaq-lint"]\nfail_on = "never"',
        "[ tool . 'prfaq-lint' ]\nfail_on = \"never\"",
        '[tool]\nprfaq-lint = {fail_on = "never"}',
        'tool.prfaq-lint.fail_on = "never"',
        '[tool.prfaq_lint]\nfail-on = "never"',
    ],
)
def test_a_table_counts_however_it_is_written(tmp_path: Path, text: str) -> None:
    (tmp_path / "pyproject.toml").write_text(text)
    assert Configs().above(str(tmp_path / "a.md")).layers[-1].table == {"fail_on": "never"}


@pytest.mark.parametrize(
    "text", ['dependencies = ["prfaq-lint"]', 'dependencies = ["prfaq-lint"', '[tool.other]\nx = "prfaq-lint"']
)
def test_a_project_that_only_names_the_program_configures_nothing(tmp_path: Path, text: str) -> None:
    (tmp_path / "pyproject.toml").write_text(text)
    assert not Configs().above(str(tmp_path / "a.md")).layers


def test_a_file_is_one_however_its_path_is_spelled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/p.md").write_text("x")
    monkeypatch.chdir(tmp_path)
    assert expand(
        ["docs/p.md", "./docs/p.md", "docs/../docs/p.md", str(tmp_path / "docs/p.md"), "docs", "."]
    ).files == ["docs/p.md"]


@pytest.mark.parametrize(
    "size",
    [
        "500 kB",
        "5 MB",
        "16 MB",
        "16000000",
        "1",
        "3m",
        "500 GB",
        "0",
        "17 MB",
        "16001 kB",
        "5 MB!",
        "",
        "00 kB",
        "05 MB",
        "-1",
    ],
)
def test_the_schema_takes_the_sizes_that_the_program_takes(size: str) -> None:
    try:
        taken = read_size(size) > 0
    except ValueError:
        taken = False
    assert bool(re.search(SIZE, size)) == taken


def test_the_schema_names_the_scopes() -> None:
    definitions = json.loads(prfaq("config", "schema").out)["$defs"]
    for key in ("scope", "loud", "extend_scope"):
        assert definitions["kind:wording"]["properties"][key]["items"]["enum"] == list(PLACES)


# The same problems, found elsewhere.


def parts(outline: Outline, name: str) -> list[str]:
    return [outline.document.prose[part.start : part.end].strip() for part in outline.parts if part.part == name]


def test_line_below_a_bare_name_is_not_a_headline(outline_of: Read) -> None:
    line = "Village bakers sleep until four with a list that says which dough goes first."
    outline = outline_of(f"# Kiln\n\n*{line}*\n\n{RELEASE.split('*', 2)[2]}\n{FAQ}")
    assert (parts(outline, "headline"), parts(outline, "subheadline")) == ([], [line])


def test_name_below_a_quote_is_not_a_second_quote(outline_of: Read) -> None:
    said = "> “I slept until four for the first time in nine years and lost no loaf.”\n\n- Mia Roth, baker in Thun"
    outline = outline_of(draft(said))
    assert len(parts(outline, "customer_quote") + parts(outline, "leader_quote")) == 1


def test_two_quotes_in_a_paragraph_are_two(outline_of: Read) -> None:
    said = (
        "“We built it because bakers asked us for eleven years,” said Ueli Moser, founder. "
        "“I got up at four and the bread was ready,” said Mia Roth, a baker in Thun."
    )
    quotes = [quote for one in outline_of(draft(said)).paragraphs for quote in one.quotes]
    assert [quote.attribution for quote in quotes] == ["said Ueli Moser, founder.", "said Mia Roth, a baker in Thun."]


def test_quote_continued_after_its_speaker_is_one_quote(outline_of: Read) -> None:
    said = "“I got up at four and the bread was ready,” said Mia Roth. “Nobody had lost a loaf in the whole week.”"
    assert len([quote for one in outline_of(draft(said)).paragraphs for quote in one.quotes]) == 1


@pytest.mark.parametrize("line", ["**BERN, 4 May 2028**", "**Bern, Switzerland — May 4, 2028**"])
def test_bold_dateline_on_a_separate_line_is_found(outline_of: Read, line: str) -> None:
    outline = outline_of(f"{TITLE}\n\n{line}\n\n{RELEASE.replace('BERN, 4 May 2028. ', '')}\n{FAQ}")
    assert parts(outline, "dateline") == [line.strip("*")]


@pytest.mark.parametrize(
    "picture", ['<img src="a.png">', '<p><img src="a.png"></p>', '{{< figure src="a.png" >}}', "![[a.png]]"]
)
def test_section_with_only_a_picture_is_not_empty(picture: str) -> None:
    assert found(draft(f"## Picture\n\n{picture}"), "empty-section") == []
    assert found(draft("## Picture"), "empty-section")
