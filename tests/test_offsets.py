"""Tests of offsets: each character of the prose has its position in the draft, regardless of the Markdown around it.

There are two kinds of random documents. In composed ones, it is known which source characters are prose; in arbitrary
ones, each prose character must at least be the same as its source character.
"""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from prfaq_lint.document.draft import Document
from prfaq_lint.document.markdown import CODE
from prfaq_lint.document.parser import parser

Piece = tuple[str, bool]
"""Source text, and for each character whether it is prose."""
Line = list[Piece]
BREAK: Piece = ("\n", False)
"""The end of a line in a paragraph; the block defines what the next line begins with."""

# There are few words and many repetitions, so that a parser that searches for words would find the wrong ones.
words = st.sampled_from(["a", "aa", "ab", "the", "b,", "é", "漢字", "😀", "𝔘nit", "a.b", "(a)", "it's", "“a”"])
hidden = st.sampled_from(
    [
        "`a`",
        "`` a ` b ``",
        "`the the`",
        "![a](a.png)",
        "![](a 'b')",
        "&amp;",
        "&lt;",
        "&#8217;",
        "&#x41;",
        "&nbsp;",
        "\\*",
        "\\[",
        "\\\\",
    ]
)
tags = st.sampled_from(["<b>", "</b>", "<br>", "<br/>", "<a href='the a'>", "<!-- a the -->"])
targets = st.sampled_from(
    ["(a)", "(the)", "(<a b>)", "(https://a.example/a_b_(c) 'a \"the\" b')", '(#a "a")', "(#a 'a ) the')"]
)
gaps = st.sampled_from([" ", " ", " ", "  ", "\t", " \t "])


@st.composite
def inline(draw: st.DrawFn, depth: int = 0, breaks: bool = True) -> Line:
    """Draw words with markup around and between them, separated by white space."""
    line: Line = []
    for number in range(draw(st.integers(1, 5 if depth == 0 else 3))):
        if number:
            line.append(BREAK if breaks and draw(st.integers(0, 4)) == 0 else (draw(gaps), False))
        shape = draw(st.integers(0, 9))
        inner = inline(depth + 1, breaks)
        if depth < 2 and shape == 6:
            mark = ("**", "_")[depth]
            line += [(mark, False), *draw(inner), (mark, False)]
        elif depth == 0 and shape == 7:
            line += [("[", False), *draw(inner), ("]" + draw(targets), False)]
        elif shape == 8:
            line.append((draw(hidden), False))
        elif shape == 9:
            line += [(draw(words), True), (draw(tags), False)]
        elif shape == 5 and depth == 0:
            line += [("<", False), ("https://a.example/a?b=the", True), (">", False)]
        else:
            line.append((draw(words), True))
    return line


def laid_out(first: str, following: str, line: Line) -> Line:
    """Return the lines of a block, with `first` before the first line and `following` before the others."""
    block: Line = [(first, False)]
    for piece in line:
        block += [BREAK, (following, False)] if piece == BREAK else [piece]
    return block


@st.composite
def blocks(draw: st.DrawFn) -> Line:
    """Draw a block of a document."""
    shape = draw(st.sampled_from(["paragraph", "heading", "container", "table", "details", "code", "rule"]))
    if shape == "paragraph":
        return laid_out(*draw(st.sampled_from([("", ""), ("  ", ""), ("", "   "), ("", "\t")])), draw(inline()))
    if shape == "heading":
        return [("## ", False), *draw(inline(breaks=False)), (draw(st.sampled_from(["", " ##", "  "])), False)]
    if shape == "container":
        marks = draw(
            st.sampled_from(
                [
                    ("> ", "> "),
                    (">", ">"),
                    ("> ", ""),
                    ("> > ", "> >"),
                    ("- ", "  "),
                    ("- ", ""),
                    ("1. ", "   "),
                    ("1. ", "\t"),
                    ("- ", "\t"),
                    ("10) ", "\t"),
                    ("> - ", ">   "),
                    ("- > ", "  > "),
                    ("-\t", "\t"),
                    (">\t", "> "),
                ]
            )
        )
        return laid_out(*marks, draw(inline()))
    if shape == "table":
        rows = [[draw(inline(breaks=False)) for _ in range(2)] for _ in range(draw(st.integers(1, 3)))]
        table: Line = []
        closed = draw(st.booleans())  # whether rows begin and end with a pipe
        for number, row in enumerate(rows):
            for place, cell in enumerate(row):
                piped: Line = [("a", True), ("\\", False), ("|b", True)]
                shapes = [cell, cell, cell, cell, piped, [("5", True)], [] if closed else cell]
                table += [("| " if closed or place else "", False), *draw(st.sampled_from(shapes)), (" ", False)]
            table += [("|" if closed else "", False), BREAK]
            if number == 0:
                table += [("|---|:--|", False), BREAK]
        return table[:-1]
    if shape == "details":
        return [
            ("<details><summary>", False),
            (draw(words), True),
            (" ", False),
            (draw(words), True),
            ("</summary>", False),
            BREAK,
            BREAK,
            (draw(words), True),
            BREAK,
            BREAK,
            ("</details>", False),
        ]
    return [("```a\n# the a\n```" if shape == "code" else "***", False)]


