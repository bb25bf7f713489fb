"""Tests of the evaluation on labelled drafts: its data is valid, and its measures count correctly."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, Run
from evaluation import ecosystem, labels, manifest
from evaluation.__main__ import sheets, table
from evaluation.align import matched, passages_of, questions_of
from evaluation.label import LabelError, Problem, Remark, parse, render
from evaluation.measures import ROWS, measure
from evaluation.remarks import is_covered
from evaluation.scores import Counts, Row, Sheet, scores
from evaluation.tool import Result, Tool
from evaluation.units import Unit, cut, digest

from prfaq_lint.diagnostic import Diagnostic
from prfaq_lint.outline.model import FACETS

DRAFT = """---
title: front matter holds no units
---
# Tidebook gives harbours their evenings back

Harbour masters copy every berth by hand. It takes **50 minutes**, says Ann Pascoe.
Skippers wait.

- Install [Tidebook](https://tidebook.example).

| Berth | Boat |
| --- | --- |
| 4 | Kestrel |

**Does it work offline?**

Yes. The list is kept on the tablet.

```
code holds none either
```
"""

SHORT = """#doc prfaq en
#problem genuine=1 customer=1 evidence=0 leak=7
#placeholders 9, 11
1	headline	benefit	-
2	problem	pain	-
3	problem	cost	-	ans=customer-evidence
4	problem	pain	retrofit	-
5	getting_started	start	-	-
6	other	-	-	-
7	other	-	-	-
8	q_ext	-	-	asks=feasibility,operations ans= v=hollow first=1
9	answer	-	-	-
10	answer	-	-	-
"""


def passage(line: int, text: str, part: str = "other", role: str = "-", family: str = "-") -> dict[str, Any]:
    """Return a passage in the form of an outline's JSON."""
    return {"line": line, "end_line": line, "text": text, "part": part, "role": role, "solution_first": family}


def finding(rule: str, group: str, line: int, severity: str = "warning") -> Diagnostic:
    """Return a finding that covers one line."""
    return Diagnostic("draft.md", line, 1, line, 2, rule, group, severity, "It is wrong.")


# The data


def test_the_drafts_of_one_owner_are_in_one_split() -> None:
    drafts = [entry for entry in manifest.entries() if entry.split != "own"]
    splits: dict[str, set[str]] = {}
    for entry in drafts:
        assert entry.split == manifest.split_of(entry.repo), entry.id
        splits.setdefault(entry.repo.partition("/")[0].lower(), set()).add(entry.split)
    assert all(len(of) == 1 for of in splits.values())
    sizes = {split: sum(entry.split == split for entry in drafts) for split in ("train", "dev", "test")}
    told = (manifest.FILE.parent / "README.md").read_text(encoding="utf-8")
    assert f"lists {len(drafts)} drafts" in told
    assert "({train}, {dev} and {test} drafts)".format(**sizes) in " ".join(told.split())


def test_every_label_has_a_draft_and_every_draft_a_label() -> None:
    drafts = manifest.entries()
    names = [entry.id for entry in drafts]
    assert len({entry.sha256 for entry in drafts}) == len(set(names)) == len(names)
    assert set(names) == {path.stem for path in labels.FOLDER.glob("*.tsv")}
    own = {entry.id for entry in drafts if entry.split == "own"}
    assert own == {path.stem for path in manifest.DRAFTS.glob("*.md")}, "python -m tests.evaluation.labels --add-hashes"


def test_the_labels_are_in_order() -> None:
    assert labels.complaints() == []


def test_the_own_drafts_are_those_that_were_labelled() -> None:
    own = [entry for entry in manifest.entries() if entry.split == "own"]
    assert len(own) >= 20
    for entry in own:
        assert manifest.fingerprint(manifest.FILE.parent / entry.path) == entry.sha256, entry.id


# Units and labels


def test_a_text_is_cut_into_headings_sentences_items_and_rows() -> None:
    assert [(unit.line, unit.kind, unit.text) for unit in cut(DRAFT)] == [
        (4, "h", "Tidebook gives harbours their evenings back"),
        (6, "p", "Harbour masters copy every berth by hand."),
        (6, "p", "It takes 50 minutes, says Ann Pascoe."),
        (7, "p", "Skippers wait."),
        (9, "l", "Install Tidebook."),
        (11, "t", "Berth | Boat"),
        (13, "t", "4 | Kestrel"),
        (15, "b", "Does it work offline?"),
        (17, "p", "Yes."),
        (17, "p", "The list is kept on the tablet."),
    ]


def test_hashes_are_added_to_a_label() -> None:
    short = parse(SHORT)
    full = labels.hashed(short, cut(DRAFT))
    assert full.rows[1][5:] == (6, "p", digest("Harbour masters copy every berth by hand."))
    assert [row[:5] for row in full.rows] == [row[:5] for row in short.rows]
    assert parse(render(full)) == full
    assert full.problem == Problem(genuine=True, customer=True, evidence=False, leak=(7,))
    assert full.placeholders == (9, 11)
    question = full.rows[7]
    assert (question.asks, question.answers) == ({"feasibility", "operations"}, frozenset())
    assert (question.verdict, question.answered_first) == ("hollow", True)


@pytest.mark.parametrize(
    ("remark", "rule", "line", "said"),
    [
        (Remark("customer-quote", 0), "missing-customer-quote", 1, True),
        (Remark("customer-quote", 4), "praise-only-quote", 30, True),
        (Remark("customer-quote", 4), "empty-leader-quote", 7, False),
        (Remark("wording", 4), "hype", 7, True),
        (Remark("wording", 4), "hype", 30, False),
        (Remark("wording", 0), "hype", 30, True),
        (Remark("follows", 4), "missing-problem", 7, False),
    ],
)
def test_findings_are_matched_to_remarks(remark: Remark, rule: str, line: int, said: bool) -> None:
    found = Diagnostic("a.md", line, 1, line, 5, rule, "group", "note", "message")
    assert is_covered(remark, cut(DRAFT), [found]) is said
    label = replace(parse(SHORT), remarks=(remark,))
    assert parse(render(label)).remarks == (remark,)


def test_changed_draft_is_detected_by_the_hashes_of_its_label() -> None:
    full = labels.hashed(parse(SHORT), cut(DRAFT))
    with pytest.raises(LabelError, match="unit 4 is another text"):
        labels.agree(full, cut(DRAFT.replace("Skippers wait.", "Skippers argue.")))
    with pytest.raises(LabelError, match="10 rows for 11 units"):
        labels.agree(full, cut(DRAFT + "\nMore.\n"))


def test_line_ranges_tell_whether_there_is_a_dateline() -> None:
    silent = parse(SHORT)
    assert (silent.has("dateline"), silent.has("summary"), silent.has("problem")) == (None, False, True)
    told = parse(SHORT + "#part\tdateline\t6\n#part\tsummary\t-\n#part\tcall_to_action\t9-11,13\n")
    assert (told.has("dateline"), told.has("summary"), told.has("call_to_action")) == (True, False, True)
    assert parse(render(told)).has("dateline")
    assert parse(SHORT + "#part\tdateline\t-\n").has("dateline") is False
    assert silent.has("call_to_action") is None, "how to get started may be one"
    assert parse(SHORT.replace("getting_started", "solution")).has("call_to_action") is False


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("#doc prfaq en", "", "no line “#doc"),
        ("#doc prfaq en", "#doc essay en", "“essay” is none of prfaq"),
        ("1\theadline", "1\theader", "line 4: “header” is none of"),
        ("benefit", "gain", "“gain” is none of"),
        ("retrofit", "fitted", "“fitted” is none of"),
        ("customer-evidence", "proof", "“proof” is none of"),
        ("hollow", "poor", "“poor” is none of"),
        (" v=hollow", "", "“” is none of"),
        ("v=hollow", "v=hollow Tidebook", "“Tidebook” is none of asks"),
        ("10\tanswer", "11\tanswer", "not numbered"),
        ("customer=1", "customer=yes", "“yes” is none of"),
        ("#placeholders", "#todo", "“todo” is none of"),
        ("#placeholders", "#remarks\tbeauty:3\n#placeholders", "“beauty” is none of"),
        ("#placeholders", f"#remarks\t{'claim:1 ' * 7}\n#placeholders", "more than 6 remarks"),
        ("#placeholders", "#remarks\tclaim:-7\n#placeholders", "a unit below 0"),
    ],
)
def test_a_wrong_label_is_refused(old: str, new: str, why: str) -> None:
    with pytest.raises(LabelError, match=why):
        parse(SHORT.replace(old, new))


