"""Tests of suppressing old findings: a baseline, and the lines changed since a git revision."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT, Run, prfaq

from prfaq_lint.rules.pages import load, shipped
from prfaq_lint.rules.pagetest import report

Cli = Callable[..., Run]
Check = Callable[..., tuple[Run, list[tuple[str, int]]]]

DRAFT = """\
# PR/FAQ: Saltpan tells harvesters when to rake

TODO: say who harvests.

Harvesters on the coast lose a third of the crop to rain that nobody told them about.

## FAQ

### What does it cost?

TODO
"""
FILE = ".prfaq-lint-baseline.json"


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """Return a folder with a draft."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/draft.md").write_text(DRAFT, encoding="utf-8")
    return tmp_path


def edit(house: Path, before: str, after: str) -> None:
    path = house / "docs/draft.md"
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


@pytest.fixture
def check(cli: Cli) -> Check:
    """Return a function that checks the folder; it returns the run, and the rule and line of each finding."""

    def go(house: Path, *arguments: str) -> tuple[Run, list[tuple[str, int]]]:
        rules = "todo-marker,tbd-answer,pantry"
        run = cli("check", "docs", "--format", "json", "--select", rules, *arguments, cwd=house)
        return run, [(found["rule"], found["line"]) for found in json.loads(run.out or "[]")]

    return go


@pytest.fixture
def known(house: Path, check: Check) -> Path:
    """Return the folder with all its findings in the baseline."""
    run, found = check(house, "--write-baseline")
    assert (run.status, run.out, found) == (0, "", [])
    assert run.err == f"prfaq-lint: {FILE}: now records 2 findings; `check --baseline {FILE}` ignores them\n"
    return house


# Baseline


def test_known_findings_are_silent(known: Path, check: Check) -> None:
    run, found = check(known, "--baseline", FILE)
    assert (run.status, found, run.err) == (0, [], f"prfaq-lint: {FILE}: 2 known findings\n")


def test_drafts_with_only_known_findings_print_nothing(known: Path, cli: Cli) -> None:
    """Check that drafts without new findings do not get the reviewer's three questions; other drafts do."""
    run = cli("check", "docs", "--select", "todo-marker,tbd-answer,pantry", "--baseline", FILE, cwd=known)
    assert run.out == "1 draft checked: nothing found.\n"
    edit(known, "TODO: say who", "TODO: find out who")
    run = cli("check", "docs", "--select", "todo-marker,tbd-answer,pantry", "--baseline", FILE, cwd=known)
    assert "Is it big?" in run.out


def test_lines_may_move_and_spaces_change(known: Path, check: Check) -> None:
    edit(known, "TODO: say who", "A new paragraph.\n\nTODO:  say who")
    assert check(known, "--baseline", FILE)[1] == []


def test_changed_text_is_new(known: Path, check: Check) -> None:
    edit(known, "TODO: say who harvests.", "TODO: say who rakes.")
    run, found = check(known, "--baseline", FILE)
    assert (run.status, found) == (1, [("todo-marker", 3)])


def test_new_finding_is_new_and_so_is_a_second_of_the_same_text(known: Path, check: Check) -> None:
    edit(known, "## FAQ", "TODO: say who harvests.\n\n## FAQ")
    assert check(known, "--baseline", FILE)[1] == [("todo-marker", 7)]


def test_known_findings_no_longer_found_are_counted(known: Path, check: Check, cli: Cli) -> None:
    edit(known, "TODO: say who harvests.\n\n", "")
    run = cli("check", "docs", "--baseline", FILE, cwd=known)
    assert "2 known findings, 1 no longer found (update it with --write-baseline=" in run.err
    assert "no longer" not in check(known, "--baseline", FILE)[0].err, "rules that did not run cannot tell"


