"""The server, which handles messages on the event loop and lints in one worker thread."""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
import os
import sys
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Any, TypeVar

from lsprotocol import types
from pygls.capabilities import get_capability
from pygls.lsp.server import LanguageServer
from pygls.uris import from_fs_path, to_fs_path

from .. import __version__
from ..authoring.additions import NotAdded, entries
from ..authoring.next_step import next_step
from ..document.source import UnreadableDraft, decode, read_bytes
from ..result import NotRead
from ..rules.pages import RuleError
from ..runner.files import SUFFIXES, walk
from . import actions, completion, symbols
from .analysis import Analysis, Analyst, Stale, address_of, keep_windows
from .diagnostics import diagnostics
from .hover import hover
from .text import Text
from .transport import Input, Protocol

DELAY = 0.15
"""The seconds without a change after which a draft is linted."""
MOST_FILES = 2000
"""The maximum number of drafts in a workspace that are linted."""
NEXT = "prfaq-lint.next"
"""Command: what to write next. Argument: the draft's URI. The result is the step as `next --format json` prints it."""
STATUS = "prfaq-lint/status"
"""Notification, for editors that request it: the verdict on a draft."""

Result = TypeVar("Result")
log = logging.getLogger(__name__)


@dataclass
class Draft:
    """A draft that is open in the editor."""

    uri: str
    path: str
    text: Text
    version: int | None
    task: asyncio.Task[Analysis | None] | None = None
    analysis: Analysis | None = None
    """The analysis of the latest version that was linted."""


