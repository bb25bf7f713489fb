"""Tests of `new` and `templates`: which files are written, and that no title or template can do harm."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT, environment, prfaq
from hypothesis import given
from hypothesis import strategies as st

from prfaq_lint import outline
from prfaq_lint.authoring.scaffold import (
    ScaffoldError,
    Templates,
    block,
    heading,
    one_line,
    read_answers,
    slug,
    write_answers,
)
from prfaq_lint.authoring.wording import as_paragraph, cost, pain, sentence, today
from prfaq_lint.document.draft import Document
from prfaq_lint.outline.analysis import front_matter
from prfaq_lint.vocabulary import read_table

HOSTILE_TITLES = [
    "../../etc/passwd",
    "/etc/passwd",
    "..\\..\\windows",
    "a\nb: c\n---\n# d",
    "<!-- and then",
    "--> <script>alert(1)</script>",
    "{{ 7*7 }} {% include '/etc/passwd' %}",
    "# ## C#",
    "**bold** _em_ `code` [link](x) ![i](y) &lt;",
    "\x1b[31mred\u202e",
    "~~~",
    "---",
]


@pytest.mark.parametrize("title", HOSTILE_TITLES)
def test_hostile_title_is_one_heading_and_no_path(tmp_path: Path, title: str) -> None:
    run = prfaq("new", "--no-input", "--", title, cwd=tmp_path)
    if run.status == 2:
        assert "does not make a file name" in run.err
        return
    (written,) = tmp_path.iterdir()
    assert written.parent == tmp_path
    text = written.read_text(encoding="utf-8")
    plain = Templates().render("classic", "Lanterns")
    assert text.count("\n") == plain.count("\n")
    document = Document.parse(text, "draft.md")
    assert front_matter(document) == {"profile": "standard", "stage": "hypothesis"}
    headings = [block for block in document.blocks if block.kind == "heading"]
    assert len(headings) == len([b for b in Document.parse(plain, "x.md").blocks if b.kind == "heading"])
    shown = document.prose[headings[0].start : headings[0].end]
    assert " ".join(shown.split()) == " ".join(title.replace("\x1b", " ").replace("\u202e", "").split())


@given(st.text(min_size=1, max_size=60))
def test_any_title_is_shown_as_it_is(title: str) -> None:
    document = Document.parse(f"# x{heading(title)}x\n\nText.\n", "draft.md")
    first = document.blocks[0]
    assert first.kind == "heading"
    shown = document.prose[first.start : first.end]
    assert shown.split() == f"x{one_line(title)}x".split()


@given(st.text(alphabet="#-=~`<>!*_ \n\tab1.|\\[]{}%", max_size=80))
def test_no_answer_changes_the_structure(answer: str) -> None:
    """Check that an answer, whatever it contains, neither adds a heading nor removes one."""
    text = f"# Title\n\n{block(answer)}\n\n## After\n\nText.\n"
    heads = [b for b in Document.parse(text, "draft.md").blocks if b.kind == "heading"]
    assert len(heads) == 2


@given(st.text(max_size=60))
def test_file_name_stays_in_its_folder(title: str) -> None:
    try:
        name = slug(title)
    except ScaffoldError:
        return
    assert Path(f"{name}.md").name == f"{name}.md"
    assert name.strip("abcdefghijklmnopqrstuvwxyz0123456789-") == ""
    assert len(name) <= 90


@pytest.mark.parametrize(
    "source",
    [
        "{% for i in range(10**9) %}x{% endfor %}",
        "{% for i in [1, 2] %}x{% endfor %}",
        "{{ 7*7 }}",
        "{{ 'x' * 10**9 }}",
        "{{ ''.__class__.__mro__ }}",
        "{{ answer['__globals__'] }}",
        "{{ answer.__globals__ }}",
        "{{ title|attr('__class__') }}",
        "{{ title|center(1000000000) }}",
        "{{ lipsum(1000000) }}",
        "{{ cycler }}",
        "{% include '/etc/passwd' %}",
        "{% include 'classic' %}",
        "{% extends '/etc/passwd' %}",
        "{% extends '../classic' %}",
        "{% extends title %}",
        "{% from '/etc/passwd' import x %}",
        "{% import '_parts' as p %}{{ p.part }}",
        "{% set x = 1 %}",
        "{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}",
        "{% macro a() %}{{ b() }}{{ b() }}{% endmacro %}{% macro b() %}{{ a() }}{{ a() }}{% endmacro %}{{ a() }}",
        "{% macro d(x) %}{{ x }}{{ x }}{% endmacro %}{{ " + "d(" * 30 + "'x'" + ")" * 30 + " }}",
        "{% macro e() %}{% endmacro %}" + "{{ e() }}" * 3000,
        "{% extends 'own' %}",
        "{{ unknown }}",
        "{{ front_matter() }}",
        "{{ ",
        "x" * 300_000,
    ],
)
def test_template_with_forbidden_code_is_refused(tmp_path: Path, source: str) -> None:
    (tmp_path / "own.md.j2").write_text(source, encoding="utf-8")
    with pytest.raises(ScaffoldError) as found:
        Templates([tmp_path]).render("own", "Lanterns")
    assert "\n" not in str(found.value)
    assert "own" in str(found.value)


def test_refused_template_is_one_error_line(tmp_path: Path) -> None:
    (tmp_path / "own.md.j2").write_text("{% for i in range(10**9) %}x{% endfor %}", encoding="utf-8")
    run = prfaq("new", "Lanterns", "-t", "own", "--template-folder", ".", "-o", "-", cwd=tmp_path)
    assert (run.status, run.out) == (2, "")
    assert run.err == "prfaq-lint: template “own”: “for” is not allowed in a template (line 1 of “own”)\n"


def test_templates_outside_the_folder_are_refused(tmp_path: Path) -> None:
    (tmp_path / "secret.md.j2").write_text("secret", encoding="utf-8")
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "link.md.j2").symlink_to(tmp_path / "secret.md.j2")
    for name in ("../secret", "link", "..", "/etc/passwd", "secret\n"):
        with pytest.raises(ScaffoldError):
            Templates([folder]).render(name, "Lanterns")


def test_own_template_takes_precedence_and_can_use_the_parts(tmp_path: Path) -> None:
    (tmp_path / "classic.md.j2").write_text(
        "{# Ours. #}\n"
        '{% from "_parts" import part %}\n'
        '{{ front_matter(profile="lite", stage="hypothesis") }}\n'
        "# {{ title }}\n"
        '{% call part("## Problem", answer("pain")) %}Who, what, how often?{% endcall %}\n'
        '{% call part("## Our tenet", answer("tenet")) %}Which one?{% endcall %}\n',
        encoding="utf-8",
    )
    (tmp_path / "prfaq-lint.toml").write_text('templates = ["."]\n', encoding="utf-8")
    assert "classic        Ours.\n" in prfaq("templates", cwd=tmp_path).out
    (tmp_path / "given.toml").write_text('tenet = "Ask first"\n', encoding="utf-8")
    run = prfaq("new", "Lanterns", "--answers", "given.toml", "-o", "-", cwd=tmp_path)
    assert run.out == (
        "---\nprfaq:\n  profile: lite\n  stage: hypothesis\n---\n\n# Lanterns\n\n"
        "## Problem\n\n<!-- Who, what, how often? -->\n\n## Our tenet\n\nAsk first.\n"
    )


def test_benefit_stands_in_the_summary_unless_there_is_another(tmp_path: Path) -> None:
    (tmp_path / "short.md.j2").write_text('# {{ title }}\n\n{{ answer("benefit") }}\n', encoding="utf-8")
    given = {"benefit": "Keepers sleep until six."}
    assert Templates([tmp_path]).render("short", "Bells", given) == "# Bells\n\nKeepers sleep until six.\n"
    assert "\n\nKeepers sleep until six.\n\n" in Templates().render("classic", "Bells", given)
    told = Templates().render("classic", "Bells", {**given, "summary": "Millbell is out."})
    assert "\n\n*Keepers sleep until six.*\n\nMillbell is out.\n" in told


def test_own_template_can_extend_a_built_in_one(tmp_path: Path) -> None:
    (tmp_path / "base.md.j2").write_text("# {{ title }}\n{% block rest %}old{% endblock %}\n", encoding="utf-8")
    (tmp_path / "own.md.j2").write_text(
        '{% extends "base" %}{% block rest %}{{ super() }} and new{% endblock %}', encoding="utf-8"
    )
    assert Templates([tmp_path]).render("own", "Lanterns") == "# Lanterns\nold and new\n"


def test_templates_command(tmp_path: Path) -> None:
    listed = prfaq("templates", "--list")
    assert [line.split()[0] for line in listed.out.splitlines()] == [one.name for one in Templates().all()]
    assert all(len(line) > 40 for line in listed.out.splitlines())
    assert prfaq("templates", "--show", "classic", "--source").out == Templates().source("classic")
    assert prfaq("templates", "--source").err == "prfaq-lint: --source goes with --show NAME\n"
    wrong = prfaq("templates", "--show", "clasic")
    assert (wrong.status, wrong.err) == (2, "prfaq-lint: unknown template “clasic” (did you mean “classic”?)\n")
    missing = prfaq("templates", "--template-folder", str(tmp_path / "none"))
    assert (missing.status, missing.err) == (2, f"prfaq-lint: {tmp_path / 'none'}: no such template folder\n")


def test_shown_template_is_harmless(tmp_path: Path) -> None:
    source = "# {{ title }} \x1b]0;x\x07\n  ::error::x\n##[group]\n"
    (tmp_path / "own.md.j2").write_text(source, encoding="utf-8")
    for arguments in (
        ("templates", "--show", "own", "--source"),
        ("new", "Lanterns", "--template", "own", "--dry-run"),
    ):
        shown = prfaq(*arguments, "--template-folder", str(tmp_path)).out
        assert "\\x1b]0;x\\x07\n  \\x3a:error::x\n#\\x23[group]\n" in shown
    piped = prfaq("new", "Lanterns", "--template", "own", "--output", "-", "--template-folder", str(tmp_path)).out
    assert piped == source.replace("{{ title }}", "Lanterns")


def test_never_overwrites_without_force(tmp_path: Path) -> None:
    draft = tmp_path / "lanterns.md"
    draft.write_text("mine", encoding="utf-8")
    run = prfaq("new", "Lanterns", cwd=tmp_path)
    assert (run.status, run.err) == (2, "prfaq-lint: lanterns.md already exists (use --force to overwrite it)\n")
    assert draft.read_text(encoding="utf-8") == "mine"
    assert prfaq("new", "Lanterns", "--force", cwd=tmp_path).status == 0
    assert draft.read_text(encoding="utf-8") == Templates().render("classic", "Lanterns")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["lanterns.md", "lanterns.md.bak"]


def test_force_keeps_every_older_text(tmp_path: Path) -> None:
    draft = tmp_path / "lanterns.md"
    for text, copy in (("first", "lanterns.md.bak"), ("second", "lanterns.md.bak2"), ("third", "lanterns.md.bak3")):
        draft.write_text(text, encoding="utf-8")
        run = prfaq("new", "Lanterns", "--force", cwd=tmp_path)
        assert (run.status, run.err) == (0, f"prfaq-lint: lanterns.md was there already: its text is kept in {copy}\n")
        assert (tmp_path / copy).read_text(encoding="utf-8") == text
    assert (tmp_path / "lanterns.md.bak").read_text(encoding="utf-8") == "first"


def test_force_replaces_a_link_and_not_what_it_leads_to(tmp_path: Path) -> None:
    target = tmp_path / "precious.txt"
    target.write_text("precious", encoding="utf-8")
    link = tmp_path / "lanterns.md"
    link.symlink_to(target)
    assert prfaq("new", "Lanterns", cwd=tmp_path).status == 2
    assert prfaq("new", "Lanterns", "--force", cwd=tmp_path).status == 0
    assert target.read_text(encoding="utf-8") == "precious"
    assert not link.is_symlink()


def test_dry_run_writes_nothing(tmp_path: Path) -> None:
    run = prfaq("new", "Lanterns", "--dry-run", cwd=tmp_path)
    assert (run.status, run.err) == (0, "Would write lanterns.md:\n")
    assert run.out == Templates().render("classic", "Lanterns")
    assert list(tmp_path.iterdir()) == []


def test_without_a_terminal_nothing_is_asked(tmp_path: Path) -> None:
    run = prfaq("new", "Lanterns", cwd=tmp_path, stdin="Somebody\n" * 20)
    assert run.status == 0
    assert run.out.startswith("Wrote lanterns.md. Begin with the problem;")
    assert prfaq("new", cwd=tmp_path).err == "prfaq-lint: give the draft a TITLE\n"
    assert prfaq("new", "-o", "lamps.md", cwd=tmp_path).status == 0
    assert "\n# lamps\n" in (tmp_path / "lamps.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        ('pian = "It hurts"', "template “classic” does not ask for “pian” (did you mean “pain”?)"),
        ("pain = 3", "given.toml: “pain” must be a string in quotation marks"),
        ("pain =", "given.toml is not valid TOML (Invalid value (at end of document))"),
        ('[answers]\npain = "x"', "given.toml: “answers” must be a string in quotation marks"),
        ('template = "clasic"', "unknown template “clasic” (did you mean “classic”?)"),
        (f'pain = "{"x" * 40_000}"', "the answer to “pain” is longer than 32 KiB"),
    ],
)
def test_invalid_answers_are_one_error_line(tmp_path: Path, toml: str, message: str) -> None:
    (tmp_path / "given.toml").write_text(toml, encoding="utf-8")
    run = prfaq("new", "Lanterns", "--answers", "given.toml", "-o", "-", cwd=tmp_path)
    assert (run.status, run.out, run.err) == (2, "", f"prfaq-lint: {message}\n")


def test_missing_answers_file_is_an_error(tmp_path: Path) -> None:
    run = prfaq("new", "Lanterns", "--answers", "none.toml", cwd=tmp_path)
    assert (run.status, run.err) == (2, "prfaq-lint: none.toml cannot be read (no such file or directory)\n")


def test_answers_can_set_title_and_template(tmp_path: Path) -> None:
    (tmp_path / "given.toml").write_text('title = "Lanterns"\ntemplate = "one-pager"\n', encoding="utf-8")
    assert prfaq("new", "--answers", "given.toml", cwd=tmp_path).status == 0
    assert (tmp_path / "lanterns.md").read_text(encoding="utf-8") == Templates().render("one-pager", "Lanterns")


def test_answers_are_values_and_never_source() -> None:
    evil = "{{ 7*7 }} {% include '/etc/passwd' %} {{ ''.__class__ }}\n# Heading\n---\n```\n<!-- gone <script>"
    text = Templates().render("classic", "Lanterns", {"pain": evil, "product": "x: 1\n---\nevil: true"})
    assert "{{ 7*7 }} {% include '/etc/passwd' %}" in text
    harmless = Templates().render("classic", "Lanterns", {"pain": "They stumble."})
    assert len(outline(text).questions) == len(outline(harmless).questions)
    front = front_matter(Document.parse(text, "draft.md"))
    assert front == {"profile": "standard", "stage": "hypothesis", "product": "x: 1 --- evil: true"}


def test_customer_is_added_if_the_answer_does_not_name_one() -> None:
    assert pain("They wait.", "night porters.") == "night porters wait."
    assert pain("Their train is late.", "Night porters") == "Their train is late. This happens to night porters."
    assert pain("Night porters wait.", "night porters") == "Night porters wait."
    assert pain("The lift is broken", "AA members") == "The lift is broken. This happens to AA members."
    assert pain("They wait. I remember it.", "AA members") == "AA members wait. I remember it."
    assert pain("I remember it.", "AA members") == "I remember it. This happens to AA members."
    assert pain("", "night porters") == ""
    text = Templates().render("classic", "x", {"customer": "porters --> of hotels", "pain": "The lift is broken."})
    assert "\nThe lift is broken. This happens to porters --> of hotels.\n" in text
    text = Templates().render("classic", "x", {"customer": "porters --> of hotels"})
    assert "<!-- The customer, in your words: porters —> of hotels. Name them in the paragraph above. -->" in text
    assert "your words" not in Templates().render("classic", "x", {"customer": "night porters", "pain": "They wait."})


@pytest.mark.parametrize(
    ("say", "text", "said"),
    [
        (today, "Rerun, ask in chat who broke it", "What they do about it today: rerun, ask in chat who broke it"),
        (today, "Nothing.", "They do nothing about it today"),
        (today, "WhatsApp and a shared list", "Today they make do with WhatsApp and a shared list"),
        (
            today,
            "Note on the fridge, if anything is",
            "What they do about it today: note on the fridge, if anything is",
        ),
        (today, "sticky notes and a phone list", "What they do about it today: sticky notes and a phone list"),
        (today, "By phone, before seven", "Today they manage by phone, before seven"),
        (today, "From memory", "Today they manage from memory"),
        (today, "On Mondays re-count the boats", "What they do about it today: on Mondays re-count the boats"),
        (today, "From time to time ask around", "What they do about it today: from time to time ask around"),
        (today, "Phone the harbour, wait", "What they do about it today: phone the harbour, wait"),
        (today, "e-mail the harbour", "What they do about it today: e-mail the harbour"),
        (today, "a paper list in the shed", "Today they make do with a paper list in the shed"),
        (cost, "340 euros instead of 45", "It costs them 340 euros instead of 45"),
        (today, "They write it on the fridge.", "They write it on the fridge."),
        (today, "Most keep a radio on the sill", "Most keep a radio on the sill"),
        (cost, "6 hours a week", "It costs them 6 hours a week"),
        (cost, "[40 minutes] a day", "It costs them [40 minutes] a day"),
        (cost, "Money (a visit is 340 euros) and sleep.", "It costs them money (a visit is 340 euros) and sleep."),
        (cost, "€120 a month", "It costs them €120 a month"),
        (cost, "They lose 9 evenings a year.", "They lose 9 evenings a year."),
        (cost, "Half of them give up.", "Half of them give up."),
    ],
)
def test_fragments_become_sentences(say: Callable[[str], str], text: str, said: str) -> None:
    assert say(text) == said


def test_lines_become_sentences() -> None:
    assert as_paragraph("They wait\nfor the bus\n\nand go home") == "They wait for the bus and go home"
    assert as_paragraph("- they wait\n- they go home") == "They wait. They go home."
    assert (
        as_paragraph("Two things:\n1. they wait\n   in the rain\n2) they go home")
        == "Two things: They wait in the rain. They go home."
    )
    assert as_paragraph("\n \n") == ""


def test_sentence() -> None:
    assert [sentence(text) for text in ("", "two hours", "Why?", "“Yes.”", "[3 percent]", "done.")] == [
        "",
        "Two hours.",
        "Why?",
        "“Yes.”",
        "[3 percent].",
        "Done.",
    ]


@given(st.dictionaries(st.sampled_from(["pain", "today", "cost"]), st.text(max_size=40)))
def test_saved_answers_come_back(tmp_path_factory: pytest.TempPathFactory, answers: dict[str, str]) -> None:
    path = tmp_path_factory.mktemp("saved") / ".x.prfaq-answers.toml"
    write_answers(path, answers)
    back = read_answers(path)
    assert back.keys() == answers.keys()
    assert all(back[key] == text for key, text in answers.items() if text.isprintable())


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="signals cannot be held back")
@pytest.mark.parametrize("call", ["write(path, 'new')", "write(path, 'new', force=True)", "write_answers(path, {})"])
def test_a_signal_waits_until_the_file_is_there(tmp_path: Path, call: str) -> None:
    code = (
        "import os, signal; from pathlib import Path; from prfaq_lint.authoring.scaffold import write, write_answers\n"
        "path, real = Path('draft.md'), os.fdopen\n"
        "signal.signal(signal.SIGTERM, signal.SIG_DFL)\n"
        "def killed(*rest, **more): os.kill(os.getpid(), signal.SIGTERM); return real(*rest, **more)\n"
        f"os.fdopen = killed; {call}; print('went on')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment(), cwd=tmp_path, capture_output=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (-signal.SIGTERM, b"", b"")
    assert os.listdir(tmp_path) == ["draft.md"]
    assert (tmp_path / "draft.md").read_text() == ("" if "answers" in call else "new")


def test_shown_template_has_no_markup() -> None:
    for template in Templates().all():
        shown = prfaq("templates", "--show", template.name).out
        assert shown and not any(mark in shown for mark in ("{%", "{{", "{#", "<!--", "\n#", "prfaq:", "```"))
        assert "(START HERE. Who is it about, exactly?" in shown


def test_internal_tool_template_mentions_no_paying_customers() -> None:
    """Check that neither the template nor the questions mention customers who pay."""
    shown = prfaq("templates", "--show", "internal-tool").out
    draft = "---\nprfaq: {profile: internal-tool}\n---\n# Lists\n\n## Problem\n\nDispatchers telephone for an hour.\n"
    asked = prfaq("add", "questions", "-", stdin=f"{draft}\n## FAQ\n\n### Who runs it?\n\nThe depot.\n").out
    asked += prfaq("add", "section", "external_faq", "-", stdin=draft).out
    assert "### Which team starts" in asked
    for text in (shown, asked):
        assert not any(
            words in text
            for words in ("first hundred", "one customer costs", "brings in", "pay for it", "What does it cost?")
        )


def test_every_plan_question_of_a_template_is_known_by_its_topic() -> None:
    known = {question for questions in read_table("outline/faq/own_questions.toml").values() for question in questions}
    asked: set[str] = set()
    for path in sorted((ROOT / "templates").glob("*.j2")):
        internal = path.read_text(encoding="utf-8").partition("Internal FAQ")[2]
        asked.update(re.findall(r'(?:question|later)\("### ([^"]*)"', internal))
    assert asked and asked <= known
