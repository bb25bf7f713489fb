"""What is fuzzed: each target takes any bytes and raises if something does not hold. Nothing here needs a fuzzer."""

from __future__ import annotations

import asyncio
import json
import logging
import threading
import zipfile
from collections.abc import Callable
from functools import cache
from io import BytesIO
from pathlib import Path
from types import TracebackType
from typing import Any
from zlib import crc32

import properties

import prfaq_lint
from prfaq_lint.authoring.additions import NotAdded, add_questions, entries
from prfaq_lint.authoring.next_step import next_step
from prfaq_lint.document.draft import Document
from prfaq_lint.document.source import UnreadableDraft, decode, read_source
from prfaq_lint.export import export
from prfaq_lint.reader import model
from prfaq_lint.reader.segments import Segment
from prfaq_lint.reader.windows import items, windows
from prfaq_lint.review import review
from prfaq_lint.rules.pages import directory, load, pages, parse_page
from prfaq_lint.rules.suppressions import OURS, Suppressions

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = Path(prfaq_lint.__file__).parent
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATIONS = (
    f'<Relationships><Relationship Id="1" Type="{_OFFICE}/styles" Target="styles.xml"/>'
    f'<Relationship Id="2" Type="{_OFFICE}/numbering" Target="numbering.xml"/>'
    f'<Relationship Id="web" Type="{_OFFICE}/hyperlink" Target="https://example.com" TargetMode="External"/>'
    "</Relationships>"
)
_INITIALIZE = (
    b'{"jsonrpc":"2.0","id":"start","method":"initialize","params":{"processId":null,"rootUri":null,"capabilities":{}}}'
)


def document(data: bytes) -> None:
    """Read, check, report and fix a draft."""
    properties.check(_text(data), reports=crc32(data) % 16 == 0)


def outline(data: bytes) -> None:
    """Judge, continue and export a draft that is put together from lines of drafts, one for each two bytes."""
    lines = _lines()
    text = "\n".join(lines[int.from_bytes(data[at : at + 2], "big") % len(lines)] for at in range(0, len(data), 2))
    linter = properties.everything()
    read = linter.outline(Document.parse(text, properties.NAME))
    properties.offsets(read.document)
    properties.stretches(read)
    ready = entries(linter.rules)
    step = next_step(read, linter, ready)
    json.dumps(step.to_json())
    review(read, linter.check(read), ready)
    for kind in ("html", "md"):
        export(read.document, kind).data.decode("utf-8")
    if read.questions:
        try:
            added = add_questions(read, linter.outline, list(ready.values())[:1])
        except NotAdded:
            return
        assert added is None or len(added.text) > len(text)


def reader(data: bytes) -> None:
    """Classify segments of any kind, rank and length; a line is one segment, and its first two bytes say which."""
    network = model.load()
    segments, block = [], 0
    for line in data.split(b"\n")[:60]:
        head, rank, text = line[:1], line[1:2], line[2:].decode("utf-8", "ignore")
        block += not head or head[0] % 2
        kind = "hbplt"[head[0] % 5] if head else "p"
        level = (rank or b"\0")[0] % 7 if kind == "h" else 0
        segments.append(Segment(kind, 0, len(text), block, text, level))
    read = items(segments, network._tokenizer.encode)
    found = windows(read, network._pieces.__getitem__)
    assert {index for window in found for index in range(window.first, window.last)} == set(range(len(segments)))
    for window in found:
        assert len(window.pieces) == len(window.owners) <= len(network._arrays["position"])
        assert all(0 <= piece < len(network._encoder._words) for piece in window.pieces)
    reading = network.read(segments)
    for array in (reading.parts, reading.roles, reading.families, reading.leaks, reading.facets):
        assert ((array >= 0) & (array <= 1)).all()
    indices = range(len(segments))
    answer = reading.answer(indices[:1], indices[1:])
    for share in (answer.asks, answer.touches, answer.answers, answer.verdict, reading.attribute(indices)):
        assert all(0 <= value <= 1 for value in share.values()), share
    again = network.read(segments)
    assert (again.vectors == reading.vectors).all()


