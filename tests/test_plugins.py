"""Tests of plug-ins: the documented example, and installed distributions with mistakes."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, Run, environment, prfaq

EXAMPLE = ROOT / "examples" / "plugin"
PAGE = """# A page

```toml
check = "CHECK"
severity = "warning"
message = "Found"
```
"""
DRAFT = (
    "---\nprfaq: {stage: draft}\n---\n\n# Ladle keeps a hot lunch for drivers\n\n## Problem\n\nDrivers miss lunch.\n"
)


def run(*arguments: str, path: Path, cwd: Path = ROOT, stdin: str = "") -> Run:
    """Run the program with a folder of installed distributions on its path."""
    return prfaq(*arguments, cwd=cwd, stdin=stdin, env={"PYTHONPATH": os.pathsep.join((str(ROOT), str(path)))})


def install(folder: Path, name: str, points: str, **files: str) -> Path:
    """Write what an installer writes for a distribution, and return its folder.

    `files` are modules, or pages named `package__group__rule`.
    """
    metadata = folder / f"{name.replace('-', '_')}-1.0.dist-info"
    metadata.mkdir(parents=True)
    (metadata / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n", encoding="utf-8")
    (metadata / "entry_points.txt").write_text(points, encoding="utf-8")
    for module, text in files.items():
        path = folder.joinpath(*module.replace("_-", "-").split("__"))
        path = path.with_suffix(".md") if "__" in module else path.with_suffix(".py")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def canteen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the documented example installed, without using a network."""
    if not all(map(find_spec, ("hatchling", "pip"))):
        pytest.skip("the example's build backend (hatchling), or pip, is not installed")
    folder = tmp_path_factory.mktemp("installed")
    options = ["--no-deps", "--no-build-isolation", "--no-index", "--disable-pip-version-check", "--quiet"]
    done = subprocess.run(
        [sys.executable, "-m", "pip", "install", *options, "--target", str(folder), str(EXAMPLE)],
        capture_output=True,
        text=True,
        cwd=folder,
        env=environment(),
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def test_example_is_listed(canteen: Path) -> None:
    listed = {rule["rule"]: rule for rule in json.loads(run("rules", "--format", "json", path=canteen).out)}
    assert listed["crowded-customer-faq"]["group"] == "answers"
    assert listed["house-words"]["severity"] == "warning"


def test_example_is_explained(canteen: Path) -> None:
    page = EXAMPLE / "prfaq_canteen" / "rules" / "prose" / "house-words.md"
    assert run("explain", "--source", "house-words", path=canteen).out == page.read_text(encoding="utf-8")


@pytest.mark.slow
def test_example_keeps_its_promises(canteen: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-p",
            "no:cacheprovider",
            "--numprocesses=0",
            "--rootdir",
            str(EXAMPLE),
            str(EXAMPLE / "tests"),
        ],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env=environment(PYTHONPATH=os.pathsep.join((str(ROOT), str(canteen)))),
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert done.stdout.startswith("..")


def definition(schema: dict[str, Any], rule: str) -> dict[str, Any]:
    """Return the parameters of a rule in the JSON Schema of configurations."""
    name = schema["$defs"]["rules"]["properties"][rule]["$ref"].rpartition("/")[2]
    return dict(schema["$defs"][name]["properties"])


def test_example_is_in_the_schema(canteen: Path) -> None:
    schema = json.loads(run("config", "schema", path=canteen).out)
    one = definition(schema, "crowded-customer-faq")
    assert (one["most"], one["audience"]) == ({"type": "integer"}, {"type": "string"})


def test_example_is_configured_and_selected(canteen: Path, tmp_path: Path) -> None:
    (tmp_path / "prfaq-lint.toml").write_text('[rule.house-words]\nextend_phrases = ["miss lunch"]\n', encoding="utf-8")
    found = run("check", "-", "--select", "house-words", "--format", "json", path=canteen, cwd=tmp_path, stdin=DRAFT)
    assert [(one["rule"], one["line"]) for one in json.loads(found.out)] == [("house-words", 9)]
    wrong = run("check", "-", "--select", "house-word", path=canteen, cwd=tmp_path, stdin=DRAFT)
    assert wrong.err == "prfaq-lint: unknown rule or group “house-word”; did you mean “house-words”?\n"


def test_example_is_in_sarif(canteen: Path) -> None:
    text = DRAFT.replace("lunch", "40 covers")
    sarif = json.loads(run("check", "-", "--format", "sarif", path=canteen, stdin=text).out)
    rule = next(rule for rule in sarif["runs"][0]["tool"]["driver"]["rules"] if rule["id"] == "house-words")
    assert rule["shortDescription"]["text"] == "Words that only the kitchen knows"
    assert "helpUri" not in rule  # the page is not in this project's repository


def test_example_reports_as_a_table(canteen: Path, tmp_path: Path) -> None:
    text = DRAFT.replace("miss lunch", "miss 40 covers")
    done = run(
        "check", "-", "--stdin-filename", "=a.md", "--format", "csv:out.csv", path=canteen, cwd=tmp_path, stdin=text
    )
    assert (done.out, done.err) == ("", "")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "out.csv").read_text(encoding="utf-8"))))
    assert ("'=a.md", "9", "house-words") in {(row["path"], row["line"], row["rule"]) for row in rows}