def test_quiet_mentions_only_a_baseline_that_is_outdated(known: Path, check: Check, cli: Cli) -> None:
    quiet = ("check", "docs", "--baseline", FILE, "--quiet", "--fail-on", "never")
    assert check(known, "--baseline", FILE, "--quiet")[0].err == ""
    edit(known, "TODO: say who harvests.\n\n", "")
    assert "2 known findings, 1 no longer found (update it with" in cli(*quiet, cwd=known).err
    (known / "docs/draft.md").write_text(DRAFT, encoding="utf-8")
    (known / "docs/draft.md").rename(known / "docs/saltpan.md")
    assert "1 file renamed (update it with" in cli(*quiet, cwd=known).err


def test_file_is_sorted_and_stable(known: Path, check: Check) -> None:
    first = (known / FILE).read_bytes()
    data = json.loads(first)
    assert data["version"] == 1
    assert [one["path"] for one in data["findings"]] == ["docs/draft.md"] * 2
    assert data["findings"] == sorted(data["findings"], key=lambda one: tuple(one.values()))
    check(known, "--write-baseline")
    assert (known / FILE).read_bytes() == first
    assert list(known.glob(".prfaq-lint-*")) == [known / FILE], "no temporary file is left"


def test_paths_are_relative_to_the_file(known: Path, cli: Cli) -> None:
    arguments = ("--baseline", f"../{FILE}", "--select", "todo-marker")
    assert cli("check", "draft.md", *arguments, cwd=known / "docs").status == 0


def test_files_not_checked_stay_and_removed_ones_go(known: Path, check: Check, cli: Cli) -> None:
    (known / "docs/other.md").write_text(DRAFT, encoding="utf-8")
    run = cli("check", "docs/other.md", "--select", "todo-marker", "--write-baseline", cwd=known)
    assert run.err.startswith(f"prfaq-lint: {FILE}: now records 4 findings") or run.err.startswith(
        f"prfaq-lint: {FILE}: now records 3 findings"
    )
    assert check(known, "--baseline", FILE, "--ignore", "tbd-answer")[1] == []
    (known / "docs/other.md").unlink()
    assert check(known, "--write-baseline")[0].err.startswith(f"prfaq-lint: {FILE}: now records 2 findings")


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"version": 1}', '{"version": 1, "findings": [1]}', '{"version": 1, "findings": 3}', "[" * 9999],
)
def test_invalid_baseline_is_one_error(house: Path, text: str, check: Check) -> None:
    (house / FILE).write_text(text, encoding="utf-8")
    for option in ("--baseline", "--write-baseline"):
        run, _ = check(house, option, FILE)
        assert (run.status, run.out, run.err.count("\n")) == (2, "", 1)
        assert FILE in run.err
        assert (house / FILE).read_text(encoding="utf-8") == text, "nothing is lost"


def test_other_version_and_missing_file(house: Path, check: Check) -> None:
    (house / FILE).write_text('{"version": 2, "findings": []}', encoding="utf-8")
    assert "version 2" in check(house, "--baseline", FILE)[0].err
    run, _ = check(house, "--baseline", "none.json")
    assert (run.status, run.err) == (2, "prfaq-lint: none.json: no such file\n")


def test_a_draft_is_never_overwritten(house: Path, cli: Cli) -> None:
    """Check that `--write-baseline docs/draft.md` does not take the draft for the file to write."""
    run = cli("check", "--write-baseline", "docs/draft.md", cwd=house)
    assert run.status == 2 and "is not a .json file" in run.err
    assert (house / "docs/draft.md").read_text(encoding="utf-8") == DRAFT


def test_a_folder_after_write_baseline_is_explained(house: Path, cli: Cli) -> None:
    run = cli("check", "--write-baseline", "docs", cwd=house)
    assert (run.status, run.err.count("\n")) == (2, 1)
    assert "`check docs --write-baseline`" in run.err


