"""The command `prfaq-lint lsp`, which starts the language server."""

from __future__ import annotations

import click

from .console import fail
from .options import configured


@click.command(name="lsp", short_help="Serve an editor that speaks the language server protocol.")
@click.option("--stdio", is_flag=True, help="Speak on standard input and output, which is what it always does.")
@configured
def command(stdio: bool, config_file: str, isolated: bool) -> int:
    """Show findings, outline and fixes in an editor while a draft is written.

    The editor starts this command and speaks the language server protocol with it; the guide on editors says how to set one up.
    It needs the extra `lsp`: pip install 'prfaq-lint[lsp]'.
    """
    from importlib.util import find_spec

    from .console import configs

    configs(config_file, isolated)
    if not find_spec("pygls") or not find_spec("lsprotocol"):
        fail("`lsp` needs packages that are not installed: pip install 'prfaq-lint[lsp]'")
        return 2
    from ..lsp.server import serve

    return serve(config_file, isolated)