KIND = "from prfaq_lint.checks import Check, Problem\ndef kind({}) -> Check:\n    return {}\n"
CHECKS = "[prfaq_lint.checks]\nodd = odd:kind\n"
WITH_PAGE = f"{CHECKS}[prfaq_lint.rules]\nodd = odd_pages\n"


@pytest.mark.parametrize(
    ("points", "module", "cause"),
    [
        pytest.param(CHECKS, "import nosuch", "cannot be loaded (ModuleNotFoundError: No module named 'nosuch')", id="import"),
        pytest.param(CHECKS, "raise SystemExit('bye')", "cannot be loaded (SystemExit: bye)", id="exit"),
        pytest.param(CHECKS, "x = (", "cannot be loaded (SyntaxError: '(' was never closed (odd.py, line 1))", id="syntax"),
        pytest.param(CHECKS, "", "cannot be loaded (AttributeError: module 'odd' has no attribute 'kind')", id="missing"),
        pytest.param(CHECKS, "kind = 3", "must be a function", id="no-function"),
        pytest.param(
            CHECKS,
            KIND.format("words", "3"),
            "must take keyword-only parameters with annotations; “words” is not one",
            id="signature",
        ),
        pytest.param(WITH_PAGE, KIND.format("", "3"), "must return a Check, not int", id="no-check"),
        pytest.param(WITH_PAGE, KIND.format("", "{}['x']"), "failed (KeyError: 'x')", id="fails-when-made"),
        pytest.param(WITH_PAGE, KIND.format("", "Check(lambda outline: [1])"), "must yield Problems, not int, in -", id="no-problem"),
        pytest.param(
            WITH_PAGE,
            KIND.format("", "Check(lambda outline: [Problem(0, 9999)])"),
            "returned the range 0 to 9999, but the prose has only 64 characters, in -",
            id="place",
        ),
        pytest.param(
            WITH_PAGE,
            KIND.format("", "Check(lambda outline: [Problem(0, 1, {'n': 1})])"),
            "returned a value “n” that is not text, in -",
            id="value",
        ),
        pytest.param(
            WITH_PAGE,
            KIND.format("", "Check(lambda outline: [Problem(0, 1, severity='bad')])"),
            "returned the severity “bad” (known: error, warning, note), in -",
            id="severity",
        ),
        pytest.param(
            WITH_PAGE, KIND.format("", "Check(lambda outline: 1 / 0)"), "failed on - (ZeroDivisionError: division by zero)", id="run"
        ),
        pytest.param(
            WITH_PAGE,
            KIND.format("", "Check(lambda outline: (), applies=lambda outline: 1 / 0)"),
            "failed on - (ZeroDivisionError: division by zero)",
            id="applies",
        ),
        pytest.param("[prfaq_lint.checks]\nodd = o d d\n", "", "cannot be loaded", id="entry-point"),
        pytest.param("[prfaq_lint.checks]\nforbid = odd:kind\n", "kind = 3", "has the same name as a built-in kind", id="kind-of-ours"),
    ],
)  # fmt: skip
def test_broken_kind(points: str, module: str, cause: str, tmp_path: Path) -> None:
    """Check that there is one line with the distribution and the cause, and exit status 2."""
    install(tmp_path, "odd-one", points, odd=module, odd_pages__prose__odd=PAGE.replace("CHECK", "odd"))
    done = run("check", "-", path=tmp_path, stdin=DRAFT)
    assert (done.status, done.out) == (2, "")
    name = "forbid" if "forbid" in points else "odd"
    assert done.err.startswith(f"prfaq-lint: plug-in odd-one 1.0: prfaq_lint.checks “{name}” {cause}")
    assert done.err.count("\n") == 1