@st.composite
def composed(draw: st.DrawFn) -> tuple[str, list[int]]:
    """Draw a document, and the offsets of its prose characters other than white space."""
    ending = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    pieces: Line = [(draw(st.sampled_from(["", "", "---\ntitle: a the\n---\n", "+++\na = 'the'\n+++\n"])), False)]
    for block in draw(st.lists(blocks(), min_size=1, max_size=5)):
        pieces += [*block, ("\n\n", False)]
    text, shown = "", []
    for source, prose in pieces:
        source = source.replace("\n", ending)
        if prose:
            shown += range(len(text), len(text) + len(source))
        text += source
    return text, shown


fragments = st.sampled_from(
    [
        "a",
        "the",
        "漢",
        "😀",
        "e\u0301",
        "Q: ",
        "A: ",
        ":",
        "?",
        '"',
        "“",
        "x" * 210,
        " ",
        "  ",
        "    ",
        "\t",
        "\n",
        "\n\n",
        "\r\n",
        "\r",
        "\r\r",
        "\x0b",
        "\x0c",
        "\x85",
        "\xa0",
        "\u2028",
        "\x00",
        "\x1b",
        "\u200b",
        "\u202e",
        "\ufeff",
        "*",
        "**",
        "_",
        "__",
        "~~",
        "`",
        "``",
        "```\n",
        "~~~",
        "#",
        "## ",
        "====",
        "---\n",
        "+++\n",
        "title: a\n",
        "> ",
        ">",
        "- ",
        "* ",
        "1. ",
        "2) ",
        "[",
        "]",
        "(",
        ")",
        "](",
        "](a)",
        "][a]",
        "[a]: b\n",
        "[a][]",
        "![",
        "<https://a.example/%C3%A9>",
        "<https://a.example/%20a>",
        "<a@b.example>",
        "https://a.example",
        "<",
        ">",
        "<b>",
        "</b>",
        "<br>",
        "<details>",
        "<summary>",
        "</summary>",
        "</details>",
        "<!--",
        "-->",
        "<!-- a -->",
        "<?",
        "<p>",
        "<pre>",
        "</pre>",
        "|",
        "\\|",
        "| a | b |\n",
        "|---|---|\n",
        "\\",
        "\\*",
        "\\\n",
        "&amp;",
        "&",
        "&#0;",
        "&#x1F600;",
        "&nbsp;",
        "&NotEqualTilde;",
        "\\&amp;",
    ]
)
messy = st.lists(fragments, max_size=30).map("".join)


def assert_characters_are_their_own(document: Document) -> None:
    """Assert that each prose character has source characters: itself, or white space for a space."""
    text, last = document.source.text, 0
    assert len(document.origin) == len(document.prose)
    for at, character in enumerate(document.prose):
        start = document.origin[at]
        if at in document.wide:
            assert start <= document.wide[at] <= len(text)
            continue
        assert start >= last, f"prose goes back to offset {start} after {last}"
        last = start
        if any(first <= at < end for first, end in document.masked):
            continue
        if character == " ":
            assert text[start].isspace()
        else:
            assert text[start] == character or (text[start], character) == ("\0", "\N{REPLACEMENT CHARACTER}")


def assert_positions_lead_back(document: Document) -> None:
    """Assert that the line and column of a prose character lead back to its offset."""
    for at, character in enumerate(document.prose):
        if (
            at not in document.wide
            and not character.isspace()
            and character != "\N{REPLACEMENT CHARACTER}"
            and not any(a <= at < b for a, b in document.masked)
        ):
            span = document.span(at, at + 1)
            line, column = document.source.position(span.start)
            assert document.source.line(line)[column - 1 :].startswith(character)
            assert span.end == span.start + 1
            assert document.lines(at, at + 1) == (line, line)


