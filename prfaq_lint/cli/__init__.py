"""The command line: one short module for each command, imported when it is called."""

from __future__ import annotations

import gc
import os
import sys
from importlib import import_module
from itertools import takewhile

import click

from .. import __version__
from .console import discard, fail, prepare, tell, width

COMMANDS = {
    "check": "Check drafts and report problems.",
    "review": "Answer a reviewer's questions from the draft, citing lines.",
    "next": "Say what to write next.",
    "add": "Add missing questions or sections to a draft.",
    "outline": "Show how each passage of a draft is read.",
    "export": "Write a draft as a Word document, a web page or Markdown.",
    "trend": "Show how drafts got better from commit to commit.",
    "new": "Start a draft: answer a few questions, or fill in a template.",
    "examples": "List the example drafts, or print one.",
    "templates": "List the templates that `new` starts from.",
    "serve": "Write drafts in the browser, with findings as you type.",
    "init": "Set up a repository: configuration, pre-commit hook, CI.",
    "rules": "List the rules.",
    "explain": "Print a rule's page: why, how to fix, examples.",
    "config": "Show the settings for a draft, the schema of configuration files, or learn section names.",
    "lsp": "Serve an editor that speaks the language server protocol.",
    "mcp": "Serve the linter to an AI agent, read-only (extra mcp).",
    "test": "Run the examples of rule pages.",
}


START = """\
prfaq-lint checks working-backwards PR/FAQ drafts: a press release with questions and answers.

  prfaq-lint new               start a draft: answer questions, the problem first
  prfaq-lint examples          read a good one first
  prfaq-lint check DRAFT.md    say what is wrong with the draft that you have
  prfaq-lint next DRAFT.md     say what to write next

`prfaq-lint --help` lists all commands.
"""
"""The text that is printed if no command is given."""


class _Lazy(click.Group):
    """A group whose commands are imported when they are called."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Refuse the name of a file that would be read as an option.

        Hooks and `*` pass names unchanged, and one that begins like `--output-file=` would choose what is written.
        """
        for argument in () if ctx.resilient_parsing else takewhile(lambda argument: argument != "--", args):
            if argument.startswith("-") and argument != "-" and os.path.lexists(argument):
                raise click.UsageError(
                    f"“{argument}” is both an option and a file name; for the file, write ./{argument}"
                )
        return super().parse_args(ctx, args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; `help` means `--help`, and for an unknown name the closest one is suggested."""
        if args[0] == "help":
            if not args[1:]:
                click.echo(ctx.get_help())
                ctx.exit()
            args = [args[1], "--help"]
        name = args[0]
        if name in COMMANDS or name.startswith("-") or ctx.resilient_parsing:
            return super().resolve_command(ctx, args)
        from ..configuration.schema import hint

        if os.path.exists(name):
            close = f"to check this path, run `prfaq-lint check {name}`"
        else:
            close = hint(name, COMMANDS, "`prfaq-lint --help` lists the commands")
        raise click.UsageError(f"no such command “{name}” ({close})")

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        return import_module(f"{__name__}.{name}_command").command  # type: ignore[no-any-return]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.command(
    cls=_Lazy,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="prfaq-lint", message="%(prog)s %(version)s")
@click.pass_context
def program(context: click.Context) -> None:
    """A linter for working-backwards PR/FAQ drafts: does it start from the customer's problem, and is there a plan to succeed?"""
    if context.invoked_subcommand is None:
        sys.stdout.write(START)


def run() -> int:
    """Run the command line and return the exit status: 0 no findings, 1 findings, 2 failure."""
    prepare()
    # Nearly everything that a run allocates is used until its end, so frequent garbage collection finds nothing.
    gc.set_threshold(100_000, 20, 20)
    stdout = sys.stdout
    try:
        result = program.main(
            prog_name="prfaq-lint", standalone_mode=False, terminal_width=max(50, min(100, width(80)) - 2)
        )
        sys.stdout.flush()
        return result if isinstance(result, int) else 0
    except click.exceptions.Abort:
        return 130
    except click.ClickException as error:
        if isinstance(error, click.UsageError) and error.ctx and type(error).__name__ == "NoArgsIsHelpError":
            click.echo(error.ctx.get_help())
            return 2
        fail(" ".join(error.format_message().split()))
        return 2
    except KeyboardInterrupt:
        return 130
    except SystemExit:
        # If a pipe was closed, click wraps the streams and exits with 1, which means findings.
        if sys.stdout is not stdout:
            return 141
        raise
    except RecursionError:
        fail("a file is nested too deeply to be read")
        return 2
    except OSError as error:
        return unprinted(error)
    except Exception as error:
        if isinstance(error.__cause__, KeyboardInterrupt):  # Python 3.11 wraps it while it creates a class
            return 130
        # A traceback would exit with 1, which means findings.
        if os.environ.get("PRFAQ_LINT_DEBUG"):
            raise
        if _is_explained(error):
            fail(" ".join(str(error).split()), getattr(error, "path", ""))
            return 2
        fail(f"internal error: {type(error).__name__}: {error} (PRFAQ_LINT_DEBUG=1 shows where)")
        return 2
    finally:
        tell("")  # flush what else was written to standard error


def _is_explained(error: Exception) -> bool:
    """Return whether an error was raised to tell the user what is wrong with a file, an option or the configuration."""
    from ..authoring.scaffold import ScaffoldError
    from ..configuration.schema import ConfigError, RuleError
    from ..reader import DamagedReader
    from ..runner.output import NotWritten

    return isinstance(error, ConfigError | DamagedReader | RuleError | ScaffoldError | NotWritten)


def unprinted(error: OSError) -> int:
    """Return the exit status if standard output cannot be written, or the current folder is gone.

    The reason is printed unless the reader has closed the pipe.
    """
    if isinstance(error, BrokenPipeError):
        discard(sys.stdout)
        return 141
    try:
        os.getcwd()
        fail((error.strerror or str(error)).lower())
    except FileNotFoundError:
        fail("the current folder was moved or deleted")
    try:
        sys.stdout.flush()
    except OSError:
        discard(sys.stdout)
    return 2
