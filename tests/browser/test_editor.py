"""The editor in a browser: findings while typing, saving, and a second tab."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
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


@contextmanager
def served(*command: str) -> Iterator[str]:
    """Run a server and yield its address."""
    with subprocess.Popen([sys.executable, *command, "--no-open"], stdout=subprocess.PIPE, text=True, cwd=ROOT) as run:
        assert run.stdout
        try:
            yield run.stdout.readline().strip()
        finally:
            run.terminate()


@pytest.fixture
def address(folder: Path) -> Iterator[str]:
    with served("-m", "prfaq_lint", "serve", str(folder)) as found:
        yield found


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


def open_before_answer(page: Any, address: str, name: str, delayed: str) -> None:
    """Open a draft by a click while the answer to the `delayed` request is held back, then let that answer arrive."""
    held: list[Any] = []
    page.route(delayed, lambda route: held.append(route))
    page.goto(address)
    page.get_by_role("button", name=name).click()
    page.wait_for_selector(".finding")
    held[0].continue_()
    page.wait_for_selector("#template option", state="attached")


def test_draft_that_is_opened_before_the_templates_are_known_stays_open(browser: Any, address: str) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        open_before_answer(page, address, "party-planner.md", "**/api/templates")
        assert page.locator("#editor").is_visible()


def test_draft_on_the_command_line_is_opened_and_its_lines_are_those_of_the_file(browser: Any, folder: Path) -> None:
    draft = folder / "party-planner.md"
    draft.write_bytes(b"---\r\ntitle: Party\r\n---\r\n" + draft.read_bytes().replace(b"\n", b"\r\n"))
    lines = draft.read_text(encoding="utf-8").splitlines()
    with served("-m", "prfaq_lint", "serve", str(draft)) as address, browser.new_context() as context:
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.goto(address)
        page.wait_for_selector(".finding")
        for quoted in page.locator(".quoted").all():
            quoted.locator("button").click()
            number = int(quoted.locator("button").inner_text().removeprefix("line "))
            assert page.evaluate("text.value.slice(text.selectionStart, text.selectionEnd)") == lines[number - 1]
            assert quoted.inner_text()[1:15] in lines[number - 1]
            assert page.locator("#where").inner_text() == f"line {number}"


def test_draft_on_the_command_line_is_opened_without_templates(browser: Any, folder: Path) -> None:
    draft = folder / "party-planner.md"
    with served("-m", "prfaq_lint", "serve", str(draft)) as address, browser.new_context() as context:
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.route("**/api/templates", lambda route: route.fulfill(status=500, json={"error": "no templates"}))
        page.goto(address)
        page.wait_for_selector(".finding")
        assert page.locator("#editor").is_visible()


def test_draft_on_the_command_line_does_not_replace_an_open_one(browser: Any, folder: Path) -> None:
    (folder / "other.md").write_text("# Another draft\n", encoding="utf-8")
    draft = folder / "party-planner.md"
    with served("-m", "prfaq_lint", "serve", str(draft)) as address, browser.new_context() as context:
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        open_before_answer(page, address, "other.md", "**/api/draft?path=party-planner.md")
        assert page.locator("#text").input_value() == "# Another draft\n"


def test_draft_that_cannot_be_read_is_said_so_and_kept(browser: Any, folder: Path, tmp_path: Path) -> None:
    """Check a worker that ends at once as long as a file is there."""
    launcher, broken = tmp_path / "launch.py", tmp_path / "broken"
    broken.touch()
    launcher.write_text(
        "import sys\n"
        "from pathlib import Path\n"
        "from prfaq_lint.__main__ import main\n"
        "from prfaq_lint.serve import checker\n"
        "ready = checker.Checker._prepare\n"
        "def prepare(self):\n"
        f"    if Path({str(broken)!r}).exists():\n"
        "        raise checker.NoAnswer('its process could not be started (no memory)')\n"
        "    ready(self)\n"
        "checker.Checker._prepare = prepare\n"
        "main()\n",
        encoding="utf-8",
    )
    with served(str(launcher), "serve", str(folder)) as address, browser.new_context() as context:
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.goto(address)
        page.get_by_role("button", name="party-planner.md").click()
        page.wait_for_selector("#summary:text-is('This draft could not be read.')")
        assert "no memory" in page.locator("#trouble").inner_text()
        broken.unlink()
        page.locator("#text").press("Control+Home")
        page.keyboard.type("TODO: kept.\n\n")
        page.wait_for_selector(".finding >> text=todo marker")
        assert page.locator("#trouble").is_hidden()
        assert page.evaluate("text.value").startswith("TODO: kept.")
