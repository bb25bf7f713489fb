"""Tests of `trend`: drafts in git's history, with moves, merges, shallow clones and malicious names."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jsonschema
import pytest
from conftest import ROOT, Run, environment

from prfaq_lint.configuration.schema import ConfigError
from prfaq_lint.diagnostic import Diagnostic
from prfaq_lint.history.difference import compare
from prfaq_lint.history.repository import Change, Commit, Repository, follow
from prfaq_lint.result import FileResult
from prfaq_lint.vocabulary import read_data

pytestmark = pytest.mark.skipif(not shutil.which("git"), reason="needs git")

Cli = Callable[..., Run]
SCHEMA = json.loads(read_data("reports/trend.schema.json"))
RULES = "ignore = []\nselect = ['todo-marker', 'is-it-big']\n"

DRAFT = """\
# PR/FAQ: Saltpan tells harvesters when to rake

{blank}Harvesters on the coast lose a third of the crop to rain that nobody told them about.

## FAQ

### What does it cost?

{price}
"""
BLANK, PRICE = "TODO: say who harvests.\n\n", "It costs £3 a month."


def draft(blank: bool = False, price: str = PRICE, more: str = "") -> str:
    return DRAFT.format(blank=BLANK if blank else "", price=price) + more


def git(folder: Path, *arguments: str, said: bytes = b"") -> str:
    env = {
        **os.environ,
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_SYSTEM": os.devnull,
        "GIT_AUTHOR_NAME": "a",
        "GIT_AUTHOR_EMAIL": "a@example.com",
        "GIT_COMMITTER_NAME": "a",
        "GIT_COMMITTER_EMAIL": "a@example.com",
    }
    done = subprocess.run(["git", "-C", str(folder), *arguments], input=said, capture_output=True, env=env, check=True)
    return done.stdout.decode("utf-8", "surrogateescape")


class Stream:
    """A stream of commits for `git fast-import`, which creates many of them in one process."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []
        self.mark = 0

    def commit(
        self,
        files: Mapping[str, str] = {},
        subject: str = "edit",
        branch: str = "main",
        moves: Mapping[str, str] = {},
        gone: tuple[str, ...] = (),
        start: int = 0,
        merge: int = 0,
    ) -> int:
        self.mark += 1
        words = subject.encode("utf-8", "surrogateescape")
        lines = [b"commit refs/heads/%s\nmark :%d\n" % (branch.encode(), self.mark)]
        lines.append(b"committer a <a@example.com> %d +0000\n" % (1_700_000_000 + 3600 * self.mark))
        lines.append(b"data %d\n%s\n" % (len(words), words))
        lines += [b"from :%d\n" % start] if start else []
        lines += [b"merge :%d\n" % merge] if merge else []
        lines += [b"R %s %s\n" % (_quoted(old), _quoted(new)) for old, new in moves.items()]
        lines += [b"D %s\n" % _quoted(name) for name in gone]
        for name, text in files.items():
            data = text.encode()
            lines.append(b"M 100644 inline %s\ndata %d\n%s\n" % (_quoted(name), len(data), data))
        self.parts += [*lines, b"\n"]
        return self.mark

    def into(self, folder: Path) -> Path:
        folder.mkdir(exist_ok=True)
        git(folder, "init", "--quiet", "--initial-branch=main")
        git(folder, "fast-import", "--quiet", said=b"".join(self.parts))
        git(folder, "reset", "--quiet", "--hard", "main")
        (folder / "prfaq-lint.toml").write_text(RULES, encoding="utf-8")
        return folder


def _quoted(name: str) -> bytes:
    raw = name.encode("utf-8", "surrogateescape").replace(b"\\", b"\\\\").replace(b'"', b'\\"').replace(b"\n", b"\\n")
    return b'"' + raw + b'"'


