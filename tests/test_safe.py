"""Tests of safe output: no text from a draft or a file name can control a terminal or a CI service."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prfaq_lint.reports.json import dump
from prfaq_lint.safe import safe_text, width


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("plain", "plain", id="plain"),
        pytest.param("naïve 漢字 😀 “quoted” – …", "naïve 漢字 😀 “quoted” – …", id="letters-of-the-world"),
        pytest.param("e\u0301", "e\u0301", id="combining-mark"),
        pytest.param("a\tb", "a\tb", id="tab-stays"),
        pytest.param("a\x1b[31mb", "a\\x1b[31mb", id="colour"),
        pytest.param("\x1b]8;;http://a\x07", "\\x1b]8;;http://a\\x07", id="terminal-link"),
        pytest.param("a\rb", "a\\x0db", id="overprint"),
        pytest.param("a\nb", "a\\x0ab", id="line-end"),
        pytest.param("a\x08b", "a\\x08b", id="backspace"),
        pytest.param("a\x00b", "a\\x00b", id="nul"),
        pytest.param("a\x7fb", "a\\x7fb", id="delete"),
        pytest.param("a\x9bb", "a\\x9bb", id="c1-control"),
        pytest.param("a\x85b", "a\\x85b", id="next-line"),
        pytest.param("a\u2028b\u2029c", "a\\u2028b\\u2029c", id="line-separators"),
        pytest.param("a\u202eb\u202c", "a\\u202eb\\u202c", id="bidi-override"),
        pytest.param("a\u2067b\u2069", "a\\u2067b\\u2069", id="bidi-isolate"),
        pytest.param("a\u200fb", "a\\u200fb", id="right-to-left-mark"),
        pytest.param("a\u061cb", "a\\u061cb", id="arabic-letter-mark"),
        pytest.param("a\u200bb", "a\\u200bb", id="zero-width-space"),
        pytest.param("a\xadb", "a\\xadb", id="soft-hyphen"),
        pytest.param("a\ufeffb", "a\\ufeffb", id="byte-order-mark"),
        pytest.param("a\U000e0041b", "a\\U000e0041b", id="tag-character"),
        pytest.param("a\udc80b", "a\\udc80b", id="lone-surrogate"),
        pytest.param("a\ufffeb", "a\\ufffeb", id="noncharacter"),
        pytest.param("##[error]x", "#\\x23[error]x", id="legacy-command"),
        pytest.param("a ##[group]x", "a #\\x23[group]x", id="legacy-command-inside-a-line"),
        pytest.param("###[error]x", "##\\x23[error]x", id="legacy-command-after-a-hash"),
        pytest.param("##vso[task.complete]x", "#\\x23vso[task.complete]x", id="azure"),
        pytest.param("##VSO[task.complete]x", "#\\x23VSO[task.complete]x", id="azure-upper-case"),
        pytest.param("##teamcity[x]", "#\\x23teamcity[x]", id="teamcity"),
        pytest.param("## Heading", "## Heading", id="a-heading-is-no-command"),
    ],
)
def test_safe_text(text: str, shown: str) -> None:
    assert safe_text(text) == shown


@given(st.text(st.characters(), max_size=60))
def test_safe_text_holds_no_control_character(text: str) -> None:
    shown = safe_text(text)
    assert len(shown.splitlines()) <= 1
    assert not re.search("[\x00-\x08\x0a-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", shown)
    assert safe_text(shown) == shown


@given(
    st.lists(st.sampled_from(["#", "##", "[", "vso[", "teamcity[", "a", " ", "\x00", "\u200b", "\\"]), max_size=8).map(
        "".join
    )
)
def test_safe_text_has_no_commands(text: str) -> None:
    """Check that escaping does not create a command either."""
    assert not re.search(r"##(\[|vso\[|teamcity\[)", safe_text(text))
    assert not re.search(r"##(\[|vso\[|teamcity\[)", dump([text]))


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        pytest.param("abc", 3, id="ascii"),
        pytest.param("漢字", 4, id="wide"),
        pytest.param("😀", 2, id="emoji"),
        pytest.param("e\u0301", 1, id="combining"),
        pytest.param("", 0, id="nothing"),
    ],
)
def test_width(text: str, columns: int) -> None:
    assert width(text) == columns
