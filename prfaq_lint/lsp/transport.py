"""The transport layer: messages in bounded memory, and an answer to every request, even a malformed one."""

from __future__ import annotations

import logging
from typing import Any, BinaryIO

from lsprotocol import types
from pygls.exceptions import JsonRpcException, JsonRpcInvalidRequest
from pygls.protocol import LanguageServerProtocol, lsp_method

MOST = 64_000_000
"""The size in bytes of the longest message, four times that of the largest draft that can be configured."""
LONGEST_HEADER = 8192
_CHUNK = 1 << 16
_LENGTH = b"Content-Length:"


class Input:
    """Standard input, with at most `MOST` bytes of memory per message."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def readline(self) -> bytes:
        """Return a header line; one with an absurd length counts as some other header."""
        line = self._stream.readline(LONGEST_HEADER)
        if line.startswith(_LENGTH) and len(line) > len(_LENGTH) + 20:
            return b"Ignored: length\r\n"
        return line

    def read(self, size: int) -> bytes:
        """Return a message; of one that is too long, return only the fact that it was there."""
        if size <= MOST:
            return self._stream.read(size)
        while size > 0:
            chunk = self._stream.read(min(size, _CHUNK))
            if not chunk:
                break
            size -= len(chunk)
        return b"null"


class Protocol(LanguageServerProtocol):
    """The protocol without the document store of pygls, whose lines also end at U+2028.

    The server keeps the documents itself.
    """

    @lsp_method(types.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(self, params: types.DidOpenTextDocumentParams) -> None:
        """Pass an opened draft to the server."""
        self._server.opened(params)

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: types.DidChangeTextDocumentParams) -> None:
        """Pass changes to a draft to the server."""
        self._server.changed(params)

    @lsp_method(types.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(self, params: types.DidCloseTextDocumentParams) -> None:
        """Tell the server that a draft is no longer open."""
        self._server.closed(params)

    def structure_message(self, data: dict[str, Any]) -> Any:
        """Return a message as an object; answer an invalid request with an error, then skip it."""
        try:
            message = super().structure_message(data)
            if "id" in data and hasattr(message, "jsonrpc") and not hasattr(message, "id"):
                raise JsonRpcInvalidRequest  # a request for what is only ever a notification
            return message
        except JsonRpcException as error:
            if isinstance(data.get("id"), str | int) and isinstance(data.get("method"), str):
                self._send_response(data["id"], error=error.to_response_error())
            logging.getLogger(__name__).warning("malformed message: %s", data.get("method"))
            return {}

    def handle_message(self, message: Any) -> None:
        """Handle a message; skip an invalid one."""
        if hasattr(message, "jsonrpc"):
            super().handle_message(message)