@pytest.mark.skipif(os.name == "nt", reason="links and modes")
def test_symlink_and_file_mode_of_the_baseline_are_kept(known: Path, check: Check) -> None:
    (known / "kept.json").write_text('{"version": 1, "findings": []}', encoding="utf-8")
    (known / "kept.json").chmod(0o600)
    (known / FILE).unlink()
    (known / FILE).symlink_to("kept.json")
    assert "now records 2 findings" in check(known, "--write-baseline")[0].err
    assert (known / FILE).is_symlink() and (known / "kept.json").stat().st_mode & 0o777 == 0o600
    assert len(json.loads((known / "kept.json").read_text(encoding="utf-8"))["findings"]) == 2


def test_what_cannot_be_written_is_named(house: Path, check: Check) -> None:
    run, _ = check(house, "--write-baseline=nowhere/known.json")
    assert (run.status, run.err) == (
        2,
        "prfaq-lint: nowhere/known.json: cannot be written (no such file or directory)\n",
    )


@pytest.mark.parametrize("file", [FILE, "prfaq-lint.toml", "pages/prose/hype.md"])
def test_what_was_read_is_never_overwritten(known: Path, cli: Cli, file: str) -> None:
    (known / "prfaq-lint.toml").write_text('ignore = ["quotes"]\nrules = ["pages"]\n', encoding="utf-8")
    (known / "pages/prose").mkdir(parents=True)
    (known / "pages/prose/hype.md").write_bytes((ROOT / "rules/prose/hype.md").read_bytes())
    before = (known / file).read_bytes()
    run = cli("check", "docs", "--baseline", FILE, f"--format=json:{file}", cwd=known)
    assert run.status == 2 and f"{file}: not written: it is one of the input files" in run.err
    assert (known / file).read_bytes() == before


def test_nothing_is_written_when_a_file_could_not_be_read(house: Path, check: Check) -> None:
    (house / "docs/bad.md").write_bytes(b"\xff\xfe\xfd")
    run, _ = check(house, "--write-baseline")
    assert run.status == 2 and not (house / FILE).exists()


# Findings about the draft as a whole

RELEASE = """\
# PR/FAQ: Saltpan tells harvesters when to rake

Harvesters on the coast lose a third of the crop to rain that nobody told them about.
"""


@pytest.fixture
def release(house: Path) -> Path:
    """Return the folder with a release that has no FAQ."""
    (house / "docs/draft.md").write_text(RELEASE, encoding="utf-8")
    return house


def whole(cli: Cli, house: Path, *arguments: str) -> list[str]:
    """Return the names of the rules that report something missing from the draft."""
    rules = "missing-faq,missing-subheadline,missing-dateline,risks,missing-internal-faq"
    run = cli("check", "docs", "--force", "--format", "json", "--select", rules, *arguments, cwd=house)
    return [found["rule"] for found in json.loads(run.out or "[]")]


def test_something_missing_stays_known_when_the_title_changes(release: Path, cli: Cli) -> None:
    assert "missing-faq" in whole(cli, release)
    assert whole(cli, release, "--write-baseline") == []
    edit(release, "Saltpan tells", "Saltpan always tells")
    assert whole(cli, release, "--baseline", FILE) == []


def test_a_topic_missing_stays_known_when_the_heading_of_the_faq_changes(house: Path, cli: Cli) -> None:
    edit(house, "TODO\n", "Nine dollars a month.\n")
    assert {"risks", "missing-internal-faq"} <= set(whole(cli, house))
    whole(cli, house, "--write-baseline")
    edit(house, "## FAQ", "## Frequently asked questions")
    assert whole(cli, house, "--baseline", FILE) == []


FIRST_QUESTION = (
    "\n\n## FAQ\n\n### How does a harvester sign up?\n\nBy texting SALT to 60777; the first forecast comes at noon.\n"
)


