"""The rules on solution-first language catch what they promise and leave look-alikes in peace."""

from __future__ import annotations

import pytest
import sentences_solution_first as told

from prfaq_lint.document import Document
from prfaq_lint.linter import Linter
from prfaq_lint.rules import Rule

DRAFT = """# Larkmoor pays pickers on the evening of the harvest

{headline}

LARKMOOR, 4 March 2027. Larkmoor today opened same-day pay to the pickers of 210 orchards. {sentence} The first harvest is paid on Friday.

## Problem

Pickers at 210 orchards wait nine days for their wages. Last autumn 61 of them borrowed from a foreman at a fifth a week, and
each paid 40 euros for it.

## Solution

A picker weighs the last crate, signs, and has the money before the bus leaves.
"""


@pytest.fixture(scope="module")
def family(rules: dict[str, Rule]) -> Linter:
    """The rules of the group, but for the one that sums them up."""
    return Linter([rule for rule in rules.values() if rule.group == "solution-first" and not rule.check.last])


def caught(family: Linter, sentence: str) -> list[str]:
    """The rules of the group that report on a sentence in the summary."""
    draft = DRAFT.format(sentence=sentence, headline="Wages on the day, for every crate that is weighed")
    outline = family.outline(Document.parse(draft, "draft.md"))
    return [diagnostic.rule for diagnostic in family.check(outline) if diagnostic.line == 5]


@pytest.mark.parametrize(
    ("rule", "sentence"), [(rule, sentence) for rule, found in told.FIRES.items() for sentence in found]
)
def test_each_family_catches_its_own(family: Linter, rule: str, sentence: str) -> None:
    assert rule in caught(family, sentence)


@pytest.mark.parametrize("sentence", [*told.RETROFITS, *told.TECHNOLOGY])
def test_paraphrases_are_caught(family: Linter, sentence: str) -> None:
    assert caught(family, sentence)


@pytest.mark.parametrize("sentence", [*told.NO_RETROFIT, *told.NO_TECHNOLOGY, *told.FALSE_FRIENDS])
def test_look_alikes_are_left_in_peace(family: Linter, sentence: str) -> None:
    assert caught(family, sentence) == []
