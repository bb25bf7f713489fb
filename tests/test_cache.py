"""Tests of the cache: a result is reused only for the same draft and settings, and a bad folder does no harm."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT, Run, environment, prfaq

from prfaq_lint.configuration.files import Configs
from prfaq_lint.reports import FORMATS, WITH_PAGE
from prfaq_lint.result import FileResult, NotRead
from prfaq_lint.runner.cache import MOST_IN_FOLDER, Cache, encoded
from prfaq_lint.runner.program import contents, installed
from prfaq_lint.runner.run import Linters, check
from prfaq_lint.runner.store import usual_folder

DRAFT = "examples/party-planner.md"
SKIPPED = NotRead("a.md", "skipped: no PR/FAQ", error=False)
HEAVY = (
    "spacy",
    "numpy",
    "jinja2",
    "markdown_it",
    "thinc",
    "prfaq_lint.outline.analysis",
    "prfaq_lint.reader.model",
    "prfaq_lint.rules.linter",
)


@pytest.fixture(scope="module")
def result() -> FileResult:
    """Return a real result with findings, edits, questions and excerpts."""
    found = next(iter(check([str(ROOT / DRAFT)], Linters(configs=Configs(isolated=True)))))
    assert isinstance(found, FileResult)
    assert found.diagnostics and found.questions and found.excerpts and found.rules and found.fingerprints
    return found


def entry(folder: Path) -> Path:
    """Return the only entry below a folder."""
    (path,) = folder.glob("*/*.json")
    return path


def cached(folder: Path, *arguments: str, stdin: str = "", cwd: Path = ROOT) -> Run:
    """Run the program with its cache in this folder."""
    return prfaq("check", *arguments, stdin=stdin, cwd=cwd, env={"PRFAQ_LINT_CACHE": str(folder)})


def test_stored_result_is_read_back_unchanged(tmp_path: Path, result: FileResult) -> None:
    cache = Cache(str(tmp_path / "new" / "folder"))
    key = cache.key(b"text", "settings")
    assert cache.get(key) is None
    cache.put(key, result)
    assert cache.get(key) == result
    other = cache.key(b"other text", "settings")
    cache.put(other, SKIPPED)
    assert cache.get(other) == SKIPPED


def test_cache_key_depends_on_draft_and_settings() -> None:
    cache = Cache("nowhere")
    keys = [
        cache.key(b"a", "1"),
        cache.key(b"b", "1"),
        cache.key(b"a", "2"),
        cache.key(b"1a", ""),
        cache.key(b"", "1a"),
    ]
    assert len(set(keys)) == len(keys)
    assert cache.key(b"a", "1") == keys[0]


def test_changed_files_change_the_contents(tmp_path: Path) -> None:
    (tmp_path / "prose").mkdir()
    page = tmp_path / "prose" / "mine.md"
    page.write_text("one")
    before = contents([str(tmp_path)])
    assert contents([str(tmp_path)]) == before
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "x.pyc").write_text("")
    assert contents([str(tmp_path)]) == before
    page.write_text("other")
    assert contents([str(tmp_path)]) != before


def test_installed_packages_count(tmp_path: Path) -> None:
    before = installed([str(tmp_path), str(tmp_path / "nowhere")])
    (tmp_path / "spacy-9.dist-info").mkdir()
    assert installed([str(tmp_path)]) != before


@pytest.mark.skipif(os.name == "nt", reason="modes of files")
def test_the_folder_is_private_and_marked(tmp_path: Path) -> None:
    cache = Cache(str(tmp_path / "cache"))
    cache.put(cache.key(b"", ""), SKIPPED)
    folder = tmp_path / "cache"
    assert (folder / ".gitignore").read_text() == "*\n"
    assert (folder / "CACHEDIR.TAG").read_text().startswith("Signature: 8a477f597d28d172789f06886806bc55")
    assert folder.stat().st_mode & 0o777 == 0o700
    assert entry(folder).stat().st_mode & 0o077 == 0 and entry(folder).parent.stat().st_mode & 0o077 == 0


def test_a_damaged_entry_counts_as_absent(tmp_path: Path, result: FileResult) -> None:
    cache = Cache(str(tmp_path))
    key = cache.key(b"text", "")
    cache.put(key, result)
    path = entry(tmp_path)
    whole = path.read_bytes()
    json.loads(whole)
    for cut in range(0, len(whole), 97):
        path.write_bytes(whole[:cut])
        assert cache.get(key) is None
    for at in range(0, len(whole), 61):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert cache.get(key) is None
    path.write_bytes(whole)
    assert cache.get(key) == result


def test_a_foreign_entry_counts_as_absent(tmp_path: Path, result: FileResult, monkeypatch: pytest.MonkeyPatch) -> None:
    from prfaq_lint.runner import cache as module

    cache = Cache(str(tmp_path))
    key = cache.key(b"text", "")
    cache.put(key, result)
    path = entry(tmp_path)
    value = json.loads(path.read_text())[1]
    for wrong in (
        {},
        [],
        1,
        None,
        "why",
        {"why": 1, "path": "a"},
        {**value, "diagnostics": "none"},
        {**value, "diagnostics": [1]},
        {**value, "diagnostics": [[*value["diagnostics"][0][:-2], 5, []]]},
        {**value, "excerpts": {"x": "y"}},
        {**value, "excerpts": []},
        {**value, "rules": {"x": ["y"]}},
        {**value, "questions": [[]]},
    ):
        with monkeypatch.context() as patched:
            patched.setattr(module, "_plain", lambda outcome, wrong=wrong: wrong)
            path.write_bytes(encoded(key, result))  # with a valid checksum
        assert cache.get(key) is None, wrong
    path.write_bytes(encoded("0" * 40, result))
    assert cache.get(key) is None
    path.write_text("[" * 100_000)
    assert cache.get(key) is None
    path.unlink()
    path.mkdir()
    assert cache.get(key) is None
    cache.put(key, result)  # has no effect and gives no message


def test_unusable_cache_folder_is_not_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for folder in (tmp_path / "file", tmp_path / "file" / "below", Path("a\0b")):
        cache = Cache(str(folder))
        cache.put(cache.key(b"", ""), SKIPPED)
        assert cache.get(cache.key(b"", "")) is None
        if "\0" not in str(folder):
            assert cached(folder, DRAFT).err == ""


@pytest.mark.skipif(os.name == "nt", reason="links and owners")
def test_symlink_and_folder_of_another_user_are_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "link").symlink_to("elsewhere")
    cache = Cache(str(tmp_path / "link"))
    cache.put(cache.key(b"", ""), SKIPPED)
    assert list((tmp_path / "elsewhere").iterdir()) == []
    before = Cache(str(tmp_path / "elsewhere"))
    before.put(before.key(b"", ""), SKIPPED)
    assert cache.get(cache.key(b"", "")) is None
    monkeypatch.setattr(os, "geteuid", lambda: 12345)
    assert Cache(str(tmp_path / "elsewhere")).get(before.key(b"", "")) is None


def test_unused_entries_are_removed(tmp_path: Path) -> None:
    cache = Cache(str(tmp_path))
    cache.put("ab-old", SKIPPED)
    os.utime(tmp_path / "ab" / "-old.json", (1, 1))
    for number in range(MOST_IN_FOLDER - 1):
        cache.put(f"ab{number}", SKIPPED)
        os.utime(tmp_path / "ab" / f"{number}.json", (1000 + number, 1000 + number))
    assert cache.get("ab-old") == SKIPPED  # reading it counts as use
    cache.put("ab-one-more", SKIPPED)
    cache.put("ab-last", SKIPPED)
    assert len(list(tmp_path.glob("ab/*"))) <= MOST_IN_FOLDER // 2 + 2
    assert cache.get("ab-old") == cache.get("ab-last") == SKIPPED
    assert cache.get("ab0") is None


@pytest.mark.slow
def test_many_processes_write_at_once(tmp_path: Path) -> None:
    script = (
        "import sys; from prfaq_lint.runner.cache import Cache; from prfaq_lint.result import NotRead\n"
        "cache = Cache(sys.argv[1])\n"
        "for n in range(200):\n"
        "    value = NotRead('a', 'x' * (n % 5 + 1) * 5000, error=False)\n"
        "    cache.put(f'ab{n % 5}', value)\n"
        "    assert cache.get(f'ab{n % 5}') == value\n"
    )
    runs = [
        subprocess.Popen([sys.executable, "-c", script, str(tmp_path)], env=environment(), cwd=ROOT) for _ in range(4)
    ]
    assert [run.wait(60) for run in runs] == [0] * 4
    assert {path.suffix for path in tmp_path.glob("*/*")} == {".json"}


def test_the_usual_folder_is_the_users(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("PRFAQ_LINT_CACHE", raising=False)
    monkeypatch.setenv("LOCALAPPDATA" if os.name == "nt" else "XDG_CACHE_HOME", str(tmp_path))
    assert usual_folder() == str(tmp_path / "prfaq-lint")
    monkeypatch.setenv("PRFAQ_LINT_CACHE", str(tmp_path / "own"))
    assert usual_folder() == str(tmp_path / "own")
    monkeypatch.setenv("PRFAQ_LINT_CACHE", "")
    assert usual_folder() == ""
    monkeypatch.delenv("PRFAQ_LINT_CACHE")
    monkeypatch.setenv("LOCALAPPDATA" if os.name == "nt" else "XDG_CACHE_HOME", "not/absolute")
    assert os.path.isabs(usual_folder()) and "not/absolute" not in usual_folder()


def test_a_second_run_says_the_same_in_every_format(tmp_path: Path) -> None:
    paths = ["examples", "README.md", "nowhere.md", "-"]
    shapes = [name for name in FORMATS if name not in ("text", *WITH_PAGE)]
    reports = [f"--format={name}:{tmp_path / name}" for name in shapes]
    texts = []
    for options in ([], [], ["--no-cache"]):
        run = cached(tmp_path / "cache", *options, "--statistics", "--format=text", *reports, *paths, stdin="# Half\n")
        texts.append((run, {name: (tmp_path / name).read_bytes() for name in shapes}))
    assert texts[0] == texts[1] == texts[2]
    assert texts[0][0].status == 2 and "skipped" in texts[0][0].err and len(texts[0][1]) > 5
    assert len(list((tmp_path / "cache").glob("*/*.json"))) > 5


@pytest.mark.slow
@pytest.mark.parametrize("shape", ["text", "json", "concise", "gitlab"])
@pytest.mark.parametrize("config", ["", 'profile = "lite"\n\n[vocabulary.sections]\nproblem = ["Why it hurts"]\n'])
def test_cached_run_imports_no_heavy_packages(tmp_path: Path, shape: str, config: str) -> None:
    (tmp_path / "draft.md").write_text((ROOT / DRAFT).read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "prfaq-lint.toml").write_text(config, encoding="utf-8")
    script = (
        "import sys; from prfaq_lint.cli import run\n"
        f"sys.argv = ['prfaq-lint', 'check', '--exit-zero', '--format', '{shape}', 'draft.md']\n"
        f"status = run(); print([name for name in {HEAVY} if name in sys.modules], file=sys.stderr)\n"
    )

    def imported() -> tuple[str, list[str]]:
        done = subprocess.run(
            [sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=True,
            env=environment(PRFAQ_LINT_CACHE=str(tmp_path / "cache")),
        )  # fmt: skip
        return done.stdout, done.stderr.splitlines()

    first, second = imported(), imported()
    assert first[0] == second[0] and "markdown_it" in first[1][-1] and "spacy" not in first[1][-1]
    assert second[1] == ["[]"]


@pytest.mark.parametrize("change", ["text", "configuration", "own page", "option", "path"])
def test_changed_draft_is_checked_again(tmp_path: Path, change: str) -> None:
    draft, pages = tmp_path / "draft.md", tmp_path / "pages" / "prose"
    draft.write_text((ROOT / DRAFT).read_text(encoding="utf-8"), encoding="utf-8")
    pages.mkdir(parents=True)
    page = (ROOT / "rules/prose/jargon.md").read_text(encoding="utf-8")
    (pages / "mine.md").write_text(page, encoding="utf-8")
    config = tmp_path / "prfaq-lint.toml"
    config.write_text('rules = ["pages"]\n')
    options: list[str] = []

    def run(*more: str) -> str:
        return cached(tmp_path / "cache", "--format", "json", *options, *more, str(draft)).out

    before = run()
    if change == "text":
        draft.write_text("Nothing\n\n" + draft.read_text(encoding="utf-8"), encoding="utf-8")
    elif change == "configuration":
        config.write_text('rules = ["pages"]\nignore = ["problem", "plan"]\n')
    elif change == "option":
        options = ["--ignore", "problem,plan"]
    elif change == "path":
        draft = draft.rename(tmp_path / "other.md")
    else:
        (pages / "mine.md").write_text(page.replace("phrases = [", 'phrases = ["party", '), encoding="utf-8")
    after = run()
    assert after == run() == run("--no-cache") != before


def test_errors_are_not_kept(tmp_path: Path) -> None:
    (tmp_path / "draft.md").write_bytes(b"# \xff\n")
    for _ in range(2):
        run = cached(tmp_path / "cache", "draft.md", cwd=tmp_path)
        assert run.status == 2 and "not UTF-8" in run.err
    assert not list((tmp_path / "cache").glob("*/*.json"))


def test_baseline_and_fixes_work_with_cached_results(tmp_path: Path) -> None:
    (tmp_path / "draft.md").write_text((ROOT / DRAFT).read_text(encoding="utf-8") + "\n##Glued\n", encoding="utf-8")
    cached(tmp_path / "cache", "draft.md", cwd=tmp_path)
    assert (
        cached(tmp_path / "cache", "--write-baseline=.prfaq-lint-baseline.json", "draft.md", cwd=tmp_path).status == 0
    )
    known = cached(tmp_path / "cache", "--baseline", ".prfaq-lint-baseline.json", "-q", "draft.md", cwd=tmp_path)
    assert (known.status, known.out) == (0, "")
    fixed = cached(tmp_path / "cache", "--fix", "draft.md", cwd=tmp_path)
    assert " fixed\n" in fixed.out and "## Glued" in (tmp_path / "draft.md").read_text(encoding="utf-8")
    assert "glued-heading" not in cached(tmp_path / "cache", "draft.md", cwd=tmp_path).out
