"""The review page in a browser: nothing that axe-core objects to, nothing loaded, and keys that lead from finding to finding."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from .conftest import violations

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.slow

HOSTILE = """# <script>document.title = "broken in"</script> <img src=x onerror="document.title = 'broken in'">

<style>body { display: none }</style>

| a | b |
| - | - |
| ![x](http://127.0.0.1:9/x.png) | [y](javascript:document.title='broken-in') |

## FAQ

### What does it cost?

TBD
"""


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], str]:
    """Writes the page of a draft and gives its address."""
    from prfaq_lint.configuration.settings import Settings
    from prfaq_lint.document.draft import Document
    from prfaq_lint.reports import Style, reporter
    from prfaq_lint.rules.linter import Linter
    from prfaq_lint.rules.pages import load
    from prfaq_lint.runner.run import Extras, result_of

    linter = Linter(list(load().values()))

    def write(*texts: str) -> str:
        results = [
            result_of(linter.outline(Document.parse(text, f"draft{n}.md")), linter, Settings(), Extras(page=True))
            for n, text in enumerate(texts)
        ]
        path = tmp_path_factory.mktemp("page") / "page.html"
        path.write_text(reporter("html")(results, Style()), encoding="utf-8")
        return path.as_uri()

    return write


@pytest.fixture(scope="module")
def example() -> str:
    return (ROOT / "examples" / "party-planner.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 800, 360])
def test_nothing_to_object_to(browser: Any, pages: Callable[..., str], example: str, scheme: str, width: int) -> None:
    with browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 900}) as context:
        page = context.new_page()
        page.goto(pages(example, HOSTILE))
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert violations(page) == []


def test_a_hostile_draft_does_nothing(browser: Any, pages: Callable[..., str]) -> None:
    asked: list[str] = []
    with browser.new_context() as context:
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        address = pages(HOSTILE)
        page.goto(address)
        assert asked == [address]
        assert page.title() == "Review of draft0.md"
        assert page.evaluate("getComputedStyle(document.body).display") == "block"
        assert page.locator("a[href^=javascript]").count() == 0


def test_keys_lead_from_finding_to_finding(browser: Any, pages: Callable[..., str], example: str) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(pages(example))
        focused = "document.activeElement.id"
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        seen = []
        for key in "jjjk":
            page.keyboard.press(key)
            seen.append(page.evaluate(focused))
        assert seen[0] != seen[1] != seen[2] and seen[3] == seen[1]
        page.locator("#keys").uncheck()
        page.keyboard.press("j")
        assert page.evaluate(focused) == "keys"


def test_filter_hides_findings_of_one_severity(browser: Any, pages: Callable[..., str], example: str) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(pages(example))
        notes = page.locator("aside.slight:visible")
        others = page.locator("aside.warning:visible").count()
        assert notes.count() > 0
        page.locator("#show-note").uncheck()
        assert notes.count() == 0
        assert page.locator("aside.warning:visible").count() == others > 0


def test_it_works_without_scripts(browser: Any, pages: Callable[..., str], example: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(pages(example))
        page.locator("#show-warning").uncheck()
        assert page.locator("aside.warning:visible").count() == 0
        assert page.locator(".keys:visible").count() == 0
