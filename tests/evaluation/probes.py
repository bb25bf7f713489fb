"""Measure the tool on single passages that were written to probe it, and that it never learns from.

    python -m tests.evaluation.probes [--set SET] [--misses NAME]

Each passage is put into the same short draft: a problem under "The problem", a sentence where its zone says, a question and its
answer into the FAQ. NAME is `problems`, `solution_first` or `answers`. Thresholds were chosen with the `first` set in view;
the `second` was written later, by somebody who had seen neither the tool nor its training text, and is only for figures.
The `third`, by three such writers, has only problems: hollow ones that have the form of a problem, and genuine ones that look
like them. What the hollow ones are about (`kind`): a the missing product · b a trend or a market · c a wish · d a rival ·
e inefficiency in general · f a need that people are not aware of · g a missing feature with a price · h amazement at a demo ·
i the company's own worry · j a slogan.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from prfaq_lint.configuration.selection import rules_for
from prfaq_lint.configuration.settings import Settings
from prfaq_lint.diagnostic import Diagnostic
from prfaq_lint.document.draft import Document
from prfaq_lint.outline.model import FACETS, Outline
from prfaq_lint.rules.linter import Linter

FOLDER = Path(__file__).parent / "probes"
SETS = ("first", "second", "third")
BAD = ("evasive", "hollow", "deferred", "offtopic")

_DRAFT = {
    "headline": "Kestrel is here: the office calendar that fits on one page",
    "subheadline": "For people who plan a week at a time.",
    "summary": "Kestrel is available from today in the north of England.",
    "problem": "Office managers copy the week's bookings from four calendars onto one sheet every Monday, and it takes them two hours.",
    "solution": "Kestrel puts the bookings of a week on one page.",
    "leader_quote": "“I used to do this myself,” said Jo Marsh, head of Kestrel.",
}


_ASKED = {
    "external_faq": "## Customer FAQ\n\n### What is it for?",
    "internal_faq": "## Internal FAQ\n\n### Why are we doing this?",
}


class Counts(NamedTuple):
    """The number of probes of one kind, and how many of them the tool got right."""

    name: str
    right: int
    total: int


def draft(**instead: str) -> str:
    """Return the short draft, with some of its pieces replaced."""
    told = {**_DRAFT, **instead}
    faq = "".join(f"\n{_ASKED[zone]}\n\n{text}\n" for zone, text in instead.items() if zone in _ASKED)
    return (
        f"# {told['headline']}\n\n{told['subheadline']}\n\n{told['summary']}\n\n## The problem\n\n{told['problem']}\n\n"
        f"## The solution\n\n{told['solution']}\n\n{told['leader_quote']}\n{faq}"
    )


def rows(folder: Path, name: str) -> Iterator[dict[str, Any]]:
    """Yield the probes in a file."""
    for line in (folder / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


class Probe:
    """The tool with its built-in rules."""

    def __init__(self) -> None:
        settings = Settings()
        self._linter = Linter(rules_for(settings), settings=settings)

    def outline(self, text: str) -> Outline:
        """Return the outline of a draft."""
        return self._linter.outline(Document.parse(text, "probe.md"))

    def check(self, text: str) -> list[Diagnostic]:
        """Return the findings of a draft."""
        return self._linter.check(self.outline(text))


def problems(probe: Probe, folder: Path, misses: list[str]) -> list[Counts]:
    """Measure whether genuine problems are accepted and others rejected."""
    counts = {True: [0, 0], False: [0, 0]}
    for row in rows(folder, "problems"):
        headline = {"headline": row["headline"]} if "headline" in row else {}
        text = draft(problem=row["text"], **headline)
        refused = any(found.rule == "missing-problem" for found in probe.check(text))
        counts[row["genuine"]][1] += 1
        if refused != row["genuine"]:
            counts[row["genuine"]][0] += 1
        else:
            misses.append(f"{'refused' if refused else 'accepted'}: {row['text']}")
    return [Counts("genuine problems accepted", *counts[True]), Counts("other text refused", *counts[False])]


def solution_first(probe: Probe, folder: Path, misses: list[str]) -> list[Counts]:
    """Measure which sentences that start from the solution are found, and how many others are reported by mistake."""
    found, alarms, positives, others = 0, 0, 0, 0
    for row in rows(folder, "solution_first"):
        text = draft(**{row["zone"]: row["text"]})
        lines = {number for number, line in enumerate(text.split("\n"), 1) if row["text"].strip() in line}
        hit = any(one.group == "solution-first" and one.line in lines for one in probe.check(text))
        if row["family"] == "none":
            others += 1
            alarms += hit
        else:
            positives += 1
            found += hit
        if hit == (row["family"] == "none"):
            misses.append(f"{row['family']} in {row['zone']}: {row['text']}")
    return [
        Counts("solution-first sentences found", found, positives),
        Counts("other sentences blamed", alarms, others),
    ]


def answers(probe: Probe, folder: Path, misses: list[str]) -> list[Counts]:
    """Measure the verdicts on answers and the facets of questions and answers."""
    blamed, bad, alarms, good = 0, 0, 0, 0
    facets = {"asks": [0, 0, 0], "answers": [0, 0, 0]}
    for row in rows(folder, "answers"):
        heading = "Internal FAQ" if row["audience"] == "internal" else "Customer FAQ"
        text = f"{draft()}\n## {heading}\n\n### {row['q']}\n\n{row['a']}\n"
        outline = probe.outline(text)
        if not outline.questions:
            misses.append(f"no question: {row['q']}")
            continue
        question = outline.questions[-1]
        start = outline.document.lines(question.start, question.start + 1)[0]
        lines = range(start, len(outline.document.source) + 1)
        hit = any(
            one.line in lines and (one.group == "answers" or (one.group == "plan" and row["q"][:20] in one.message))
            for one in probe.check(text)
        )
        if row["verdict"] in BAD:
            bad += 1
            blamed += hit
        else:
            good += 1
            alarms += hit
        if hit != (row["verdict"] in BAD):
            misses.append(f"{row['verdict']} read as {question.verdict} {question.bad:.2f}: {row['q']} | {row['a']}")
        for key, told in (("asks", question.topics), ("answers", question.answers)):
            for facet in FACETS:
                facets[key][0] += facet in told and facet in row[key]
                facets[key][1] += facet in told and facet not in row[key]
                facets[key][2] += facet not in told and facet in row[key]
    f1 = {key: round(200 * tp / max(1, 2 * tp + fp + fn)) for key, (tp, fp, fn) in facets.items()}
    return [
        Counts("hollow or evasive answers blamed", blamed, bad),
        Counts("sound answers blamed", alarms, good),
        Counts("facets asked, F1 in percent", f1["asks"], 100),
        Counts("facets answered, F1 in percent", f1["answers"], 100),
    ]


MEASURES = {"problems": problems, "solution_first": solution_first, "answers": answers}


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--misses", choices=MEASURES, help="list the probes of one kind that went wrong")
    parser.add_argument("--set", choices=SETS, action="append", help="only this set (repeatable)")
    options = parser.parse_args()
    probe = Probe()
    for chosen in options.set or SETS:
        print(chosen)
        for name, measure in MEASURES.items():
            if not (FOLDER / chosen / f"{name}.jsonl").exists():
                continue
            misses: list[str] = []
            for one in measure(probe, FOLDER / chosen, misses):
                print(f"  {one.name:38} {one.right:4} of {one.total:4}  {one.right / max(1, one.total):.2f}")
            if options.misses == name:
                print("\n".join(misses))


if __name__ == "__main__":
    main()
