"""The command `prfaq-lint new`, which starts a draft, with an interview on a terminal."""

from __future__ import annotations

import shlex
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..safe import safe_lines, safe_text
from .complete import example_names, template_names
from .console import configs, on_terminal, say
from .conversation import ask, stop_on_hangup, tell
from .options import configured, template_folder

if TYPE_CHECKING:
    from ..authoring.scaffold import Templates
    from ..configuration.files import Configs


DEFAULT = "classic"
KEPT = ".answers.toml"
"""The end of the names of files with the answers of an interview."""


@click.command(name="new", short_help="Start a draft: answer a few questions, or fill in a template.")
@click.argument("title", required=False, default="")
@click.option(
    "--template",
    "-t",
    metavar="NAME",
    shell_complete=template_names,
    help="Which template; `prfaq-lint templates` lists them.  [default: classic]",
)
@template_folder
@click.option("--answers", "answers_file", metavar="FILE", help="Take the answers from a TOML file, and ask nothing.")
@click.option(
    "--from-example",
    "from_example",
    metavar="NAME",
    shell_complete=example_names,
    help="Copy an example and ask nothing; `prfaq-lint examples` lists them.",
)
@click.option("--no-input", is_flag=True, help="Ask nothing: the template with its guidance.")
@click.option(
    "--ask",
    "asked",
    is_flag=True,
    help="Ask even if standard input is not a terminal: one answer per question, each followed by an empty line.",
)
@click.option("--resume", is_flag=True, help="Go on with an interview that was broken off.")
@click.option(
    "--output",
    "-o",
    metavar="FILE",
    help="Where to write the draft; - prints it. Defaults to a file named after the title in the current folder.",
    type=click.Path(),
)
@click.option("--dry-run", is_flag=True, help="Show what would be written and where, and write nothing.")
@click.option("--force", is_flag=True, help="Overwrite a file that is there, and keep a copy of it as NAME.md.bak.")
@configured
def command(
    title: str,
    template: str | None,
    template_folder: tuple[str, ...],
    answers_file: str | None,
    from_example: str | None,
    no_input: bool,
    asked: bool,
    resume: bool,
    output: str | None,
    dry_run: bool,
    force: bool,
    config_file: str,
    isolated: bool,
) -> int:
    """Start a draft from the customer's problem.

    On a terminal it asks what a first meeting needs, which takes about half an hour: from the customer and the problem to the name and the headline.
    Pasted lines are one answer; Enter alone leaves a question open, `later` leaves all the others open, and “don't know” asks who will find out;
    `?`, `back`, `edit 2` and `show` help; Ctrl-C keeps the answers, in NAME.answers.toml, for --resume. Without a terminal it writes a template with guidance. TITLE is a working title;
    it names the file.
    """
    if resume and (answers_file or no_input):
        raise click.UsageError("--resume goes on with an interview: it takes no --answers and no --no-input")
    if from_example and (resume or answers_file or template or asked):
        raise click.UsageError("--from-example copies an example: it takes no --template, --answers, --ask or --resume")
    if asked and (no_input or answers_file):
        raise click.UsageError("--ask asks, --no-input and --answers do not: give one of them")
    templates = known_templates(template_folder, output or "-", config_file, isolated)
    title = " ".join(title.split())
    draft = _Draft(title, template, templates, output, dry_run, force, configs(config_file, isolated))
    if from_example:
        return _copy(draft, from_example)
    return _new(
        draft,
        Path(answers_file) if answers_file else None,
        resume,
        not dry_run and (asked or (not no_input and on_terminal() and sys.stderr.isatty())),
    )


def known_templates(folders: tuple[str, ...], beside: str, config_file: str, isolated: bool) -> Templates:
    """Return the built-in templates, preceded by those of other folders.

    These are the given folders, and those of the configuration for the folder of the draft.
    """
    from ..authoring.scaffold import Templates

    configured = configs(config_file, isolated).above(beside).templates
    return Templates([Path(folder) for folder in (*folders, *configured)])


