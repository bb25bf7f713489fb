"""Tests of the configuration: where it is found, what it can contain, its effect, and how mistakes are reported."""

from __future__ import annotations

import json
import os
import pickle
import tomllib
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
from conftest import ROOT, Run, prfaq

from prfaq_lint.configuration.files import Config, Configs
from prfaq_lint.configuration.schema import ConfigError
from prfaq_lint.configuration.selection import known, rules_for
from prfaq_lint.configuration.settings import Options, Settings, settle
from prfaq_lint.document.draft import Document
from prfaq_lint.rules.linter import Linter

DRAFT = """\
# PR/FAQ: Hedgerow tells allotment holders when the tap is on

Allotment holders on thirty sites carried water in buckets last summer, because nobody knew when the tap was on. It kinda hurts.

## Why it hurts

Allotment holders walk to the tap and find it dry, on two days of every five.

## FAQ

### How much does it cost?

It costs £3 a year for a plot.
"""

Write = Callable[..., Path]
Cli = Callable[..., Run]


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Return a function that writes files below the current folder: `write(name=text)` or `write({path: text})`."""
    monkeypatch.chdir(tmp_path)

    def put(files: dict[str, str]) -> Path:
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return tmp_path

    return put


def settings(path: str = "draft.md", options: Options = Options(), **front: str) -> Settings:
    """Return the settings for a file below the current folder."""
    return settle(Configs().above(path), options, path, front)


def severities(found: Settings) -> dict[str, str]:
    return {rule.name: rule.severity for rule in rules_for(found)}


def findings(found: Settings, text: str = DRAFT) -> list[str]:
    linter = Linter(rules_for(found), settings=found)
    return [diagnostic.rule for diagnostic in linter.check(linter.outline(Document.parse(text)))]


# Where it is found


def test_without_configuration_defaults_apply(write: Write) -> None:
    write({})
    assert settings() == settle()


def test_nearest_counts_alone(write: Write) -> None:
    write({"prfaq-lint.toml": 'profile = "lite"', "a/prfaq-lint.toml": 'stage = "final"', "b/c/x.md": ""})
    assert (settings("a/x.md").profile, settings("a/x.md").stage) == ("standard", "final")
    assert settings("b/c/x.md").profile == "lite"


def test_prfaq_lint_toml_takes_precedence_over_pyproject(write: Write) -> None:
    write({"prfaq-lint.toml": 'stage = "final"', "pyproject.toml": '[tool.prfaq-lint]\nstage = "hypothesis"'})
    assert settings().stage == "final"


def test_pyproject(write: Write) -> None:
    write({"pyproject.toml": '[project]\nname = "x"\n[tool.prfaq-lint]\nstage = "final"'})
    assert settings().stage == "final"


@pytest.mark.parametrize("text", ["[tool.other]\nx = 1", "this is no TOML"])
def test_pyproject_without_our_table_is_passed_over(write: Write, text: str) -> None:
    write({"prfaq-lint.toml": 'stage = "final"', "a/pyproject.toml": text})
    assert settings("a/x.md").stage == "final"


def test_named_file_and_none(write: Write) -> None:
    write({"prfaq-lint.toml": 'stage = "final"', "other.toml": 'stage = "hypothesis"'})
    assert settle(Configs(file="other.toml").above("draft.md")).stage == "hypothesis"
    assert settle(Configs(isolated=True).above("draft.md")).stage == "draft"


def test_each_folder_is_looked_at_once(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    write({"prfaq-lint.toml": 'stage = "final"'})
    configs = Configs()
    first = configs.above("a/b/one.md")
    monkeypatch.setattr("prfaq_lint.configuration.files.in_folder", lambda _: pytest.fail("looked again"))
    assert configs.above("a/two.md") is first


# What it extends


def test_extends(write: Write) -> None:
    write(
        {
            "base/house.toml": 'fail_on = "note"\nproduct = "Hedgerow"\nignore = ["hype"]\nrules = ["pages"]',
            "prfaq-lint.toml": 'extends = "base/house.toml"\nfail_on = "never"\nignore = ["clutter"]\nrules = ["mine"]',
        }
    )
    found = settings()
    assert (found.fail_on, found.product) == ("never", "Hedgerow")
    assert [name.name for name in found.ignore] == ["hype", "clutter"]
    assert found.folders == (str(Path("base/pages").absolute()), str(Path("mine").absolute()))


def test_circular_extends_is_an_error(write: Write) -> None:
    write({"prfaq-lint.toml": 'extends = "b.toml"', "b.toml": 'extends = "prfaq-lint.toml"'})
    with pytest.raises(ConfigError, match=r"b\.toml: extends|prfaq-lint\.toml: extends: leads back"):
        settings()


@pytest.mark.parametrize("target", ["missing.toml", "https://example.com/x.toml", "folder"])
def test_extends_only_a_file(write: Write, target: str) -> None:
    write({"prfaq-lint.toml": f'extends = "{target}"', "folder/x": ""})
    with pytest.raises(ConfigError, match=r"prfaq-lint\.toml: extends: no such file"):
        settings()


# What it can contain


def test_select_and_ignore(write: Write) -> None:
    write({"prfaq-lint.toml": 'select = ["prose", "pantry"]\nignore = ["hype"]'})
    names = set(severities(settings()))
    assert "pantry" in names and "clutter" in names and "hype" not in names and "retrofit" not in names


def test_command_line_selects_over_all(write: Write) -> None:
    write({"prfaq-lint.toml": 'select = ["prose"]\nignore = ["pantry"]\nrule.retrofit.severity = "off"'})
    assert set(severities(settings(options=Options(select=("pantry", "retrofit"))))) == {"pantry", "retrofit"}


def test_command_line_ignores_too(write: Write) -> None:
    write({"prfaq-lint.toml": 'select = ["prose"]\nignore = ["hype"]'})
    names = set(severities(settings(options=Options(ignore=("clutter",)))))
    assert "we-hope" in names and not names & {"hype", "clutter"}


def test_severity_of_rule_and_group(write: Write) -> None:
    write({"prfaq-lint.toml": '[group.prose]\nseverity = "warning"\n[rule.hype]\nseverity = "off"\n'})
    found = severities(settings())
    assert found["clutter"] == "warning" and "hype" not in found


def test_group_does_not_switch_on(write: Write) -> None:
    write({"prfaq-lint.toml": 'profile = "open-source"\ngroup.plan.severity = "warning"'})
    found = severities(settings())
    assert found["risks"] == "warning" and "pricing" not in found and "required-question" not in found


def test_severity_keeps_the_distance_between_variants(write: Write) -> None:
    """Check `todo-marker`: if an error for “TODO” becomes a warning, a warning for an open answer becomes a note."""
    text = DRAFT.replace("It kinda hurts.", "TODO: a number.").replace("It costs £3 a year for a plot.", "**Open.**")
    write({"prfaq-lint.toml": 'rule.todo-marker.severity = "warning"'})
    found = settings(options=Options(select=("todo-marker",)))
    linter = Linter(rules_for(found), settings=found)
    assert [d.severity for d in linter.check(linter.outline(Document.parse(text)))] == ["warning", "note"]


@pytest.mark.parametrize(
    ("configuration", "severity"),
    [
        ("", "warning"),
        ('rule.missing-faq.severity = "error"', "error"),
        ('rule.missing-faq.severity = "note"', "note"),
        ('profile = "lite"', "error"),
    ],
)
def test_a_severity_that_is_set_also_applies_if_no_faq_is_promised(
    configuration: str, severity: str, write: Write
) -> None:
    write({"prfaq-lint.toml": configuration})
    found = settings()
    linter = Linter(rules_for(found), settings=found)
    release = Document.parse("# Porters find every key\n\nOSLO, 4 May 2027. Porters find keys.\n")
    assert [d.severity for d in linter.check(linter.outline(release)) if d.rule == "missing-faq"] == [severity]


@pytest.mark.parametrize(("words", "severity"), [(30, []), (31, ["note"]), (45, ["note"]), (46, ["warning"])])
def test_page_without_limits_for_sentences_gets_the_usual_ones(words: int, severity: list[str], write: Write) -> None:
    page = (ROOT / "rules/prose/long-sentence.md").read_text(encoding="utf-8")
    page = page.replace("note = 40\n", "").replace("warning = 60\n", "")
    text = DRAFT.replace("It kinda hurts.", f"It {' '.join(['hurts'] * (words - 1))}.")
    write({"prfaq-lint.toml": 'rules = ["pages"]', "pages/prose/own.md": page})
    found = settings(options=Options(select=("own",)))
    linter = Linter(rules_for(found), settings=found)
    assert [d.severity for d in linter.check(linter.outline(Document.parse(text)))] == severity


def test_parameters(write: Write) -> None:
    write({"prfaq-lint.toml": '[rule.weasel-words]\nextend-phrases = ["kinda"]\n'})
    assert "weasel-words" in findings(settings(options=Options(select=("weasel-words",))))
    assert "weasel-words" not in findings(settle(options=Options(select=("weasel-words",))))


def test_parameters_of_extended_files_add_up(write: Write) -> None:
    write(
        {
            "base.toml": '[rule.weasel-words]\nextend-phrases = ["sorta"]\n',
            "prfaq-lint.toml": 'extends = "base.toml"\n[rule.weasel-words]\nextend-phrases = ["kinda"]\n',
        }
    )
    phrases = known(settings())["weasel-words"].parameters["phrases"]
    assert phrases[-2:] == ["sorta", "kinda"] and "very" in phrases


def test_sections(write: Write) -> None:
    write({"prfaq-lint.toml": '[vocabulary.sections]\nproblem = ["Wassernot"]\n'})
    text = (
        "# Heckenbote sagt Kleingärtnern, wann das Wasser läuft\n\nKleingärtner in Leipzig erfahren am Morgen, ob Wasser da ist.\n\n"
        "## Wassernot\n\nSie gehen mit zwei Eimern zum Hahn und finden ihn an zwei von fünf Tagen trocken.\n\n"
        "## FAQ\n\n### Was kostet das?\n\nDrei Euro im Jahr.\n"
    )
    read = Linter([], settings=settings()).outline(Document.parse(text))
    assert [(part.part, part.found_by) for part in read.of("problem")] == [("problem", "heading")]


def test_required_questions(write: Write) -> None:
    write(
        {
            "prfaq-lint.toml": "[[vocabulary.questions]]\n"
            'text = "Who pays for the water?"\nphrases = ["pays for the water", "how much does it cost"]\n'
            "[[vocabulary.questions]]\n"
            'text = "Where does the data live?"\nphrases = ["data live"]\n'
        }
    )
    found = settings()
    linter = Linter(rules_for(found), settings=found)
    said = [d for d in linter.check(linter.outline(Document.parse(DRAFT))) if d.rule == "required-question"]
    assert [(d.severity, "Where does the data live?" in d.message) for d in said] == [("warning", True)]


def test_overrides(write: Write) -> None:
    write(
        {
            "prfaq-lint.toml": 'stage = "draft"\n'
            '[[overrides]]\npaths = ["ideas/"]\nstage = "hypothesis"\nrule.hype.severity = "warning"\n'
            '[[overrides]]\npaths = ["final-*.md"]\nstage = "final"\n'
        }
    )
    assert [settings(path).stage for path in ("x.md", "ideas/x.md", "ideas/final-x.md")] == [
        "draft",
        "hypothesis",
        "final",
    ]
    assert severities(settings("ideas/x.md"))["hype"] == "warning"


def test_precedence(write: Write) -> None:
    write({"prfaq-lint.toml": 'profile = "lite"\nstage = "final"\nproduct = "A"'})
    found = settings(profile="consumer", product="B", options=Options(stage="hypothesis"))
    assert (found.profile, found.stage, found.product) == ("consumer", "hypothesis", "B")
    assert dict(found.sources) == {
        "profile": "front matter",
        "stage": "command line",
        "product": "front matter",
        "fail_on": "default",
    }


def test_own_pages_and_templates(write: Write) -> None:
    page = (ROOT / "rules/prose/clutter.md").read_text(encoding="utf-8")
    write(
        {"prfaq-lint.toml": 'rules = ["docs/rules"]\ntemplates = ["docs/new"]', "docs/rules/prose/our-clutter.md": page}
    )
    assert "our-clutter" in severities(settings())
    assert Configs().above("x.md").templates == (str(Path("docs/new").absolute()),)


def test_configuration_runs_no_code(write: Write, cli: Cli) -> None:
    """Check that Python files next to the pages in the configuration's own rule folders are never imported."""
    page = (ROOT / "rules/prose/clutter.md").read_text(encoding="utf-8")
    trap = "raise SystemExit('run')"
    house = write(
        {
            "prfaq-lint.toml": 'rules = ["pages"]',
            "pages/prose/our-clutter.md": page,
            "pages/prose/__init__.py": trap,
            "pages/prose/our_clutter.py": trap,
            "pages/conftest.py": trap,
            "draft.md": DRAFT,
        }
    )
    run = cli("check", "draft.md", "--select", "our-clutter", cwd=house)
    assert run.status == 0 and "our-clutter" not in run.err


