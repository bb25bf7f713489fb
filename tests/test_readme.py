"""Tests of the README and the documentation: they show what the program does."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest
import yaml
from conftest import ROOT
from transcripts import PAGES, replayed, shown

README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCS = {page.relative_to(ROOT / "docs").as_posix(): page.read_text(encoding="utf-8") for page in PAGES[1:]}


def hooks() -> ModuleType:
    """Load the functions that generate pages; they need no MkDocs."""
    spec = importlib.util.spec_from_file_location("docs_hooks", ROOT / "docs/hooks.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


HOOKS = hooks()


def test_there_are_transcripts() -> None:
    assert shown(ROOT / "README.md")
    assert len(shown(ROOT / "docs/tutorial/first-prfaq.md")) >= 5


@pytest.mark.parametrize("page", [page for page in PAGES if shown(page)], ids=lambda page: page.stem)
def test_transcripts(page: Path, tmp_path: Path) -> None:
    assert replayed(page, tmp_path) == page.read_text(encoding="utf-8")


def test_readme_is_short() -> None:
    assert len(README.splitlines()) <= 150


def test_readme_opens_with_a_lint_and_a_test_run() -> None:
    first, second = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)[:2]
    assert "prfaq-lint check examples/" in first and first.count("\n") == 1
    assert "-m pytest" in second and second.count("\n") == 1


def test_every_command_and_option_is_in_the_documentation() -> None:
    from prfaq_lint.cli import COMMANDS
    from prfaq_lint.cli.check_command import command

    page = HOOKS.inserted(DOCS["reference/command-line.md"])
    assert [name for name in COMMANDS if f"\n## prfaq-lint {name}" not in page] == []
    options = [name for parameter in command.params for name in parameter.opts if name.startswith("-")]
    assert [name for name in options if f"<code>{name}" not in page] == []


def test_readme_names_every_command() -> None:
    from prfaq_lint.cli import COMMANDS

    assert [name for name in COMMANDS if f"`prfaq-lint {name}" not in README] == []


def test_every_format_is_in_the_documentation() -> None:
    from prfaq_lint.reports import FORMATS

    assert [name for name in FORMATS if f"| `{name}` |" not in DOCS["reference/formats.md"]] == []


def test_every_profile_and_stage_is_in_the_documentation() -> None:
    (path,) = (ROOT / "prfaq_lint").rglob("profiles.toml")
    levels = tomllib.loads(path.read_text(encoding="utf-8"))
    names = [*levels["profiles"], *levels["stages"]]
    assert [name for name in names if f"| `{name}` |" not in DOCS["how-to/profiles.md"]] == []


def test_every_setting_is_in_the_documentation() -> None:
    page = HOOKS.inserted(DOCS["reference/configuration.md"])
    names = ("extends", "profile", "fail_on", "max_size", "overrides", "exclude", "paths", "customers", "phrases")
    assert [name for name in names if f"| `{name}` |" not in page] == []
    assert "fail-on" not in page


def test_every_rule_has_a_page_in_the_documentation() -> None:
    pages = HOOKS.generated()
    expected = {f"reference/{path.relative_to(ROOT).as_posix()}" for path in (ROOT / "rules").rglob("*.md")}
    assert expected <= set(pages)
    index = pages["reference/rules/index.md"][0]
    assert [uri for uri in expected if f"]({uri.removeprefix('reference/rules/')})" not in index] == []


def test_every_mark_of_a_page_is_known() -> None:
    for text in DOCS.values():
        assert "<!-- generated:" not in HOOKS.inserted(text)


def test_snippets_are_yaml() -> None:
    texts = [README, *DOCS.values()]
    snippets = [
        yaml.safe_load(snippet) for text in texts for snippet in re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
    ]
    assert len(snippets) >= 6 and all(snippets)


@pytest.mark.parametrize("name", [name for name, text in DOCS.items() if "<!-- generated: " in text])
def test_what_is_generated_is_also_found_in_the_repository(name: str) -> None:
    """Check that a page says where to look if it is read without the site, and that the site leaves this out."""
    stubs = re.findall(r"^<!-- generated: [\w-]+ -->\n(\*.+\*)$", DOCS[name], re.MULTILINE)
    assert len(stubs) == DOCS[name].count("<!-- generated: ")
    links = [link for stub in stubs for link in re.findall(r"\]\((\.\./[^)]+)\)", stub)]
    assert [link for link in links if not (ROOT / "docs" / name).parent.joinpath(link).exists()] == []
    assert not any(stub in HOOKS.inserted(DOCS[name]) for stub in stubs)


def test_relative_links_of_the_readme_lead_somewhere() -> None:
    links = re.findall(r"\]\((?!https?://|#)([^)#\s]+)", README)
    assert [link for link in links if not (ROOT / link).exists()] == []


@pytest.mark.slow
@pytest.mark.skipif(not importlib.util.find_spec("material"), reason="needs mkdocs-material")
def test_documentation_builds_and_loads_nothing_from_elsewhere(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    loading = re.compile(
        r'<(?:script|img|iframe)[^>]*\ssrc="?https?://[^"\s>]+|<link[^>]*rel="?(?:stylesheet|preconnect)[^>]*https?://'
    )
    for page in tmp_path.rglob("*.html"):
        assert not loading.search(page.read_text(encoding="utf-8")), page
