"""Tests of the trained reader: segments, windows and weights, and the same result every time."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from conftest import Run
from hypothesis import given
from hypothesis import strategies as some

from prfaq_lint.document.draft import Document
from prfaq_lint.reader import model, weights
from prfaq_lint.reader.labels import ATTRIBUTES, FACETS, FAMILIES, PARTS, REVIEW, ROLES, VERDICTS
from prfaq_lint.reader.neighbours import neighbours
from prfaq_lint.reader.segments import segment
from prfaq_lint.reader.windows import MARKERS, Item, items, marker_piece, place_piece, windows
from prfaq_lint.reader.wordpiece import UNKNOWN, WordPiece

READS_ANEW = True

DRAFT = """# Lampwick tells night nurses which lamp is out

**Nurses find the broken lamp before the round begins**

## Problem

Night nurses walk 1.4 km a shift to look for lamps. Last year 31 patients fell in the dark.

- The porter keeps a list.

| lamp | ward |
| --- | --- |
| 7 | B2 |

## Customer FAQ

### What does it cost?

£9 a ward and month.
"""


WHOLE = """# Lampwick tells night nurses which lamp is out

LEEDS, 4 May 2027. Lampwick shows nurses on night shifts which lamps are out, so that they bring one before the round begins.

## Problem

Nurses on night shifts find out beside the bed that the lamp is broken. They walk back to the store for another,
four times in a shift, while the patient lies in the dark. Last year 31 patients fell in the dark at one hospital.

## Solution

Nurses look at Lampwick before the round and see the lamps that are out.

## Customer FAQ

### What does it cost?