def test_hashes_are_added_to_the_files(tmp_path: Path) -> None:
    (tmp_path / "tidebook.md").write_text(DRAFT, encoding="utf-8")
    (tmp_path / "unlabelled.md").write_text(DRAFT, encoding="utf-8")
    (tmp_path / "tidebook.tsv").write_text(SHORT, encoding="utf-8")
    bare = ["tidebook: rows without a hash (--add-hashes adds them)", "unlabelled: there is no label"]
    assert labels.complaints(tmp_path, tmp_path) == bare
    assert labels.add_hashes(tmp_path, tmp_path) == [tmp_path / "tidebook.md"]
    assert labels.complaints(tmp_path, tmp_path) == bare[1:]
    assert manifest.own(tmp_path / "tidebook.md").path == "drafts/tidebook.md"


def test_texts_are_found_by_their_fingerprint(tmp_path: Path) -> None:
    (tmp_path / "below").mkdir()
    copy = tmp_path / "below" / "renamed.md"
    copy.write_text(DRAFT, encoding="utf-8")
    entry = manifest.own(copy)._replace(id="tidebook", split="dev")
    missing = entry._replace(id="gone", sha256="0" * 64)
    assert manifest.find([entry, missing], [tmp_path]) == {"tidebook": copy}


# Pairs


