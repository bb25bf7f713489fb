"""The web application, which serves only one browser on this machine.

A secret in the first address is exchanged for a cookie under a path of its own, so that other programs on other
ports never see it. Every request must name a loopback host and come from this page itself.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from ..authoring.questions import for_draft, questions_of
from ..authoring.scaffold import ScaffoldError, Templates, slug
from ..configuration.files import Config, Configs
from ..configuration.settings import Options
from ..document.source import too_large
from ..safe import scalar
from .answers import Job
from .checker import Checker
from .drafts import Conflict, Drafts, Refused

STATIC = Path(__file__).parent / "static"
FILES = {
    "": ("index.html", "text/html; charset=utf-8"),
    "app.js": ("app.js", "text/javascript; charset=utf-8"),
    "app.css": ("app.css", "text/css; charset=utf-8"),
}
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'; require-trusted-types-for 'script'"
    ),
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
HOSTS = ("127.0.0.1", "localhost", "[::1]")

Handler = Callable[[Request], Awaitable[Response]]


class _Wrong(Exception):
    """A rejected request, with a status and a reason in one line."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status


class Site:
    """The state of the application: its folder, its secrets, and the checker.

    Args:
        drafts: The folder's drafts.
        checker: The process that works out answers.
        configs: The configurations, which limit the size of drafts and name folders of templates.
        options: As on the command line.
    """

    def __init__(self, drafts: Drafts, checker: Checker, configs: Configs, options: Options) -> None:
        self.drafts = drafts
        self.checker = checker
        self.configs = configs
        self.options = options
        self.token = secrets.token_urlsafe(24)
        """The token in the address that the program prints."""
        self.below = secrets.token_hex(4)
        """The path below which everything is served; not a secret."""
        self._cookie = secrets.token_urlsafe(24)

    def app(self) -> Starlette:
        """Return the application."""
        routes: dict[str, tuple[str, Handler]] = {
            "drafts": ("GET", self._list),
            "draft": ("GET", self._open),
            "templates": ("GET", self._templates),
            "check": ("POST", self._check),
            "page": ("POST", self._page),
            "advice": ("POST", self._advice),
            "new": ("POST", self._new),
            "save": ("POST", self._save),
        }
        return Starlette(
            routes=[
                Route("/open", partial(self._guarded, self._enter, False)),
                *(
                    Route(f"/{self.below}/{name}", partial(self._guarded, partial(self._file, name), True))
                    for name in FILES
                ),
                *(
                    Route(f"/{self.below}/api/{name}", partial(self._guarded, handler, True), methods=[method])
                    for name, (method, handler) in routes.items()
                ),
                Route("/{rest:path}", partial(self._guarded, self._nothing, False)),
            ],
            lifespan=self._lifespan,
        )

    @asynccontextmanager
    async def _lifespan(self, app: Starlette) -> AsyncIterator[None]:
        yield
        self.checker.close()

    # Access control.

    async def _guarded(self, handler: Handler, private: bool, request: Request) -> Response:
        """Answer a request that comes from this page itself; reject any other."""
        try:
            self._expect_own(request, private)
            response = await handler(request)
        except _Wrong as error:
            response = JSONResponse({"error": str(error)}, error.status)
        except Conflict as error:
            response = JSONResponse({"error": str(error), "conflict": True}, 409)
        except (Refused, ScaffoldError, ValueError) as error:
            response = JSONResponse({"error": str(error)}, 400)
        response.headers.update(HEADERS)
        return response

    def _expect_own(self, request: Request, private: bool) -> None:
        host = request.headers.get("host", "")
        name, colon, port = host.rpartition(":")
        if (name if colon and port.isdecimal() else host).lower() not in HOSTS:
            raise _Wrong(421, "this is for this machine alone: open the address that `prfaq-lint serve` printed")
        origin = request.headers.get("origin")
        if origin is not None and origin != f"http://{host}":
            raise _Wrong(403, "this comes from another page")
        if not private:
            return
        if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            raise _Wrong(403, "this comes from another page")
        cookie = request.cookies.get("prfaq-lint", "")
        if not secrets.compare_digest(cookie.encode(), self._cookie.encode()):
            raise _Wrong(403, "open the address that `prfaq-lint serve` printed")
        if "/api/" in request.url.path and request.headers.get("x-prfaq-lint") != "1":
            raise _Wrong(403, "this comes from another page")

    async def _enter(self, request: Request) -> Response:
        """Exchange the token in the address for a cookie."""
        given = request.query_params.get("token", "")
        if not secrets.compare_digest(given.encode(), self.token.encode()):
            raise _Wrong(403, "open the address that `prfaq-lint serve` printed")
        response = RedirectResponse(f"/{self.below}/", 303)
        response.set_cookie("prfaq-lint", self._cookie, path=f"/{self.below}/", httponly=True, samesite="strict")
        return response

    async def _nothing(self, request: Request) -> Response:
        raise _Wrong(404, "there is nothing here: open the address that `prfaq-lint serve` printed")

    async def _file(self, name: str, request: Request) -> Response:
        file, kind = FILES[name]
        return Response((STATIC / file).read_bytes(), media_type=kind)

    # Requests.

    async def _list(self, request: Request) -> Response:
        found = await run_in_threadpool(self.drafts.all)
        return JSONResponse(
            {
                "folder": Path(self.drafts.folder).name or self.drafts.folder,
                "drafts": [{"path": path, "changed": changed} for path, changed in found],
            }
        )

    async def _open(self, request: Request) -> Response:
        name = request.query_params.get("path", "")
        draft = await run_in_threadpool(self.drafts.read, name, self._max_bytes(self.drafts.place(name)))
        return JSONResponse(draft._asdict())

    async def _templates(self, request: Request) -> Response:
        known = self._known_templates()
        found = await run_in_threadpool(known.all)
        return JSONResponse(
            {
                "templates": [
                    {
                        "name": one.name,
                        "about": one.about,
                        "questions": [
                            {"key": asked.key, "text": asked.text, "hint": asked.hint}
                            for asked in await run_in_threadpool(questions_of, known, one.name)
                        ],
                    }
                    for one in found
                ],
            }
        )

    async def _check(self, request: Request) -> Response:
        asked = await self._asked(request)
        job = Job("check", self._text(asked), self._place(asked))
        answer = await self.checker.ask(_word(asked, "tab"), job)
        return JSONResponse({"outdated": True} if answer is None else answer)

    async def _page(self, request: Request) -> Response:
        asked = await self._asked(request)
        name = _word(asked, "path") or "draft.md"
        answer = await self.checker.ask(
            f"{_word(asked, 'tab')} page", Job("page", self._text(asked), self._place(asked), name)
        )
        return JSONResponse(answer or {"error": "asked for again meanwhile"})

    async def _advice(self, request: Request) -> Response:
        asked = await self._asked(request)
        job = Job("advice", name=_word(asked, "template"), question=_word(asked, "question"), answers=_answers(asked))
        answer = await self.checker.ask(f"{_word(asked, 'tab')} advice", job)
        return JSONResponse({"outdated": True} if answer is None else answer)

    async def _new(self, request: Request) -> Response:
        asked = await self._asked(request)
        title = " ".join(_word(asked, "title").split()) or "New draft"
        given = for_draft(_answers(asked))
        text = await run_in_threadpool(self._known_templates().render, _word(asked, "template"), title, given)
        return JSONResponse({"text": text, "path": f"{slug(title)}.md"})

    async def _save(self, request: Request) -> Response:
        asked = await self._asked(request)
        name = _word(asked, "path")
        limit = self._max_bytes(self.drafts.place(name))
        version = await run_in_threadpool(self.drafts.save, name, self._text(asked), _word(asked, "version"), limit)
        return JSONResponse({"path": name, "version": version})

    def _known_templates(self) -> Templates:
        own = self._above(str(Path(self.drafts.folder) / "draft.md")).templates
        return Templates([Path(folder) for folder in own])

    def _max_bytes(self, place: str) -> int:
        return self.options.max_bytes or self._above(place).max_bytes

    def _above(self, place: str) -> Config:
        """Return the configuration of a draft; while it is invalid, as it was before, so that drafts can be saved."""
        now = self.configs.unread()
        try:
            found = now.above(place)
        except ValueError:
            return self.configs.above(place)
        self.configs = now
        return found

    def _place(self, asked: Mapping[str, Any]) -> str:
        """Return the location of the draft, which determines its configuration."""
        name = _word(asked, "path")
        return self.drafts.place(name) if name else str(Path(self.drafts.folder) / "draft.md")

    async def _asked(self, request: Request) -> dict[str, Any]:
        """Read a request's JSON, up to the size of the largest draft plus the overhead of JSON."""
        if request.headers.get("content-type", "").partition(";")[0] != "application/json":
            raise _Wrong(415, "JSON is expected")
        most = 2 * self._max_bytes(str(Path(self.drafts.folder) / "draft.md")) + 100_000
        data = bytearray()
        async for chunk in request.stream():
            data += chunk
            if len(data) > most:
                raise _Wrong(413, f"the draft {too_large(most // 2)}")
        try:
            asked = json.loads(data.decode())
        except (ValueError, RecursionError):
            raise _Wrong(400, "this is not JSON") from None
        if not isinstance(asked, dict):
            raise _Wrong(400, "a JSON object is expected")
        return asked

    def _text(self, asked: Mapping[str, Any]) -> str:
        text = scalar(_word(asked, "text"))
        limit = self._max_bytes(self._place(asked))
        if len(text.encode()) > limit:
            raise _Wrong(413, f"the draft {too_large(limit)}")
        return text


def _word(asked: Mapping[str, Any], name: str) -> str:
    value = asked.get(name, "")
    if not isinstance(value, str):
        raise _Wrong(400, f"“{name}” must be text")
    return value


def _answers(asked: Mapping[str, Any]) -> dict[str, str]:
    given = asked.get("answers", {})
    if not isinstance(given, dict) or not all(isinstance(value, str) for value in given.values()):
        raise _Wrong(400, "“answers” must be texts by name")
    return {str(key): scalar(value) for key, value in given.items()}
