"""Tests of the review page: its content, and that text from a draft is never markup on it."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from conftest import ROOT, Run, prfaq
from hypothesis import given
from hypothesis import strategies as st

from prfaq_lint.configuration.settings import Settings
from prfaq_lint.diagnostic import Diagnostic
from prfaq_lint.document.draft import Document
from prfaq_lint.outline.model import FACETS, Outline
from prfaq_lint.reports import FORMATS, WITH_PAGE, Style
from prfaq_lint.reports.html_data import Page, page
from prfaq_lint.result import FileResult
from prfaq_lint.rules.linter import Linter
from prfaq_lint.runner.run import Extras, result_of

DRAFT = (ROOT / "examples" / "party-planner.md").read_text(encoding="utf-8")
HOSTILE = """---
title: "</pre><script>alert(0)</script>"
prfaq: {stage: draft}
---
# <script>alert('x')</script> Foo & "Bar" <img src=x onerror=alert(1)>

With [js](javascript:alert(1)), [data](data:text/html,x), [vb](vbscript:x), [file](file:///etc/passwd), [rel](//evil.example/x),
[good](https://good.example/?a=1&b=2), <mailto:a@good.example>, ![img](http://evil.example/x.png) and `</code><script>`.

<div onclick="alert(1)" style="position:fixed">hello <b>bold</b></div>

<script>alert(2)</script>

<style>body{display:none}</style>

</section></article></main></body>

| a | <b>x</b> |
| - | - |
| d | <iframe src="http://evil.example"></iframe> |

1. one {{ 7*7 }} {% raw %}
   - nested <svg onload=alert(1)>
2. two

> quote

```html
</code></pre><script>alert(4)</script>
```

## FAQ

### Is it "><script>alert(5)</script>?

TBD <!-- comment <script>alert(6)</script> --> very unique \u202e ::error::x ##[command]rm
"""
KNOWN = set(
    "html head meta title style body a header h1 p span form fieldset legend label input kbd main article h2 div section h3 h4 ul li b details "
    "summary dl dt dd ol mark code pre aside h5 h6 table tr th td blockquote footer script br hr em strong".split()
)
VOID = {"meta", "br", "hr", "input", "link", "img", "wbr"}


class Tree(HTMLParser):
    """The elements of a page in order, with their attributes; fails if tags do not match."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.text: list[str] = []
        self.open: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        assert len(attributes) == len({name for name, _ in attributes}), tag
        self.found.append((tag, {name: value or "" for name, value in attributes}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open[-1:] not in (["script"], ["style"]):
            self.text.append(data)

    def of(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.found if name == tag]

    def with_class(self, name: str) -> list[dict[str, str]]:
        return [attributes for _, attributes in self.found if name in attributes.get("class", "").split()]


def result(linter: Linter, text: str, path: str = "draft.md") -> FileResult:
    outline = linter.outline(Document.parse(text, path))
    return result_of(outline, linter.check(outline), linter, Settings(), Extras(page=True))


def shown(linter: Linter, *texts: str) -> str:
    return FORMATS["html"]([result(linter, text, f"draft{n}.md") for n, text in enumerate(texts, 1)], Style())


# Content.


@pytest.fixture(scope="module")
def example(linter: Linter) -> str:
    return shown(linter, DRAFT)


def test_every_finding_is_beside_its_passage_once(linter: Linter, example: str) -> None:
    tree = Tree(example)
    found = result(linter, DRAFT).diagnostics
    ids = [attributes["id"] for _, attributes in tree.found if re.fullmatch(r"d1-f\d+", attributes.get("id", ""))]
    assert sorted(ids) == sorted(f"d1-f{number}" for number in range(1, len(found) + 1))
    text = " ".join("".join(tree.text).split())
    for one in found:
        assert " ".join(one.message.split()) in text
        assert " ".join(one.fix.split()) in text


def test_all_links_inside_the_page_lead_somewhere(linter: Linter) -> None:
    tree = Tree(shown(linter, DRAFT, HOSTILE))
    ids = [attributes["id"] for _, attributes in tree.found if "id" in attributes]
    assert len(ids) == len(set(ids))
    targets = [attributes["href"] for attributes in tree.of("a") if attributes["href"].startswith("#")]
    assert len(targets) > 50
    assert {target[1:] for target in targets} <= set(ids)


def test_passages_have_label_and_colour_of_their_class(example: str) -> None:
    tree = Tree(example)
    for name in ("problem", "solution", "quote", "question", "answer", "first"):
        assert tree.with_class(f"as-{name}"), name
    text = "".join(tree.text)
    for label in ("Problem", "Question", "Answer", "Solution first", "Customer quote"):
        assert label in text


def test_reviewers_questions_and_the_plan_are_on_top(linter: Linter, example: str) -> None:
    text = "".join(Tree(example).text)
    drafted = text.index("The draft")
    for question in (
        "Who is the customer?",
        "Is it big?",
        "Is there a plan to succeed?",
        "Customer evidence",
        "not asked",
    ):
        assert text.lower().index(question.lower()) < drafted
    told = result(linter, DRAFT).page
    assert told and len(told.customer) == 5 and len(told.plan) == 3 and len(told.facets) <= len(FACETS)


def test_groups_come_in_the_order_of_their_weight(example: str) -> None:
    heads = re.findall(r"<summary>([\w ]+) <span class=\"many\">", example)
    assert heads == ["The problem", "The plan", "The answers", "Blanks", "The release", "Wording"]


def test_several_open_points_of_the_plan_in_one_place_are_one_note(linter: Linter) -> None:
    tree = Tree(shown(linter, DRAFT))
    assert len(tree.with_class("several")) == 1


def test_several_drafts_have_an_index(linter: Linter, example: str) -> None:
    tree = Tree(shown(linter, DRAFT, "# PR/FAQ: Nothing\n\nText.\n", DRAFT))
    assert {"#d1", "#d2", "#d3"} <= {attributes["href"] for attributes in tree.of("a")}
    assert tree.with_class("index")
    assert not Tree(example).with_class("index")


def test_page_has_a_language_a_title_and_headings_without_a_gap(linter: Linter) -> None:
    tree = Tree(shown(linter, DRAFT, "###### Deep\n\n# Top\n\n#### Less\n"))
    assert tree.of("html") == [{"lang": "en"}]
    assert len(tree.of("title")) == len(tree.of("main")) == len(tree.of("h1")) == 1
    levels = [int(tag[1]) for tag, _ in tree.found if re.fullmatch("h[1-6]", tag)]
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_no_drafts_at_all() -> None:
    assert "Nothing found" in FORMATS["html"]([], Style())


def test_a_file_that_could_not_be_read_is_named() -> None:
    out = FORMATS["html"]([], Style(unread=(("<b>.md", "no such file"),)))
    assert "&lt;b&gt;.md" in out and "no such file" in out


def test_a_result_without_the_draft_shows_the_lines_of_its_findings() -> None:
    found = Diagnostic("a.md", 3, 1, 3, 5, "pantry", "solution-first", "error", "why <i>", "")
    out = FORMATS["html"]([FileResult("a.md", "prfaq", "en", [found], excerpts={3: "text <b>"})], Style())
    assert "text &lt;b&gt;" in out and "why &lt;i&gt;" in out
    assert '<p class="fix">' not in out


def test_other_languages_have_no_verdict(linter: Linter) -> None:
    text = "# Pressemitteilung\n\nDas ist ein Text, der nicht auf Englisch ist, und er sagt auch nicht sehr viel.\n" * 5
    told = result(linter, text).page
    assert told and not told.customer and not told.facets
    assert "Pressemitteilung" in shown(linter, text)


# Text from a draft is only text.


def test_hostile_draft_is_text(linter: Linter) -> None:
    out = shown(linter, HOSTILE)
    tree = Tree(out)
    assert len(tree.of("script")) == len(tree.of("style")) == 1
    assert {tag for tag, _ in tree.found} <= KNOWN
    for tag, attributes in tree.found:
        assert not {
            name for name in attributes if name.startswith("on") or name in ("style", "src", "srcset", "action")
        }
        if "href" in attributes:
            assert tag == "a" and re.match("#|https://good[.]example/|mailto:a@good[.]example$", attributes["href"])
    assert "<script>alert(2)</script>" in "".join(tree.text)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", out)
    assert "##[" not in out


def test_policy_allows_only_its_own_style_and_script(example: str) -> None:
    policy = Tree(example).of("meta")[1]["content"]
    for tag in ("style", "script"):
        (inside,) = re.findall(f"<{tag}>(.*?)</{tag}>", example, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'") and "unsafe" not in policy and "http" not in policy


def test_page_loads_nothing(example: str) -> None:
    tree = Tree(example)
    assert not {"img", "link", "iframe", "object", "embed", "video", "audio", "base"} & {tag for tag, _ in tree.found}
    (css,) = re.findall("<style>(.*?)</style>", example, re.DOTALL)
    assert not re.search(r"url\(|@import|@font-face|expression", css)
    (script,) = re.findall("<script>(.*?)</script>", example, re.DOTALL)
    assert not re.search("fetch|XMLHttp|import|innerHTML|eval|http", script)


@given(st.text(alphabet=st.sampled_from(list("<>&\"'`*_[]()!#-|\\ \n\tab1.:/{}%=~\u202e\x00")), max_size=400))
def test_any_text_is_well_formed_and_harmless(text: str) -> None:
    out = shown(_LINTER, text)
    tree = Tree(out)
    assert len(tree.of("script")) == len(tree.of("style")) == 1
    for attributes in tree.of("a"):
        assert re.match("#d?|https?://|mailto:", attributes["href"])


_LINTER = Linter([])


# The data behind it.


def text_of(told: Page) -> str:
    return "".join(piece.text for block in told.blocks for piece in block.pieces)


def test_pieces_agree_with_the_source(outline_of: Callable[..., Outline]) -> None:
    for text in (DRAFT, HOSTILE, DRAFT.replace("\n", "\r\n")):
        outline = outline_of(text)
        for block in page(outline, [], []).blocks:
            for piece in block.pieces:
                if piece.kind == "text" and len(piece.text) == piece.end - piece.start:
                    same = text[piece.start : piece.end].replace("\r\n", " ").replace("\n", " ").replace("\0", "\ufffd")
                    assert piece.text.replace("\n", " ") == same


def test_prose_is_complete(outline_of: Callable[..., Outline]) -> None:
    outline = outline_of(DRAFT)
    assert "".join(text_of(page(outline, [], [])).split()) == "".join(outline.document.prose.split())


# How it is requested.


def test_check_writes_the_page(cli: Callable[..., Run], tmp_path: Path) -> None:
    run = cli("check", "examples/party-planner.md", "--format", "text", "--format", f"html:{tmp_path / 'p.html'}")
    assert run.status == 1 and "retrofit" in run.out
    out = (tmp_path / "p.html").read_text(encoding="utf-8")
    assert "Confettio solves all of this" in out and "The draft" in out


def test_review_writes_the_page(cli: Callable[..., Run]) -> None:
    run = cli("review", "examples/party-planner.md", "--format", "html")
    assert run.status == 0 and run.out.startswith("<!DOCTYPE html>") and "Who is the customer?" in run.out


def test_runs_give_the_same_page_with_and_without_a_cache(tmp_path: Path) -> None:
    """Check that a cached result is not used for the page, because the cache does not contain drafts."""
    env = {"PRFAQ_LINT_CACHE": str(tmp_path)}
    arguments = ("check", "examples/party-planner.md", "--format", "html")
    prfaq("check", "examples/party-planner.md", env=env)
    outs = {prfaq(*arguments, env=env).out, prfaq(*arguments, "--no-cache").out, prfaq(*arguments, env=env).out}
    assert len(outs) == 1 and "Confettio solves" in outs.pop()


def test_formats_with_page_are_known_formats() -> None:
    assert set(WITH_PAGE) <= set(FORMATS)