def test_units_find_their_passages() -> None:
    units = [Unit(1, 3, "p", "One boat waits."), Unit(2, 3, "p", "One boat waits."), Unit(3, 4, "p", "Two sink. Three")]
    passages = [passage(3, "One boat waits."), passage(3, "*One* boat waits."), passage(5, "Two sink. Three swim.")]
    assert passages_of(units, passages) == passages
    assert passages_of(units, passages[:1]) == [passages[0], passages[0], None]
    joined = {**passage(2, "One boat waits. Two sink. Three swim."), "end_line": 4}
    assert passages_of(units, [joined]) == [joined] * 3
    assert passages_of(units, []) == [None] * 3


def test_questions_pair_up_within_a_line() -> None:
    asked = [Unit(1, 10, "b", "What is it?"), Unit(2, 11, "b", "Who pays?"), Unit(3, 20, "b", "Why now?")]
    questions = [
        {"line": 11, "text": "Who pays?"},
        {"line": 10, "text": "What is it?"},
        {"line": 22, "text": "Why now?"},
    ]
    assert questions_of(asked, questions) == ([questions[1], questions[0], None], [questions[2]])


def test_each_line_is_paired_only_once() -> None:
    assert matched([4, 5, 9], [5, 6, 20]) == ([4, 5], [9], [20])
    assert matched([4, 4], [4, 4]) == ([4], [], [])


# Scores


def test_scores_match_their_textbook_definitions() -> None:
    one, other = Sheet("one"), Sheet("other")
    for truth, guess in ((True, True), (True, False), (False, True), (False, False), (True, True)):
        one.decide("yes-no", truth, guess, "3 a text")
    other.decide("yes-no", True, True)
    one.share("right", True)
    other.share("right", False, "7 another")
    one.mean("many", 5)
    other.mean("many", 2)
    one.decide("rare", True, False)
    rows = [
        Row("yes-no", "F1"),
        Row("right", "share"),
        Row("many", "mean"),
        Row("rare", "F1"),
        Row("all", "macro F1", ("yes-no", "rare")),
        Row("never", "F1"),
    ]
    found = {score.row.name: score for score in scores([one, other], rows)}
    assert found["yes-no"].counts == Counts(tp=3, fp=1, fn=1, tn=1)
    values = {name: round(score.value, 3) for name, score in found.items()}
    assert values == {"yes-no": 0.75, "right": 0.5, "many": 3.5, "rare": 0.0, "all": 0.375}
    assert (found["yes-no"].low, found["yes-no"].high) == (pytest.approx(2 / 3), 1.0)
    assert (found["many"].low, found["many"].high) == (2.0, 5.0)
    assert scores([one, other], rows)[0] == found["yes-no"], "the same drafts give the same interval"
    assert one.misses == [
        ("yes-no", "one:3: missed  a text"),
        ("yes-no", "one:3: invented  a text"),
        ("rare", "one: missed"),
    ]
    assert other.misses == [("right", "other:7: wrong  another")]
    assert table(list(found.values())).split("\n")[1].split() == (
        "yes-no F1 0.75 0.67 – 1.00 0.75 0.75 0.67 3 1 1 1".split()
    )
    assert scores([], rows) == []
    assert math.isnan(Counts().f1)


