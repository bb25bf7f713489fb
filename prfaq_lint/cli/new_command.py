"""`prfaq-lint new`"""

from __future__ import annotations

import shlex
import signal
import sys
import textwrap
import threading
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..safe import safe_lines, safe_text
from .console import colour, configs, configured, on_terminal

if TYPE_CHECKING:
    from ..authoring.scaffold import Templates


DEFAULT = "classic"
KEPT = ".prfaq-answers.toml"
"""How the names of files with the answers of an interview end."""


@click.command(name="new", short_help="Start a draft: answer a few questions, or fill in a template.")
@click.argument("title", required=False, default="")
@click.option(
    "--template", "-t", metavar="NAME", help="Template to use; `prfaq-lint templates` lists them.  [default: classic]"
)
@click.option(
    "--template-folder",
    multiple=True,
    metavar="DIR",
    help="Folder of your own templates, which take precedence (repeatable).",
)
@click.option(
    "--answers",
    "answers_file",
    metavar="FILE",
    help="Read the answers from a TOML file instead of asking.",
    type=click.Path(),
)
@click.option("--no-input", is_flag=True, help="Do not ask questions; write the template with its guidance.")
@click.option("--resume", is_flag=True, help="Continue an interrupted interview.")
@click.option(
    "--output",
    "-o",
    metavar="FILE",
    help="Where to write the draft; - prints it. Defaults to a file named after the title in the current folder.",
    type=click.Path(),
)
@click.option("--dry-run", is_flag=True, help="Show what would be written and where, without writing it.")
@click.option("--force", is_flag=True, help="Overwrite an existing file.")
@configured
def command(
    title: str,
    template: str | None,
    template_folder: tuple[str, ...],
    answers_file: str | None,
    no_input: bool,
    resume: bool,
    output: str | None,
    dry_run: bool,
    force: bool,
    config_file: str,
    isolated: bool,
) -> int:
    """Start a draft from the customer's problem.

    On a terminal it asks a few questions: who the customer is, what goes wrong, what they do today, and the headline last. Press Enter to skip a
    question; Ctrl-C keeps your answers for --resume. Without a terminal it writes a template with guidance. TITLE is a working title that names the file.
    """
    from ..authoring.scaffold import ScaffoldError

    if resume and (answers_file or no_input):
        raise click.UsageError("--resume continues an interview and cannot be combined with --answers or --no-input")
    try:
        templates = known_templates(template_folder, output or "-", config_file, isolated)
        return _new(
            _Draft(title, template, templates, output, dry_run, force),
            Path(answers_file) if answers_file else None,
            resume,
            not no_input and not dry_run and on_terminal() and sys.stderr.isatty(),
        )
    except ScaffoldError as error:
        raise click.ClickException(str(error)) from None


def known_templates(folders: tuple[str, ...], beside: str, config_file: str, isolated: bool) -> Templates:
    """The built-in templates after those of the given folders, and of the configuration that holds where a draft goes."""
    from ..authoring.scaffold import Templates

    try:
        configured = configs(config_file, isolated).above(beside).templates
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    return Templates([Path(folder) for folder in (*folders, *configured)])


class _Draft:
    """A draft on its way: where it goes, and what it is filled with."""

    def __init__(
        self, title: str, template: str | None, templates: Templates, output: str | None, dry_run: bool, force: bool
    ) -> None:
        self.title = " ".join(title.split())
        self.template = template
        self.templates = templates
        self.output = output
        self.dry_run = dry_run
        self.force = force
        self.answers: dict[str, str] = {}

    @property
    def path(self) -> Path | None:
        """Where it is written; None where it is printed."""
        from ..authoring.scaffold import slug

        if self.output == "-":
            return None
        return Path(self.output) if self.output else Path(f"{slug(self.title)}.md")

    @property
    def kept(self) -> Path:
        """Where the answers of an interview are kept until the draft is written."""
        from ..authoring.scaffold import slug

        beside = self.path or Path(f"{slug(self.title)}.md")
        return beside.with_name(f".{beside.stem}{KEPT}")

    def take(self, answers: dict[str, str]) -> None:
        """Answers from a file; it may also name title and template, where the command line does not."""
        self.title = self.title or " ".join(answers.pop("title", "").split())
        self.template = self.template or answers.pop("template", None)
        self.answers = {key: text for key, text in answers.items() if key not in ("title", "template")}

    def save(self) -> None:
        """Keep the answers."""
        from ..authoring.scaffold import write_answers

        write_answers(self.kept, {"title": self.title, "template": self.template or DEFAULT, **self.answers})

    def text(self) -> str:
        """What is written."""
        from ..authoring.interview import UNFINISHED

        given = {key: answer for key, answer in self.answers.items() if answer.strip() and key != UNFINISHED}
        return self.templates.render(self.template or DEFAULT, self.title, given)


