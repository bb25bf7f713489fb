"""Tests of `config learn`: it proposes an organisation's own names of sections, and writes them only on request."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Run

from prfaq_lint.authoring.learn import NotChanged, Proposal, Word, learned, place, proposals, unlearned
from prfaq_lint.configuration.files import read
from prfaq_lint.outline.model import Outline

Cli = Callable[..., Run]

PAINS = (
    "Harvesters on the coast lose a third of the crop to rain that nobody told them about. They ring the harbour at five, "
    "where the line is engaged, and then they guess. A wrong guess costs a family £400.",
    "Nurses who start a night shift spend 25 minutes copying notes from a whiteboard. Twice a month a dose is given twice, "
    "and nobody notices until the morning.",
    "Parents at small schools find out about a cancelled bus when it does not come. They drive children to school themselves "
    "and arrive late at work, four times each winter.",
)


def draft(number: int, heading: str = "Where it hurts") -> str:
    return (
        f"# PR/FAQ: Product{'ABC'[number]} helps people who wait\n\n## Press release\n\n### Summary\n\n"
        "LISBON, 4 June 2027. Today we announce a service that tells people what happens before it does.\n\n"
        f"### {heading}\n\n{PAINS[number]}\n\n### Only once {number}\n\nMore words that stand here.\n\n"
        "## FAQ\n\n### What does it cost?\n\nIt costs £3 a month, and the first month is free.\n"
    )


@pytest.fixture
def house(tmp_path: Path) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / "accepted").mkdir()
    for number in range(3):
        (tmp_path / f"accepted/{number}.md").write_text(draft(number), encoding="utf-8")
    return tmp_path


def test_proposes_and_writes_only_when_asked(cli: Cli, house: Path) -> None:
    run = cli("config", "learn", "accepted", cwd=house)
    assert run.status == 0
    assert re.search(r"^# problem: Where it hurts \(3 drafts, \d+% of the text below it\)$", run.out, re.MULTILINE)
    assert '+problem = ["Where it hurts"]' in run.out and "Only once" not in run.out
    assert not (house / "prfaq-lint.toml").exists()
    assert cli("config", "learn", "accepted", "--write", cwd=house).out == run.out
    assert read(str(house / "prfaq-lint.toml"), str(house)).layers[0].table["vocabulary"] == {
        "sections": {"problem": ["Where it hurts"]}
    }
    again = cli("config", "learn", "accepted", cwd=house)
    assert (again.status, again.out) == (0, "")
    assert "nothing to learn" in again.err


def test_headings_in_too_few_drafts_are_not_proposed(cli: Cli, house: Path) -> None:
    assert cli("config", "learn", "accepted", "--at-least", "4", cwd=house).out == ""


def test_missing_folder_is_an_error(cli: Cli, house: Path) -> None:
    run = cli("config", "learn", "nowhere", cwd=house)
    assert (run.status, run.out, run.err.count("\n")) == (2, "", 1)


def test_known_headings_are_not_proposed(outline_of: Callable[..., Outline]) -> None:
    drafts = [outline_of(draft(number, "The problem"), f"{number}.md") for number in range(3)]
    assert [one for one in proposals(drafts) if one.role == "problem"] == []


# The change to the file.

FOUND = [Proposal("problem", "Where it hurts", 3, 0.9), Proposal("external", 'The "wall"', 2, 0.8)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        'profile = "lite"',
        '# own words\n[vocabulary.sections]\n# ours\nproblem = ["Pain", # ] not here\n  "Ache",\n]\n\n[rule.hype]\nseverity = "off"\n',
        "[vocabulary.sections]",
        '[vocabulary.sections]\nsolution = ["Cure"]\n[other]\nproblem = []\n',
        "[ vocabulary.sections ] # here\nproblem = []\n",
        "[vocabulary]\nquestions = []\n",
    ],
)
def test_rest_of_the_configuration_is_unchanged(text: str) -> None:
    changed = learned(text, FOUND)
    sections = tomllib.loads(changed)["vocabulary"]["sections"]
    assert sections["problem"][-1] == "Where it hurts" and sections["external"] == ['The "wall"']
    for line in filter(None, text.split("\n")):
        assert line in changed or line.rstrip(",") in changed or "problem" in line


@pytest.mark.parametrize(
    "text",
    ['vocabulary = {sections = {problem = ["Pain"]}}\n', '[vocabulary]\nsections.problem = ["Pain"]\n', "= broken"],
)
def test_what_cannot_be_changed_safely_is_left_alone(text: str) -> None:
    with pytest.raises(NotChanged):
        learned(text, FOUND)


def test_pyproject(tmp_path: Path) -> None:
    text = '[tool.prfaq-lint]\nprofile = "lite"\n'
    table = tomllib.loads(learned(text, FOUND, pyproject=True))["tool"]["prfaq-lint"]
    assert table["profile"] == "lite" and table["vocabulary"]["sections"]["problem"] == ["Where it hurts"]


def test_the_nearest_configuration_is_changed(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "docs/accepted").mkdir(parents=True)
    assert place(str(tmp_path / "docs/accepted")) == str(tmp_path / "prfaq-lint.toml")
    (tmp_path / "docs/.prfaq-lint.toml").write_text("", encoding="utf-8")
    assert place(str(tmp_path / "docs/accepted")) == str(tmp_path / "docs/.prfaq-lint.toml")


def test_jargon_and_acronyms_that_accepted_drafts_share_are_proposed(cli: Cli, house: Path) -> None:
    for number in (0, 1):
        path = house / f"accepted/{number}.md"
        more = "\n### How does it work?\n\nThe depot can leverage the QZX register each evening.\n"
        path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")
    run = cli("config", "learn", "accepted", "--write", cwd=house)
    assert "# jargon: leverage (2 drafts)" in run.out and "# unexpanded-acronym: QZX (2 drafts)" in run.out
    table = tomllib.loads((house / "prfaq-lint.toml").read_text(encoding="utf-8"))["rule"]
    assert table == {"jargon": {"extend_unless": ["leverage"]}, "unexpanded-acronym": {"extend_known": ["QZX"]}}
    assert "leverage" not in cli("config", "learn", "accepted", cwd=house).out
    assert "jargon" not in cli("check", "accepted", "--select", "jargon", cwd=house).out


def test_words_are_added_to_the_lists_of_a_pyproject() -> None:
    before = '[tool.prfaq-lint.rule.jargon]\nextend_unless = ["synergy"]\n'
    after = learned(before, [], [Word("jargon", "leverage", 3)], True)
    assert tomllib.loads(after)["tool"]["prfaq-lint"]["rule"]["jargon"] == {"extend_unless": ["synergy", "leverage"]}
    assert unlearned(after, [Word("jargon", "leverage", 3), Word("jargon", "holistic", 2)]) == [
        Word("jargon", "holistic", 2)
    ]
