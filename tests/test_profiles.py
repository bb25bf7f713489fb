"""Tests of profiles and stages, as data: which rules run, and with which severities."""

from __future__ import annotations

import tomllib

import pytest
from conftest import ROOT, prfaq

from prfaq_lint import lint
from prfaq_lint.checks.prose import for_developers
from prfaq_lint.configuration.files import built_in
from prfaq_lint.configuration.selection import loudness, rules_for
from prfaq_lint.configuration.settings import Options, settle
from prfaq_lint.document.draft import Document
from prfaq_lint.outline.scope import profile_of
from prfaq_lint.rules.linter import Linter
from prfaq_lint.rules.pages import Rule

BUILT_IN = built_in().table
PROFILES = ("standard", "lite", "internal-tool", "open-source", "developer", "consumer")
STAGES = ("hypothesis", "draft", "final")
ORDER = ("error", "warning", "note", "off")


def severity(rule: Rule, profile: str = "standard", stage: str = "draft") -> str:
    return loudness(rule, settle(options=Options(profile=profile, stage=stage))).severity


def test_profiles_and_stages_have_expected_names() -> None:
    assert set(BUILT_IN["profiles"]) == set(PROFILES)
    assert set(BUILT_IN["stages"]) == set(STAGES)
    assert all(table["title"] for kind in ("profiles", "stages") for table in BUILT_IN[kind].values())


def test_every_rule_that_they_name_exists(rules: dict[str, Rule]) -> None:
    named = {
        rule for kind in ("profiles", "stages") for table in BUILT_IN[kind].values() for rule in table.get("rule", {})
    }
    assert named - set(rules) == set()


def test_default_profile_and_stage_change_nothing(rules: dict[str, Rule]) -> None:
    """Check that the default profile and stage change nothing, because the program does not even read them."""
    assert set(BUILT_IN["profiles"]["standard"]) == set(BUILT_IN["stages"]["draft"]) == {"title"}
    assert {rule.name: rule.severity for rule in rules_for(settle())} == {
        name: rule.severity for name, rule in rules.items() if not rule.off
    }


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("profile", PROFILES)
def test_lower_severity_of_profile_and_stage_applies(rules: dict[str, Rule], profile: str, stage: str) -> None:
    for rule in rules.values():
        if rule.off:
            continue  # a profile without a setting for it looks the same as one that turns it off
        alone = {severity(rule, profile), severity(rule, stage=stage)} - {rule.severity}
        together = severity(rule, profile, stage)
        assert together == (max(alone, key=ORDER.index) if alone else rule.severity)


def test_a_hypothesis_is_never_louder_and_a_final_draft_never_quieter(rules: dict[str, Rule]) -> None:
    for rule in rules.values():
        first, middle, last = (ORDER.index(severity(rule, stage=stage)) for stage in STAGES)
        assert first >= middle >= last, rule.name


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("profile", PROFILES)
def test_missing_problem_and_pantry_keep_their_severity(rules: dict[str, Rule], profile: str, stage: str) -> None:
    for name in ("missing-problem", "solution-first-draft"):
        assert severity(rules[name], profile, stage) == "error", name
    for name in ("pantry", "retrofit"):
        assert severity(rules[name], profile, stage) == "warning", name


@pytest.mark.parametrize(
    ("profile", "excused"),
    [
        ("lite", ["why-now", "is-it-big", "pricing", "missing-customer-quote"]),
        ("internal-tool", ["pricing", "missing-leader-quote", "missing-dateline", "our-problem"]),
        ("open-source", ["pricing", "missing-dateline", "missing-leader-quote", "mechanism-in-headline"]),
        ("developer", ["mechanism-in-headline"]),
    ],
)
def test_profile_switches_rules_off(rules: dict[str, Rule], profile: str, excused: list[str]) -> None:
    assert {severity(rules[name], profile) for name in excused} == {"off"}


def test_a_first_meeting_needs_the_answers_to_six_questions(rules: dict[str, Rule]) -> None:
    asked = {
        name for name, rule in rules.items() if "ask" in rule.parameters and severity(rule, stage="hypothesis") != "off"
    }
    assert asked == {"is-it-big", "why-us", "evidence", "finances", "technical-hurdles", "risks"}