def test_excludes(write: Write, cli: Cli) -> None:
    house = write(
        {"prfaq-lint.toml": 'exclude = ["old/", "*.draft.md"]', "old/a.md": DRAFT, "x.draft.md": DRAFT, "y.md": DRAFT}
    )
    run = cli("check", "--format", "json", ".", "old/a.md", cwd=house)
    assert {found["path"] for found in json.loads(run.out)} == {"y.md"}
    assert run.err == "prfaq-lint: old/a.md: skipped: excluded by prfaq-lint.toml\n"
    for command in ("outline", "next", "review"):
        other = cli(command, "old/a.md", cwd=house)
        assert (other.status, other.err) == (0, run.err)


@pytest.mark.parametrize("quiet", [(), ("--quiet",)])
def test_folder_in_which_everything_is_excluded_is_named(write: Write, cli: Cli, quiet: tuple[str, ...]) -> None:
    house = write(
        {"prfaq-lint.toml": 'exclude = ["old/"]', "old/a.md": DRAFT, "old/more/b.md": DRAFT, "new/c.md": DRAFT}
    )
    run = cli("check", "old", *quiet, cwd=house)
    assert (run.status, run.out) == (0, "")
    assert run.err == "prfaq-lint: old: skipped: every file in it is excluded by prfaq-lint.toml\n"
    one = "prfaq-lint: old/more/: skipped: every file in it is excluded by prfaq-lint.toml\n"
    assert cli("check", "old/more/", *quiet, cwd=house).err == one
    assert cli("next", "old", cwd=house).err == run.err
    assert cli("check", ".", *quiet, cwd=house).err == ""