# Measures


OUTLINE: dict[str, Any] = {
    "type": "prfaq",
    "language": "en",
    "parts": [{"part": "headline", "lines": [4, 4]}, {"part": "summary", "lines": [6, 6]}],
    "questions": [
        {
            "line": 16,
            "text": "Does it work offline?",
            "audience": "internal",
            "topics": ["feasibility", "risks"],
            "answered": True,
            "answer_first": False,
            "answers": ["legal"],
            "verdict": "deferred",
        }
    ],
    "plan": {"customer-evidence": [[6, 6]], "legal": [[15, 17]]},
    "passages": [
        passage(4, "Tidebook gives harbours their evenings back", "headline", "pitch"),
        passage(6, "Harbour masters copy every berth by hand.", "problem", "pain"),
        passage(6, "It takes 50 minutes, says Ann Pascoe.", "problem", "pain"),
        passage(7, "Skippers wait.", "summary", "other", "tech"),
        passage(9, "Install Tidebook.", "getting_started", "start"),
        passage(15, "Does it work offline?", "q_int"),
        passage(17, "Yes.", "answer"),
        passage(17, "The list is kept on the tablet.", "answer"),
    ],
}
FINDINGS = [
    finding("problem-without-customer", "problem", 6),
    finding("solution-in-problem", "problem", 7, "error"),
    finding("retrofit", "solution-first", 8),
    finding("fashion", "solution-first", 17, "note"),
    finding("todo-marker", "placeholders", 9),
    finding("empty-section", "placeholders", 15),
]


def counts_of(text: str, result: Result) -> dict[str, Counts]:
    """Return the counts for the made-up draft with a label."""
    units = cut(DRAFT)
    return measure("tidebook", labels.hashed(parse(text), units), units, result).counts


def test_each_row_counts_what_it_says() -> None:
    counts = counts_of(SHORT, Result(OUTLINE, FINDINGS))
    expected = {
        "document:recognised": Counts(tp=1),
        "document:template": Counts(tn=1),
        "part:headline": Counts(tp=1),
        "part:problem": Counts(fn=1),
        "part:summary": Counts(fp=1),
        "part:solution": Counts(tn=1),
        "part:getting_started": Counts(fn=1),
        "problem:missing": Counts(tn=1),
        "problem:without-customer": Counts(fp=1),
        "problem:without-evidence": Counts(fn=1),
        "problem:solution-inside": Counts(tp=1),
        "unit:aligned": Counts(tp=8, fn=2),
        "unit:part": Counts(tp=6, fn=4),
        "unit:role": Counts(tp=2, fn=3),
        "role:pain": Counts(tp=1, fp=1, fn=1, tn=2),
        "role:cost": Counts(fn=1, tn=4),
        "unit:pain-cost-alternative": Counts(tp=2, fn=1, tn=7),
        "unit:solution-first": Counts(tp=1, tn=9),
        "line:solution-first": Counts(tp=1, fp=1),
        "line:placeholders": Counts(tp=1, fn=1),
        "question:found": Counts(tp=1),
        "question:audience": Counts(fn=1),
        "question:asked": Counts(tp=1, fp=1, fn=1, tn=len(FACETS) - 3),
        "question:answered": Counts(fp=1, tn=len(FACETS) - 1),
        "question:not-answered-first": Counts(fp=1),
        "verdict:bad": Counts(tp=1),
        "plan:answered": Counts(tp=1, fp=1, tn=len(FACETS) - 2),
        "findings:errors": Counts(tp=1, tn=1),
        "findings:warnings": Counts(tp=4, tn=1),
        "findings:notes": Counts(tp=1, tn=1),
    }
    assert {row: counts.get(row) for row in expected} == expected
    assert "part:dateline" not in counts
    assert "problem:without-alternative" not in counts
    assert set(counts) <= {row.name for row in ROWS}