def assert_sentences_cover_the_blocks(document: Document) -> None:
    """Assert that sentences are inside their blocks, in order, and cover everything except white space."""
    covered = set()
    last = 0
    for sentence in document.tokens.sentences:
        block = document.blocks[sentence.block]
        assert block.start <= sentence.start < sentence.end <= block.end
        assert last <= sentence.start
        last = sentence.end
        covered.update(range(sentence.start, sentence.end))
    assert [
        document.prose[at]
        for at in range(len(document.prose))
        if at not in covered and not document.prose[at].isspace()
    ] == []


@given(composed())
def test_prose_is_exactly_what_is_no_markup(drawn: tuple[str, list[int]]) -> None:
    text, shown = drawn
    document = Document.parse(text)
    found = [
        document.origin[at]
        for at, character in enumerate(document.prose)
        if at not in document.wide and not character.isspace()
    ]
    assert found == shown


@given(composed())
def test_positions_of_composed_documents(drawn: tuple[str, list[int]]) -> None:
    document = Document.parse(drawn[0])
    assert_characters_are_their_own(document)
    assert_positions_lead_back(document)


@given(composed())
def test_sentences_of_composed_documents(drawn: tuple[str, list[int]]) -> None:
    assert_sentences_cover_the_blocks(Document.parse(drawn[0]))


@given(messy)
@example("")
@example("\ufeff# a")
def test_characters_of_messy_documents(text: str) -> None:
    assert_characters_are_their_own(Document.parse(text))


@given(messy)
def test_positions_of_messy_documents(text: str) -> None:
    assert_positions_lead_back(Document.parse(text))


@given(messy)
def test_sentences_of_messy_documents(text: str) -> None:
    assert_sentences_cover_the_blocks(Document.parse(text))


@given(st.text(max_size=300))
def test_no_text_raises(text: str) -> None:
    document = Document.parse(text)
    assert_characters_are_their_own(document)
    assert document.language
    assert isinstance(document.meta, dict)
    assert document.tokens.sentences is not None


# An example of each trap, with the words to find and their position.


