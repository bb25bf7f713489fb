"""The command line: one short module a command, imported when it is called."""

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
    "check": "Check drafts and say what is wrong with them.",
    "review": "Answer a reviewer's questions from the draft, with lines.",
    "next": "Say what to write next.",
    "add": "Add missing questions or sections to a draft.",
    "outline": "Show what each stretch of a draft is.",
    "new": "Start a draft: answer a few questions, or fill in a template.",
    "templates": "List the templates that `new` starts from.",
    "init": "Set a repository up: configuration, pre-commit hook, CI.",
    "rules": "List the rules.",
    "explain": "Print a rule's page: why, how to fix, examples.",
    "lsp": "Serve an editor that speaks the language server protocol.",
    "config": "Show what applies to a draft, and the schema of configuration files.",
    "test": "Run the examples of rule pages.",
}


class _Lazy(click.Group):
    """A group whose commands are imported when they are called."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Refuse a file that would be read as an option: hooks and `*` hand over names as they are, and one that begins
        like `--output-file=` would choose what is written."""
        for argument in () if ctx.resilient_parsing else takewhile(lambda argument: argument != "--", args):
            if argument.startswith("-") and argument != "-" and os.path.lexists(argument):
                raise click.UsageError(f"“{argument}” is an option and the name of a file: name the file ./{argument}")
        return super().parse_args(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        return import_module(f"{__name__}.{name}_command").command  # type: ignore[no-any-return]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.command(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="prfaq-lint", message="%(prog)s %(version)s")
def program() -> None:
    """A linter for working-backwards PR/FAQ drafts: does it start from the customer's problem, and is there a plan to succeed?"""


def run() -> int:
    """Run the command line and return the exit status: 0 nothing found, 1 findings, 2 the work could not be done."""
    prepare()
    # Nearly everything that a run allocates lives until its end: looking through it again and again finds no garbage.
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
        fail(error.format_message())
        return 2
    except KeyboardInterrupt:
        return 130
    except SystemExit:
        # Where a pipe was closed, click wraps the streams and exits with 1, which means findings.
        if sys.stdout is not stdout:
            return 141
        raise
    except RecursionError:
        fail("a file is nested too deeply to be read")
        return 2
    except OSError as error:
        return unprinted(error)
    except Exception as error:
        if isinstance(error.__cause__, KeyboardInterrupt):  # Python 3.11 wraps it while it makes a class
            return 130
        # A traceback would exit with 1, which means findings.
        if os.environ.get("PRFAQ_LINT_DEBUG"):
            raise
        fail(f"internal error: {type(error).__name__}: {error} (PRFAQ_LINT_DEBUG=1 shows where)")
        return 2
    finally:
        tell("")  # what was written to standard error in passing


def unprinted(error: OSError) -> int:
    """The exit status where standard output takes no more; tells why, unless nobody reads on."""
    if isinstance(error, BrokenPipeError):
        discard(sys.stdout)
        return 141
    fail((error.strerror or str(error)).lower())
    try:
        sys.stdout.flush()
    except OSError:
        discard(sys.stdout)
    return 2