@pytest.mark.parametrize(
    ("points", "cause"),
    [
        ("odd = nosuch.pages", "cannot be loaded (ModuleNotFoundError: No module named 'nosuch')"),
        ("odd = nosuch", "does not name a package of pages (“nosuch”)"),
        ("odd = odd", "does not name a package of pages (“odd”)"),
        ("odd = odd:PAGES", "must name a package of pages, not “odd:PAGES”"),
    ],
)
def test_broken_package_of_pages(points: str, cause: str, tmp_path: Path) -> None:
    install(tmp_path, "odd-one", f"[prfaq_lint.rules]\n{points}\n", odd="")
    done = run("rules", path=tmp_path)
    assert (done.status, done.out, done.err) == (
        2,
        "",
        f"prfaq-lint: plug-in odd-one 1.0: prfaq_lint.rules “odd” {cause}\n",
    )


@pytest.mark.parametrize(
    ("module", "cause"),
    [
        ("import nosuch", "cannot be loaded (ModuleNotFoundError: No module named 'nosuch')"),
        ("def kind(results, style): return results[7]", "failed (IndexError: list index out of range)"),
        ("def kind(results, style): return 3", "must return text, not int"),
    ],
)
def test_broken_format(module: str, cause: str, tmp_path: Path) -> None:
    """Check that the other reports of the run are still written."""
    install(tmp_path / "site", "odd-one", "[prfaq_lint.formats]\nodd = odd:kind\n", odd=module)
    done = run(
        "check", "-", "--format", "odd", "--format", "json:all.json", path=tmp_path / "site", cwd=tmp_path, stdin=DRAFT
    )
    line = f"prfaq-lint: plug-in odd-one 1.0: prfaq_lint.formats “odd” {cause}\n"
    assert (done.status, done.out, done.err) == (2, "", line)
    assert json.loads((tmp_path / "all.json").read_text(encoding="utf-8"))


def test_format_with_the_name_of_a_built_in_one_is_refused(tmp_path: Path) -> None:
    install(tmp_path, "odd-one", "[prfaq_lint.formats]\njson = odd:kind\n", odd="")
    done = run("check", "-", "--format", "csv", path=tmp_path, stdin=DRAFT)
    why = "has the same name as a built-in format"
    assert (done.status, done.err) == (2, f"prfaq-lint: plug-in odd-one 1.0: prfaq_lint.formats “json” {why}\n")


@pytest.mark.parametrize(
    ("points", "error"),
    [
        (
            "[prfaq_lint.checks]\nsame = odd:kind\n",
            "plug-in odd-two 1.0: prfaq_lint.checks “same” is also provided by odd-one 1.0; uninstall one of them",
        ),
        (
            "[prfaq_lint.rules]\npages = NAME_pages\n",
            "plug-in odd-two 1.0: its rule “same” is also provided by plug-in odd-one 1.0 (",
        ),
    ],
)
def test_two_plugins_of_one_name(points: str, error: str, tmp_path: Path) -> None:
    for name in ("one", "two"):
        page = {f"{name}_pages__prose__same": PAGE.replace("CHECK", "forbid")}
        install(tmp_path, f"odd-{name}", points.replace("NAME", name), **page)
    done = run("rules", path=tmp_path)
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith(f"prfaq-lint: {error}")


def test_rule_with_the_name_of_a_built_in_one_is_refused(tmp_path: Path) -> None:
    install(tmp_path, "odd-one", "[prfaq_lint.rules]\nodd = odd\n", odd__prose__pantry=PAGE.replace("CHECK", "forbid"))
    done = run("explain", "pantry", path=tmp_path)
    assert done.status == 2
    assert done.err.startswith(
        "prfaq-lint: plug-in odd-one 1.0: its rule “pantry” is also provided by prfaq-lint itself ("
    )