def found(text: str, words: str, nth: int = 0) -> tuple[int, int, str]:
    """Return the line and column of words in the prose, and the source of these words."""
    document = Document.parse(text)
    at = -1
    for _ in range(nth + 1):
        at = document.prose.index(words, at + 1)
    span = document.span(at, at + len(words))
    return *document.source.position(span.start), text[span.start : span.end]


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        pytest.param("We *launch* today", "launch", (1, 5, "launch"), id="emphasis"),
        pytest.param("We **la*un*ch** today", "launch", (1, 6, "la*un*ch"), id="emphasis-inside-a-word"),
        pytest.param("***all*** of it", "of", (1, 11, "of"), id="three-stars"),
        pytest.param(
            "See [pricing](https://pricing.example) or pricing", "pricing", (1, 6, "pricing"), id="link-text-not-target"
        ),
        pytest.param(
            "See [us](https://pricing.example) or pricing",
            "pricing",
            (1, 38, "pricing"),
            id="word-after-the-same-word-in-a-target",
        ),
        pytest.param("See [us](<a (b>) or (b", "(b", (1, 21, "(b"), id="link-target-in-angle-brackets"),
        pytest.param('See [us](/a "with ) in title") in', "in", (1, 32, "in"), id="parenthesis-in-a-link-title"),
        pytest.param('See [us](/a "an \\" and ) in") in', "in", (1, 31, "in"), id="quote-in-a-link-title"),
        pytest.param("See [us](/a\\)b) b", "b", (1, 17, "b"), id="escaped-parenthesis-in-a-target"),
        pytest.param("See [us][here] here\n\n[here]: /x", "here", (1, 16, "here"), id="reference-link"),
        pytest.param("![alt text](alt.png) alt", "alt", (1, 22, "alt"), id="image"),
        pytest.param("[![alt](i.png)](alt) alt", "alt", (1, 22, "alt"), id="image-in-a-link"),
        pytest.param("a &amp; amp", "amp", (1, 9, "amp"), id="entity-then-its-name"),
        pytest.param("a &amp; b", "a & b", (1, 1, "a &amp; b"), id="entity-inside-a-range"),
        pytest.param("&lt;b> b", "b", (1, 5, "b"), id="entity-at-the-start"),
        pytest.param("&ldquo;Why?&rdquo; she", "“Why?”", (1, 1, "&ldquo;Why?&rdquo;"), id="entity-quotes"),
        pytest.param("\\*not\\* bold", "*not*", (1, 1, "\\*not\\*"), id="escapes"),
        pytest.param("run `launch` to launch", "launch", (1, 17, "launch"), id="code-span"),
        pytest.param("run `` a`b `` b", "b", (1, 15, "b"), id="code-span-with-a-backtick"),
        pytest.param("a <b title='we'>we</b>", "we", (1, 17, "we"), id="html-attribute"),
        pytest.param("a <!-- we --> we", "we", (1, 15, "we"), id="comment"),
        pytest.param("one\ntwo three", "three", (2, 5, "three"), id="soft-break"),
        pytest.param("one  \ntwo three", "three", (2, 5, "three"), id="hard-break"),
        pytest.param("one\\\ntwo three", "three", (2, 5, "three"), id="hard-break-by-backslash"),
        pytest.param("one<br>two", "two", (1, 8, "two"), id="br"),
        pytest.param("one\r\n\r\ntwo three", "three", (3, 5, "three"), id="crlf"),
        pytest.param("one\r\rtwo three", "three", (3, 5, "three"), id="cr"),
        pytest.param("one\r\n\rtwo\n\nthree", "three", (5, 1, "three"), id="mixed-line-ends"),
        pytest.param("> > we\n> > launch\n> we", "launch", (2, 5, "launch"), id="nested-quotes"),
        pytest.param("> a\na b", "b", (2, 3, "b"), id="lazy-continuation"),
        pytest.param("- a\n  - a b\n    b", "a b", (2, 5, "a b"), id="nested-list"),
        pytest.param("1. a\n\tb é", "é", (2, 4, "é"), id="tab-before-the-second-line-of-a-numbered-item"),
        pytest.param("1. a\n\tb é", "b", (2, 2, "b"), id="word-after-a-tab-in-a-numbered-item"),
        pytest.param("- a\n\tb é", "b é", (2, 2, "b é"), id="tab-before-the-second-line-of-a-bullet"),
        pytest.param("1. a\n\n   second a", "second", (3, 4, "second"), id="second-paragraph-of-an-item"),
        pytest.param("- # b b\n- b", "b b", (1, 5, "b b"), id="heading-in-a-list"),
        pytest.param("# a # b #", "b", (1, 7, "b"), id="heading-with-hashes"),
        pytest.param("## 2. ## b", "b", (1, 10, "b"), id="heading-that-begins-with-a-number"),
        pytest.param("b\n=\n\nb b", "b b", (4, 1, "b b"), id="setext-heading"),
        pytest.param("|a|b|\n|-|-|\n|b|b c|", "b c", (3, 4, "b c"), id="table-cell"),
        pytest.param(
            "| a | b |\n|-|-|\n| x \\| y | y z |", "x | y", (3, 3, "x \\| y"), id="table-cell-with-escaped-pipe"
        ),
        pytest.param("| a | b |\n|-|-|\n| x \\| y | y z |", "y z", (3, 12, "y z"), id="table-cell-after-escaped-pipe"),
        pytest.param("| a | b |\n|-|-|\n| b | a |", "a", (1, 3, "a"), id="table-head"),
        pytest.param("| a | b |\n|-|-|\n| | b c |", "b c", (3, 5, "b c"), id="table-cell-after-an-empty-one"),
        pytest.param("5 | a b\n--|--\n10 | b c", "10", (3, 1, "10"), id="table-without-outer-pipes"),
        pytest.param("5 | a b\n--|--\n10 | b c", "b c", (3, 6, "b c"), id="second-cell-without-outer-pipes"),
        pytest.param("**|b\n-|-\nc|d", "b", (1, 4, "b"), id="table-that-begins-with-stars"),
        pytest.param("> | a | b |\n> |-|-|\n> | c | d |", "d", (3, 9, "d"), id="table-in-a-quote"),
        pytest.param(
            "<details>\n<summary>Why <b>now</b>?</summary>\n\nBecause\n\n</details>",
            "now",
            (2, 17, "now"),
            id="summary",
        ),
        pytest.param("<p>it&rsquo;s we</p>", "it’s", (1, 4, "it&rsquo;s"), id="entity-in-html"),
        pytest.param("---\ntitle: we\n---\nwe", "we", (4, 1, "we"), id="yaml-front-matter"),
        pytest.param("+++\ntitle = 'we'\n+++\n\nwe", "we", (5, 1, "we"), id="toml-front-matter"),
        pytest.param("---\r\ntitle: we\r\n---\r\nwe", "we", (4, 1, "we"), id="front-matter-crlf"),
        pytest.param("a\x0cb\n\nwe", "we", (3, 1, "we"), id="form-feed-is-no-line-end"),
        pytest.param("a\u2028b\u2029c\x85d\n\nwe", "we", (3, 1, "we"), id="line-separators-are-no-line-ends"),
        pytest.param("a\x0b\x1cb\n\nwe", "we", (3, 1, "we"), id="vertical-tab-is-no-line-end"),
        pytest.param("\N{NO-BREAK SPACE}\nwe", "we", (2, 1, "we"), id="line-of-a-no-break-space-first"),
        pytest.param("> \N{NO-BREAK SPACE}\n> we", "we", (2, 3, "we"), id="line-of-a-no-break-space-first-in-a-quote"),
        pytest.param("- \N{NO-BREAK SPACE}\n  we", "we", (2, 3, "we"), id="line-of-a-no-break-space-first-in-a-bullet"),
        pytest.param(
            "1. \N{NO-BREAK SPACE}\n   we", "we", (2, 4, "we"), id="line-of-a-no-break-space-first-in-a-numbered-item"
        ),
        pytest.param("\x85\nwe", "we", (2, 1, "we"), id="line-of-a-next-line-character-first"),
        pytest.param("a\n\N{NO-BREAK SPACE}\nwe", "we", (3, 1, "we"), id="line-of-a-no-break-space"),
        pytest.param("😀😀 we", "we", (1, 4, "we"), id="astral-characters-count-one"),
        pytest.param("e\u0301 we", "we", (1, 4, "we"), id="combining-marks-count"),
        pytest.param("İİ we", "we", (1, 4, "we"), id="case-folding-changes-length"),
        pytest.param("a\tb\twe", "we", (1, 5, "we"), id="tabs-count-one"),
        pytest.param("-\ta\twe", "we", (1, 5, "we"), id="tab-after-a-bullet"),
        pytest.param("a  \t b", "a b", (1, 1, "a  \t b"), id="white-space-runs"),
        pytest.param("<https://a.example/a> a", "example/a", (1, 12, "example/a"), id="autolink-is-prose"),
    ],
)
def test_place_of_words(text: str, words: str, expected: tuple[int, int, str]) -> None:
    assert found(text, words) == expected