def test_quiet_does_not_count_excluded_folders_as_files(write: Write, cli: Cli) -> None:
    house = write({"prfaq-lint.toml": 'exclude = ["a/", "b/"]', "a/x.md": DRAFT, "b/y.md": DRAFT})
    run = cli("check", "a", "b", "--quiet", cwd=house)
    assert run.err == "prfaq-lint: nothing was checked; run without --quiet to see why\n"


def test_fail_on_applies_to_each_file_separately(write: Write, cli: Cli) -> None:
    house = write({"a/prfaq-lint.toml": 'fail_on = "never"', "a/x.md": DRAFT, "b/x.md": DRAFT})
    assert cli("check", "a", cwd=house).status == 0
    assert cli("check", "a", "b", cwd=house).status == 1
    assert cli("check", "a", "--fail-on", "note", cwd=house).status == 1


# Mistakes


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('selct = ["prose"]', "prfaq-lint.toml: unknown key “selct” (did you mean “select”?)"),
        ("select = 3", "prfaq-lint.toml: select: must be a list"),
        ("select = [3]", "prfaq-lint.toml: select[1]: must be a string"),
        ('select = ["pantri"]', "prfaq-lint.toml: unknown rule or group “pantri”; did you mean “pantry”?"),
        ('fail_on = "eror"', "prfaq-lint.toml: fail_on: “eror” is not valid (did you mean “error”?)"),
        ('profile = "ligth"', "prfaq-lint.toml: unknown profile “ligth” (did you mean “lite”?)"),
        ('stage = "finale"', "prfaq-lint.toml: unknown stage “finale” (did you mean “final”?)"),
        ('rule.hyp.severity = "note"', "prfaq-lint.toml: [rule.hyp]: unknown rule “hyp”; did you mean “hype”?"),
        ("[rule.hyp]", "prfaq-lint.toml: [rule.hyp]: unknown rule “hyp”; did you mean “hype”?"),
        (
            'rule.hype.severity = "loud"',
            "prfaq-lint.toml: rule.hype.severity: “loud” is not valid (known: error, warning, note, off)",
        ),
        (
            "rule.hype.phrazes = []",
            "prfaq-lint.toml: [rule.hype]: unknown parameter “phrazes” (did you mean “phrases”?)",
        ),
        (
            'rule.hype.severty = "off"',
            "prfaq-lint.toml: [rule.hype]: unknown parameter “severty” (did you mean “severity”?)",
        ),
        (
            "rule.hype.extend_phrase = []",
            "prfaq-lint.toml: [rule.hype]: unknown parameter “extend_phrase” (did you mean “extend_phrases”?)",
        ),
        (
            '[profiles.unused]\nextends = "lit"',
            "prfaq-lint.toml: profiles.unused.extends: unknown profile “lit” (did you mean “lite”?)",
        ),
        ("rule.hype.phrases = 1", "prfaq-lint.toml: [rule.hype]: “phrases” must be a list of strings"),
        ("rule.hype.extend_phrases = 1", "prfaq-lint.toml: [rule.hype]: “extend_phrases” must be a list of strings"),
        ('rule.pricing.facet = "prize"', "prfaq-lint.toml: [rule.pricing]: unknown facet “prize”"),
        ("rule.long-sentence.note = 0", "prfaq-lint.toml: [rule.long-sentence]: “note” must be positive"),
        ('group.pose.severity = "off"', "prfaq-lint.toml: unknown key “pose” in [group] (did you mean “prose”?)"),
        (
            'vocabulary.sections.problm = ["X"]',
            "prfaq-lint.toml: unknown key “problm” in [vocabulary.sections] (did you mean “problem”?)",
        ),
        ('[[vocabulary.questions]]\ntext = "X?"', "prfaq-lint.toml: vocabulary.questions[1]: needs “phrases”"),
        ('[[overrides]]\nstage = "final"', "prfaq-lint.toml: overrides[1]: needs “paths”"),
        ('[profiles.ours]\nextends = "lit"\n', "unknown profile “lit” (did you mean “lite”?)"),
        ('[profiles.ours]\nextends = "ours"\n', "prfaq-lint.toml: profiles.ours.extends: leads back to “ours”"),
        ('rules = ["nowhere"]', "nowhere: no such rules folder"),
        ("select = [", "prfaq-lint.toml: is not valid TOML"),
        (f"max_size = {'9' * 5000}", "prfaq-lint.toml: is not valid TOML (Exceeds the limit"),
        (f"rule.hype.most = 0x{'f' * 8000}", "prfaq-lint.toml: is not valid TOML (Exceeds the limit"),
        (f"{'.'.join('a' * 9000)} = 1", "prfaq-lint.toml: is not valid TOML (a key of more than 32 parts)"),
        (f"rule = {{{'.'.join('a' * 9000)} = 1}}", "prfaq-lint.toml: is not valid TOML (a key of more than 32 parts)"),
        ('exclude = ["!"]', "prfaq-lint.toml: exclude and paths: "),
        ('[[overrides]]\npaths = ["[z-a]"]\n', "prfaq-lint.toml: exclude and paths: "),
    ],
)
def test_mistake(write: Write, text: str, message: str, cli: Cli) -> None:
    own = 'profile = "ours"\n' if text.startswith("[profiles") else ""
    house = write({"prfaq-lint.toml": own + text, "draft.md": DRAFT})
    run = cli("check", "draft.md", cwd=house)
    assert (run.status, run.out) == (2, "")
    assert message in run.err and run.err.count("\n") == 1


