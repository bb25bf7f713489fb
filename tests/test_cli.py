"""Tests of the command line: exit statuses, streams, formats, and safe output on both streams."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import Run, environment, prfaq

from prfaq_lint import __version__
from prfaq_lint.cli import COMMANDS, console
from prfaq_lint.configuration.selection import chosen as loudnesses
from prfaq_lint.configuration.settings import Options, settle
from prfaq_lint.diagnostic import GROUPS, Diagnostic
from prfaq_lint.outline.model import Outline
from prfaq_lint.reports import FORMATS, Style
from prfaq_lint.reports.outline import tree
from prfaq_lint.reports.text import report
from prfaq_lint.result import Answer, FileResult
from prfaq_lint.rules.pages import Rule, RuleError, directory
from prfaq_lint.rules.pagetest import failures
from prfaq_lint.runner.files import expand

SENTENCE = "TODO: say what same-day pay costs."
"""The rule `todo-marker` reports this marker as an error, and an answer that is “open” as a warning."""

FAQ = "## FAQ\n\n### What does it cost?\n\nIt costs £3 a month.\n\n### Is it safe?\n\nYes, it is.\n"
CLEAN = f"# PR/FAQ: Tillgo pays market traders before they pack up\n\nStylists wait nine days for money that they have earned, and one in five borrows from a friend meanwhile.\n\n{FAQ}"
BAD = CLEAN.replace("Stylists wait", f"{SENTENCE} Stylists wait")
MILD = CLEAN.replace("Yes, it is.", "**Open.**")
README = "# tillgo\n\nA library.\n\n## Installation\n\n```\npip install tillgo\n```\n\n## License\n\nMIT\n"
ONLY = ("--select", "todo-marker")


def one_line(text: str) -> str:
    """Return an error message without the program's name; fail unless it is one line that begins with the name."""
    assert text.count("\n") == 1, text
    assert text.startswith("prfaq-lint: ")
    return text.removeprefix("prfaq-lint: ").rstrip("\n")


