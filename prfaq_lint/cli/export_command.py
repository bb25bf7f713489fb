"""The command `prfaq-lint export`, which writes a draft as a document for readers."""

from __future__ import annotations

import os
import sys

import click

from .complete import drafts
from .console import configs, fail, say
from .options import configured


@click.command(name="export", short_help="Write a draft as a Word document, a web page or Markdown.")
@click.argument("file", shell_complete=drafts)
@click.option("--to", "kind", type=click.Choice(["docx", "html", "md"]), required=True, help="What to write.")
@click.option(
    "--output",
    "-o",
    default="",
    metavar="FILE",
    type=click.Path(),
    help="The file to write; - prints it. The default is next to the draft.",
)
@click.option("--force", is_flag=True, help="Overwrite a file that is there.")
@configured
def command(file: str, kind: str, output: str, force: bool, config_file: str, isolated: bool) -> int:
    """Write a draft as a document for readers: without findings, front matter and comments.

    FILE is a draft, in Markdown or from Word, or - for standard input. The web page is one file that loads nothing and prints well.
    """
    from ..document.draft import Document
    from ..document.source import UnreadableDraft, most_bytes, read_bytes, read_source
    from ..export import export
    from ..runner.output import NotWritten, expect_writable, save
    from ..runner.run import Linters, standard_input

    target = output or ("-" if file == "-" else f"{os.path.splitext(file)[0]}.{kind}")
    try:
        if target != "-":
            expect_writable(target)
            if os.path.realpath(target) == os.path.realpath(file):
                raise NotWritten(target, "not written: it is the draft; name another file with -o")
            if os.path.lexists(target) and not force:
                raise NotWritten(target, "not written: it is there already (--force overwrites it)")
        most = Linters(configs=configs(config_file, isolated)).max_bytes(file)
        data = standard_input(most) if file == "-" else read_bytes(file, most_bytes(file, most))
        source = read_source(data, file, most)
        made = export(Document.read(source, file), kind)
        if target == "-":
            sys.stdout.flush()
            sys.stdout.buffer.write(made.data)
            sys.stdout.buffer.flush()
        else:
            save(target, made.data, [file])
    except UnreadableDraft as error:
        fail(str(error), file)
        return 2
    for note in (*source.notes, *made.left_out):
        say(f"{file}: {note}")
    if target != "-":
        say(f"{target}: written")
    return 0