class Server(LanguageServer):
    """A language server for drafts.

    Args:
        analyst: The linter for drafts.
        delay: The seconds without a change after which a draft is linted.
    """

    def __init__(self, analyst: Analyst, delay: float = DELAY) -> None:
        super().__init__("prfaq-lint", __version__, protocol_cls=Protocol)
        self.analyst = analyst
        self.delay = delay
        self.drafts: dict[str, Draft] = {}
        self.worker = ThreadPoolExecutor(1, "lint")
        self._job: tuple[str, int | None] | None = None
        """The draft and the version that the worker is linting."""
        self._ending = threading.Event()
        self._kept: dict[str, tuple[tuple[int, int, int], list[types.Diagnostic]]] = {}
        """The findings of files that are not open, with the file's modification time and size, and the generation of
        the configuration."""
        self.options: dict[str, Any] = {}

    # The editor's capabilities.

    def can(self, capability: str) -> bool:
        """Return whether the editor has a capability."""
        return bool(get_capability(self.client_capabilities, capability, False))

    @property
    def pulls(self) -> bool:
        """Return whether the editor requests findings, so that none are sent to it."""
        return get_capability(self.client_capabilities, "text_document.diagnostic", None) is not None

    @property
    def versioned(self) -> bool:
        """Return whether the editor supports edits with a version."""
        return self.can("workspace.workspace_edit.document_changes")

    @property
    def related(self) -> bool:
        """Return whether the editor shows related locations."""
        return self.can("text_document.publish_diagnostics.related_information")

    # Drafts.

    def opened(self, params: types.DidOpenTextDocumentParams) -> None:
        """Start tracking a draft, and lint it at once."""
        item = params.text_document
        self._forget(item.uri)
        draft = Draft(item.uri, path_of(item.uri), Text(item.text, self.workspace.position_encoding), item.version)
        self.drafts[item.uri] = draft
        self.lint(draft, 0)

    def changed(self, params: types.DidChangeTextDocumentParams) -> None:
        """Update a draft, and lint it once its author pauses."""
        draft = self.drafts.get(params.text_document.uri)
        if draft:
            draft.text = draft.text.changed(params.content_changes)
            draft.version = params.text_document.version
            self.lint(draft, self.delay)

    def closed(self, params: types.DidCloseTextDocumentParams) -> None:
        """Stop tracking a draft."""
        uri = params.text_document.uri
        if self._forget(uri) and not self.pulls:
            self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, []))

    def _forget(self, uri: str) -> bool:
        draft = self.drafts.pop(uri, None)
        if draft and draft.task:
            draft.task.cancel()
        return draft is not None

    def lint(self, draft: Draft, delay: float) -> None:
        """Lint the current version of a draft after a delay; cancel the analysis of an earlier one."""
        if draft.task:
            draft.task.cancel()
        draft.task = asyncio.get_running_loop().create_task(self._lint(draft, delay))

    async def _lint(self, draft: Draft, delay: float) -> Analysis | None:
        await asyncio.sleep(delay)
        text, version = draft.text, draft.version
        force = bool(self.options.get("force"))

        def work() -> Analysis | None:
            if self.drafts.get(draft.uri) is not draft or draft.text is not text:
                return None
            self._job = draft.uri, version
            try:
                return self.analyst.analyse(draft.uri, draft.path, text, version, force)
            except Stale:
                return None
            finally:
                self._job = None

        analysis = await self.run(work)
        if analysis is None or self.drafts.get(draft.uri) is not draft or draft.text is not text:
            return None
        draft.analysis = analysis
        if not self.pulls:
            self.text_document_publish_diagnostics(
                types.PublishDiagnosticsParams(draft.uri, diagnostics(analysis, self.related), version)
            )
        if self.options.get("status"):
            self.protocol.notify(STATUS, status(analysis))
        return analysis

    def go_on(self) -> None:
        """Raise `Stale` in the worker if its result is no longer needed; the reader calls this before each window."""
        if self._ending.is_set():
            raise Stale
        if self._job:
            uri, version = self._job
            draft = self.drafts.get(uri)
            if not draft or draft.version != version:
                raise Stale

    async def run(self, work: Callable[[], Result]) -> Result:
        """Run something in the worker thread."""
        return await asyncio.get_running_loop().run_in_executor(self.worker, work)

    async def analysis(self, uri: str) -> Analysis | None:
        """Return the analysis of a draft's current version, or None if it is not open or cannot be linted."""
        while (draft := self.drafts.get(uri)) and draft.task:
            task = draft.task
            await asyncio.wait([task])
            if task.cancelled() or task is not draft.task:
                continue
            if task.exception():
                log.error("%s could not be linted", draft.uri, exc_info=task.exception())
                return None
            return task.result()
        return None

    def lint_all(self) -> None:
        """Lint all drafts again after settings have changed."""
        for draft in self.drafts.values():
            self.lint(draft, 0)
        if self.can("workspace.diagnostics.refresh_support"):
            self.workspace_diagnostic_refresh(None)

    # The workspace.

    def folders(self) -> list[str]:
        """Return the folders of the workspace."""
        found = [to_fs_path(folder.uri) for folder in self.workspace.folders.values()]
        if not found and self.workspace.root_path:
            found = [self.workspace.root_path]
        return [folder for folder in found if folder and os.path.isdir(folder)]

    def files(self) -> list[str]:
        """Return the files in the workspace that are or may be drafts."""
        paths = (path for folder in self.folders() for path in walk(folder) if path.lower().endswith(SUFFIXES))
        return list(dict.fromkeys(islice(paths, MOST_FILES)))

    def of_file(self, path: str) -> list[types.Diagnostic]:
        """Return the findings of a file that is not open."""
        try:
            status = os.stat(path)
        except OSError:
            return []
        self.analyst.refresh()
        state = status.st_mtime_ns, status.st_size, self.analyst.generation
        kept = self._kept.get(path)
        if kept and kept[0] == state:
            return kept[1]
        try:
            text = Text(decode(read_bytes(path, self.analyst.max_bytes(path))), self.workspace.position_encoding)
            analysis = self.analyst.analyse(from_fs_path(path) or "", path, text)
            found = diagnostics(analysis, self.related)
        except UnreadableDraft:
            found = []
        self._kept[path] = (*state[:2], self.analyst.generation), found
        return found

    # Shutdown.

    def report_server_error(self, error: Exception, source: Any) -> None:
        """Log an error; a malformed message does not justify opening a window."""
        log.error("%s: %s", getattr(source, "__name__", source), error)

    def shutdown(self) -> None:
        """Wait for the worker to finish."""
        self._ending.set()
        self.worker.shutdown(wait=False, cancel_futures=True)
        super().shutdown()


def path_of(uri: str) -> str:
    """Return the path of a URI; "-" for a draft that is not saved yet."""
    try:
        path = to_fs_path(uri) if uri.startswith("file:") else None
    except ValueError:
        return "-"
    return path if path and "\0" not in path else "-"


