"""A Model Context Protocol server that lets AI agents ask the linter about drafts.

All tools are read-only: they read drafts below one folder, or a text passed as an argument. The draft's words are
kept apart from the linter's (see `reports.agent`), and every result has a bounded size.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import __version__
from .authoring.questions import for_draft
from .authoring.scaffold import ScaffoldError, Templates
from .configuration.files import Configs
from .configuration.settings import Settings
from .document.draft import Document
from .document.source import UnreadableDraft, decode, read_bytes
from .outline.model import Outline
from .reports.agent import LONGEST, NOTICE, VERSION, document
from .result import FileResult
from .rules.pages import RuleError, pages, parse_page, shipped
from .runner.files import SUFFIXES
from .runner.run import Extras, Linters, result_of

if TYPE_CHECKING:
    from .rules.linter import Linter

MOST_BYTES = 500_000
"""The size of the largest draft that is accepted."""

MOST_FINDINGS = 200
"""The maximum number of findings returned for a draft, the most severe first."""

MOST_QUESTIONS = 200
"""The maximum number of questions returned for a draft."""

LONGEST_TITLE = 200
MOST_ANSWERS = 50

INSTRUCTIONS = (
    "prfaq-lint judges PR/FAQ drafts: a press release for a product that does not exist yet, and its FAQ. Loop: call `next`, "
    "write that one thing, call `lint`, and stop when `done` is true. Never invent facts, customers, quotes, figures or "
    "evidence: write what you do not know in square brackets, like [how many customers?], and ask the person you write for. "
    "Never silence a rule or set a question aside by yourself. "
) + NOTICE

_RULE = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")


class Refused(Exception):
    """A refused request; the message gives the reason in one line."""


class Desk:
    """The tools, as methods that work on the files below a folder."""

    def __init__(self, folder: str = ".") -> None:
        self._folder = os.path.realpath(folder)

    def lint(self, path: str = "", text: str = "") -> dict[str, Any]:
        """Check a draft: verdicts, the one thing to write next, findings with how to fix them, and whether it is done.

        Args:
            path: A Markdown file below the working directory. Give either this or text.
            text: The draft itself.
        """
        found = document([self._checked(path, text)])
        for one in found["files"]:
            findings = one["findings"]
            order = ("error", "warning", "note")
            findings.sort(key=lambda finding: order.index(finding["severity"]))
            one["left_out"] = max(0, len(findings) - MOST_FINDINGS)
            del findings[MOST_FINDINGS:]
        return found

    def next(self, path: str = "", text: str = "") -> dict[str, Any]:
        """Say the one thing to write next in a draft, with its line and guidance; null where nothing must be written.

        Args:
            path: A Markdown file below the working directory. Give either this or text.
            text: The draft itself.
        """
        (one,) = document([self._checked(path, text)])["files"]
        return {"version": VERSION, "notice": NOTICE, **{key: one[key] for key in ("path", "done", "errors", "next")}}

    def outline(self, path: str = "", text: str = "") -> dict[str, Any]:
        """Show how a draft is read: the parts of the release, the questions with how well they are answered, the plan.

        Args:
            path: A Markdown file below the working directory. Give either this or text.
            text: The draft itself.
        """
        outline, _, _ = self._read(path, text)
        whole = outline.to_json()
        questions = [
            {
                **{key: value for key, value in question.items() if key != "text"},
                "untrusted": {"question": question["text"][:LONGEST]},
            }
            for question in whole["questions"]
        ]
        return {
            "version": VERSION,
            "notice": NOTICE,
            **{key: whole[key] for key in ("path", "type", "language", "parts", "plan")},
            "questions": questions[:MOST_QUESTIONS],
            "left_out": max(0, len(questions) - MOST_QUESTIONS),
        }

    def explain(self, rule: str) -> dict[str, Any]:
        """Explain a rule: why it matters, how to fix it, bad and good examples.

        Args:
            rule: The name of a rule, as findings have it.
        """
        if len(rule) > 100 or not _RULE.fullmatch(rule):
            raise Refused("no such rule: the name of a rule is words joined by hyphens")
        found = shipped()
        for folder in self._configs.above(os.path.join(self._folder, "-")).paths("rules"):
            found.update((page.stem, page) for page in pages(Path(folder)))
        if rule not in found:
            raise Refused(f"unknown rule “{rule}”")
        page = parse_page(found[rule])
        return {
            "version": VERSION,
            "rule": rule,
            "title": page.title,
            "why": page.why,
            "how": page.how,
            "bad": [example.text for example in page.examples if not example.good],
            "good": [example.text for example in page.examples if example.good],
        }

    def scaffold(self, title: str, template: str = "classic", answers: dict[str, str] | None = None) -> dict[str, Any]:
        """Return a new draft from a template, with guidance where something is to be written; nothing is saved.

        Args:
            title: A working title.
            template: The name of a template.
            answers: What is known already, by the template's names.
        """
        known = answers or {}
        if len(title) > LONGEST_TITLE or len(known) > MOST_ANSWERS:
            raise Refused(
                f"a title has at most {LONGEST_TITLE} characters, and there are at most {MOST_ANSWERS} answers"
            )
        if sum(len(answer) for answer in known.values()) > MOST_BYTES:
            raise Refused(_too_large())
        folders = self._configs.above(os.path.join(self._folder, "-")).templates
        templates = Templates([Path(folder) for folder in folders])
        return {
            "version": VERSION,
            "template": template,
            "templates": [{"name": one.name, "about": one.about} for one in templates.all()],
            "draft": templates.render(template, title, for_draft(known)),
        }

    @property
    def _configs(self) -> Configs:
        return Configs()  # read again for each call, because it may have changed

    def _checked(self, path: str, text: str) -> FileResult:
        outline, linter, settings = self._read(path, text)
        return result_of(outline, linter.check(outline), linter, settings, Extras(guide=True))

    def _read(self, path: str, text: str) -> tuple[Outline, Linter, Settings]:
        if bool(path) == bool(text):
            raise Refused("give either path or text")
        linters = Linters(configs=self._configs)
        place = self._place(path) if path else os.path.join(self._folder, "-")
        if path:
            text = decode(read_bytes(place, min(MOST_BYTES, linters.max_bytes(place))))
        elif len(text) > MOST_BYTES or len(text.encode("utf-8", "surrogatepass")) > MOST_BYTES:
            raise Refused(_too_large())
        parsed = Document.parse(text.removeprefix("\ufeff"), place)
        settings = linters.settings(parsed)
        parsed.path = os.path.relpath(place, self._folder).replace(os.sep, "/")
        linter = linters.of(settings)
        return linter.outline(parsed), linter, settings

    def _place(self, path: str) -> str:
        """Return the resolved path of a Markdown file.

        Raises:
            Refused: If the file is outside the folder or is not a Markdown file.
        """
        if "\0" in path or len(path) > 4096:
            raise Refused("no such file")
        place = os.path.realpath(os.path.join(self._folder, path))
        if not place.startswith(self._folder.rstrip(os.sep) + os.sep):
            raise Refused("only files below the working directory can be read")
        if not place.lower().endswith(SUFFIXES):
            raise Refused("only Markdown files (.md, .markdown) can be read")
        return place


def _too_large() -> str:
    return f"a draft has at most {MOST_BYTES // 1000} kB"


def serve(folder: str = ".") -> None:
    """Serve the tools on standard input and output until they are closed."""
    server(folder).run("stdio")


def server(folder: str = ".") -> Any:
    """Return the official SDK's server with the tools added."""
    from mcp.server.mcpserver import MCPServer
    from mcp.server.mcpserver.exceptions import ToolError
    from mcp.types import ToolAnnotations

    desk = Desk(folder)
    made = MCPServer("prfaq-lint", instructions=INSTRUCTIONS, version=__version__, log_level="ERROR")
    for name in ("lint", "outline", "next", "explain", "scaffold"):
        hints = {"readOnlyHint": True, "destructiveHint": False, "idempotentHint": True, "openWorldHint": False}
        made.add_tool(
            _with_short_errors(getattr(desk, name), ToolError),
            name=name,
            annotations=ToolAnnotations.model_validate({"title": f"prfaq-lint {name}", **hints}),
        )
    return made


def _with_short_errors(tool: Callable[..., Mapping[str, Any]], failure: type[Exception]) -> Callable[..., Any]:
    """Wrap a tool so that clients get a one-line message about a bad request and nothing about other failures."""

    @wraps(tool)
    def call(*args: Any, **kwargs: Any) -> Any:
        try:
            return tool(*args, **kwargs)
        except (Refused, UnreadableDraft, ScaffoldError, RuleError, ValueError) as error:
            raise failure(str(error).split("\n")[0][:LONGEST]) from None

    return call