def test_plugin_in_a_repository_that_is_not_installed_is_not_run(tmp_path: Path) -> None:
    """Check a run inside a repository that looks like an installed plug-in."""
    install(tmp_path, "odd-one", WITH_PAGE, odd="open('ran', 'w')", odd_pages__prose__odd=PAGE.replace("CHECK", "odd"))
    done = prfaq("check", "-", cwd=tmp_path, stdin=DRAFT)
    assert "odd" not in done.err
    assert not (tmp_path / "ran").exists()


def test_page_of_a_repository_names_a_kind_that_is_not_installed(tmp_path: Path) -> None:
    (tmp_path / "own" / "prose").mkdir(parents=True)
    (tmp_path / "own" / "prose" / "odd.md").write_text(PAGE.replace("CHECK", "zzz"), encoding="utf-8")
    done = prfaq("test", "own", cwd=tmp_path)
    page = os.path.join("own", "prose", "odd.md")
    assert done.err == f"prfaq-lint: {page}: unknown check “zzz” (is the plug-in that provides it installed?)\n"


@pytest.mark.parametrize(
    ("arguments", "runs"),
    [
        (["--version"], False),
        (["--help"], False),
        (["check", "--help"], False),
        (["explain", "pantry"], False),
        (["rules"], True),
    ],
)
def test_code_runs_only_where_rules_are_loaded(arguments: list[str], runs: bool, tmp_path: Path) -> None:
    install(tmp_path / "site", "odd-one", CHECKS, odd="open('ran', 'w')\n" + KIND.format("", "3"))
    done = run(*arguments, path=tmp_path / "site", cwd=tmp_path)
    assert (done.status, done.err) == (0, "")
    assert (tmp_path / "ran").exists() is runs


@pytest.mark.slow
def test_without_plugins_nothing_is_imported_to_look_for_them(tmp_path: Path) -> None:
    """Check that nothing is imported even if the command of a distribution, such as our own, names the package."""
    install(tmp_path / "site", "odd-one", "[console_scripts]\nodd = prfaq_lint.__main__:main\n")
    code = "import sys; from prfaq_lint.rules import plugins; print(plugins.folders(), repr(plugins.digest())); print('importlib.metadata' in sys.modules)"
    env = environment(PYTHONPATH=os.pathsep.join((str(ROOT), str(tmp_path / "site"))))
    done = subprocess.run([sys.executable, "-S", "-c", code], capture_output=True, text=True, env=env, cwd=tmp_path)
    assert done.stdout == "[] ''\nFalse\n"


@pytest.mark.slow
def test_changed_plugin_changes_the_digest(tmp_path: Path) -> None:
    """Check that stored results are not used with another version of a plug-in."""
    install(tmp_path, "odd-one", CHECKS, odd="x = 1")
    code = "from prfaq_lint.configuration.settings import Settings; print(Settings().digest())"

    def digest() -> str:
        env = environment(PYTHONPATH=os.pathsep.join((str(ROOT), str(tmp_path))))
        return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=env, check=True).stdout

    before = digest()
    assert before == digest()
    (tmp_path / "odd.py").write_text("x = 2", encoding="utf-8")
    assert digest() != before


def test_annotations_that_are_not_strings_are_understood(tmp_path: Path) -> None:
    """Check a plug-in module without `from __future__ import annotations`, whose annotations are not strings."""
    kind = KIND.format("*, most: int, words: list[str] = ['a'], plain: bool = False", "Check(lambda outline: ())")
    page = PAGE.replace("CHECK", "odd").replace("severity", "most = 3\nseverity")
    install(tmp_path / "site", "odd-one", WITH_PAGE, odd=kind, odd_pages__prose__odd=page)
    schema = json.loads(run("config", "schema", path=tmp_path / "site").out)
    one = definition(schema, "odd")
    assert one["most"] == {"type": "integer"}
    assert one["extend_words"] == {"type": "array", "items": {"type": "string"}}
    (tmp_path / "own.toml").write_text("[rule.odd]\nmost = true\n", encoding="utf-8")
    done = run("check", "-", "--config", "own.toml", path=tmp_path / "site", cwd=tmp_path, stdin=DRAFT)
    assert done.err == "prfaq-lint: own.toml: [rule.odd]: “most” must be a whole number\n"