def test_sound_answers_reported_as_bad_are_counted_separately() -> None:
    counts = counts_of(SHORT.replace("hollow", "partial"), Result(OUTLINE, []))
    assert (counts["verdict:bad"], counts["verdict:partial-called-bad"]) == (Counts(fp=1), Counts(tp=1))


def test_rows_that_the_outline_cannot_fill_are_left_out() -> None:
    question = {name: value for name, value in OUTLINE["questions"][0].items() if name not in ("answers", "verdict")}
    counts = counts_of(SHORT, Result({**OUTLINE, "passages": [], "questions": [question]}, []))
    assert counts["unit:aligned"] == Counts(fn=10)
    bare = {name: value for name, value in OUTLINE.items() if name != "passages"} | {"questions": [question]}
    counts = counts_of(SHORT, Result(bare, []))
    assert not {row for row in counts if row.startswith(("unit:", "role:", "verdict:"))}
    assert "question:answered" not in counts


def test_templates_decoys_and_disputed_drafts_count_only_as_documents() -> None:
    result = Result({**OUTLINE, "type": "other"}, [])
    assert counts_of(SHORT.replace("prfaq", "decoy"), result) == {"document:recognised": Counts(tn=1)}
    assert counts_of(SHORT + "#second decoy\n", result) == {}
    template = Result({**OUTLINE, "type": "template"}, [])
    assert set(counts_of(SHORT.replace("prfaq", "template"), template)) == {"document:recognised", "document:template"}
    assert set(counts_of(SHORT.replace(" en", " de"), template)) == {"document:recognised", "document:template"}


def test_the_tool_reads_a_draft_as_the_command_line_does(cli: Callable[..., Run]) -> None:
    path = "examples/expense-bot.md"
    result = Tool().read(manifest.text_of(ROOT / path), path)
    assert json.loads(cli("outline", "--format", "json", path).out) == json.loads(json.dumps([result.outline]))
    assert json.loads(cli("check", "--format", "json", path).out) == [one.to_json() for one in result.findings]
    assert Tool().read("# Notes\n\nBuy milk.\n", "notes.md").findings == []


def test_the_own_drafts_can_be_measured() -> None:
    drafts = [entry for entry in manifest.entries() if entry.split == "own"][::8]
    found = list(sheets(drafts, manifest.find(drafts, [])))
    assert [sheet.name for sheet in found] == [entry.id for entry in drafts]
    assert drafts and table(scores(found, ROWS, resamples=20))


# Revisions


def test_difference_lists_new_changed_and_missing_findings() -> None:
    def known(*found: Diagnostic) -> ecosystem.Findings:
        return {(one.rule, "tidebook", one.line, index): one.to_json() for index, one in enumerate(found)}

    old = known(finding("retrofit", "solution-first", 8), finding("fashion", "solution-first", 9, "note"))
    new = known(finding("todo-marker", "placeholders", 3), finding("fashion", "solution-first", 9, "error"))
    assert ecosystem.difference(old, new, 1).split("\n") == [
        "fashion  +0 -0 ~1",
        "  ~ tidebook:9 note → error: It is wrong.",
        "",
        "retrofit  +0 -1",
        "  - tidebook:8 warning: It is wrong.",
        "",
        "todo-marker  +1 -0",
        "  + tidebook:3 warning: It is wrong.",
        "",
        "1 drafts: 1 findings come, 1 go, 0 that stay are worded otherwise",
        "old: 2 findings (0 errors, 1 warnings, 1 notes)",
        "new: 2 findings (1 errors, 1 warnings, 0 notes)",
    ]


def test_the_working_tree_can_be_compared(tmp_path: Path) -> None:
    example = (ROOT / "examples" / "party-planner.md").read_text(encoding="utf-8")
    (tmp_path / "tidebook.md").write_text(f"{example}\n\nTODO\n", encoding="utf-8")
    with ecosystem.checkout(".") as tree:
        assert tree == ROOT
        found = ecosystem.check(tree, tmp_path)
    assert found and all(key[1] == "tidebook" for key in found)