def _new(draft: _Draft, answers_file: Path | None, resume: bool, terminal: bool) -> int:
    from ..authoring.scaffold import ScaffoldError, read_answers, write

    if answers_file:
        draft.take(read_answers(answers_file))
    kept = _find_kept(draft) if resume else None
    if kept:
        draft.take(read_answers(kept))
        if not draft.output:
            draft.output = str(kept.with_name(f"{kept.name.removeprefix('.').removesuffix(KEPT)}.md"))
    draft.templates.path(draft.template or DEFAULT)
    asking = terminal and not answers_file
    if not draft.title:
        draft.title = _title(draft, asking)
    path = draft.path
    if path and path.exists() and not draft.force and not draft.dry_run:
        raise ScaffoldError(f"{path} already exists (use --force to overwrite it)")
    if asking:
        if draft.kept.exists() and not kept and not draft.force:
            raise ScaffoldError(
                f"{draft.kept} has answers from an earlier interview (--resume continues it, --force starts over)"
            )
        if not _interview(draft):
            return 130
    text = draft.text()
    if draft.dry_run or not path:
        if path:
            click.echo(f"Would write {safe_text(str(path))}:", err=True)
        # A draft that is printed to go on into a file keeps every character; one that is shown commands nothing.
        piped = not draft.dry_run and not sys.stdout.isatty()
        sys.stdout.write(text if piped else safe_lines(text))
        sys.stdout.flush()
    else:
        write(path, text, draft.force)
        _tell_what_next(path, draft)
    if (asking or kept) and not draft.dry_run:
        draft.kept.unlink(missing_ok=True)
    return 0


def _tell_what_next(path: Path, draft: _Draft) -> None:
    shown = safe_text(str(path))
    begin = "Open sections have guidance in comments" if draft.answers.get("pain") else "Start with the problem"
    sys.stdout.write(f"Wrote {shown}. {begin}; `prfaq-lint check {shown}` shows what is still missing.\n")


def _find_kept(draft: _Draft) -> Path:
    """The answers to go on with: those of the draft that is named, or the only ones in the current folder."""
    from ..authoring.scaffold import ScaffoldError

    if draft.title or draft.output not in (None, "-"):
        if not draft.title:
            draft_path = Path(str(draft.output))
            kept = draft_path.with_name(f".{draft_path.stem}{KEPT}")
        else:
            kept = draft.kept
        if not kept.is_file():
            raise ScaffoldError(f"{kept}: no such file of saved answers")
        return kept
    found = sorted(Path().glob(f".*{KEPT}"))
    if not found:
        raise ScaffoldError("this folder has no saved answers from an earlier interview")
    if len(found) > 1:
        raise ScaffoldError(
            f"this folder has several saved interviews ({', '.join(map(str, found))}): choose one with --output"
        )
    return found[0]


def _title(draft: _Draft, asking: bool) -> str:
    if asking:
        _tell("question", "What is the working title? It names the file; the headline comes last.")
        try:
            return " ".join(_ask().split()) or "New draft"
        except (KeyboardInterrupt, EOFError):
            raise click.Abort from None
    if draft.output and draft.output != "-":
        return Path(draft.output).stem
    raise click.UsageError("give the draft a TITLE")


def _interview(draft: _Draft) -> bool:
    """Ask the questions; False where somebody broke off, after saying how to go on."""
    from ..authoring.interview import Interviewer
    from ..authoring.scaffold import write_answers

    # A folder that cannot be written to must show before the first answer, not after it.
    write_answers(draft.kept, {"title": draft.title, "template": draft.template or DEFAULT, **draft.answers})
    _tell(
        "hint",
        "A few questions, with the headline last. Press Enter to skip one, or Ctrl-C to stop and keep what you wrote.",
    )
    _stop_on_hangup()
    interviewer = Interviewer(_ask, _tell, draft.save, draft.answers, draft.title, draft.template or DEFAULT)
    threading.Thread(target=interviewer.warm_up, daemon=True).start()
    try:
        interviewer.run()
    except (KeyboardInterrupt, EOFError):
        with suppress(OSError):  # the terminal may be gone
            kept = safe_text(str(draft.kept))
            click.echo(
                f"\n\nYour answers are saved in {kept}; continue with `prfaq-lint new{_same(draft)} --resume`.",
                err=True,
            )
        return False
    return True


def _same(draft: _Draft) -> str:
    """The options that lead an interview on to the same draft."""
    return f" -o {shlex.quote(draft.output)}" if draft.output else f" {shlex.quote(draft.title)}"


def _stop_on_hangup() -> None:
    """Let a closed terminal end the interview as Ctrl-C does, so that what is half typed is kept."""

    def stop(number: int, frame: object) -> None:
        raise KeyboardInterrupt

    for name in ("SIGHUP", "SIGTERM"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), stop)


def _ask() -> str:
    """One line from the terminal, with line editing where there is some. Raises `KeyboardInterrupt` with what was half typed."""
    try:
        import readline
    except ImportError:  # not on every system
        readline = None  # type: ignore[assignment]
    try:
        return input("> ").encode("utf-8", "replace").decode("utf-8")
    except (KeyboardInterrupt, EOFError) as stop:
        # The line of a closed terminal is gone from the screen, but not from the editor.
        raise type(stop)(readline.get_line_buffer() if readline else "") from None


def _tell(kind: str, text: str) -> None:
    """Show a question, a hint or advice, wrapped to the terminal."""
    from .console import columns

    style = {"question": {"bold": True}, "advice": {"fg": "yellow"}, "hint": {"dim": True}}[kind]
    if kind == "question":
        click.echo(err=True)
    indent = "  " if kind == "advice" else ""
    for line in text.split("\n"):
        for wrapped in textwrap.wrap(safe_text(line), min(columns(), 100) - 4):
            click.echo(indent + (click.style(wrapped, **style) if colour() else wrapped), err=True)  # type: ignore[arg-type]
