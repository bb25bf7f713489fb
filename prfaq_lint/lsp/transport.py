"""The edge to the editor: messages in bounded memory, and an answer to every request, also to a malformed one."""

from __future__ import annotations

import logging
from typing import Any, BinaryIO

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.protocol import LanguageServerProtocol, lsp_method

MOST = 64_000_000
"""Bytes of the longest message that is read; the largest draft that a configuration may allow fits four times."""
LONGEST_HEADER = 8192
_CHUNK = 1 << 16
_LENGTH = b"Content-Length:"


class Input:
    """Standard input, of which no message takes more memory than `MOST`."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def readline(self) -> bytes:
        """Return a header line; one whose length is absurd counts as some other header."""
        line = self._stream.readline(LONGEST_HEADER)
        if line.startswith(_LENGTH) and len(line) > len(_LENGTH) + 20:
            return b"Ignored: length\r\n"
        return line

    def read(self, size: int) -> bytes:
        """Return a message; of one that is too long, nothing but that it was there."""
        if size <= MOST:
            return self._stream.read(size)
        while size > 0:
            chunk = self._stream.read(min(size, _CHUNK))
            if not chunk:
                break
            size -= len(chunk)
        return b"null"


class Protocol(LanguageServerProtocol):
    """The protocol with documents that the server keeps itself, since those of pygls have lines that end at U+2028 too."""

    @lsp_method(types.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(self, params: types.DidOpenTextDocumentParams) -> None:
        """Hand a draft over to the server."""
        self._server.opened(params)

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: types.DidChangeTextDocumentParams) -> None:
        """Hand changes of a draft over to the server."""
        self._server.changed(params)

    @lsp_method(types.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(self, params: types.DidCloseTextDocumentParams) -> None:
        """Tell the server that a draft is no longer open."""
        self._server.closed(params)

    def structure_message(self, data: dict[str, Any]) -> Any:
        """Return a message as an object; a request that is none is answered with an error and then passed over."""
        try:
            return super().structure_message(data)
        except JsonRpcException as error:
            if isinstance(data.get("id"), str | int) and isinstance(data.get("method"), str):
                self._send_response(data["id"], error=error.to_response_error())
            logging.getLogger(__name__).warning("malformed message: %s", data.get("method"))
            return {}

    def handle_message(self, message: Any) -> None:
        """Handle a message; what is none is passed over."""
        if hasattr(message, "jsonrpc"):
            super().handle_message(message)