def suppressions(data: bytes) -> None:
    """Look up in comments what is switched off where, and compare that with a search through all of them."""
    draft = Document.parse(_text(data), properties.NAME)
    rules = _groups()
    switched = Suppressions(draft, rules)
    size = len(draft.source.text)
    names = [*sorted({one.name for one in switched._found} & set(rules)), "hype", *OURS]
    for offset in sorted({0, size, *(edge for one in switched._found for edge in (one.start, one.end, one.end + 1))}):
        for rule in names:
            own = (rule, rules[rule])
            reach = [one for one in switched._found if one.name in own and one.start <= offset <= min(one.end, size)]
            assert switched.hides(rule, offset) == (bool(reach) and rule not in OURS), (rule, offset)
            assert rule in OURS or all(one.used for one in reach), (rule, offset)
    for complaint in switched.complaints(rules, whole=True):
        assert draft.source.text[complaint.span.start :].startswith("<!--")
        assert complaint.span.end <= size
        assert all("\n" not in value for value in complaint.values.values())


def docx(data: bytes) -> None:
    """Read an archive, or the parts of one: the text, the styles and the numbers, divided by NUL bytes."""
    if not data.startswith(b"PK"):
        parts = dict(zip(("document", "styles", "numbering"), data.split(b"\0"), strict=False))
        made = BytesIO()
        with zipfile.ZipFile(made, "w") as archive:
            archive.writestr("word/_rels/document.xml.rels", _RELATIONS)
            for name, part in parts.items():
                archive.writestr(f"word/{name}.xml", part)
        data = made.getvalue()
    try:
        source = read_source(data, "draft.docx")
    except UnreadableDraft as error:
        assert str(error) and "\n" not in str(error)
        return
    for number, column, offset in source.places():
        assert source.place(offset) == (number, column)
        assert column <= len(source.quoted(number)) + 1
    draft = Document.read(source, "draft.docx")
    properties.offsets(draft)
    for place in draft.origin:
        assert source.quoted(source.place(place)[0])


def lsp(data: bytes) -> None:
    """Send messages to the language server, one a line; every request gets an answer, and no code of ours fails."""
    asyncio.run(_talk([_INITIALIZE, *data.split(b"\n")[:40]]))


async def _talk(messages: list[bytes]) -> None:
    from pygls.io_ import run_async

    from prfaq_lint.lsp.analysis import Analyst
    from prfaq_lint.lsp.server import create
    from prfaq_lint.lsp.transport import Input

    kept, asked = [], []
    for message in messages:
        body = _json(message)
        method = body.get("method") if isinstance(body, dict) else None
        if message is not _INITIALIZE and (method in ("initialize", "exit") or b"\\u" in message):
            continue
        kept.append(b"Content-Length: %d\r\n\r\n%b" % (len(message), message))
        if isinstance(method, str) and body.get("jsonrpc") == "2.0" and isinstance(body.get("id"), str | int):
            asked.append(body["id"])
    server = create(Analyst(isolated=True), delay=0)
    stream, wire, failed = _Reader(Input(BytesIO(b"".join(kept)))), _Wire(), _Failures()
    logging.getLogger().addHandler(failed)
    server.protocol.set_writer(wire)
    try:
        await run_async(threading.Event(), stream, server.protocol, None, server.report_server_error)
        for _ in range(1000):
            others = asyncio.all_tasks() - {asyncio.current_task()}
            if not others:
                break
            await asyncio.wait(others)
            for task in others:
                if not task.cancelled() and task.exception():
                    failed.look(task.exception())
    finally:
        logging.getLogger().removeHandler(failed)
        server._ending.set()
        server.worker.shutdown(wait=True)
        model.load().memory = None
    assert not failed.found, failed.found
    answers = [one["id"] for one in wire.said if "method" not in one and "id" in one]
    if not server.protocol._shutdown:
        for name in asked:
            assert asked.count(name) <= answers.count(name), (name, asked, answers)


