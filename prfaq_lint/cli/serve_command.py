"""The command `prfaq-lint serve`, which opens an editor in the browser."""

from __future__ import annotations

import os
import sys

import click

from .console import configs, fail, say
from .options import configured


@click.command(name="serve", short_help="Write drafts in the browser, with findings as you type.")
@click.argument("path", required=False, default=".")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=0,
    metavar="N",
    help="The port to listen at; 0, the default: any that is free.",
)
@click.option("--no-open", "quietly", is_flag=True, help="Print the address, and open no browser.")
@configured
def command(path: str, port: int, quietly: bool, config_file: str, isolated: bool) -> int:
    """Open a page on this machine in which the drafts of a folder are written, with findings as you type.

    PATH is the folder, or a draft, which is opened at once.

    It listens on this machine only, and its address holds a secret, so others cannot open it. Ctrl-C ends it.
    """
    try:
        import starlette  # noqa: F401
        import uvicorn  # noqa: F401
    except ImportError:
        fail("the editor needs two more packages: pip install 'prfaq-lint[serve]'")
        return 2
    import socket
    from urllib.parse import quote

    from ..configuration.settings import Options
    from ..document.source import reason
    from ..serve.app import Site
    from ..serve.checker import Checker
    from ..serve.drafts import Drafts, Refused
    from ..serve.server import Server

    if not os.path.exists(path):
        fail("no such folder or draft", path)
        return 2
    folder, name = (path, "") if os.path.isdir(path) else os.path.split(path)
    drafts = Drafts(folder)
    try:
        opened = f"#draft={quote(name)}" if name and drafts.place(name) else ""
    except Refused as error:
        fail(str(error), path)
        return 2
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, os.name != "nt")
    try:
        listening.bind(("127.0.0.1", port))
        listening.listen(128)  # so that a browser that is faster than the server can wait for it
    except OSError as error:
        fail(f"cannot listen at port {port} ({reason(error)}): choose another with --port")
        return 2
    options, where = Options(), configs(config_file, isolated)
    checker = Checker(options, where)
    site = Site(drafts, checker, where, options)
    address = f"http://127.0.0.1:{listening.getsockname()[1]}/open?token={site.token}{opened}"
    sys.stdout.write(f"{address}\n")
    sys.stdout.flush()
    say("Ctrl-C ends it")
    if not quietly:
        import webbrowser

        webbrowser.open(address)
    try:
        Server(site).run(sockets=[listening])
    except KeyboardInterrupt:
        pass
    finally:
        checker.close()
    say("ended")
    return 0