def test_deep_nesting_under_dotted_keys_is_named(write: Write, cli: Cli) -> None:
    value = "1"
    for _ in range(150):
        value = f"{{{'.'.join('a' * 31)} = {value}}}"
    house = write({"prfaq-lint.toml": f"rule = {value}", "draft.md": DRAFT})
    run = cli("check", "draft.md", cwd=house)
    assert (run.status, run.err.count("\n")) == (2, 1)
    assert "prfaq-lint.toml: is not valid TOML (maximum recursion depth" in run.err


def test_deep_nesting_is_reported_as_a_mistake(write: Write, cli: Cli) -> None:
    house = write({"prfaq-lint.toml": "select = " + "[" * 5000, "draft.md": DRAFT})
    run = cli("check", "draft.md", cwd=house)
    assert (run.status, run.err.count("\n")) == (2, 1)


@pytest.mark.parametrize(
    ("fence", "message"),
    [
        pytest.param(f"check = {'[' * 5000}", "not valid TOML (maximum recursion depth", id="deep"),
        pytest.param(f"check = {'9' * 5000}", "not valid TOML (Exceeds the limit", id="long-number"),
        pytest.param("#" * 2_500_000, "is larger than the limit of 2 MB", id="large"),
    ],
)
def test_wrong_page_is_named(write: Write, fence: str, message: str, cli: Cli) -> None:
    page = f"# A\n\n```toml\n{fence}\n```\n"
    house = write({"prfaq-lint.toml": 'rules = ["own"]', "own/prose/odd.md": page, "draft.md": DRAFT})
    runs = [cli("check", "draft.md", cwd=house), *([cli("explain", "odd", cwd=house)] if "larger" in message else [])]
    for run in runs:
        assert (run.status, run.out, run.err.count("\n")) == (2, "", 1)
        assert "odd.md: " in run.err and message in run.err