class _Reader:
    """The input as pygls reads it, without a thread."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    async def readline(self) -> bytes:
        """Return a header line, after the tasks that are ready have had their turn."""
        await asyncio.sleep(0)
        return bytes(self._stream.readline())

    async def readexactly(self, size: int) -> bytes:
        """Return a message."""
        return bytes(self._stream.read(size))


class _Wire:
    """The output: what the server said."""

    def __init__(self) -> None:
        self.said: list[Any] = []

    def write(self, data: bytes) -> None:
        """Take one message, which must be JSON."""
        self.said.append(json.loads(data.partition(b"\r\n\r\n")[2]))

    def close(self) -> None:
        """Do nothing."""


class _Failures(logging.Handler):
    """The exceptions that come from this program rather than from the library that reads the messages."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Look at a logged exception."""
        if record.exc_info:
            self.look(record.exc_info[1])

    def look(self, error: BaseException | None) -> None:
        """Keep an exception that passed through our code, but for the one that reads messages."""
        trace: TracebackType | None = error.__traceback__ if error else None
        while trace:
            path = Path(trace.tb_frame.f_code.co_filename)
            if PACKAGE in path.parents and path.name != "transport.py":
                self.found.append(f"{path.name}:{trace.tb_lineno}: {error!r}")
            trace = trace.tb_next


def _json(message: bytes) -> Any:
    try:
        return json.loads(message)
    except (ValueError, RecursionError):
        return None


def _text(data: bytes) -> str:
    try:
        return decode(data)
    except UnreadableDraft:
        return data.decode("utf-8", "ignore")


@cache
def _groups() -> dict[str, str]:
    return {name: rule.group for name, rule in load().items()} | dict.fromkeys(OURS, "suppressions")


@cache
def _lines() -> list[str]:
    """Return the different lines of the examples, in order, and the empty line several times."""
    lines = [line for draft in drafts() for line in draft.splitlines()]
    return list(dict.fromkeys(lines)) + [""] * 200


@cache
def drafts() -> list[str]:
    """Return the example drafts, and the examples of the rule pages."""
    found = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "examples").rglob("*.md"))]
    return found + [example.text for page in pages(directory("rules")) for example in parse_page(page).examples]


TARGETS: dict[str, Callable[[bytes], None]] = {
    one.__name__: one for one in (document, outline, reader, suppressions, docx, lsp)
}


def seeds(name: str) -> list[bytes]:
    """Return where the fuzzer begins with a target, besides the files of `seeds/`."""
    texts = [draft.encode() for draft in drafts()]
    if name == "outline":
        places = {line: number for number, line in enumerate(_lines())}
        return [b"".join(places[line].to_bytes(2, "big") for line in draft.splitlines()) for draft in drafts()]
    if name == "reader":
        return [b"\n".join(b"px" + line for line in text.split(b"\n")[:30]) for text in texts[::5]]
    if name == "suppressions":
        return [text for text in texts if b"<!--" in text]
    if name == "docx":
        return [export(Document.parse(draft), "docx").data for draft in drafts()[:3]]
    if name == "lsp":
        return [_session(draft) for draft in drafts()[::40]]
    return texts


def _session(text: str) -> bytes:
    """Return the messages of an editor that opens a draft and uses every feature."""
    item = {"uri": "untitled:x"}
    place = {"textDocument": item, "position": {"line": 2, "character": 3}}
    area = {"start": {"line": 0, "character": 0}, "end": {"line": 9, "character": 1}}
    sent: list[tuple[str, Any]] = [
        ("initialized", {}),
        ("textDocument/didOpen", {"textDocument": {**item, "languageId": "markdown", "version": 1, "text": text}}),
        ("textDocument/hover", place),
        ("textDocument/completion", place),
        ("textDocument/codeAction", {"textDocument": item, "range": area, "context": {"diagnostics": []}}),
        (
            "textDocument/didChange",
            {"textDocument": {**item, "version": 2}, "contentChanges": [{"range": area, "text": "x"}]},
        ),
        ("textDocument/documentSymbol", {"textDocument": item}),
        ("textDocument/foldingRange", {"textDocument": item}),
        ("textDocument/diagnostic", {"textDocument": item}),
        ("workspace/executeCommand", {"command": "prfaq-lint.next", "arguments": ["untitled:x"]}),
        ("textDocument/didClose", {"textDocument": item}),
    ]
    lines = []
    for number, (method, params) in enumerate(sent):
        answered = {} if method == "initialized" or "did" in method else {"id": number}
        lines.append(json.dumps({"jsonrpc": "2.0", **answered, "method": method, "params": params}))
    return "\n".join(lines).encode()
