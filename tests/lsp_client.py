"""A client for the language server over its standard input and output, for tests and the benchmark."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Coroutine, Sequence
from pathlib import Path
from typing import Any, Union

from lsprotocol import types
from pygls.lsp.client import BaseLanguageClient
from pygls.protocol import default_converter

PATIENCE = 240
"""The number of seconds after which a test gives up, even on a slow machine."""


def capabilities(*encodings: str, pull: bool = False, **further: Any) -> types.ClientCapabilities:
    """Return the capabilities of a fully featured editor."""
    text = types.TextDocumentClientCapabilities(
        document_symbol=types.DocumentSymbolClientCapabilities(hierarchical_document_symbol_support=True),
        publish_diagnostics=types.PublishDiagnosticsClientCapabilities(related_information=True),
        diagnostic=types.DiagnosticClientCapabilities() if pull else None,
    )
    workspace = types.WorkspaceClientCapabilities(
        workspace_edit=types.WorkspaceEditClientCapabilities(document_changes=True),
        did_change_watched_files=types.DidChangeWatchedFilesClientCapabilities(dynamic_registration=True),
    )
    return types.ClientCapabilities(
        general=types.GeneralClientCapabilities(position_encodings=list(encodings) or None),
        text_document=text,
        workspace=workspace,
        window=types.WindowClientCapabilities(show_document=types.ShowDocumentClientCapabilities(True)),
        **further,
    )


def _converter() -> Any:
    """Return a converter that reads every code action as one; lsprotocol reads one with a command as a command."""
    converter = default_converter()
    either = types.Command | types.CodeAction
    for kind in (either, Union[types.Command, types.CodeAction]):  # noqa: UP007
        converter.register_structure_hook(kind, lambda given, _: converter.structure(given, types.CodeAction))
    return converter


class Editor:
    """An editor connected to one server."""

    def __init__(
        self,
        root: Path,
        *encodings: str,
        pull: bool = False,
        options: dict[str, Any] | None = None,
        can: types.ClientCapabilities | None = None,
        arguments: Sequence[str] = (),
    ) -> None:
        self.loop = asyncio.new_event_loop()
        self.client = BaseLanguageClient("test", "1", converter_factory=_converter)
        self.published: list[types.PublishDiagnosticsParams] = []
        self.applied: list[types.WorkspaceEdit] = []
        self.shown: list[str] = []
        self.registered: list[str] = []
        self.verdicts: list[Any] = []
        self._news = asyncio.Event()
        self._listen()
        self.root = root
        self.run(self.client.start_io(sys.executable, "-m", "prfaq_lint", "lsp", *arguments))
        self.started = self.run(
            self.client.initialize_async(
                types.InitializeParams(
                    can or capabilities(*encodings, pull=pull),
                    root_uri=root.as_uri(),
                    workspace_folders=[types.WorkspaceFolder(root.as_uri(), "root")],
                    initialization_options=options,
                )
            )
        )
        self.client.initialized(types.InitializedParams())

    def _listen(self) -> None:
        @self.client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        def published(params: types.PublishDiagnosticsParams) -> None:
            self.published.append(params)
            self._news.set()

        @self.client.feature(types.WORKSPACE_APPLY_EDIT)
        def apply(params: types.ApplyWorkspaceEditParams) -> types.ApplyWorkspaceEditResult:
            self.applied.append(params.edit)
            return types.ApplyWorkspaceEditResult(True)

        @self.client.feature(types.WINDOW_SHOW_DOCUMENT)
        def show(params: types.ShowDocumentParams) -> types.ShowDocumentResult:
            self.shown.append(params.uri)
            return types.ShowDocumentResult(True)

        @self.client.feature(types.CLIENT_REGISTER_CAPABILITY)
        def register(params: types.RegistrationParams) -> None:
            self.registered += [one.method for one in params.registrations]

        @self.client.feature("prfaq-lint/status")
        def verdict(params: Any) -> None:
            self.verdicts.append(params)

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self.loop.run_until_complete(asyncio.wait_for(work, PATIENCE))

    def open(self, path: Path, text: str, version: int = 1) -> str:
        uri = path.as_uri()
        item = types.TextDocumentItem(uri, "markdown", version, text)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
        return uri

    def change(self, uri: str, version: int, *changes: Any) -> None:
        name = types.VersionedTextDocumentIdentifier(version, uri)
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(name, list(changes)))

    def findings(self, uri: str, version: int) -> list[types.Diagnostic]:
        """Return the findings that the server published for a version of a draft."""

        async def wait() -> list[types.Diagnostic]:
            while True:
                for one in reversed(self.published):
                    if one.uri == uri and one.version == version:
                        return list(one.diagnostics)
                self._news.clear()
                await self._news.wait()

        return self.run(wait())  # type: ignore[no-any-return]

    def leave(self) -> None:
        self.run(self.client.shutdown_async(None))
        self.client.exit(None)
        self.run(self.client.stop())
        self.loop.close()


def edited(text: str, edits: Sequence[types.TextEdit], encoding: str = "utf-16") -> str:
    """Return a text after applying a server's edits as an editor does."""
    from prfaq_lint.lsp.text import Text

    there = Text(text, encoding)
    places = sorted(((there.offset(e.range.start), there.offset(e.range.end), e.new_text) for e in edits), reverse=True)
    for start, end, new in places:
        text = text[:start] + new + text[end:]
    return text


def message(body: Any) -> bytes:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    return b"Content-Length: %d\r\n\r\n" % len(data) + data


def speak(*messages: bytes) -> tuple[list[dict[str, Any]], int]:
    """Send these bytes to a server, and return its answers and its exit status."""
    done = subprocess.run(
        [sys.executable, "-m", "prfaq_lint", "lsp"], input=b"".join(messages), capture_output=True, timeout=PATIENCE
    )
    answers, rest = [], done.stdout
    while rest:
        head, _, rest = rest.partition(b"\r\n\r\n")
        size = int(head.split(b"Content-Length: ")[1].split(b"\r\n")[0])
        answers.append(json.loads(rest[:size]))
        rest = rest[size:]
    return answers, done.returncode