def test_no_more_of_a_page_is_read_than_of_a_draft(write: Write) -> None:
    house = write({"prfaq-lint.toml": 'rules = ["own"]', "own/prose/odd.md": "", "draft.md": DRAFT})
    os.truncate(house / "own/prose/odd.md", 1 << 40)
    assert settings().digest()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--config", "none.toml"), "--config: no such file “none.toml”"),
        (("--config", "x.toml", "--no-config"), "cannot be used together"),
        (("--profile", "ligth"), "unknown profile “ligth” (did you mean “lite”?)"),
        (("--stage", "x"), "unknown stage “x” (known: hypothesis, draft, final)"),
    ],
)
def test_wrong_option(write: Write, options: tuple[str, ...], message: str, cli: Cli) -> None:
    house = write({"x.toml": "", "draft.md": DRAFT})
    run = cli("check", "draft.md", *options, cwd=house)
    assert run.status == 2 and message in run.err


# As data


def test_pickles_and_digests(write: Write) -> None:
    write({"prfaq-lint.toml": 'profile = "lite"\nrule.weasel-words.extend_phrases = ["kinda"]', "b/x.md": ""})
    config, again = Configs().above("x.md"), Configs().above("b/x.md")
    assert isinstance(config, Config) and pickle.loads(pickle.dumps(config)) == config
    assert config.digest() == again.digest() != Config().digest()
    found = settings()
    assert pickle.loads(pickle.dumps(found)) == found
    assert found.digest() == settings("b/x.md").digest() != settle().digest()