def test_address_that_the_parser_decodes() -> None:
    """Check `<https://a.example/%C3%A9>`, which markdown-it-py shows as `https://a.example/é`."""
    document = Document.parse("<https://a.example/%C3%A9> bee")
    assert_characters_are_their_own(document)
    assert found("<https://a.example/%C3%A9> bee", "bee") == (1, 28, "bee")


@pytest.mark.parametrize(
    ("text", "prose"),
    [
        pytest.param("See [us](https://a.example 'title') now", "See us now", id="target-and-title"),
        pytest.param("![alt](a.png) b", "b", id="image"),
        pytest.param("```\ncode\n```\n\nb", "b", id="fence"),
        pytest.param("    code\n\nb", "b", id="indented-code"),
        pytest.param("a\n\n<!-- b -->\n\nc", "a\nc", id="comment-block"),
        pytest.param("<script>a</script>\n\nb", "b", id="script"),
        pytest.param("[a]: /b\n\nc", "c", id="link-definition"),
        pytest.param("---\na: b\n---\n", "", id="front-matter-alone"),
        pytest.param("use `pip` now", f"use {CODE} now", id="code-span"),
    ],
)
def test_text_that_is_not_prose(text: str, prose: str) -> None:
    assert Document.parse(text).prose.strip() == prose


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        pytest.param("---\ntitle: a\n---\nb", 3, id="yaml"),
        pytest.param("---\ntitle: a\n...\nb", 3, id="yaml-ended-by-dots"),
        pytest.param("---\n---\nb", 2, id="empty"),
        pytest.param("---\n# comment\na: b\n---\n", 4, id="yaml-comment-first"),
        pytest.param("+++\na = 1\n+++\nb", 3, id="toml"),
        pytest.param("---\n\nA break at the top.\n\n---\n\nb", 0, id="thematic-breaks"),
        pytest.param("---\nA break over a heading\n---\n", 0, id="break-and-setext-heading"),
        pytest.param("---\ntitle: a\n\nnever closed", 0, id="not-closed"),
        pytest.param("\n---\ntitle: a\n---\n", 0, id="not-on-line-1"),
        pytest.param("----\ntitle: a\n----\n", 0, id="four-dashes"),
    ],
)
def test_front_matter_lines(text: str, lines: int) -> None:
    assert Document.parse(text).front_lines == lines


