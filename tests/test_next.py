"""`next`: the one thing to write next, the problem first and the headline last."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from conftest import ROOT, prfaq

from prfaq_lint.authoring.additions import steps
from prfaq_lint.outline import FACETS, PARTS
from prfaq_lint.rules.pages import load

PROBLEM = (
    "Beekeepers with hives on rented fields drive 40 minutes to each of them every week in May, because a swarm leaves without "
    "warning. They look into every hive by hand, write the count in a notebook, and still lose two swarms in ten, 150 euros each."
)
SOLUTION = (
    "A beekeeper lays Humwatch below the hive and goes home. When the bees prepare to leave, her telephone rings a day before, and "
    "she drives to one field instead of nine."
)


def example(name: str) -> str:
    return (ROOT / "examples" / name).read_text(encoding="utf-8")


def found(text: str) -> dict[str, Any]:
    run = prfaq("next", "--format", "json", "-", stdin=text)
    assert (run.status, run.err) == (0, "")
    return dict(json.loads(run.out))


def test_the_order_names_what_exists() -> None:
    rules = load()
    named = [rule for step in steps() for rule in step.get("rules", ())]
    assert [rule for rule in named if rule not in rules] == []
    assert sorted(facet for step in steps() for facet in step.get("facets", ())) == sorted(FACETS)
    assert sorted(step["part"] for step in steps() if "part" in step) == sorted(PARTS)
    for step in steps():
        assert "facets" in step or "question" in step or step["name"] == "answers", step["name"]
        if "part" in step or "audience" in step or "verdict" in step:
            assert len(re.findall(r"[.?”](?: |$)", step["guidance"])) >= 2 and step["question"].endswith("?")


def test_an_empty_draft_begins_with_the_problem() -> None:
    for text in ("", "# Humwatch\n", prfaq("new", "Humwatch", "-o", "-").out):
        assert found(text)["what"] == "the problem paragraph"


def test_a_new_draft_points_at_its_own_heading() -> None:
    text = prfaq("new", "Humwatch", "-o", "-").out
    line = found(text)["line"]
    assert "Problem" in text.split("\n")[line - 1]


def test_a_draft_is_written_step_by_step() -> None:
    """Each text that is asked for leads on to the next step, and never back."""
    names = [step["what"] for step in steps()]
    head = "# Humwatch\n\n"
    text = head + f"## Problem\n\n{PROBLEM}\n"
    seen = []
    for more in (
        "",
        f"\n## Solution\n\n{SOLUTION}\n",
        "\n## Summary\n\nBRNO, 2 May 2027. Humwatch today warns beekeepers one day before a swarm leaves, so that they drive to one field.\n",
        "\n## Getting started\n\nOrder at humwatch.example for 60 euros, lay the mat below the hive and type in your number.\n",
        "\n## Customer quote\n\n“I drove to one field and caught them in time,” said Jana Novak, a beekeeper near Brno.\n",
        "\n## Leader quote\n\n“Nobody should lose a hive for want of a telephone call,” said Petr Dvorak, founder of Humwatch.\n",
    ):
        text += more
        seen.append(found(text)["what"])
    order = [names.index(what) for what in seen if what in names]
    assert seen[0] == "the solution paragraph" and order == sorted(order) and len(set(order)) >= 5
    assert seen[-1] in ("the call to action", "the internal FAQ")


def test_the_problem_must_name_what_it_costs() -> None:
    text = f"# Humwatch\n\n## Problem\n\nSwarms leave.\n\n## Solution\n\n{SOLUTION}\n"
    step = found(text)
    assert step["rule"] == "missing-problem" and step["question"].startswith("Who is the customer")
    assert step["guidance"].count(". ") >= 1 and not step["done"]


def test_facets_come_by_weight_and_keep_the_drafts_own_question() -> None:
    lines = example("night-shift-handover.md").split("\n")
    assert lines[60].startswith("### ") and lines[82].startswith("### ")
    lines[84] = "TBD"
    late = found("\n".join(lines))
    assert (late["line"], late["question"]) == (83, lines[82].lstrip("# "))
    lines[62] = "TBD"
    early = found("\n".join(lines))
    assert (early["line"], early["question"], early["what"]) == (61, lines[60].lstrip("# "), "Is it big?")
    assert early["guidance"].endswith("with a source for each.")


def test_done() -> None:
    run = prfaq("next", "examples/night-shift-handover.md")
    assert (run.status, run.out) == (0, "examples/night-shift-handover.md: No required parts are left to write.\n")
    assert json.loads(prfaq("next", "--format", "json", "examples/night-shift-handover.md").out)["done"] is True


def test_any_other_answer_and_any_blank_is_left() -> None:
    text = example("night-shift-handover.md")
    step = found(text + "\n### Which wards come next?\n\nTBD\n")
    assert (step["what"], step["question"]) == ("a missing answer", "Which wards come next?")
    step = found(text.replace("After twelve hours", "TODO: after twelve hours"))
    assert (step["done"], step["what"], step["line"]) == (False, "the problem paragraph", 11)


def test_rules_that_are_off_ask_for_nothing(tmp_path: Path) -> None:
    draft = tmp_path / "draft.md"
    draft.write_text(f"# Humwatch\n\n## Problem\n\n{PROBLEM}\n")
    assert "the solution paragraph" in prfaq("next", "draft.md", cwd=tmp_path).out
    (tmp_path / "prfaq-lint.toml").write_text('ignore = ["missing-solution"]\n')
    run = prfaq("next", "draft.md", cwd=tmp_path)
    assert run.status == 0 and "the solution paragraph" not in run.out


def test_errors() -> None:
    assert prfaq("next", "nowhere.md").err == "prfaq-lint: nowhere.md: no such file\n"
    run = prfaq("next", "rules")
    assert (run.status, run.err) == (2, "prfaq-lint: rules: is a directory\n")