£9 a ward and month.
"""


def test_segments_of_a_draft() -> None:
    found = [(one.kind, one.text) for one in segment(Document.parse(DRAFT))]
    assert found == [
        ("h", "Lampwick tells night nurses which lamp is out"),
        ("b", "Nurses find the broken lamp before the round begins"),
        ("h", "Problem"),
        ("p", "Night nurses walk 1.4 km a shift to look for lamps."),
        ("p", "Last year 31 patients fell in the dark."),
        ("l", "The porter keeps a list."),
        ("t", "lamp | ward"),
        ("t", "7 | B2"),
        ("h", "Customer FAQ"),
        ("h", "What does it cost?"),
        ("p", "£9 a ward and month."),
    ]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        pytest.param("**Problem**: It leaks.", "p", id="a-label-is-part-of-its-sentence"),
        pytest.param("**Problem**\nIt leaks.", "bp", id="a-bold-line-above-text"),
        pytest.param("##Problem\n\nIt leaks.", "hp", id="a-heading-without-a-space"),
        pytest.param("```\ncode\n```\n\nIt leaks. <!-- aside -->", "p", id="code-and-comments-are-skipped"),
        pytest.param("1. One. Two.\n2. Three.", "lll", id="sentences-of-list-items"),
    ],
)
def test_kinds_of_segments(text: str, kinds: str) -> None:
    assert "".join(one.kind for one in segment(Document.parse(text))) == kinds


PIECES = {
    piece: number
    for number, piece in enumerate([UNKNOWN, "pay", "##ment", "##s", "the", "##n", "##x", "!", "ca", "##fe"])
}


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("The payments!", ["the", "pay", "##ment", "##s", "!"]),
        ("CAFÉ", ["ca", "##fe"]),
        ("pay\u00a0pay", ["pay", "pay"]),
        ("unknowable", [UNKNOWN]),
        ("pay" + "x" * 80, [UNKNOWN]),
    ],
)
def test_word_pieces(text: str, cut: list[str]) -> None:
    names = list(PIECES)
    assert [names[number] for number in WordPiece(PIECES).encode(text, 64)] == cut


def test_no_more_pieces_than_asked_for() -> None:
    assert len(WordPiece(PIECES).encode("pay " * 500, 64)) == 64


NUMBERS = {
    piece: number for number, piece in enumerate(["[CLS]", *map(marker_piece, MARKERS), *map(place_piece, range(10))])
}


@given(some.lists(some.integers(1, 64), min_size=1, max_size=80))
def test_windows_show_every_segment(lengths: list[int]) -> None:
    cut = [
        Item("h2" if not number % 7 else "p", 2 if not number % 7 else 9, [0] * size)
        for number, size in enumerate(lengths)
    ]
    found = windows(cut, NUMBERS.__getitem__)
    shown = [index for window in found for index in range(window.first, window.last)]
    assert set(shown) == set(range(len(cut)))
    assert all(len(window.pieces) == len(window.owners) <= 384 for window in found)
    assert all(before.last > after.first for before, after in pairwise(found) if max(lengths) < 60)


def test_a_window_opens_with_the_headings_above_it() -> None:
    cut = [Item("h1", 1, [100]), Item("h2", 2, [200]), *[Item("p", 9, [1] * 60)] * 8]
    second = windows(cut, NUMBERS.__getitem__)[1]
    assert 100 in second.pieces[:10] and 200 in second.pieces[:10]
    assert second.owners[second.pieces.index(100)] == -1


def test_a_question_has_a_window_of_its_own_whatever_stands_before_it() -> None:
    heading, question, answer = Item("h2", 2, [100]), Item("b", 7, [200]), Item("p", 9, [300])
    text = [Item("p", 9, [1] * 20)]

    def pieces_of_the_question(before: int) -> list[int]:
        cut = [*text * before, heading, question, answer, question, answer]
        found = windows(cut, NUMBERS.__getitem__, breaks={before + 1: True, before + 3: True})
        assert [(window.first, window.last) for window in found[-2:]] == [
            (before + 1, before + 3),
            (before + 3, before + 5),
        ]
        return found[-1].pieces

    assert pieces_of_the_question(1) == pieces_of_the_question(30)


def test_first_and_further_sentences_are_told_apart() -> None:
    cut = items(segment(Document.parse("One. Two.\n\nThree.")), lambda text, most: [1])
    assert [item.kind for item in cut] == ["p", "s", "p"]


@pytest.mark.parametrize(("bits", "share"), [(6, 31), (8, 127)])
def test_weights_are_read_back_unchanged(tmp_path: Path, bits: int, share: int) -> None:
    wide = np.random.default_rng(1).normal(size=(37, 5)).astype(np.float32)
    four = wide[:, :4]
    weights.save(
        tmp_path / "w.npz", {"wide": wide, "word": four, "bias": wide[0]}, ["a", "ü"], {"wide": bits, "word": bits}
    )
    arrays, words, vocabulary = weights.load(tmp_path / "w.npz")
    assert vocabulary == ["a", "ü"]
    assert np.abs(arrays["wide"] - wide).max() <= np.abs(wide).max() / share
    assert np.abs(words[[36, 0]] - four[[36, 0]]).max() <= np.abs(four).max() / share
    assert len(words) == len(four)
    assert np.abs(arrays["bias"] - wide[0]).max() < 0.01


def test_added_weights_leave_all_others_as_they_are(tmp_path: Path) -> None:
    numbers = np.random.default_rng(1).normal(size=(8, 4)).astype(np.float32)
    weights.save(tmp_path / "w.npz", {"wide": numbers, "word": numbers}, ["a"], {"wide": 6, "word": 6})
    before, _, _ = weights.load(tmp_path / "w.npz")
    for scale in (1, 2):
        weights.add(tmp_path / "w.npz", {"head": scale * numbers}, {"head": 8})
    after, _, vocabulary = weights.load(tmp_path / "w.npz")
    assert vocabulary == ["a"] and set(after) == {"wide", "head"}
    assert (after["wide"] == before["wide"]).all()
    assert np.abs(after["head"] - 2 * numbers).max() < 0.1


def _changed(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 0x55]) + data[at + 1 :]


@pytest.mark.parametrize("command", ["check", "outline", "next"])
@pytest.mark.parametrize(
    "damage",
    [
        lambda data: None,
        lambda data: b"",
        lambda data: b"version https://git-lfs.github.com/spec/v1",
        lambda data: data[: len(data) // 2],
        lambda data: data[:-100],
        lambda data: _changed(data, 0),
        lambda data: _changed(data, data.index(b"NUMPY") + 1),
        lambda data: _changed(data, data.index(b"'descr'") + 12),
        lambda data: _changed(data, len(data) // 3),
        lambda data: _changed(data, len(data) - 20),
    ],
)
def test_a_damaged_reader_is_one_line(
    cli: Callable[..., Run],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    damage: Callable[[bytes], bytes | None],
    command: str,
) -> None:
    damaged = damage(Path(model.__file__).with_name("reader.npz").read_bytes())
    file = tmp_path / "reader.npz"
    if damaged is not None:
        file.write_bytes(damaged)
    (tmp_path / "draft.md").write_text(WHOLE, encoding="utf-8")
    monkeypatch.setattr(model, "_FILE", file)
    model.load.cache_clear()
    try:
        done = cli(command, "draft.md", cwd=tmp_path)
    finally:
        model.load.cache_clear()
    assert done.status == 2
    assert done.out == ""
    assert done.err == f"prfaq-lint: {file} is missing or damaged: install prfaq-lint again\n"


def test_weights_are_small_enough_to_ship() -> None:
    assert Path(model.__file__).with_name("reader.npz").stat().st_size <= 10_000_000


def test_probabilities() -> None:
    reading = model.load().read(segment(Document.parse(DRAFT)))
    count = len(reading.segments)
    for array, labels in ((reading.parts, PARTS), (reading.roles, ROLES), (reading.families, FAMILIES)):
        assert array.shape == (count, len(labels))
        assert np.allclose(array.sum(1), 1, atol=0.02)
    assert reading.facets.shape == (count, len(FACETS))
    assert set(reading.attribute([3, 4])) == set(ATTRIBUTES)
    assert reading.attribute([]) == dict.fromkeys(ATTRIBUTES, 0.0)


def test_probabilities_are_compared_as_they_are_written() -> None:
    written = [number / 1000 for number in range(1001)]
    assert list(model._rounded(np.array(written, dtype=np.float32))) == written
    reading = model.load().read(segment(Document.parse(DRAFT)))
    for array in (reading.parts, reading.roles, reading.families, reading.leaks, reading.facets):
        assert all(value == round(value, model.DIGITS) for value in array.ravel().tolist())


def test_the_same_result_every_time() -> None:
    cut = segment(Document.parse(DRAFT))
    first, again = (
        model.load().read(cut),
        model.Model(*weights.load(Path(model.__file__).with_name("reader.npz"))).read(cut),
    )
    assert np.array_equal(first.parts, again.parts) and np.array_equal(first.families, again.families)


def test_what_a_draft_says() -> None:
    reading = model.load().read(segment(Document.parse(WHOLE)))
    by_text = {one.text: index for index, one in enumerate(reading.segments)}
    pain = by_text["Nurses on night shifts find out beside the bed that the lamp is broken."]
    assert (reading.part(0), reading.part(pain)) == ("headline", "problem")
    assert reading.problem(pain) > 0.5
    assert reading.problem(by_text["Last year 31 patients fell in the dark at one hospital."]) > 0.5
    assert reading.problem(by_text["Nurses look at Lampwick before the round and see the lamps that are out."]) < 0.5
    answer = reading.answer([by_text["What does it cost?"]], [by_text["£9 a ward and month."]])
    assert answer.asks["pricing"] > 0.5 and answer.answers["pricing"] > 0.5
    assert max(answer.verdict, key=lambda name: answer.verdict[name]) == "full"


def test_what_lies_outside_the_faq_is_neither_question_nor_answer() -> None:
    reading = model.load().read(segment(Document.parse(WHOLE)))
    texts = [one.text for one in reading.segments]
    asked = [texts.index("What does it cost?"), texts.index("£9 a ward and month.")]
    assert {reading.part(index) for index in asked} <= {"q_ext", "q_int", "answer"}
    outside = reading.outside_faq([0, *asked])
    assert not {outside.part(index) for index in asked} & {"q_ext", "q_int", "answer"}
    assert np.allclose(outside.parts.sum(1), 1, atol=0.02)
    assert np.array_equal(outside.parts[0], reading.parts[0])
    assert reading.outside_faq([0]) is reading


def test_a_question_without_an_answer() -> None:
    reading = model.load().read(segment(Document.parse(DRAFT)))
    answer = reading.answer([9], [])
    assert answer.verdict["none"] == 1 and set(answer.verdict) == set(VERDICTS)
    assert not any(answer.answers.values())


def test_answers_to_the_questions_of_a_review() -> None:
    reading = model.load().read(segment(Document.parse(DRAFT)))
    view = reading.view("review", range(1, len(reading.segments)), [])
    assert view.partly.shape == view.fully.shape == (len(REVIEW),)
    assert view.passages.shape == (len(reading.segments), len(REVIEW))
    assert view.fully[REVIEW.index("problem")] > 0.5 > view.fully[REVIEW.index("size")]


def test_a_facet_that_the_weights_have_not_learned_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    segments = segment(Document.parse(DRAFT))
    everything = range(len(segments))
    before = model.load().read(segments).view("review", everything, [])
    monkeypatch.setattr(model, "FACETS", (*FACETS, "accessibility"))
    after = model.Model(*weights.load(Path(model.__file__).with_name("reader.npz"))).read(segments)
    assert after.facets.shape[1] == len(FACETS) + 1 and not after.facets[:, -1].any()
    assert after.answer([9], [10]).asks["accessibility"] == 0
    for one, other in zip(before, after.view("review", everything, []), strict=True):
        assert (one == other).all()


def test_a_draft_without_text_answers_nothing() -> None:
    reading = model.load().read(segment(Document.parse(DRAFT)))
    view = reading.view("review", [], [])
    assert not view.partly.any() and not view.fully.any()


def test_similar_passages_of_the_training_text() -> None:
    reading = model.load().read(segment(Document.parse(WHOLE)))
    near = neighbours(reading, 6)
    assert len(near) == 3
    assert near[0].similarity >= near[1].similarity >= near[2].similarity
    assert any("pain" in one.label or "problem" in one.label for one in near)


def test_an_empty_document() -> None:
    assert segment(Document.parse("")) == []
    assert len(model.load().read([]).segments) == 0
