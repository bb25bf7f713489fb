"""The HTTP server, which ends quietly on Ctrl-C."""

from __future__ import annotations

import logging
from types import FrameType

import uvicorn

from .app import Site


class Server(uvicorn.Server):  # type: ignore[misc]
    """A server that ends within about a second, whatever it is doing.

    Args:
        site: The application.
    """

    def __init__(self, site: Site) -> None:
        self._checker = site.checker
        config = uvicorn.Config(
            site.app(),
            log_level="error",
            access_log=False,
            server_header=False,
            proxy_headers=False,
            ws="none",
            timeout_graceful_shutdown=1,
        )
        super().__init__(config)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begin to end: give up the running check, and do not report requests that are cut off."""
        self._checker.end()
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
        super().handle_exit(sig, frame)