def write(folder: Path, files: dict[str, str | bytes]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
    return folder


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a repository with drafts, other documents, and files that must not be read."""
    folder = tmp_path_factory.mktemp("house")
    (folder / ".git").mkdir()
    return write(
        folder,
        {
            ".gitignore": "ignored.md\nbuild/\n",
            "a-broken.md": b"# Draft\n\ncaf\xe9\n",
            "bad.md": BAD,
            "build/out.md": BAD,
            "clean.md": CLEAN,
            "ignored.md": BAD,
            "mild.md": MILD,
            "node_modules/a.md": BAD,
            "notes.txt": BAD,
            "README.md": README,
            "sub/.gitignore": "local.md\n",
            "sub/deep.markdown": BAD,
            "sub/local.md": BAD,
        },
    )


@pytest.fixture(scope="module")
def whole_house(house: Path) -> Run:
    """Return a run that checks the current folder with JSON output."""
    return prfaq("check", *ONLY, "--format", "json", cwd=house)


# A folder.


def test_folder_reports_its_drafts_and_no_others(whole_house: Run) -> None:
    """Check that files ignored by git, other types of file, and documents that are not a PR/FAQ are left out."""
    assert [(found["path"], found["line"], found["severity"]) for found in json.loads(whole_house.out)] == [
        ("bad.md", 3, "error"),
        ("mild.md", 13, "warning"),
        (str(Path("sub/deep.markdown")), 3, "error"),
    ]


def test_unreadable_and_skipped_files_of_a_folder_are_named(whole_house: Run) -> None:
    assert whole_house.err.splitlines() == [
        "prfaq-lint: README.md: skipped: does not look like a PR/FAQ (use --force to check it anyway)",
        "prfaq-lint: a-broken.md: not UTF-8 at byte 13, line 3",
    ]


def test_unreadable_file_makes_the_status_2_but_the_others_are_checked(whole_house: Run) -> None:
    assert whole_house.status == 2
    assert len(json.loads(whole_house.out)) == 3


def test_json_fields(whole_house: Run) -> None:
    found = json.loads(whole_house.out)[0]
    message = found.pop("message")
    assert "TODO" in message
    assert isinstance(found.pop("fix"), str)
    assert found.pop("edits") == []
    end = 1 + len("TODO")
    assert found == {
        "path": "bad.md",
        "line": 3,
        "column": 1,
        "end_line": 3,
        "end_column": end,
        "rule": "todo-marker",
        "group": "placeholders",
        "severity": "error",
    }


def test_json_is_ascii(whole_house: Run) -> None:
    assert whole_house.out.isascii()


def paths(folder: Path, *names: str) -> list[str]:
    """Return the files that a run would read, relative to the folder."""
    return [
        os.path.relpath(path, folder).replace(os.sep, "/")
        for path in expand([str(folder / name) for name in names]).files
    ]


@pytest.mark.parametrize(
    ("names", "read"),
    [
        pytest.param(
            ["."], ["README.md", "a-broken.md", "bad.md", "clean.md", "mild.md", "sub/deep.markdown"], id="folder"
        ),
        pytest.param(["sub"], ["sub/deep.markdown"], id="subfolder"),
        pytest.param(["mild.md", "bad.md"], ["mild.md", "bad.md"], id="named-order"),
        pytest.param(["bad.md", "bad.md"], ["bad.md"], id="twice"),
        pytest.param(
            ["ignored.md", "notes.txt", "build/out.md"],
            ["ignored.md", "notes.txt", "build/out.md"],
            id="named-files-are-read-whatever-they-are",
        ),
        pytest.param(["build"], [], id="ignored-folder"),
    ],
)
def test_files(house: Path, names: list[str], read: list[str]) -> None:
    assert paths(house, *names) == read


def test_negated_ignore_patterns_include_files_again(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            ".gitignore": "*.md\n!keep.md\n/deep/*\n!/deep/in\n",
            "a.md": "",
            "keep.md": "",
            "deep/a.md": "",
            "deep/in/keep.md": "",
        },
    )
    assert paths(tmp_path, ".") == ["keep.md", "deep/in/keep.md"]


def test_invalid_ignore_pattern_is_skipped(tmp_path: Path) -> None:
    write(tmp_path, {".gitignore": "!\n[z-a]\n[[:alpha:]]x*y*z\nb.md\n", "a.md": BAD, "b.md": BAD})
    run = prfaq("check", ".", "--no-cache", cwd=tmp_path)
    assert paths(tmp_path, ".") == ["a.md"] and "Warning" not in run.err


def test_ignore_files_above_the_repository_have_no_effect(tmp_path: Path) -> None:
    write(tmp_path, {".gitignore": "*.md\n", "repository/.git/config": "", "repository/docs/a.md": ""})
    assert paths(tmp_path, "repository/docs") == ["repository/docs/a.md"]


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights here")
def test_links_are_not_followed(tmp_path: Path) -> None:
    write(tmp_path, {"outside/secret.md": BAD, "inside/a.md": BAD})
    (tmp_path / "inside/link.md").symlink_to(tmp_path / "outside/secret.md")
    (tmp_path / "inside/folder").symlink_to(tmp_path / "outside")
    (tmp_path / "inside/loop").symlink_to(tmp_path / "inside")
    assert paths(tmp_path, "inside") == ["inside/a.md"]


# Files, standard input, exit statuses.


def test_text_shows_the_words(house: Path) -> None:
    run = prfaq("check", "bad.md", *ONLY, cwd=house)
    assert run.status == 1
    assert f"\nBlanks\nbad.md:3:1 error todo-marker\n 3 | {SENTENCE} Stylists" in run.out
    assert "\n   | " + "^" * len("TODO") + "\n" in run.out
    assert run.out.endswith("1 draft checked: 1 error. Run `prfaq-lint explain RULE` for more about a rule.\n")
    assert run.err == ""


def test_warning_does_not_fail(house: Path) -> None:
    run = prfaq("check", "clean.md", "mild.md", *ONLY, cwd=house)
    assert (run.status, run.err) == (0, "")
    assert run.out.endswith("2 drafts checked: 1 warning. Run `prfaq-lint explain RULE` for more about a rule.\n")


def test_stdin_filename_names_standard_input(house: Path) -> None:
    run = prfaq(
        "check",
        "-",
        "--stdin-filename",
        "drafts/tillgo.md",
        "--format",
        "json",
        *ONLY,
        stdin="\ufeff" + BAD,
        cwd=house,
    )
    assert run.status == 1
    assert [(found["path"], found["line"], found["column"]) for found in json.loads(run.out)] == [
        ("drafts/tillgo.md", 3, 1)
    ]


def test_unreadable_files_are_named_and_others_are_checked(house: Path) -> None:
    run = prfaq("check", "none.md", "build", "-", "bad.md", *ONLY, "--format", "json", stdin=b"a\nb\xff", cwd=house)
    assert run.status == 2
    assert run.err.replace("*.md, *.markdown or *.docx", "*.md or *.markdown").splitlines() == [
        "prfaq-lint: build: no *.md or *.markdown files in this folder",
        "prfaq-lint: none.md: no such file",
        "prfaq-lint: -: not UTF-8 at byte 4, line 2",
    ]
    assert [found["path"] for found in json.loads(run.out)] == ["bad.md"]


def test_group_and_level(house: Path) -> None:
    run = prfaq(
        "check",
        "mild.md",
        "--format",
        "json",
        "--select",
        "placeholders,hype",
        "--ignore",
        "plan",
        "--ignore",
        "answers",
        "--fail-on",
        "warning",
        cwd=house,
    )
    assert (run.status, [found["rule"] for found in json.loads(run.out)]) == (1, ["todo-marker"])


def choose(rules: dict[str, Rule], select: list[str], ignore: list[str]) -> list[Rule]:
    """Return the rules that run with these options."""
    settings = settle(options=Options(tuple(select), tuple(ignore)))
    return [rule for rule, loud in loudnesses(rules, settings) if loud.severity != "off"]


@pytest.mark.parametrize(
    ("select", "ignore", "chosen"),
    [
        pytest.param(["pantry"], [], ["pantry"], id="rule"),
        pytest.param(["todo-marker", "pantry"], [], ["pantry", "todo-marker"], id="rules"),
        pytest.param(["pantry"], ["pantry"], [], id="rule-and-not-rule"),
        pytest.param(["pantry", "todo-marker"], ["solution-first"], ["todo-marker"], id="without-a-group"),
        pytest.param(["all"], ["all"], [], id="nothing"),
    ],
)
def test_selection(rules: dict[str, Rule], select: list[str], ignore: list[str], chosen: list[str]) -> None:
    assert sorted(rule.name for rule in choose(rules, select, ignore)) == chosen


@pytest.mark.parametrize("group", GROUPS)
def test_selection_of_a_group_is_its_rules_that_are_on(rules: dict[str, Rule], group: str) -> None:
    expected = {rule.name for rule in rules.values() if rule.group == group and not rule.off}
    assert {rule.name for rule in choose(rules, [group], [])} == expected


@pytest.mark.parametrize("name", ["required-question"])
def test_a_rule_that_is_off_runs_by_its_name_and_with_all(rules: dict[str, Rule], name: str) -> None:
    rule = rules[name]
    assert rule.off
    assert name in {rule.name for rule in choose(rules, [name], [])}
    assert name in {rule.name for rule in choose(rules, ["all"], [])}
    assert name in {rule.name for rule in choose(rules, [rule.group, name], [])}


def test_usual_selection_is_all_that_are_on(rules: dict[str, Rule]) -> None:
    assert {rule.name for rule in choose(rules, [], ["pantry"])} == {
        name for name, rule in rules.items() if not rule.off
    } - {"pantry"}


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("pantri", "unknown rule or group “pantri”; did you mean “pantry”?"),
        ("solution-frist", "unknown rule or group “solution-frist”; did you mean “solution-first”?"),
        ("zzzzzz", "unknown rule or group “zzzzzz”; `prfaq-lint rules` lists them"),
    ],
)
def test_unknown_name(rules: dict[str, Rule], name: str, message: str) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        choose(rules, [], [name])


def test_a_bug_is_not_shown_as_a_mistake_of_the_user(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*given: object) -> None:
        raise ValueError("not enough values to unpack")

    monkeypatch.setattr("prfaq_lint.runner.run.Linters", fail)
    run = prfaq("check", "examples")
    assert (run.status, run.out) == (2, "")
    assert "internal error: ValueError: not enough values to unpack" in run.err


def test_error_with_fail_on_never_has_status_0(house: Path) -> None:
    run = prfaq("check", "bad.md", *ONLY, "--fail-on", "never", cwd=house, env={"FORCE_COLOR": "1"})
    assert run.status == 0
    assert "\x1b[1;31merror\x1b[0m" in run.out


def test_other_document_is_checked_when_forced(tmp_path: Path) -> None:
    write(tmp_path, {"note.md": f"# Shopping\n\n{SENTENCE}\n"})
    run = prfaq("check", "note.md", "--force", "--format", "json", *ONLY, cwd=tmp_path)
    assert (run.status, run.err, [found["rule"] for found in json.loads(run.out)]) == (1, "", ["todo-marker"])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(
            ["check", "--select", "pantri", "bad.md"],
            "unknown rule or group “pantri”; did you mean “pantry”?",
            id="rule",
        ),
        pytest.param(["check", "--nope"], "No such option", id="option"),
        pytest.param(["check", "--fail-on", "sometimes"], "'sometimes' is not one of", id="value"),
        pytest.param(["chek"], "no such command “chek” (did you mean “check”?)", id="command"),
        pytest.param(["outline"], "Missing argument", id="argument"),
        pytest.param(["explain", "pantri"], "unknown rule “pantri”; did you mean “pantry”?", id="explain"),
        pytest.param(["explain", "markte"], "unknown rule “markte”; did you mean “market”?", id="explain-word"),
    ],
)
def test_usage_error_is_one_line_and_status_2(house: Path, arguments: list[str], message: str) -> None:
    run = prfaq(*arguments, cwd=house)
    assert (run.status, run.out) == (2, "")
    assert message in one_line(run.err)


def test_the_program_alone_says_where_to_start() -> None:
    run = prfaq()
    assert (run.status, run.err) == (0, "")
    started = [line.split()[1] for line in run.out.splitlines() if line.startswith("  prfaq-lint ")]
    assert started == ["new", "examples", "check", "next"]
    assert "`prfaq-lint --help` lists all commands." in run.out


def test_help_lists_every_command() -> None:
    for arguments in (("--help",), ("help",)):
        run = prfaq(*arguments)
        assert (run.status, run.err) == (0, "")
        assert [name for name in COMMANDS if f"\n  {name} " not in run.out] == []
    assert prfaq("help", "check") == prfaq("check", "--help")


def test_file_in_place_of_a_command_gets_a_hint(house: Path) -> None:
    run = prfaq("bad.md", cwd=house)
    assert (run.status, run.out) == (2, "")
    assert "to check this path, run `prfaq-lint check bad.md`" in run.err
    assert "`prfaq-lint --help` lists the commands" in prfaq("zzz", cwd=house).err


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"PK\x03\x04\x14\x00word/document.xml", "is a Word document"),
        (b"PK\x03\x04\x14\x00other", "is a zip file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "is an old Word document"),
        (b"%PDF-1.7\n", "is a PDF"),
    ],
)
@pytest.mark.parametrize("command", ["check", "review", "next"])
def test_unsupported_files_get_a_hint(tmp_path: Path, command: str, data: bytes, what: str) -> None:
    (tmp_path / "draft.md").write_bytes(data)
    run = prfaq(command, "draft.md", cwd=tmp_path)
    assert (run.status, run.err.count("\n")) == (2, 1)
    assert f"draft.md: {what}, and drafts are Markdown: download it from Google Docs as Markdown (.md)" in run.err


@pytest.mark.parametrize(
    "env",
    [
        {"LC_ALL": "C"},
        {"HOME": "", "XDG_CACHE_HOME": ""},
        {"HOME": os.devnull, "XDG_CACHE_HOME": os.devnull},
        {"HOME": "/nowhere/at/all", "XDG_CACHE_HOME": "/nowhere/at/all"},
    ],
    ids=lambda env: "-".join(f"{name}={value}" for name, value in env.items()),
)
def test_the_surroundings_make_no_difference(tmp_path: Path, env: dict[str, str]) -> None:
    name = "Entwürfe für 🚀/drä ft.md"
    (tmp_path / name).parent.mkdir()
    write(tmp_path, {name: BAD})
    run = prfaq("check", name, *ONLY, "--format", "json", cwd=tmp_path, env=env, fresh=True)
    usual = prfaq("check", name, *ONLY, "--format", "json", cwd=tmp_path)
    assert run == usual
    assert (run.status, [found["path"] for found in json.loads(run.out)]) == (1, [name])


@pytest.mark.skipif(sys.platform == "win32", reason="a folder in use cannot be deleted here")
@pytest.mark.parametrize("arguments", [("check", "a.md"), ("check",), ("rules",), ("next", "a.md")])
def test_a_deleted_current_folder_is_one_line(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    script = f'mkdir gone && cd gone && rmdir ../gone && exec "{sys.executable}" -m prfaq_lint "$@"'
    done = subprocess.run(
        ["sh", "-c", script, "sh", *arguments], cwd=tmp_path, env=environment(), capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (2, "prfaq-lint: the current folder was moved or deleted\n")


# Other commands.


def test_version() -> None:
    assert prfaq("--version") == Run(0, f"prfaq-lint {__version__}\n", "")


def test_rules_lists_every_page() -> None:
    run = prfaq("rules", "--format", "json")
    assert (run.status, run.err) == (0, "")
    assert {(rule["group"], rule["rule"]) for rule in json.loads(run.out)} == {
        (path.parent.name, path.stem) for path in directory("rules").glob("*/*.md")
    }
    assert all(
        rule["title"] and rule["severity"] in ("error", "warning", "note", "off") for rule in json.loads(run.out)
    )


def test_explain_prints_the_page() -> None:
    run = prfaq("explain", "pantry", "--source")
    assert (run.status, run.out, run.err) == (
        0,
        (directory("rules") / "solution-first/pantry.md").read_text(encoding="utf-8"),
        "",
    )


@pytest.mark.parametrize("word", ["law", "risks", "jargon", "is it big", "why us", "Timeline"])
def test_explain_finds_the_one_rule_about_a_word(word: str) -> None:
    run = prfaq("explain", word)
    assert run.status == 0 and "Why it matters" in run.out


@pytest.mark.parametrize(
    ("word", "named"),
    [
        ("market", ["go-to-market", "is-it-big"]),
        ("price", ["pricing", "conflicting-prices"]),
        ("customer", ["evidence", "problem-without-customer", "missing-customer-quote"]),
        ("quotes", ["missing-leader-quote", "stuffed-quote"]),
        ("date", ["missing-dateline", "conflicting-dates"]),
        ("the risks", ["risks", "no-serious-risk"]),
    ],
)
def test_explain_lists_the_rules_about_a_word(word: str, named: list[str]) -> None:
    run = prfaq("explain", word)
    listed = [line.split()[0] for line in run.out.splitlines()[1:]]
    assert run.status == 0 and run.out.startswith(f"Several rules are about “{word}”:\n")
    assert [name for name in listed if name in named] == named


@pytest.mark.parametrize("word", ["the", "teh", "s", "is it"])
def test_explain_ignores_words_that_say_nothing(word: str) -> None:
    run = prfaq("explain", word)
    assert (run.status, run.out) == (2, "")
    assert f"unknown rule “{word}”" in run.err and "did you mean" not in run.err


def test_explain_needs_one_rule_to_print_its_source() -> None:
    run = prfaq("explain", "price", "--source")
    assert (run.status, run.out) == (2, "")
    assert "several rules are about “price”: pricing, conflicting-prices" in run.err


def test_explain_is_for_people() -> None:
    """Check that there are no settings, fences or hashes before headings, and that the examples are complete."""
    run = prfaq("explain", "missing-problem")
    assert (run.status, run.err) == (0, "")
    lines = run.out.splitlines()
    assert lines[0] == "NO CUSTOMER PROBLEM, OR HARDLY ONE"
    assert {"Why it matters", "How to fix it", "Bad", "Good"} <= {*lines}
    assert "```" not in run.out and "check = " not in run.out and not any(line.startswith("#") for line in lines)
    assert "    # Crateful brings smart picking to every orchard" in lines
    assert "(https://workingbackwards.com/blog/" in run.out
    assert all(len(line) <= 88 for line in lines if not line.startswith("    ") and "https://" not in line)


def test_every_page_can_be_explained(cli: Callable[..., Run], rules: dict[str, Rule]) -> None:
    for name in rules:
        run = cli("explain", name)
        assert (run.status, run.err) == (0, ""), name
        assert "\n```" not in run.out, name


def test_outline_as_text(house: Path) -> None:
    run = prfaq("outline", "bad.md", cwd=house)
    assert (run.status, run.err) == (0, "")
    assert run.out.startswith("bad.md: press release and FAQ, language en\n├─ press release\n│  ├─ headline   ")
    assert re.search(r"├─ questions \(2\)\n│  ├─ line 7       What does it cost\? \(\w+; pricing\)\n", run.out)


def test_outline_as_json(house: Path) -> None:
    run = prfaq("outline", "--format", "json", "bad.md", "none.md", "README.md", cwd=house)
    assert (run.status, one_line(run.err)) == (2, "none.md: no such file")
    assert [(outline["path"], outline["type"], len(outline["questions"])) for outline in json.loads(run.out)] == [
        ("bad.md", "prfaq", 2),
        ("README.md", "other", 0),
    ]


PAGE = """# Shouting

```toml
check = "forbid"
severity = "warning"
scope = ["subheadline", "summary", "solution", "release"]
phrases = ["blazing"]
message = "“{match}” shouts"
```

## Why it matters

Readers stop.

## How to fix it

Say it.

## Bad

```markdown
# Tillgo pays market traders before they pack up

Tillgo is a blazing wallet for all of the traders who work in the markets of Leeds.
```

```text
3:13 warning “blazing” shouts [shouting]
```

## Good

```markdown
# Tillgo pays market traders before they pack up

Tillgo is a wallet for all of the traders who work in the markets of Leeds.
```

```markdown
# Firebreak tells walkers of a blazing heath

Firebreak is a map for all of the walkers who cross the heaths of Surrey.
```
"""


def page(folder: Path, old: str, new: str) -> Path:
    """Return a folder with one page, in which `new` replaces `old`."""
    assert old in PAGE
    return write(folder, {"pages/prose/shouting.md": PAGE.replace(old, new)}) / "pages"


def test_page_whose_good_example_reports(tmp_path: Path) -> None:
    page(tmp_path, "Tillgo is a wallet", "Tillgo is a blazing wallet")
    run = prfaq("test", "pages", cwd=tmp_path)
    where = Path("pages/prose/shouting.md")
    assert (run.status, run.err) == (1, "")
    assert run.out.splitlines() == [
        f"{where}:33: a Good example is reported: 3:13 warning “blazing” shouts [shouting]",
        "1 page: 1 failed",
    ]


def test_page_is_shown_harmless(tmp_path: Path) -> None:
    folder = page(tmp_path, "shouts", "shouts\\u001b[1m\\n::error::x")
    with (folder / "prose" / "shouting.md").open("a", encoding="utf-8") as file:
        file.write("\n::error::x\n \t::set-output name=a::b\n\x1b[1m\n")
    (tmp_path / "prfaq-lint.toml").write_text('rules = ["pages"]\n', encoding="utf-8")
    for arguments in (("test", "pages"), ("explain", "shouting")):
        run = prfaq(*arguments, cwd=tmp_path)
        assert "error::x" in run.out and "\\x1b" in run.out
        assert not re.search(r"^\s*::|\x1b", run.out, re.MULTILINE)


def test_line_ends_of_windows_are_shown_as_line_ends(tmp_path: Path) -> None:
    shouting = page(tmp_path, "shouts", "shouts") / "prose" / "shouting.md"
    (tmp_path / "prfaq-lint.toml").write_text('rules = ["pages"]\n', encoding="utf-8")
    before = prfaq("explain", "shouting", cwd=tmp_path)
    shouting.write_bytes(shouting.read_bytes().replace(b"\n", b"\r\n"))
    assert before.status == 0 and prfaq("explain", "shouting", cwd=tmp_path) == before


def test_page_that_does_not_load(tmp_path: Path) -> None:
    page(tmp_path, "phrases =", "phrase =")
    run = prfaq("test", "pages", cwd=tmp_path)
    assert (run.status, run.out) == (2, "")
    assert (
        one_line(run.err) == f"{Path('pages/prose/shouting.md')}: unknown parameter “phrase” (did you mean “phrases”?)"
    )


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        pytest.param("Readers", "All readers", [], id="holds"),
        pytest.param(
            "3:13 warning",
            "3:14 warning",
            ["21: the report differs; it is now:\n3:13 warning “blazing” shouts [shouting]\n"],
            id="report-differs",
        ),
        pytest.param(
            '["blazing"]',
            '["dazzling"]',
            ["21: a Bad example is not reported", "21: the report differs; it is now:\n"],
            id="bad-example-is-silent",
        ),
        pytest.param("Readers stop.", "", [" nothing under “Why it matters”"], id="no-why"),
        pytest.param("Say it.", "", [" nothing under “How to fix it”"], id="no-how"),
        pytest.param("# Shouting", "Shouting", [" no title"], id="no-title"),
        pytest.param("## Bad", "## Ugly", [" no Bad example"], id="no-bad-example"),
        pytest.param(
            "## Good",
            "## Fair",
            [" needs at least two Good examples, one of them a false friend"],
            id="no-good-example",
        ),
    ],
)
def test_page_reports_are_compared_exactly(tmp_path: Path, old: str, new: str, found: list[str]) -> None:
    folder = page(tmp_path, old, new)
    count, failed = failures(folder)
    assert count == 1
    assert failed == [f"{folder / 'prose' / 'shouting.md'}:{failure}" for failure in found]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        pytest.param('["blazing"]', '"blazing"', "“phrases” must be a list of strings", id="wrong-type"),
        pytest.param(
            'scope = ["subheadline", "summary", "solution", "release"]\n',
            "",
            "check “forbid” needs “scope”",
            id="missing-parameter",
        ),
        pytest.param('"summary"', '"sumary"', "unknown scope “sumary” (known: headline, ", id="unknown-scope"),
        pytest.param('"forbid"', '"forbit"', "unknown check “forbit” (did you mean “forbid”?)", id="unknown-check"),
        pytest.param(
            '"warning"', '"loud"', "severity is “loud”, must be one of error, warning, note, off", id="severity"
        ),
        pytest.param("severity = ", "severity : ", "its toml fence is not valid TOML", id="toml"),
        pytest.param("```toml", "```yaml", "no toml fence", id="no-toml"),
        pytest.param("message = ", "text = ", "no “message” in its toml fence", id="no-message"),
        pytest.param(
            'phrases = ["blazing"]', 'patterns = [[{POS = "NOUN"}]]', "POS needs a trained pipeline", id="needs-a-model"
        ),
        pytest.param(
            'phrases = ["blazing"]', 'patterns = ["@nothing"]', "unknown word list @nothing", id="unknown-word-list"
        ),
        pytest.param(
            'phrases = ["blazing"]',
            'patterns = ["a? b?"]',
            "“a? b?” needs at least one required word",
            id="pattern-of-nothing",
        ),
    ],
)
def test_page_with_wrong_settings(tmp_path: Path, old: str, new: str, message: str) -> None:
    folder = page(tmp_path, old, new)
    with pytest.raises(RuleError) as caught:
        failures(folder)
    assert str(caught.value).startswith(f"{folder / 'prose' / 'shouting.md'}: {message}")
    assert "\n" not in str(caught.value)


def test_page_in_an_unknown_group(tmp_path: Path) -> None:
    write(tmp_path, {"pages/loudness/shouting.md": PAGE})
    with pytest.raises(RuleError, match="the folder is not a group"):
        failures(tmp_path / "pages")


# Streams.


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="pipes close differently here")
def test_closed_pipe_ends_quietly(house: Path) -> None:
    """Check that no error is reported if the reader closes the pipe, as in `prfaq-lint check | head -1`."""
    process = subprocess.Popen(
        [sys.executable, "-m", "prfaq_lint", "check", "bad.md", "mild.md"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=house,
        env=environment(),
    )
    assert process.stdout
    assert process.stderr
    process.stdout.close()  # before the program prints anything, which takes a second
    errors = process.stderr.read()
    process.stderr.close()
    assert process.wait(timeout=60) not in (0, 2)
    assert errors == b""


def test_messages_are_one_harmless_line(capsys: pytest.CaptureFixture[str]) -> None:
    console.fail("unknown “\x1b[31m\u202ex\n::error::y”", "a\rb")
    console.say("##[group]\tx")
    assert capsys.readouterr() == (
        "",
        "prfaq-lint: a\\x0db: unknown “\\x1b[31m\\u202ex\\x0a::error::y”\nprfaq-lint: #\\x23[group]\tx\n",
    )


@pytest.mark.parametrize(
    ("variables", "colours"),
    [
        ({}, False),
        ({"FORCE_COLOR": "1"}, True),
        ({"FORCE_COLOR": "0"}, False),
        ({"FORCE_COLOR": ""}, False),
        ({"CLICOLOR_FORCE": "1"}, True),
        ({"NO_COLOR": "1"}, False),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
        ({"NO_COLOR": "", "FORCE_COLOR": "1"}, True),
    ],
)
def test_colours(monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], colours: bool) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert console.colour() is colours


@pytest.mark.parametrize(("value", "columns"), [(None, 100), ("80", 80), ("20", 40), ("500", 120)])
def test_columns(monkeypatch: pytest.MonkeyPatch, value: str | None, columns: int) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    if value is not None:
        monkeypatch.setenv("COLUMNS", value)
    assert console.columns() == columns


HOSTILE = "\x1b[31m\x1b]8;;http://evil\x07 \x9b5m \u202e\u2066 \u200b ##[command]rm ##vso[task.x]y"
HOSTILE_DRAFT = (
    f"# PR/FAQ: Tillgo {HOSTILE} pays market traders before they pack up\n\n::error::{HOSTILE} {SENTENCE}\n\n::stop-commands::x\n\n## FAQ\n\n### What does {HOSTILE} cost?\n\nTBD\n\n"
    f"### ::warning::Is it safe?\n\n::add-mask::{HOSTILE}\n"
)


def assert_harmless(text: str) -> None:
    """Assert that a text contains no control sequence for a terminal and no command for a CI service."""
    for character in "\x1b\x07\x9b\u202e\u2066\u200b\r":
        assert character not in text, repr(text[max(0, text.index(character) - 60) :][:120])
    assert "##[" not in text
    assert "##vso[" not in text
    assert [line for line in text.split("\n") if line.lstrip().startswith("::")] == []


NAMES = {
    "terminal": "a\x1b[31m\u202e.md",
    "legacy-command": "a##[command]rm.md",
    "command": "::error::a.md",
    "line-end": "a\n::error::b.md",
}


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with malicious drafts and file names."""
    if sys.platform == "win32":
        pytest.skip("no such names here")
    folder = tmp_path_factory.mktemp("hostile")
    return write(
        folder,
        {**dict.fromkeys(NAMES.values(), HOSTILE_DRAFT), **{f"{name}.broken.md": b"\xff" for name in NAMES.values()}},
    )


@pytest.mark.parametrize(
    "arguments", [("check", "--verbose"), ("check", "--format", "json"), ("outline",)], ids=" ".join
)
def test_hostile_drafts_and_names_are_shown_harmless(hostile: Path, arguments: tuple[str, ...]) -> None:
    """Check findings, remarks and errors."""
    run = prfaq(*arguments, ".", "none\x1b[31m##[x].md", "::error::none.md", cwd=hostile)
    assert run.status == 2
    assert run.out.count("TODO") + run.out.count("cost?") >= len(NAMES)
    assert run.err.count("\n") == len(NAMES) + 2
    assert_harmless(run.out)
    assert_harmless(run.err)


SILENT = [name for name in FORMATS if name != "github"]
"""The formats without commands for a CI service; `test_formats` covers the one with them."""


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("shape", SILENT)
def test_format_shows_a_hostile_name_harmless(shape: str, name: str) -> None:
    finding = Diagnostic(NAMES[name], 3, 1, 3, 5, "pantry", "solution-first", "error", "message", "fix")
    assert_harmless(
        FORMATS[shape](
            [
                FileResult(
                    NAMES[name],
                    "prfaq",
                    "en",
                    [finding],
                    [Answer("Is it big?", "no", (), ("market-size",))],
                    {3: "text"},
                )
            ],
            Style(),
        )
    )


@pytest.mark.parametrize("name", NAMES)
def test_outline_shows_a_hostile_name_harmless(outline_of: Callable[..., Outline], name: str) -> None:
    assert_harmless(tree(outline_of(BAD, NAMES[name]), Style()))


@pytest.mark.parametrize("text", HOSTILE.split())
@pytest.mark.parametrize("shape", SILENT)
def test_format_shows_hostile_text_harmless(shape: str, text: str) -> None:
    finding = Diagnostic("a.md", 3, 1, 3, 5, "pantry", "solution-first", "error", f"“{text}” is wrong", text)
    assert_harmless(
        FORMATS[shape]([FileResult("a.md", "prfaq", "en", [finding], [], {3: f"::error::{text} in the line"})], Style())
    )


@pytest.mark.skipif(sys.platform == "win32", reason="names are Unicode here")
def test_file_name_that_is_not_utf8(tmp_path: Path) -> None:
    name = os.fsdecode(b"caf\xe9.md")
    try:
        write(tmp_path, {name: BAD})
    except OSError:
        pytest.skip("this file system has no such names")
    run = prfaq("check", name, *ONLY, "--format", "json", cwd=tmp_path)
    assert (run.status, [found["path"] for found in json.loads(run.out)]) == (1, ["caf\ufffd.md"])


@pytest.mark.slow
def test_ascii_stream_gets_escapes(tmp_path: Path) -> None:
    write(tmp_path, {"näme.md": BAD.replace("TODO", "“Zoë” 😀 TODO")})
    run = prfaq("check", "näme.md", "nöne.md", *ONLY, cwd=tmp_path, env={"PYTHONIOENCODING": "ascii"})
    assert (run.status, run.err) == (2, "prfaq-lint: n\\xf6ne.md: no such file\n")
    assert "Zo\\xeb" in run.out


# The text format, line by line.


def shown(line: str, words: str, width: int = 100, **more: Any) -> list[str]:
    """Return the lines that show a finding about words in a source line, without its head and message."""
    start = line.index(words)
    finding = Diagnostic(
        "a.md", 7, start + 1, 7, start + 1 + len(words), "pantry", "solution-first", "error", "m", **more
    )
    return report([FileResult("a.md", "prfaq", "en", [finding], [], {7: line})], Style(width=width, quiet=True)).split(
        "\n"
    )[2:4]


@pytest.mark.parametrize(
    ("line", "words", "expected"),
    [
        pytest.param("We have it.", "have", [" 7 | We have it.", "   |    ^^^^"], id="plain"),
        pytest.param("\tWe\thave it.", "have", [" 7 |     We    have it.", "   |           ^^^^"], id="tabs"),
        pytest.param("We\thave\tit.", "have\tit", [" 7 | We    have    it.", "   |       ^^^^^^^^^^"], id="tab-inside"),
        pytest.param("漢字 have it.", "have", [" 7 | 漢字 have it.", "   |      ^^^^"], id="wide-before"),
        pytest.param("We have 漢字.", "漢字", [" 7 | We have 漢字.", "   |         ^^^^"], id="wide-inside"),
        pytest.param("😀 have it.", "have", [" 7 | 😀 have it.", "   |    ^^^^"], id="emoji-before"),
        pytest.param(
            "e\u0301te\u0301 have it.",
            "have",
            [" 7 | e\u0301te\u0301 have it.", "   |     ^^^^"],
            id="combining-marks-before",
        ),
        pytest.param(
            "a\x1b[1m have it.", "have", [" 7 | a\\x1b[1m have it.", "   |          ^^^^"], id="escapes-before"
        ),
        pytest.param(
            "##[error] have it.", "have", [" 7 | #\\x23[error] have it.", "   |              ^^^^"], id="command-before"
        ),
        pytest.param("We have it.", "have it.", [" 7 | We have it.", "   |    ^^^^^^^^"], id="to-the-end"),
    ],
)
def test_underline(line: str, words: str, expected: list[str]) -> None:
    assert shown(line, words) == expected


def test_long_line_shows_a_window_around_the_words() -> None:
    source, mark = shown("lead " * 300 + "we have it" + " tail" * 300, "we have it", width=80)
    assert max(len(source), len(mark)) <= 80
    assert source.startswith(" 7 | … ")
    assert source.endswith(" …")
    assert source[mark.index("^") : mark.rindex("^") + 1] == "we have it"


def test_long_words_show_their_beginning() -> None:
    source, mark = shown("a " + "we have it " * 100, ("we have it " * 90).strip(), width=80)
    assert max(len(source), len(mark)) <= 80
    assert source[mark.index("^") :].startswith("we have it")


@pytest.mark.parametrize("width", [40, 60, 100])
def test_lines_fit_the_terminal(width: int) -> None:
    finding = Diagnostic(
        "a.md", 7, 1, 7, 3, "pantry", "solution-first", "error", "why " * 60 + "end", "do " * 60 + "end"
    )
    out = report([FileResult("a.md", "prfaq", "en", [finding], [], {7: "we " * 200})], Style(width=width))
    assert max(len(line) for line in out.split("\n")[:-2]) <= width


def test_finding_over_two_lines_underlines_the_first() -> None:
    finding = Diagnostic("a.md", 7, 4, 8, 3, "pantry", "solution-first", "error", "m")
    out = report([FileResult("a.md", "prfaq", "en", [finding], [], {7: "We have"})], Style(quiet=True))
    assert out.split("\n")[2:4] == [" 7 | We have", "   |    ^^^^"]


def test_finding_without_a_line_to_show() -> None:
    finding = Diagnostic("a.md", 1, 1, 1, 1, "pantry", "solution-first", "error", "message")
    out = report([FileResult("a.md", "prfaq", "en", [finding], [], {1: ""})], Style(quiet=True))
    assert out.split("\n")[1:3] == ["a.md:1:1 error pantry", "   | message"]


def test_colours_do_not_change_the_text() -> None:
    finding = Diagnostic("a.md", 7, 4, 7, 8, "pantry", "solution-first", "error", "why " * 40, "do " * 40)
    results = [FileResult("a.md", "prfaq", "en", [finding], [], {7: "We have it."})]
    assert re.sub("\x1b\\[[0-9;]*m", "", report(results, Style(colour=True))) == report(results, Style())


def test_summary_counts() -> None:
    findings = [
        Diagnostic("a.md", 1, 1, 1, 2, "pantry", "solution-first", severity, "m")
        for severity in ("error", "note", "note")
    ]
    out = report([FileResult("a.md", "prfaq", "en", findings, [], {}), FileResult("b.md", "prfaq", "en", [])], Style())
    assert out.endswith("2 drafts checked: 1 error, 2 notes. Run `prfaq-lint explain RULE` for more about a rule.\n")


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_takes_no_results(name: str) -> None:
    assert isinstance(FORMATS[name]([], Style()), str)


def test_the_language_server_needs_its_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    import importlib.util

    from click.testing import CliRunner

    from prfaq_lint.cli.lsp_command import command

    find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "pygls" else find(name))
    result = CliRunner().invoke(command, [], standalone_mode=False)
    assert result.return_value == 2
    assert result.output == "prfaq-lint: `lsp` needs packages that are not installed: pip install 'prfaq-lint[lsp]'\n"