@dataclass
class _Draft:
    """A draft that is being made: its destination and its content."""

    title: str
    template: str | None
    templates: Templates
    output: str | None
    dry_run: bool
    force: bool
    configs: Configs
    answers: dict[str, str] = field(default_factory=dict)

    @property
    def path(self) -> Path | None:
        """Return the file to write; None if the draft is printed."""
        from ..authoring.scaffold import slug

        if self.output == "-":
            return None
        return Path(self.output) if self.output else Path(f"{slug(self.title)}.md")

    @property
    def kept(self) -> Path:
        """Return the file that has the answers of an interview until the draft is written."""
        from ..authoring.scaffold import slug

        beside = self.path or Path(f"{slug(self.title)}.md")
        return beside.with_name(f"{beside.stem}{KEPT}")

    def take(self, answers: dict[str, str]) -> None:
        """Take answers from a file, which may also set title and template if the command line does not.

        An answer that only says that it is not known leaves its question open.
        """
        from ..authoring.unknown import is_unknown

        self.title = self.title or " ".join(answers.pop("title", "").split())
        self.template = self.template or answers.pop("template", None)
        self.answers = {
            key: text for key, text in answers.items() if key not in ("title", "template") and not is_unknown(text)
        }

    def save(self) -> None:
        """Save the answers."""
        from ..authoring.scaffold import write_answers

        write_answers(self.kept, {"title": self.title, "template": self.template or DEFAULT, **self.answers})

    def text(self) -> str:
        """Return the text of the draft."""
        from ..authoring.questions import for_draft, questions_of, still_open

        template = self.template or DEFAULT
        doubts = still_open(self.answers, questions_of(self.templates, template))
        return self.templates.render(template, self.title, for_draft(self.answers), doubts)

    def beginning(self, text: str) -> str:
        """Return where to begin in the text of the draft; "" if every answer is there."""
        if not self.answers.get("pain"):
            return "Begin with the problem; "
        name = self.template or DEFAULT
        asked = self.templates.keys(name) - {"leader_quote"}  # only a review needs it
        complete = self.templates.render(name, self.title, dict.fromkeys(asked, "Answered."))
        return "What is open has guidance in comments; " if text.count("<!--") > complete.count("<!--") else ""


def _new(draft: _Draft, answers_file: Path | None, resume: bool, terminal: bool) -> int:
    from ..authoring.scaffold import ScaffoldError, read_answers

    if answers_file:
        draft.take(read_answers(answers_file))
    kept = _find_kept(draft) if resume else None
    if kept:
        draft.take(read_answers(kept))
        if not draft.output:
            draft.output = str(kept.with_name(f"{kept.name.removesuffix(KEPT)}.md"))
    draft.templates.path(draft.template or DEFAULT)
    asking = terminal and not answers_file
    if asking:
        kept = _begin(draft, kept)
    draft.title = draft.title or _title(draft, asking)
    path = draft.path
    if path and path.exists() and not draft.force and not draft.dry_run:
        raise ScaffoldError(f"{path} already exists (use --force to overwrite it)")
    if asking:
        if not _interview(draft):
            return 130
    text = draft.text()
    _deliver(draft, text, f". {draft.beginning(text)}`prfaq-lint next {{path}}` says what to write next.")
    if (asking or kept) and not draft.dry_run:
        draft.kept.unlink(missing_ok=True)
    return 0


def _deliver(draft: _Draft, text: str, said: str) -> None:
    """Print a draft, or write it and say so; `{path}` in what is `said` then becomes its path, quoted for a shell."""
    from ..authoring.scaffold import write

    path = draft.path
    if path and not draft.dry_run:
        copy = write(path, text, draft.force)
        if copy:
            say(f"{path} was there already: its text is kept in {copy}")
        said = said.replace("{path}", shlex.quote(str(path)))
        sys.stdout.write(safe_text(f"Wrote {path}{said}") + "\n")
        return
    if path:
        click.echo(f"Would write {safe_text(str(path))}:", err=True)
    # A draft that is printed into a file keeps every character; one on a terminal has no control characters.
    piped = not draft.dry_run and not sys.stdout.isatty()
    sys.stdout.write(text if piped else safe_lines(text))
    sys.stdout.flush()


def _copy(draft: _Draft, name: str) -> int:
    """Write a copy of an example, or print it."""
    from ..authoring.examples import example

    found = example(name)
    draft.title = draft.title or (found.name if not draft.output else Path(draft.output).stem)
    next_step = "Put your own words in; `prfaq-lint check {path}` reads them."
    _deliver(draft, found.text(), f", a copy of the example. {next_step}")
    return 0


def _find_kept(draft: _Draft) -> Path:
    """Return the saved answers to resume: those of the named draft, or the only ones in the current folder."""
    from ..authoring.scaffold import ScaffoldError

    if draft.title or draft.output not in (None, "-"):
        if not draft.kept.is_file():
            raise ScaffoldError(f"{draft.kept}: no such file of saved answers")
        return draft.kept
    found = sorted(Path().glob(f"*{KEPT}"))
    if not found:
        raise ScaffoldError("this folder has no saved answers from an earlier interview")
    if len(found) > 1:
        raise ScaffoldError(
            f"this folder has several saved interviews ({', '.join(map(str, found))}): choose one with --output"
        )
    return found[0]


def _title(draft: _Draft, asking: bool) -> str:
    if asking:
        tell("question", "What is the working title? It names the file; the headline comes last.")
        while (answer := _reply()) in _COMMANDS:
            tell("hint", "This is the first question. A few words are enough, for example: Sick calls")
        return answer or "New draft"
    if draft.output and draft.output != "-":
        return Path(draft.output).stem
    raise click.UsageError("give the draft a TITLE")