@pytest.mark.parametrize(
    ("text", "meta", "problem"),
    [
        pytest.param(
            "---\ntitle: a\nprfaq:\n  product: Tallow\n---\n",
            {"title": "a", "prfaq": {"product": "Tallow"}},
            "",
            id="yaml",
        ),
        pytest.param("---\ndate: 2027-02-30\n---\n", {"date": "2027-02-30"}, "", id="dates-stay-text"),
        pytest.param("+++\ntitle = 'a'\n+++\n", {"title": "a"}, "", id="toml"),
        pytest.param("---\na: &x [1]\nb: *x\n---\n", {}, "aliases", id="aliases"),
        pytest.param("---\na: !!python/object/apply:os.getcwd []\n---\n", {}, "tags", id="tags"),
        pytest.param("---\na: " + "[" * 60 + "]" * 60 + "\n---\n", {}, "nested too deeply", id="depth"),
        pytest.param("---\na: [\n---\n", {}, "not valid YAML", id="broken-yaml"),
        pytest.param("+++\na = \n+++\n", {}, "not valid TOML", id="broken-toml"),
        pytest.param("---\n# only\n---\n", {}, "", id="nothing"),
        pytest.param("---\na: " + "b" * 70_000 + "\n---\n", {}, "longer than", id="size"),
    ],
)
def test_front_matter_values(text: str, meta: dict[str, object], problem: str) -> None:
    document = Document.parse(text)
    assert document.meta == meta
    assert (problem in document.meta_problem) if problem else document.meta_problem == ""


def test_text_under_twenty_one_quotes_is_read() -> None:
    document = Document.parse("a\n\n" + "> " * 21 + "deep\n")
    assert "deep" in document.prose
    assert document.too_deep == 0


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("a\n\n" + "> " * 130 + "deep\n", id="quotes"),
        pytest.param("a\n\n" + "- " * 130 + "deep\n", id="lists"),
    ],
)
def test_dropped_nesting_is_reported(text: str) -> None:
    document = Document.parse(text)
    assert document.too_deep == 3
    assert "deep" not in document.prose


def test_text_at_the_nesting_limit_is_read_or_reported() -> None:
    """Check that text does not disappear without a message at any depth."""
    silent = [
        depth
        for depth in range(80, 130)
        if "deep" not in (document := Document.parse("> " * depth + "deep")).prose and not document.too_deep
    ]
    assert silent == []


def test_long_runs_are_cut_before_the_tokenizer() -> None:
    """Check that long runs of punctuation are cut; the tokenizer would take minutes for 20,000 of them.

    Its time grows quadratically with the length of a run.
    """
    document = Document.parse("a " + "(" * 20_000 + " bee")
    assert [document.tokens.starts[document.tokens.words.index(word)] for word in ("a", "bee")] == [0, 20_003]


@given(
    st.lists(
        st.sampled_from(
            "|a|é  b |# c|## d ##|# C#|#e|##|> f|> # g|>|- h|-|  i|    j|\tk|1. l|***|---|===|**m** n|*o|* *|`p`|```|<!-- q|"
            "-->|<br>|</p>|[r]: s|[r]|t | u|-|-|&amp; v|w\\*|\xa0|\u2003# x|\x0c y".split("|")
        ),
        max_size=12,
    ),
    st.sampled_from(["", "> ", "- ", "  "]),
)
def test_short_ways_through_the_parser_lead_to_the_same(lines: list[str], margin: str) -> None:
    text = "\n".join(f"{margin}{line}" for line in lines)
    short = Document.parse(text)
    with parser().reset_rules(), pytest.MonkeyPatch.context() as patch:
        parser().disable("single_line")
        patch.setattr("prfaq_lint.document.parser._MARKUP", re.compile(""))
        long = Document.parse(text)
    for name in ("prose", "origin", "wide", "blocks", "comments", "too_deep"):
        assert getattr(short, name) == getattr(long, name), name