def test_a_first_question_does_not_bring_up_the_topics_that_the_faq_lacks(release: Path, cli: Cli) -> None:
    whole(cli, release, "--write-baseline")
    with (release / "docs/draft.md").open("a", encoding="utf-8") as file:
        file.write(FIRST_QUESTION)
    assert "risks" in whole(cli, release)
    assert whole(cli, release, "--baseline", FILE) == []


ALSO_TOO_LITTLE = ("missing-first-step", "missing-headline", "missing-summary")


@pytest.mark.parametrize("name", sorted({name for name in shipped() if name[:8] == "missing-"} - {"missing-solution"}))
def test_every_rule_about_a_missing_part_names_it(name: str) -> None:
    """Check the Bad examples. Some rules also report a part that says too little, which is identified by its text."""
    rules = load()
    bad = [example for example in rules[name].page.examples if not example.good]
    named = [bool(one.subject) for example in bad for one in report(rules[name], example.text, rules)]
    assert set(named) == ({True, False} if name in ALSO_TOO_LITTLE else {True})


@pytest.mark.parametrize("name", ["long-release", "solution-first-draft", "dwarfed-problem"])
def test_a_finding_about_what_is_there_is_identified_by_its_text(name: str) -> None:
    rules = load()
    bad = [example for example in rules[name].page.examples if not example.good]
    found = [one for example in bad for one in report(rules[name], example.text, rules)]
    assert found and not any(one.subject for one in found)


@pytest.mark.parametrize("format", ["sarif", "gitlab"])
def test_reports_identify_something_missing_by_what_is_missing(release: Path, cli: Cli, format: str) -> None:
    def identities() -> set[str]:
        run = cli("check", "docs", "--force", "--select", "missing-faq", "--format", format, cwd=release)
        data = json.loads(run.out)
        rows = data["runs"][0]["results"] if format == "sarif" else data
        return {row["partialFingerprints"]["prfaqLint/v1"] if format == "sarif" else row["fingerprint"] for row in rows}

    before = identities()
    edit(release, "Saltpan tells", "Saltpan always tells")
    assert identities() == before and len(before) == 1


# Drafts that were renamed


def test_known_findings_follow_a_renamed_draft(known: Path, check: Check) -> None:
    (known / "docs/draft.md").rename(known / "docs/saltpan.md")
    run, found = check(known, "--baseline", FILE)
    assert (run.status, found) == (0, [])
    assert run.err == (
        f"prfaq-lint: {FILE}: 2 known findings, 1 file renamed (update it with --write-baseline={FILE})\n"
    )
    check(known, "--write-baseline")
    assert check(known, "--baseline", FILE)[0].err == f"prfaq-lint: {FILE}: 2 known findings\n"


def test_a_copy_is_not_a_renamed_draft(known: Path, check: Check) -> None:
    shutil.copy(known / "docs/draft.md", known / "docs/saltpan.md")
    assert len(check(known, "--baseline", FILE)[1]) == 2


def test_a_draft_that_is_gone_is_matched_once(known: Path, check: Check) -> None:
    """Check that of two new drafts, the one with more of the known findings is the renamed one."""
    (known / "docs/draft.md").rename(known / "docs/saltpan.md")
    (known / "docs/a.md").write_text(DRAFT.replace("TODO: say who harvests.", "TODO: another text."), encoding="utf-8")
    run = prfaq(
        "check", "docs", "--format", "json", "--select", "todo-marker,tbd-answer", "--baseline", FILE, cwd=known
    )
    assert {found["path"] for found in json.loads(run.out)} == {"docs/a.md"}


def test_a_draft_that_lacks_the_same_parts_is_another_draft(release: Path, cli: Cli) -> None:
    whole(cli, release, "--write-baseline")
    (release / "docs/draft.md").unlink()
    (release / "docs/other.md").write_text("# Brinemap finds tides\n\nSailors run aground.\n", encoding="utf-8")
    assert "missing-faq" in whole(cli, release, "--baseline", FILE)