def status(analysis: Analysis) -> dict[str, Any]:
    """Return the verdict on a draft for a status bar."""
    result = analysis.result
    found = result.diagnostics if result else []
    return {
        "uri": analysis.uri,
        "version": analysis.version,
        "type": result.type if result else "other",
        "why": analysis.outcome.why if isinstance(analysis.outcome, NotRead) else "",
        "errors": sum(one.severity == "error" for one in found),
        "warnings": sum(one.severity == "warning" for one in found),
        "notes": sum(one.severity == "note" for one in found),
        "questions": [{"question": one.question, "answer": one.answer} for one in (result.questions if result else ())],
    }


def result_id(items: Sequence[types.Diagnostic], convert: Callable[[Any], Any]) -> str:
    """Return an identifier for a list of findings that is the same for the same findings."""
    text = json.dumps([convert(item) for item in items], sort_keys=True, default=str)
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def create(analyst: Analyst, delay: float = DELAY) -> Server:
    """Return a server with all features."""
    server = Server(analyst, delay)
    server.worker.submit(keep_windows, server.go_on)  # the reader is ready by the time a draft is open

    @server.feature(types.INITIALIZE)
    def initialize(params: types.InitializeParams) -> None:
        given = params.initialization_options
        server.options = dict(given) if isinstance(given, dict) else {}
        provider = types.DiagnosticOptions(
            inter_file_dependencies=False, workspace_diagnostics=False, identifier="prfaq-lint"
        )
        server.feature(types.TEXT_DOCUMENT_DIAGNOSTIC, provider)(document_diagnostic)
        if server.options.get("workspaceDiagnostics", True):
            server.feature(types.WORKSPACE_DIAGNOSTIC)(workspace_diagnostic)

    @server.feature(types.INITIALIZED)
    async def initialized(params: types.InitializedParams) -> None:
        if server.can("workspace.did_change_watched_files.dynamic_registration"):
            watchers = [types.FileSystemWatcher("**/*.toml"), types.FileSystemWatcher("**/*.{md,markdown}")]
            options = types.DidChangeWatchedFilesRegistrationOptions(watchers)
            method = types.WORKSPACE_DID_CHANGE_WATCHED_FILES
            registration = types.Registration("settings", method, options)
            server.client_register_capability(types.RegistrationParams([registration]))

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def files_changed(params: types.DidChangeWatchedFilesParams) -> None:
        paths = [path_of(change.uri) for change in params.changes[:MOST_FILES]]
        if any(path.endswith(".toml") or server.analyst.is_page(path) for path in paths):
            server.lint_all()

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    def saved(params: types.DidSaveTextDocumentParams) -> None:
        path = path_of(params.text_document.uri)
        if path.endswith(".toml") or server.analyst.is_page(path):
            server.lint_all()

    @server.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)
    def settings_changed(params: types.DidChangeConfigurationParams) -> None:
        server.lint_all()

    async def document_diagnostic(params: types.DocumentDiagnosticParams) -> types.DocumentDiagnosticReport:
        analysis = await server.analysis(params.text_document.uri)
        items = diagnostics(analysis, server.related) if analysis else []
        name = result_id(items, server.protocol._converter.unstructure)
        if params.previous_result_id == name:
            return types.RelatedUnchangedDocumentDiagnosticReport(result_id=name)
        return types.RelatedFullDocumentDiagnosticReport(items, result_id=name)

    async def workspace_diagnostic(params: types.WorkspaceDiagnosticParams) -> types.WorkspaceDiagnosticReport:
        before = {one.uri: one.value for one in params.previous_result_ids}
        reports: list[Any] = []
        for path in await server.run(server.files):
            uri = from_fs_path(path) or ""
            draft = server.drafts.get(uri)
            if draft:
                continue  # the editor requests open files itself
            items = await server.run(partial(_unless_stale, server, path))
            name = result_id(items, server.protocol._converter.unstructure)
            if before.get(uri) == name:
                reports.append(types.WorkspaceUnchangedDocumentDiagnosticReport(uri=uri, result_id=name))
            elif items or uri in before:
                reports.append(types.WorkspaceFullDocumentDiagnosticReport(uri=uri, items=items, result_id=name))
        return types.WorkspaceDiagnosticReport(reports)

    def answer(method: str, work: Callable[[Analysis, Any], Any], nothing: Any, options: Any = None) -> None:
        """Answer a request about a draft from its analysis in the worker thread, or with `nothing` if it has none."""

        @server.feature(method, options)
        async def answered(params: Any) -> Any:
            analysis = await server.analysis(params.text_document.uri)
            return await server.run(partial(work, analysis, params)) if analysis else nothing

    def code_actions(analysis: Analysis, params: types.CodeActionParams) -> list[types.CodeAction]:
        shows = server.can("window.show_document.support")
        return actions.actions(analysis, params.range, params.context.only or (), server.versioned, shows)

    def document_symbols(analysis: Analysis, params: types.DocumentSymbolParams) -> Sequence[Any]:
        tree = server.can("text_document.document_symbol.hierarchical_document_symbol_support")
        return symbols.symbols(analysis) if tree else symbols.flat(analysis)

    kinds = [types.CodeActionKind.QuickFix, types.CodeActionKind.SourceFixAll]
    answer(types.TEXT_DOCUMENT_HOVER, lambda analysis, params: hover(analysis, params.position), None)
    answer(types.TEXT_DOCUMENT_CODE_ACTION, code_actions, [], types.CodeActionOptions(code_action_kinds=kinds))
    answer(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL, document_symbols, [])
    answer(types.TEXT_DOCUMENT_FOLDING_RANGE, lambda analysis, params: symbols.foldings(analysis), [])

    @server.feature(
        types.TEXT_DOCUMENT_COMPLETION, types.CompletionOptions(trigger_characters=list(completion.TRIGGERS))
    )
    async def completions(params: types.CompletionParams) -> list[types.CompletionItem]:
        draft = server.drafts.get(params.text_document.uri)
        if not draft:
            return []
        return await server.run(
            partial(completion.completions, server.analyst, draft.path, draft.text, params.position)
        )

    @server.command(actions.ADD)
    async def add_questions(*given: Any) -> None:
        named = actions.arguments(given, str, (int, type(None)), list)  # type: ignore[arg-type]
        analysis = await server.analysis(named[0]) if named else None
        if not named or not analysis or analysis.version != named[1]:
            return
        try:
            facets = [one for one in named[2] if isinstance(one, str)]
            edits = await server.run(partial(actions.added, analysis, facets))
        except NotAdded as error:
            server.window_show_message(types.ShowMessageParams(types.MessageType.Warning, f"prfaq-lint: {error}"))
            return
        if edits:
            edit = actions.workspace_edit(analysis, edits, server.versioned)
            server.workspace_apply_edit(types.ApplyWorkspaceEditParams(edit, "Add questions"))

    @server.command(actions.EXPLAIN)
    async def open_rule_page(*given: Any) -> None:
        named = actions.arguments(given, str, str)
        analysis = await server.analysis(named[0]) if named else None
        rule = (
            next((one for one in analysis.linter.rules if one.name == named[1]), None)
            if named and analysis and analysis.linter
            else None
        )
        if rule:
            address = address_of(rule.name, rule.group, str(rule.path))
            external = not address.startswith("file:")
            server.window_show_document(types.ShowDocumentParams(address, external=external))

    @server.command(NEXT)
    async def next_to_write(*given: Any) -> dict[str, Any] | None:
        named = actions.arguments(given, str)
        analysis = await server.analysis(named[0]) if named else None
        outline, linter = (analysis.outline, analysis.linter) if analysis else (None, None)
        if not outline or not linter:
            return None
        try:
            step = await server.run(lambda: next_step(outline, linter, entries(linter.rules)))
        except RuleError:
            return None
        return step.to_json()

    return server


def _unless_stale(server: Server, path: str) -> list[types.Diagnostic]:
    try:
        return server.of_file(path)
    except Stale:
        return []


def serve(config_file: str = "", isolated: bool = False) -> int:
    """Serve one editor on standard input and output until it exits.

    Args:
        config_file: The configuration for all drafts; "" if each uses the one above it.
        isolated: Whether to read no configuration.

    Returns:
        The exit status that the protocol requires: 0 if the editor requested a shutdown first.
    """
    logging.basicConfig(stream=sys.stderr, level=logging.ERROR, format="prfaq-lint: %(message)s")
    stdout = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    sys.stdout = sys.stderr  # the output of a plug-in must not get between messages
    server = create(Analyst(config_file, isolated))
    server.start_io(Input(sys.stdin.buffer), stdout)
    return 0 if server.protocol._shutdown else 1
