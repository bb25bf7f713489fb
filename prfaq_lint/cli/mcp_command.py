"""The command `prfaq-lint mcp`, which starts the MCP server."""

from __future__ import annotations

from contextlib import suppress
from importlib.util import find_spec

import click

from .console import fail


@click.command(name="mcp", short_help="Serve the linter to an AI agent, read-only (extra mcp).")
def command() -> int:
    """Serve the tools lint, outline, next, explain and scaffold on standard input and output, as an MCP server.

    They read Markdown files below the current folder, or a text that is handed over, and write nothing.
    """
    if not find_spec("mcp"):
        fail("mcp needs the package mcp: pip install 'prfaq-lint[mcp]'")
        return 2
    from ..mcp_server import serve

    with suppress(KeyboardInterrupt):
        serve()
    return 0