def test_a_draft_that_keeps_its_name_can_lack_the_same_parts(release: Path, cli: Cli) -> None:
    whole(cli, release, "--write-baseline")
    (release / "docs/2026").mkdir()
    (release / "docs/draft.md").rename(release / "docs/2026/draft.md")
    assert whole(cli, release, "--baseline", FILE) == []


# The baseline of the configuration


def test_configuration_names_the_baseline(house: Path, check: Check, cli: Cli) -> None:
    (house / "prfaq-lint.toml").write_text('baseline = "kept/known.json"\n', encoding="utf-8")
    (house / "kept").mkdir()
    run, _ = check(house, "--write-baseline")
    assert run.err == "prfaq-lint: kept/known.json: now records 2 findings; `check` ignores them\n"
    run, found = check(house)
    assert (run.status, found, run.err) == (0, [], "prfaq-lint: kept/known.json: 2 known findings\n")
    assert check(house, "--quiet")[0].err == ""
    assert len(check(house, "--no-baseline")[1]) == 2
    assert len(check(house, "--no-config")[1]) == 2
    there = cli("check", "draft.md", "--select", "todo-marker,tbd-answer", cwd=house / "docs")
    assert there.status == 0 and "known.json: 2 known findings" in there.err
    shown = cli("config", "show", "docs/draft.md", cwd=house).out
    assert 'baseline = "kept/known.json"' in shown


def test_configured_baseline_is_recognised_however_it_is_named(house: Path, check: Check) -> None:
    (house / "prfaq-lint.toml").write_text('baseline = "known.json"\n', encoding="utf-8")
    run, _ = check(house, "--write-baseline=./known.json")
    assert run.err == "prfaq-lint: ./known.json: now records 2 findings; `check` ignores them\n"


def test_baseline_without_drafts_is_used_only_if_it_is_configured(house: Path, check: Check) -> None:
    (house / "docs/draft.md").write_text("# tillgo\n\nA library.\n\n## License\n\nMIT\n", encoding="utf-8")
    run, _ = check(house, "--write-baseline=other.json")
    assert run.err.endswith("other.json: now records 0 findings; `check --baseline other.json` ignores them\n")
    (house / "prfaq-lint.toml").write_text('baseline = "known.json"\n', encoding="utf-8")
    run, _ = check(house, "--write-baseline")
    assert run.err.endswith("known.json: now records 0 findings; `check` ignores them\n")


def test_option_overrides_the_baseline_of_the_configuration(known: Path, check: Check) -> None:
    (known / "prfaq-lint.toml").write_text('baseline = "none.json"\n', encoding="utf-8")
    run, found = check(known, "--baseline", FILE)
    assert (run.status, found) == (0, [])
    run, _ = check(known)
    assert (run.status, run.err) == (2, "prfaq-lint: none.json: no such file\n")
    run, _ = check(known, "--baseline", FILE, "--no-baseline")
    assert run.status == 2 and "cannot be used together" in run.err


def test_each_configuration_names_its_own_baseline(house: Path, check: Check) -> None:
    (house / "docs/more").mkdir()
    (house / "docs/more/draft.md").write_text(DRAFT, encoding="utf-8")
    (house / "docs/more/prfaq-lint.toml").write_text('baseline = "mine.json"\n', encoding="utf-8")
    (house / "prfaq-lint.toml").write_text('baseline = "all.json"\n', encoding="utf-8")
    check(house, "--write-baseline")
    for file, path in (("all.json", "docs/draft.md"), ("docs/more/mine.json", "draft.md")):
        entries = json.loads((house / file).read_text(encoding="utf-8"))["findings"]
        assert {entry["path"] for entry in entries} == {path}
    assert check(house)[1] == []


# Lines changed since a revision


needs_git = pytest.mark.skipif(not shutil.which("git"), reason="needs git")