def test_own_pages_that_changed_are_read_again(write: Write) -> None:
    page = (ROOT / "rules/prose/clutter.md").read_text(encoding="utf-8")
    write({"a/prfaq-lint.toml": 'rules = ["r"]', "a/r/prose/own.md": page})
    assert known(settings("a/x.md"))["own"].severity == "note"
    write({"a/r/prose/own.md": page.replace('severity = "note"', 'severity = "error"')})
    assert known(settings("a/x.md"))["own"].severity == "error"


def test_digest_knows_own_pages(write: Write) -> None:
    page = (ROOT / "rules/prose/clutter.md").read_text(encoding="utf-8")
    write({"a/prfaq-lint.toml": 'rules = ["r"]', "a/r/prose/own.md": page})
    first = settings("a/x.md").digest()
    write({"a/r/prose/own.md": page + "\n"})
    assert settings("a/x.md").digest() != first


# The command


def test_show(write: Write, cli: Cli) -> None:
    house = write(
        {
            "base.toml": 'fail_on = "warning"',
            "prfaq-lint.toml": 'extends = "base.toml"\nprofile = "open-source"\nrule.hype.severity = "warning"',
            "draft.md": "---\nprfaq: {stage: final}\n---\n\n" + DRAFT,
        }
    )
    run = cli("config", "show", "draft.md", cwd=house)
    lines = {" ".join(line.split()) for line in run.out.splitlines()}
    assert run.status == 0
    assert {
        "# draft.md: prfaq-lint.toml",
        "# extends base.toml",
        'profile = "open-source" # prfaq-lint.toml',
        'stage = "final" # front matter',
        'fail_on = "warning" # base.toml',
        'rule.hype.severity = "warning" # prfaq-lint.toml',
        'rule.pricing.severity = "off" # profile open-source',
        'rule.missing-headline.severity = "error" # stage final',
    } <= lines


