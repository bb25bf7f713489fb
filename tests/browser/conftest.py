"""A headless Chromium for tests of pages; everything here is skipped where there is none. CONTRIBUTING.md says how to run it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = os.environ.get("PRFAQ_LINT_CHROMIUM", "") or next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), ""
)
AXE = Path(os.environ.get("PRFAQ_LINT_AXE", "axe.min.js"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A browser that stays open for all tests."""
    playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright")
    if not CHROMIUM:
        pytest.skip("needs Chromium")
    with playwright.sync_playwright() as running:
        opened = running.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


def violations(page: Any) -> list[str]:
    """What axe-core finds wrong with a page."""
    if not AXE.is_file():
        pytest.skip("needs axe-core; PRFAQ_LINT_AXE names its axe.min.js")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found = page.evaluate("tags => axe.run({ runOnly: tags })", tags)["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found]