def git(house: Path, *arguments: str) -> None:
    who = ("-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false")
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    subprocess.run(["git", *who, *arguments], cwd=house, check=True, capture_output=True, env=environment)


@pytest.fixture
def repository(house: Path) -> Path:
    """Return the folder as a git repository with one commit."""
    git(house, "init", "-q")
    git(house, "add", ".")
    git(house, "commit", "-qm", "one")
    return house


@needs_git
def test_unchanged_files_have_no_findings(repository: Path, check: Check) -> None:
    run, found = check(repository, "--since", "HEAD")
    assert (run.status, found, run.err) == (0, [], "")


@needs_git
def test_only_changed_lines(repository: Path, check: Check) -> None:
    edit(repository, "Harvesters on the coast", "TODO: A source.\n\nHarvesters on the coast")
    assert check(repository, "--since", "HEAD")[1] == [("todo-marker", 5)]
    git(repository, "commit", "-qam", "two")
    assert check(repository, "--since", "HEAD")[1] == []
    assert check(repository, "--since", "HEAD~1")[1] == [("todo-marker", 5)]


@needs_git
def test_untracked_files_count_whole_and_odd_names_are_read(repository: Path, check: Check) -> None:
    for name in ("new.md", "ein Entwurf für – “x”.md", ":(top)odd.md", "-dash.md"):
        (repository / "docs" / name).write_text(DRAFT, encoding="utf-8")
    assert len(check(repository, "--since", "HEAD")[1]) == 8
    git(repository, "add", ".")
    git(repository, "commit", "-qm", "two")
    assert check(repository, "--since", "HEAD")[1] == []
    assert len(check(repository, "--since", "HEAD~1")[1]) == 8


@needs_git
def test_deleted_lines_do_not_count_as_changed(repository: Path, check: Check) -> None:
    edit(repository, "Harvesters on the coast lose a third of the crop to rain that nobody told them about.\n\n", "")
    assert check(repository, "--since", "HEAD")[1] == []


@needs_git
def test_something_missing_is_new_only_if_it_was_not_missing_before(repository: Path, cli: Cli) -> None:
    edit(repository, "# PR/FAQ: Saltpan tells", "# PR/FAQ: Saltpan always tells")
    edit(repository, "## FAQ", "## Frequently asked questions")
    assert {"risks", "missing-internal-faq"} <= set(whole(cli, repository))
    assert whole(cli, repository, "--since", "HEAD") == []
    (repository / "docs/draft.md").write_text(DRAFT.partition("## FAQ")[0], encoding="utf-8")
    assert whole(cli, repository, "--since", "HEAD") == ["missing-faq"], "although lines were only deleted"


@needs_git
def test_a_first_question_counts_as_new_without_the_topics_that_the_faq_lacks(repository: Path, cli: Cli) -> None:
    (repository / "docs/draft.md").write_text(RELEASE, encoding="utf-8")
    git(repository, "commit", "-qam", "two")
    (repository / "docs/draft.md").write_text(RELEASE + FIRST_QUESTION, encoding="utf-8")
    assert "risks" in whole(cli, repository)
    assert whole(cli, repository, "--since", "HEAD") == []


@needs_git
def test_renamed_files_are_followed(repository: Path, check: Check, cli: Cli) -> None:
    git(repository, "mv", "docs/draft.md", "docs/salt pan – “2”.md")
    assert check(repository, "--since", "HEAD")[1] == []
    path = repository / "docs/salt pan – “2”.md"
    path.write_text(DRAFT.replace("## FAQ", "TODO: a source.\n\n## FAQ"), encoding="utf-8")
    assert check(repository, "--since", "HEAD")[1] == [("todo-marker", 7)]
    assert whole(cli, repository, "--since", "HEAD") == []


@needs_git
def test_from_a_folder_inside(repository: Path, cli: Cli) -> None:
    edit(repository, "TODO: say who", "TODO: say exactly who")
    run = cli("check", "draft.md", "--since", "HEAD", "--select", "todo-marker", cwd=repository / "docs")
    assert "draft.md:3:1 error todo-marker" in run.out