SAMPLE = """
extends = "base.toml"
profile = "ours"
fail-on = "warning"
select = ["problem"]
exclude = ["old/"]
[rule.weasel-words]
severity = "warning"
extend-phrases = ["kinda"]
[rule.own-rule-of-a-page]
anything = 3
[group.solution-first]
severity = "note"
[profiles.ours]
extends = "lite"
customers = "developers"
rule.risks.severity = "error"
[vocabulary.sections]
problem = ["Why it hurts"]
[[vocabulary.questions]]
text = "Where does the data live?"
phrases = ["data live"]
[[overrides]]
paths = ["x.md"]
stage = "final"
"""


def test_schema_is_small_and_validates_configurations() -> None:
    text = prfaq("config", "schema").out
    assert len(text) <= 70_000
    schema = json.loads(text)
    jsonschema.Draft202012Validator.check_schema(schema)
    sample = tomllib.loads(SAMPLE.replace("fail-on", "fail_on").replace("extend-phrases", "extend_phrases"))
    jsonschema.validate(sample, schema)
    jsonschema.validate(
        tomllib.loads((ROOT / "prfaq_lint/configuration/profiles.toml").read_text(encoding="utf-8")), schema
    )
    for wrong in ({"selct": []}, {"stage": 1}, {"rule": {"hype": {"phrases": 1}}}, {"overrides": [{}]}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(wrong, schema)


def test_sample_configuration_is_accepted(write: Write) -> None:
    write({"prfaq-lint.toml": SAMPLE, "base.toml": ""})
    assert settings("x.md").stage == "final"


def test_config_show_names_the_profile_that_the_draft_is_read_with(tmp_path: Path) -> None:
    draft = tmp_path / "ferry.md"
    draft.write_text(
        "# Harbour crews check tickets in the rain with Gangway\n\nULLAPOOL, 4 March 2028 — Gangway is an open-source project on GitHub under the MIT "
        "licence.\n\n## Problem\n\nCrews check paper tickets by torchlight, and one ferry in nine leaves late.\n\n## FAQ\n\n"
        "### How do I contribute?\n\nOpen a pull request on GitHub; maintainers answer within a week.\n",
        encoding="utf-8",
    )
    checked = prfaq("check", "ferry.md", cwd=tmp_path).err
    shown = prfaq("config", "show", "ferry.md", cwd=tmp_path).out
    assert ("profile open-source" in checked) and 'profile = "open-source"' in shown
