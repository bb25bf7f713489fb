"""The editor in a browser: findings while typing, saving, and a second tab."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from .conftest import violations

pytest.importorskip("starlette", reason="needs the extra “serve”")

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.slow

PATIENCE = 120_000


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copy(ROOT / "examples" / "party-planner.md", tmp_path)
    return tmp_path


@pytest.fixture
def address(folder: Path) -> Iterator[str]:
    command = [sys.executable, "-m", "prfaq_lint", "serve", str(folder), "--no-open"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as running:
        assert running.stdout
        yield running.stdout.readline().strip()
        running.terminate()


def opened(context: Any, address: str) -> Any:
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(address)
    page.get_by_role("button", name="party-planner.md").click()
    page.wait_for_selector(".finding")
    return page


def test_write_save_and_conflict(browser: Any, address: str, folder: Path) -> None:
    with browser.new_context() as context:
        errors: list[str] = []
        page = opened(context, address)
        page.on("pageerror", lambda error: errors.append(str(error)))
        other = opened(context, address)
        assert violations(page) == []

        page.locator("#text").press("Control+Home")
        page.keyboard.type("TODO: this is new.\n\n")
        page.wait_for_selector(".finding >> text=todo marker")
        page.locator(".go", has_text="todo marker").first.click()
        assert page.evaluate("text.value.slice(text.selectionStart, text.selectionEnd)").startswith("TODO")
        page.keyboard.press("Control+s")
        page.wait_for_selector("#state:text-is('saved')")
        assert (folder / "party-planner.md").read_text(encoding="utf-8").startswith("TODO: this is new.")

        other.locator("#text").press("Control+End")
        other.keyboard.type("Mine.")
        other.keyboard.press("Control+s")
        other.wait_for_selector("#save-as[open]")
        assert "changed on disk" in other.locator("#save-why").inner_text()
        other.locator("#save-now").click()
        other.wait_for_selector("#state:text-is('saved')")
        assert (folder / "party-planner-copy.md").read_text(encoding="utf-8").endswith("Mine.")
        assert errors == []


def test_a_large_and_a_hostile_paste(browser: Any, address: str) -> None:
    with browser.new_context() as context:
        page = opened(context, address)
        hostile = "# <img src=x onerror=\"document.title='broken in'\"> <script>x</script>\n\nTODO: <b>x</b>\n\n## FAQ\n\n### Why?\n\nTBD\n"
        page.evaluate(
            "value => { text.value = value; text.dispatchEvent(new Event('input')); }", "word and word. " * 66_000
        )
        page.evaluate("value => { text.value = value; text.dispatchEvent(new Event('input')); }", hostile)
        page.wait_for_selector(".finding >> text=todo marker")
        assert page.locator("#found img, #found script, #found b:not(.fix b)").count() == 0
        assert "broken" not in page.title()