FIRST = """\
---
prfaq: {stage: hypothesis}
---

# Nest box owners learn the same evening that a marten came

## Summary

Wingbeat today writes to people who look after nest boxes the evening a box falls silent, so that they save the second brood.

## Problem

People who look after nest boxes in four counties learn in autumn that a marten emptied them, because they open the boxes twice a year. Last year 210 of 900 boxes were lost that way.

Today they walk the round by hand, which takes two volunteers a weekend, and come too late for the second brood.

## Solution

A volunteer reads the letter at dinner, and closes the box the same night.

## FAQ

### How many boxes are there?

About 40,000 in the four counties; we assume [half] have a phone signal.
"""


def test_hypothesis_is_not_reported_for_requirements_of_a_final_draft() -> None:
    draft = FIRST.replace("hypothesis", "draft")
    final = FIRST.replace("hypothesis", "final")
    first, middle, last = ({d.rule: d.severity for d in lint(text)} for text in (FIRST, draft, final))
    assert not set(first) & {"missing-dateline", "missing-customer-quote", "pricing", "open-assumption"}
    assert (first["finances"], middle["finances"]) == ("warning", "error")
    assert "error" not in first.values()
    assert len(first) < len(middle) <= len(last)
    assert last["missing-dateline"] == "warning" and last["open-assumption"] == "note"


@pytest.mark.parametrize(
    ("front", "remark"),
    [
        ("profile: ligth", "front matter: unknown profile “ligth” (did you mean “lite”?)"),
        ("stage: [1, 2]", "front matter: stage is not a string"),
        ("profile: {a: b}", "front matter: profile is not a string"),
        ("stage: true", "front matter: stage is not a string"),
        ("stage: ''", "front matter: unknown stage “” (known: hypothesis, draft, final)"),
        ("product: [x]", "front matter: product is not a string"),
    ],
)
def test_wrong_front_matter_is_a_remark_and_the_draft_is_checked(front: str, remark: str) -> None:
    run = prfaq("check", "--format", "json", "-", stdin=FIRST.replace("stage: hypothesis", front))
    assert run.status == 1
    assert remark in run.err and run.err.count("\n") == 1
    assert '"finances"' in run.out


def test_option_takes_precedence_over_front_matter() -> None:
    run = prfaq("check", "-", "--stage", "final", "--select", "missing-dateline", stdin=FIRST)
    assert " warning missing-dateline" in run.out


def test_profile_determines_the_kind_of_customer() -> None:
    for profile, customers in (
        ("developer", "developers"),
        ("open-source", "developers"),
        ("internal-tool", "colleagues"),
    ):
        settings = settle(options=Options(profile=profile))
        outline = Linter([], settings=settings).outline(Document.parse(FIRST))
        assert (outline.profile, outline.customers) == (profile, customers)
        assert for_developers(outline) == (customers == "developers")


def test_file_reads_as_configuration() -> None:
    """Check that a team can copy a profile unchanged into its own configuration."""
    text = (ROOT / "prfaq_lint/configuration/profiles.toml").read_text(encoding="utf-8")
    assert set(tomllib.loads(text)) == {"profiles", "stages"}


@pytest.mark.parametrize(
    ("line", "profile"),
    [
        ("Launch of an internal tool for night dispatchers.", "internal-tool"),
        ("## Internal: questions of the board", ""),
        ("*Internal document, do not forward.*", ""),
        ("**Internal:**\n\nHow many clerks are there?", ""),
        ("- Internal: how big is it?", ""),
        ("Internal: questions and answers", ""),
        ("“It is easier for our employees to sleep,” said Ida Holt, who runs a hotel.", ""),
    ],
)
def test_internal_tools_are_told_by_their_own_words(line: str, profile: str) -> None:
    assert (
        profile_of(f"# Night clerks find the key\n\n{line}\n\nClerks look for keys at four in the morning.\n")
        == profile
    )


@pytest.mark.parametrize(
    ("sentence", "profile"),
    [
        ("Unlike the open-source key boards, it hangs on any nail.", ""),
        ("The key board is open source; its code is on GitHub.", "open-source"),
        (
            "Our library, an internal product of Keyrow, is open source. See GitHub for the MIT license.",
            "internal-tool",
        ),
        (
            "Our library, an internal product of Keyrow, is open source: pip install keyrow. MIT license; contributors meet on GitHub.",
            "open-source",
        ),
    ],
)
def test_open_source_takes_more_than_the_words(sentence: str, profile: str) -> None:
    assert profile_of(f"# Night clerks find the key\n\n{sentence}\n") == profile
