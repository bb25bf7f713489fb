"""Tests of the wheel: it contains the program, its rule pages and its templates, and works without the repository."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest
from conftest import ROOT, environment

from prfaq_lint import __version__

DRAFT = "# PR/FAQ: Tillgo pays market traders before they pack up\n\nTODO: say what same-day pay costs.\n\n## FAQ\n\n### What does it cost?\n\nIt costs £3 a month.\n"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not all(map(find_spec, ("build", "hatchling", "pip"))), reason="needs build, hatchling and pip"),
]


def python(*arguments: str, cwd: Path, stdin: str = "", **more: str) -> subprocess.CompletedProcess[str]:
    """Run the interpreter; `-P` keeps the current folder off its path, and nothing is downloaded."""
    env = {**environment(), "PIP_NO_INDEX": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1", **more}
    return subprocess.run(
        [sys.executable, "-P", *arguments],
        input=stdin,
        capture_output=True,
        encoding="utf-8",
        cwd=cwd,
        env=env,
        timeout=300,
        check=False,
    )


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a wheel of this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    done = python("-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT), cwd=folder)
    assert done.returncode == 0, done.stdout + done.stderr
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def names(wheel: Path) -> list[str]:
    """Return the names of the files in the wheel."""
    with zipfile.ZipFile(wheel) as archive:
        return archive.namelist()


def pages(folder: str) -> set[str]:
    """Return the files of a folder in the repository, with their names in the wheel."""
    return {
        f"prfaq_lint/data/{path.relative_to(ROOT).as_posix()}" for path in (ROOT / folder).rglob("*") if path.is_file()
    }


def test_name(wheel: Path) -> None:
    assert wheel.name == f"prfaq_lint-{__version__}-py3-none-any.whl"


def test_wheel_has_only_one_top_level_package(names: list[str]) -> None:
    """Check that no other top-level package, such as `rules` or `tests`, is added to a user's site-packages."""
    assert {name.partition("/")[0] for name in names} == {"prfaq_lint", f"prfaq_lint-{__version__}.dist-info"}


@pytest.mark.parametrize("folder", ["rules", "templates"])
def test_every_page_is_inside(names: list[str], folder: str) -> None:
    assert pages(folder)
    assert {name for name in names if name.startswith(f"prfaq_lint/data/{folder}/")} == pages(folder)


def test_the_example_drafts_are_inside(names: list[str]) -> None:
    """Check that only the drafts are included, without the plug-in and the recorded reports."""
    drafts = {f"prfaq_lint/data/examples/{path.name}" for path in (ROOT / "examples").glob("*.md")}
    assert drafts
    assert {name for name in names if name.startswith("prfaq_lint/data/examples/")} == drafts


@pytest.mark.parametrize("folder", ["rules", "templates"])
def test_pages_hold_no_code(folder: str) -> None:
    assert list((ROOT / folder).rglob("*.py")) == []


def test_every_module_and_table_is_inside(names: list[str]) -> None:
    package = ROOT / "prfaq_lint"
    wanted = {
        f"prfaq_lint/{path.relative_to(package).as_posix()}"
        for path in package.rglob("*")
        if path.suffix in (".py", ".toml", ".json", ".npz", ".typed") and "training" not in path.parts
    }
    assert wanted - set(names) == set()


def test_training_data_stays_out(names: list[str]) -> None:
    assert [name for name in names if "training" in name or name.endswith((".tsv", ".pyc"))] == []


def test_licence_is_inside(names: list[str]) -> None:
    assert [name for name in names if name.endswith("/LICENSE")]


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the wheel installed, to be put on the interpreter's path."""
    folder = tmp_path_factory.mktemp("installed")
    done = python("-m", "pip", "install", "--no-deps", "--quiet", "--target", str(folder), str(wheel), cwd=folder)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def test_installed_program_is_not_the_checkout(installed: Path, tmp_path: Path) -> None:
    done = python("-c", "import prfaq_lint; print(prfaq_lint.__file__)", cwd=tmp_path, PYTHONPATH=str(installed))
    assert Path(done.stdout.strip()) == installed / "prfaq_lint" / "__init__.py"


def test_installed_program_lists_its_rules(installed: Path, tmp_path: Path) -> None:
    done = python("-m", "prfaq_lint", "rules", cwd=tmp_path, PYTHONPATH=str(installed))
    assert (done.returncode, done.stderr) == (0, "")
    listed = {line.split()[0] for line in done.stdout.splitlines() if line.startswith("  ")}
    assert listed == {path.stem for path in (ROOT / "rules").glob("*/*.md")}


def test_installed_program_checks_standard_input(installed: Path, tmp_path: Path) -> None:
    done = python(
        "-m",
        "prfaq_lint",
        "check",
        "-",
        "--select",
        "todo-marker",
        cwd=tmp_path,
        stdin=DRAFT,
        PYTHONPATH=str(installed),
    )
    assert (done.returncode, done.stderr) == (1, "")
    assert "\n-:3:1 error todo-marker\n" in done.stdout


def test_installed_program_has_its_command(installed: Path) -> None:
    """Check `prfaq-lint` itself, as the entry point that the installer writes."""
    assert list((installed / "bin").glob("prfaq-lint*")) or list((installed / "Scripts").glob("prfaq-lint*"))


def test_installed_program_starts_from_an_example(installed: Path, tmp_path: Path) -> None:
    done = python("-m", "prfaq_lint", "new", "--from-example", "rent-receipts", cwd=tmp_path, PYTHONPATH=str(installed))
    assert (done.returncode, done.stderr) == (0, "")
    example = ROOT / "examples" / "rent-receipts.md"
    assert (tmp_path / "rent-receipts.md").read_text(encoding="utf-8") == example.read_text(encoding="utf-8")