def _reply() -> str:
    """Return what is typed, on one line.

    Raises:
        click.Abort: If the user stops.
    """
    try:
        return " ".join(ask().split())
    except (KeyboardInterrupt, EOFError):
        raise click.Abort from None


def _begin(draft: _Draft, kept: Path | None) -> Path | None:
    """Ask for what is missing of the title and the template; return the file of saved answers to go on with, if any."""
    from ..authoring.scaffold import read_answers

    titled = bool(draft.title)
    while True:
        draft.title = draft.title or _title(draft, asking=True)
        if not kept and _goes_on(draft):
            kept = draft.kept
            draft.take(read_answers(kept))
        draft.template = draft.template or _kind(draft, titled)
        if draft.template:
            return kept
        draft.title = ""


def _goes_on(draft: _Draft) -> bool:
    """Return whether there are saved answers of an earlier interview to go on with.

    Raises:
        ScaffoldError: If there are, and the user does not want to go on with them.
    """
    from ..authoring.scaffold import ScaffoldError

    if draft.force or not draft.kept.exists():
        return False
    if on_terminal():
        tell("question", f"{draft.kept} has answers from an earlier interview. Go on with them?")
        while True:
            tell("hint", "Press Enter to go on, or type `no`.")
            answer = _reply().lower()
            if answer in ("", "y", "yes"):
                return True
            if answer in ("n", "no"):
                break
    raise ScaffoldError(
        f"{draft.kept} has answers from an earlier interview (--resume continues it, --force starts over)"
    )


def _interview(draft: _Draft) -> bool:
    """Ask the questions; return False if the user stopped, after printing how to resume."""
    from ..authoring.interview import Interviewer

    draft.save()  # a folder that cannot be written to must be reported before the first answer
    stop_on_hangup()
    interviewer = Interviewer(
        ask,
        tell,
        draft.save,
        draft.answers,
        draft.title,
        draft.template or DEFAULT,
        draft.templates,
        draft.configs,
        scripted=not on_terminal(),
    )
    commands = (
        "Pasted lines are one answer; Enter alone leaves a question open, `later` leaves all the others open. "
        "Type `?` for an example, `back` or `edit 2` to change an answer. "
        f"Ctrl-C stops: what you wrote is kept in {draft.kept}."
    )
    number = f"{len(interviewer.questions)} questions, the headline last: what a first meeting needs."
    tell("hint", number if interviewer.scripted else f"{number} {commands}")
    threading.Thread(target=interviewer.adviser.warm_up, daemon=True).start()
    try:
        interviewer.run()
    except (EOFError, KeyboardInterrupt) as stop:
        if isinstance(stop, EOFError) and not on_terminal():  # the input has ended; the rest stays open
            interviewer.conclude()
            return True
        same = f"-o {shlex.quote(draft.output)}" if draft.output else shlex.quote(draft.title)
        with suppress(OSError):  # the terminal may be closed
            kept = safe_text(str(draft.kept))
            click.echo(f"\n\nYour answers are kept in {kept}; `prfaq-lint new {same} --resume` goes on.", err=True)
        return False
    return True


_COMMANDS = ("?", "help", "back")
"""The commands of the interview that work before its first question; they are not titles."""
_KINDS = ("classic", "internal-tool", "consumer", "developer", "open-source")


def _kind(draft: _Draft, titled: bool) -> str:
    """Ask who it is for, which determines the template; return "" for the question before, unless it is `titled` already.

    Raises:
        click.Abort: If the user stops.
        click.UsageError: If the answer is not one of the choices and comes from a script, which cannot be asked again.
    """
    from difflib import get_close_matches

    tell("question", "Who will use it?")
    tell("hint", "1 customers   2 colleagues   3 people at home   4 developers   5 users of open source")
    tell("hint", "Type a number, or press Enter for 1. For details, run `prfaq-lint templates`.")
    while True:
        answer = _reply().lower()
        if not answer:
            return DEFAULT
        if answer == "back" and not titled:
            return ""
        if answer in _COMMANDS:
            for name in _KINDS:
                about = next(one.about for one in draft.templates.all() if one.name == name)
                tell("hint", f"{_KINDS.index(name) + 1}  {about}")
            continue
        if answer.isdigit() and 1 <= int(answer) <= len(_KINDS):
            return _KINDS[int(answer) - 1]
        known = [template.name for template in draft.templates.all()]
        close = get_close_matches(answer, known, 1, 0.75)
        if close:
            return close[0]
        if not on_terminal():
            raise click.UsageError(f"“{answer}” is neither a number from 1 to {len(_KINDS)} nor a template")
        tell("advice", f"A number from 1 to {len(_KINDS)}, please, or Enter.")
