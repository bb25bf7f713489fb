"""Tests of the public API, as programs and notebooks use it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import ROOT

import prfaq_lint
from prfaq_lint import ConfigError, FileResult, Linter, NotRead, lint, lint_paths, outline

TEXT = (ROOT / "examples/party-planner.md").read_text(encoding="utf-8")


def test_public_names_exist() -> None:
    assert all(getattr(prfaq_lint, name) is not None for name in prfaq_lint.__all__)


@pytest.mark.parametrize(
    "select", ["hype,retrofit", ["hype", "retrofit"], ("hype, retrofit",), {"retrofit": 1, "hype": 2}], ids=str
)
def test_select_is_a_string_or_names(select: object) -> None:
    found = lint(TEXT, "party.md", select=select)  # type: ignore[arg-type]
    assert found and {one.rule for one in found} <= {"hype", "retrofit"}
    assert {one.path for one in found} == {"party.md"}


def test_unknown_names_raise() -> None:
    with pytest.raises(ValueError, match="hyp"):
        lint(TEXT, select="hyp")
    with pytest.raises(ConfigError, match="profile"):
        lint(TEXT, profile="nobody")


def test_linter_and_lint_give_the_same_findings() -> None:
    linter = Linter(ignore="prose")
    assert linter.lint(TEXT) == linter.lint(TEXT) == lint(TEXT, ignore="prose")


def test_text_that_is_not_a_prfaq() -> None:
    text = "# Changelog\n\n- Fixed a typo.\n"
    assert lint(text) == []
    assert lint(text, force=True)


def test_paths(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(TEXT, encoding="utf-8")
    (tmp_path / "b.md").write_bytes(b"\xff")
    (tmp_path / "prfaq-lint.toml").write_text('select = ["retrofit"]\n', encoding="utf-8")
    read, broken = lint_paths(str(tmp_path))
    assert isinstance(read, FileResult) and {one.rule for one in read.diagnostics} == {"retrofit"}
    assert isinstance(broken, NotRead) and "UTF-8" in broken.why
    everything, _ = lint_paths([str(tmp_path)], config=False)
    assert isinstance(everything, FileResult) and len({one.rule for one in everything.diagnostics}) > 5


def test_outline_has_repr_and_html_table() -> None:
    text = TEXT.replace("## FAQ", "## FAQ\n\n### Is <script>alert(1)</script> safe?\n\nYes.\n", 1)
    read = outline(text, "party.md")
    assert len(repr(read)) < 300 and "party.md" in repr(read)
    html = read._repr_html_()
    assert "<script" not in html and html.count("<tr>") == 1 + len(read.parts) + len(read.questions)
    first, last = read.lines(read.parts[0])
    assert 1 <= first <= last


def test_outline_honours_the_front_matter() -> None:
    text = f"---\nprfaq:\n  stage: final\n  profile: internal-tool\n---\n{TEXT}"
    for read in (outline(text), Linter().outline(text)):
        assert (read.stage, read.profile) == ("final", "internal-tool")


def test_the_documented_examples_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "docs/prfaq").mkdir(parents=True)
    for name in ("draft.md", "docs/prfaq/party.md"):
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    page = (ROOT / "docs/reference/api.md").read_text(encoding="utf-8")
    names: dict[str, object] = {}
    for code in re.findall(r"```python\n(.*?)```", page, re.DOTALL):
        exec(code, names)