@needs_git
def test_with_a_baseline(repository: Path, check: Check) -> None:
    check(repository, "--write-baseline")
    edit(repository, "## FAQ", "TODO: more.\n\n## FAQ")
    assert check(repository, "--baseline", FILE, "--since", "HEAD")[1] == [("todo-marker", 7)]


@needs_git
def test_git_runs_no_external_programs(repository: Path, check: Check) -> None:
    """Check that git runs no program that the repository's attributes and settings name for showing differences."""
    trap = repository / "trap"
    trap.write_text(f"#!/bin/sh\ntouch '{repository}/ran'\ncat \"$1\"\n", encoding="utf-8")
    trap.chmod(0o755)
    (repository / ".gitattributes").write_text("*.md diff=trap\n", encoding="utf-8")
    for key in ("diff.external", "diff.trap.textconv", "diff.trap.command", "core.fsmonitor", "core.pager"):
        git(repository, "config", key, str(trap))
    edit(repository, "TODO: say who", "TODO: say exactly who")
    assert check(repository, "--since", "HEAD")[1] == [("todo-marker", 3)]
    assert not (repository / "ran").exists()


@needs_git
def test_partial_clone_is_not_completed(repository: Path, tmp_path: Path, check: Check) -> None:
    """Check that git does not fetch the text of an old revision when it is needed."""
    edit(repository, "TODO: say who", "TODO: say exactly who")
    git(repository, "commit", "-qam", "two")
    git(repository, "config", "uploadpack.allowFilter", "true")
    part = tmp_path / "part"
    git(tmp_path, "clone", "-q", "--filter=blob:none", repository.as_uri(), str(part))
    run, _ = check(part, "--since", "HEAD~1")
    assert (run.status, run.err.count("\n")) == (2, 1)
    assert run.err.endswith("part is a partial clone, which lacks old versions of files\n")
    assert check(part, "--since", "HEAD")[1] == []
    assert "no revision “nowhere”" in check(part, "--since", "nowhere")[0].err


@needs_git
def test_since_an_unknown_revision_of_a_shallow_clone_says_how_to_fetch_it(repository: Path, check: Check) -> None:
    assert "fetch-depth" not in check(repository, "--since", "origin/main")[0].err
    git(repository, "commit", "-qm", "two", "--allow-empty")
    git(repository, "clone", "-q", "--depth=1", repository.as_uri(), "cut")
    run, _ = check(repository / "cut", "--since", "origin/other")
    assert run.status == 2
    assert "no revision “origin/other”" in run.err
    assert "`fetch-depth: 0`" in run.err
    assert run.err.count("\n") == 1


@needs_git
@pytest.mark.parametrize("revision", ["--output=x.txt", "-O", "", "nowhere", "HEAD:docs/draft.md", "a b", "HEAD\n--x"])
def test_invalid_revision_is_one_error(repository: Path, revision: str, check: Check) -> None:
    run, _ = check(repository, f"--since={revision}" if revision else "--since=")
    if not revision:
        return  # an empty value has the same effect as no value
    assert (run.status, run.out, run.err.count("\n")) == (2, "", 1)
    assert "--since" in run.err
    assert not (repository / "x.txt").exists()


@needs_git
def test_since_outside_a_repository_is_an_error(house: Path, check: Check) -> None:
    run, _ = check(house, "--since", "HEAD")
    assert (run.status, run.out) == (2, "")
    assert "is not in a git repository" in run.err and run.err.count("\n") == 1


def test_since_without_git_is_an_error(house: Path) -> None:
    run = prfaq("check", "docs", "--since", "HEAD", cwd=house, env={"PATH": str(house)})
    assert (run.status, run.err) == (2, "prfaq-lint: --since needs git, which was not found\n")