@pytest.fixture(scope="module")
def fifty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a repository of fifty revisions: two moves, a merge, and a placeholder that comes back three times."""
    stream = Stream()
    name = "idea.md"
    for number in range(49):
        moves, files = {}, {name: draft(blank=number % 16 < 8, more=f"\nNote {number} on the tide.\n")}
        if number == 20:
            moves, name = {"idea.md": "drafts/salt pan.md"}, "drafts/salt pan.md"
            files = {}
        elif number == 35:
            moves, name = {"drafts/salt pan.md": "docs/prfaq/saltpan.md"}, "docs/prfaq/saltpan.md"
            files = {}
        elif number == 40:
            side = stream.commit({name: draft(more="\nSide.\n")}, "side", branch="side", start=stream.mark)
            stream.commit({name: draft(more="\nMerged.\n")}, "merge", start=side - 1, merge=side)
            continue
        stream.commit(files, f"revision {number}", moves=moves)
    stream.commit({name: draft(price="TBD", more="\nLast.\n")}, "the last one")
    return stream.into(tmp_path_factory.mktemp("fifty"))


def trend(cli: Cli, folder: Path, *arguments: str) -> dict[str, Any]:
    run = cli("trend", "--format", "json", *arguments, cwd=folder)
    assert (run.status, run.err) == (0, "")
    found: dict[str, Any] = json.loads(run.out)
    jsonschema.validate(found, SCHEMA)
    return found


def test_fifty_revisions(cli: Cli, fifty: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRFAQ_LINT_CACHE", str(tmp_path / "cache"))
    first = trend(cli, fifty, "docs")
    begun = time.process_time()
    assert trend(cli, fifty, "docs") == first
    assert time.process_time() - begun < 2
    (one,) = first["drafts"]
    assert one["path"] == "docs/prfaq/saltpan.md"
    assert len(one["revisions"]) == 50
    assert [state["path"] for state in one["revisions"]] == sorted(
        (state["path"] for state in one["revisions"]),
        key=["idea.md", "drafts/salt pan.md", "docs/prfaq/saltpan.md"].index,
    )
    assert {state["subject"] for state in one["revisions"]} >= {"revision 0", "merge", "the last one"}
    assert "side" not in {state["subject"] for state in one["revisions"]}
    assert [(rule["rule"], rule["times"]) for rule in one["returning"]] == [("todo-marker", 3)]
    assert first["returning"] == [
        {"rule": "todo-marker", "group": "placeholders", "times": 3, "drafts": ["docs/prfaq/saltpan.md"]}
    ]
    last = one["revisions"][-1]
    assert [(count["rule"], count["count"]) for count in last["appeared"]] == [("todo-marker", 1)]


@pytest.mark.slow
def test_many_revisions_in_several_processes(fifty: Path, tmp_path: Path) -> None:
    """Check that git ends although the processes that lint hold its input open."""
    one, two = (
        subprocess.run(
            [sys.executable, "-m", "prfaq_lint", "trend", ".", f"--jobs={jobs}"],
            cwd=fifty,
            env={**environment(), "PRFAQ_LINT_CACHE": str(tmp_path / str(jobs))},
            capture_output=True,
            timeout=120,
            check=True,
        ).stdout
        for jobs in (1, 2)
    )
    assert one == two and one


def test_nothing_is_linted_twice(cli: Cli, fifty: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRFAQ_LINT_CACHE", str(tmp_path / "cache"))
    first = cli("trend", "docs", cwd=fifty)
    monkeypatch.setattr("prfaq_lint.runner.run._examiner", lambda *_: pytest.fail("linted again"))
    assert cli("trend", "docs", cwd=fifty) == first


def test_since(cli: Cli, fifty: Path) -> None:
    found = trend(cli, fifty, "docs", "--since", "HEAD~3")
    states = found["drafts"][0]["revisions"]
    assert found["since"] == git(fifty, "rev-parse", "HEAD~3").strip()
    assert len(states) == 4 and states[0]["commit"] == found["since"]
    moved = trend(cli, fifty, "docs", "--since", "HEAD~17")["drafts"][0]["revisions"]
    assert (len(moved), moved[0]["path"]) == (18, "drafts/salt pan.md")


def test_since_the_last_commit_shows_the_current_state(cli: Cli, fifty: Path) -> None:
    assert len(trend(cli, fifty, "docs", "--since", "HEAD")["drafts"][0]["revisions"]) == 1


def test_text_and_charts(cli: Cli, fifty: Path) -> None:
    table = cli("trend", "docs", cwd=fifty).out
    assert "moved from idea.md to drafts/salt pan.md" in table
    assert "Fixed and came back\n  todo-marker  3 times in docs/prfaq/saltpan.md" in table
    picture = cli("trend", "docs", "--format", "svg", cwd=fifty).out
    assert ElementTree.fromstring(picture).tag == "{http://www.w3.org/2000/svg}svg"
    page = cli("trend", "docs", "--format", "html", cwd=fifty).out
    for shown in (picture, page):
        assert not re.search(r"<script|<link|<img|<image|<use|@import|url\(|\bon\w+=|href=|src=", shown)
        assert re.findall(r"https?://[^'\"]+", shown.replace("http://www.w3.org/2000/svg", "")) == []


def test_shallow_clone(cli: Cli, fifty: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", "--depth=3", fifty.as_uri(), "cut")
    (tmp_path / "cut/prfaq-lint.toml").write_text(RULES, encoding="utf-8")
    found = trend(cli, tmp_path / "cut", "docs")
    assert found["shallow"] is True
    assert len(found["drafts"][0]["revisions"]) == 3
    assert "shallow" in cli("trend", "docs", cwd=tmp_path / "cut").out


def test_repository_without_commits_is_an_error(cli: Cli, tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    (tmp_path / "draft.md").write_text(draft(), encoding="utf-8")
    run = cli("trend", "draft.md", cwd=tmp_path)
    assert (run.status, run.out) == (2, "")
    assert run.err == f"prfaq-lint: {os.path.realpath(tmp_path)} has no commit yet\n"


def test_no_repository(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    run = cli("trend", ".", cwd=tmp_path)
    assert (run.status, run.out, run.err) == (2, "", "prfaq-lint: trend: . is not in a git repository\n")


@pytest.mark.parametrize("path", ["nowhere", "untracked.md", "prfaq-lint.toml"])
def test_paths_without_tracked_drafts_are_an_error(cli: Cli, fifty: Path, path: str) -> None:
    (fifty / "untracked.md").write_text(draft(), encoding="utf-8")
    run = cli("trend", path, cwd=fifty)
    assert (run.status, run.out, run.err.count("\n")) == (2, "", 1)


@pytest.mark.parametrize("revision", ["--output=evil", "-p", "HEAD..HEAD~1", "nowhere", "HEAD^{tree}", "@{-1}", "a\nb"])
def test_hostile_revisions(cli: Cli, fifty: Path, revision: str) -> None:
    run = cli("trend", "docs", f"--since={revision}", cwd=fifty)
    assert (run.status, run.out, run.err.count("\n")) == (2, "", 1)
    assert not (fifty / "evil").exists()


HOSTILE = [
    "--output=x.md",
    "-p.md",
    ":(glob)x.md",
    "a\x01b\x02.md",
    "<svg onload=x>.md",
    "\x1b[31m.md",
    "*.md",
    "a'\"b.md",
]
EVIL = "</title><script>alert(1)</script> \x1b[31m \x01%s ::error::x" % ("0" * 40)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
def test_hostile_names_and_subjects(cli: Cli, tmp_path: Path) -> None:
    stream = Stream()
    for name in [*HOSTILE, "caf\udce9.md", "line\nend.md"]:
        stream.commit({name: draft(blank=True)}, f"{EVIL} 1")
        stream.commit({name: draft()}, f"{'0' * 40} 1 {EVIL}")
    folder = stream.into(tmp_path / "hostile")
    found = trend(cli, folder, ".")
    assert len(found["drafts"]) == len(HOSTILE) + 2
    assert {len(one["revisions"]) for one in found["drafts"]} == {2}
    for shape in ("text", "svg", "html"):
        shown = cli("trend", ".", "--format", shape, cwd=folder).out
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]", shown)
        if shape != "text":
            assert "<script" not in shown and "<svg onload" not in shown
        if shape == "svg":
            ElementTree.fromstring(shown)
    assert len(trend(cli, folder, "./-p.md")["drafts"]) == 1


def test_git_configuration_of_the_repository_runs_no_programs(cli: Cli, fifty: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", fifty.as_uri(), "rigged")
    folder = tmp_path / "rigged"
    (folder / ".gitattributes").write_text("*.md diff=evil\n", encoding="utf-8")
    for name in ("diff.external", "diff.evil.command", "diff.evil.textconv", "core.fsmonitor", "core.pager"):
        git(folder, "config", name, f"touch {tmp_path / 'ran'};:")
    assert len(trend(cli, folder, "docs")["drafts"][0]["revisions"]) == 50
    assert not (tmp_path / "ran").exists()


def test_a_draft_that_was_deleted_and_restored_keeps_its_history() -> None:
    def change(status: str, path: str, old: str = "", before: str = "1", blob: str = "2") -> Change:
        return Change(status, "100644", before, blob, old or path, path)

    history = [
        (Commit("4", 4, ""), [change("A", "a", before="0", blob="5")]),
        (Commit("3", 3, ""), [change("D", "a", before="4", blob="0")]),
        (Commit("2", 2, ""), [change("R", "a", "b", before="3", blob="4")]),
        (Commit("1", 1, ""), [change("A", "b", before="0", blob="3")]),
    ]
    revisions, name, before = follow(history, ["a"])["a"]
    assert [(one.commit.name, one.path, one.blob) for one in revisions] == [
        ("1", "b", "3"),
        ("2", "a", "4"),
        ("4", "a", "5"),
    ]
    assert (name, before) == ("b", "")


def test_a_new_draft_does_not_inherit_from_one_that_moved_away() -> None:
    history = [
        (Commit("3", 3, ""), [Change("A", "100644", "0", "3", "a", "a")]),
        (Commit("2", 2, ""), [Change("R", "100644", "1", "1", "a", "b")]),
        (Commit("1", 1, ""), [Change("A", "100644", "0", "1", "a", "a")]),
    ]
    found = follow(history, ["a", "b"])
    assert [one.commit.name for one in found["a"][0]] == ["3"]
    assert [one.commit.name for one in found["b"][0]] == ["1", "2"]


def test_a_path_outside_of_the_repository(fifty: Path, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="outside"):
        Repository(str(fifty)).inside(str(tmp_path))


# What is fixed, new and still open.


def result(*rows: tuple[str, int, str, str]) -> FileResult:
    """Return a result whose findings are given as rule, line, text of the line, and message."""
    found = [Diagnostic("a.md", line, 1, line, 2, rule, "prose", "warning", message) for rule, line, _, message in rows]
    marks = tuple(f"{rule} {text}" for rule, _, text, _ in rows)
    return FileResult("a.md", "prfaq", "en", found, excerpts={row[1]: row[2] for row in rows}, fingerprints=marks)


def rules(found: tuple[Diagnostic, ...]) -> list[tuple[str, int]]:
    return [(one.rule, one.line) for one in found]


def test_a_finding_that_moved_or_was_edited_is_still_there() -> None:
    before = result(
        ("hype", 3, "This is a revolutionary rake.", "“revolutionary”"), ("missing", 1, "# Old title", "no problem")
    )
    after = result(
        ("hype", 9, "This is a revolutionary new rake.", "“revolutionary”"), ("missing", 1, "# Salt", "no problem")
    )
    found = compare(before, after)
    assert (found.fixed, found.appeared, rules(found.still)) == ((), (), [("missing", 1), ("hype", 9)])


def test_one_fixed_and_another_new() -> None:
    before = result(("hype", 3, "This is a revolutionary rake.", "“revolutionary”"))
    after = result(("hype", 7, "Everybody will adore it at once.", "“adore”"), ("weasel", 8, "Nearly.", "x"))
    found = compare(before, after)
    assert (rules(found.fixed), rules(found.appeared)) == ([("hype", 3)], [("hype", 7), ("weasel", 8)])


def test_without_an_earlier_state_everything_is_new() -> None:
    assert rules(compare(None, result(("hype", 3, "x", "y"))).appeared) == [("hype", 3)]


def test_a_draft_without_a_faq_has_no_count_of_open_questions(cli: Cli, tmp_path: Path) -> None:
    text = (ROOT / "examples/night-shift-handover.md").read_text(encoding="utf-8")
    stream = Stream()
    first = stream.commit({"a.md": text.partition("## External FAQ")[0]})
    stream.commit({"a.md": text}, start=first)
    house = stream.into(tmp_path / "house")
    (house / "prfaq-lint.toml").unlink()
    rows = [row for row in cli("trend", "a.md", cwd=house).out.splitlines() if row.startswith("  20")]
    assert ["no FAQ" in row for row in rows] == [True, False]
    assert "0/" in rows[1]
    assert "<td>no FAQ</td>" in cli("trend", "a.md", "--format", "html", cwd=house).out
