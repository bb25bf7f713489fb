"""Tests of the language server, which is used as an editor uses it."""

from __future__ import annotations

import importlib.util
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

EXAMPLES = Path(__file__).parent.parent / "examples"
DRAFT = (EXAMPLES / "party-planner.md").read_text(encoding="utf-8")
SHORT = """---
prfaq:
  stage: draft
---

# Ferry texts tell commuters 🚢 TODO before they leave home

**Oban, March 3, 2027.** Commuters on the islands lose an hour a week at the pier because nobody tells them that the
ferry is late 🙂🙂 TODO. They ring the harbour office, which opens at nine.

## FAQ

### What does it cost?

TBD
"""


if not (importlib.util.find_spec("pygls") and importlib.util.find_spec("lsprotocol")):
    pytest.skip("needs the extra `lsp`", allow_module_level=True)

from lsp_client import Editor, edited, message, speak  # noqa: E402
from lsprotocol import types as t  # noqa: E402

from prfaq_lint import lint  # noqa: E402
from prfaq_lint.lsp.text import Text  # noqa: E402


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("drafts")


@pytest.fixture(scope="module")
def editor(root: Path) -> Iterator[Editor]:
    editor = Editor(root, options={"status": True})
    yield editor
    editor.leave()


def position(text: str, words: str, inside: int = 0) -> t.Position:
    return Text(text).position(text.index(words) + inside)


def everything(text: str) -> t.Range:
    return Text(text).range(0, len(text))


def offered(editor: Editor, uri: str, where: t.Range, *only: str) -> list[t.CodeAction]:
    context = t.CodeActionContext([], only=list(only) or None)
    params = t.CodeActionParams(t.TextDocumentIdentifier(uri), where, context)
    return list(editor.run(editor.client.text_document_code_action_async(params)))


def completed(editor: Editor, uri: str, place: t.Position) -> list[str]:
    params = t.CompletionParams(t.TextDocumentIdentifier(uri), place)
    return [item.label for item in editor.run(editor.client.text_document_completion_async(params))]


def edits_of(action: t.CodeAction) -> list[t.TextEdit]:
    assert action.edit and action.edit.document_changes
    return list(action.edit.document_changes[0].edits)  # type: ignore[union-attr]


# Findings.


def test_findings_are_those_of_check(editor: Editor, root: Path) -> None:
    uri = editor.open(root / "party.md", DRAFT)
    found = editor.findings(uri, 1)
    expected = lint(DRAFT)
    assert [one.code for one in found] == [one.rule for one in expected]
    assert [one.range.start.line for one in found] == [one.line - 1 for one in expected]
    severities = {"error": 1, "warning": 2, "note": 3}
    assert [one.severity.value for one in found if one.severity] == [severities[one.severity] for one in expected]
    assert {one.source for one in found} == {"prfaq-lint"}
    first = found[0]
    assert first.code_description
    assert first.code_description.href.endswith(f"/rules/{expected[0].group}/{first.code}.md")
    assert f"\nFix: {expected[0].fix}" in first.message


def test_columns_count_utf16_units(editor: Editor, root: Path) -> None:
    uri = editor.open(root / "emoji.md", SHORT)
    found = [one for one in editor.findings(uri, 1) if one.code == "todo-marker"]
    lines = SHORT.split("\n")
    for one, row in zip(found, (5,), strict=False):
        units = lines[row].encode("utf-16-le")
        place = one.range
        assert units[2 * place.start.character : 2 * place.end.character].decode("utf-16-le") == "TODO"
    assert [one.range.start.line for one in found] == [5, 8, 14]


@pytest.mark.slow
@pytest.mark.parametrize("offers, chosen", [(["utf-32", "utf-16"], "utf-32"), ([], "utf-16"), (["klingon"], "utf-16")])
def test_the_encoding_is_negotiated(offers: list[str], chosen: str) -> None:
    answers, _ = speak(
        message(INITIALIZE | {"params": {**START, "capabilities": {"general": {"positionEncodings": offers}}}})
    )
    assert answers[0]["result"]["capabilities"]["positionEncoding"] == chosen


@pytest.mark.slow
def test_an_editor_may_count_bytes(root: Path) -> None:
    editor = Editor(root, "utf-8", "utf-16")
    uri = editor.open(root / "bytes.md", SHORT)
    found = [one for one in editor.findings(uri, 1) if one.code == "todo-marker"]
    line = SHORT.split("\n")[5].encode()
    assert line[found[0].range.start.character : found[0].range.end.character] == b"TODO"
    editor.leave()


def test_what_is_not_a_draft_has_no_findings(editor: Editor, root: Path) -> None:
    uri = editor.open(root / "readme.md", "# A library\n\nInstall it with pip. TODO.\n")
    assert editor.findings(uri, 1) == []


def test_unreadable_text_is_reported(editor: Editor, root: Path) -> None:
    uri = editor.open(root / "binary.md", "\0" * 100)
    assert [one.message for one in editor.findings(uri, 1)] == ["not checked: is a binary file"]


def test_findings_about_two_places_name_the_other(editor: Editor, root: Path) -> None:
    from prfaq_lint.lsp.diagnostics import _LINE, _QUOTED

    sound = (EXAMPLES.parent / "tests" / "consistency" / "kelpline.md").read_text(encoding="utf-8")
    uri = editor.open(root / "kelpline.md", sound.replace("It costs £14 a month", "It costs £18 a month"))
    found = editor.findings(uri, 1)
    assert any(one.related_information for one in found)
    for one in found:
        lines = [int(number) - 1 for number in _LINE.findall(_QUOTED.sub("", one.message.split("\nFix:")[0]))]
        told = [other.location.range.start.line for other in one.related_information or ()]
        assert told == [line for line in dict.fromkeys(lines) if line != one.range.start.line]


def test_verdict_is_reported(editor: Editor, root: Path) -> None:
    uri = editor.open(root / "verdict.md", DRAFT)
    editor.findings(uri, 1)
    editor.run(editor.client.text_document_folding_range_async(t.FoldingRangeParams(t.TextDocumentIdentifier(uri))))
    told = next(one for one in editor.verdicts if one.uri == uri)
    assert told.type == "prfaq"
    assert told.questions[0].question == "Is it big?"
    assert told.warnings > 0


# Changes.


def test_unsaved_changes_are_linted(editor: Editor, root: Path) -> None:
    uri = editor.open(root / "changing.md", SHORT)
    before = [one.code for one in editor.findings(uri, 1)].count("todo-marker")
    start = position(SHORT, "TODO before")
    editor.change(
        uri,
        2,
        t.TextDocumentContentChangePartial(t.Range(start, Text(SHORT).position(SHORT.index("TODO before") + 5)), ""),
    )
    after = [one.code for one in editor.findings(uri, 2)].count("todo-marker")
    assert after == before - 1


def test_only_the_last_of_many_changes_is_linted(editor: Editor, root: Path) -> None:
    uri = editor.open(root / "typing.md", DRAFT)
    editor.findings(uri, 1)
    start = t.Position(0, 0)
    for version in range(2, 30):
        editor.change(uri, version, t.TextDocumentContentChangePartial(t.Range(start, start), "x"))
    editor.findings(uri, 29)
    linted = [one.version for one in editor.published if one.uri == uri]
    assert linted == sorted(linted)  # type: ignore[type-var]
    assert len(linted) < 15


def test_closing_a_draft_clears_its_findings(editor: Editor, root: Path) -> None:
    uri = editor.open(root / "closing.md", SHORT)
    editor.findings(uri, 1)
    editor.client.text_document_did_close(t.DidCloseTextDocumentParams(t.TextDocumentIdentifier(uri)))
    assert editor.findings(uri, None) == []  # type: ignore[arg-type]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
def test_random_edits_give_the_text_that_they_describe(encoding: str) -> None:
    random_edits(1000 if encoding == "utf-16" else 200, encoding)


def moved(plain: str, offset: int) -> int:
    """Return an offset, moved before the carriage return if it is between one and its line feed."""
    return offset - (plain[:offset].endswith("\r") and plain[offset : offset + 1] == "\n")


def place(plain: str, offset: int, codec: str, size: int) -> t.Position:
    lines = plain[: moved(plain, offset)].replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return t.Position(len(lines) - 1, len(lines[-1].encode(codec)) // size)


def random_edits(count: int, encoding: str, seed: int = 1) -> None:
    """Make random edits, and compare the result with a text that is edited in the encoding itself."""
    chance = random.Random(seed)
    alphabet = ["a", "é", "ſ", "日", "🙂", "👩\u200d🚀", "\n", "\r\n", "\r", "\u2028", "\x0c", " ", "# ", "\x85"]
    codec, size = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}[encoding]
    plain, text = SHORT, Text(SHORT, encoding)
    for _ in range(count):
        first, last = sorted(chance.randrange(len(plain) + 1) for _ in "ab")
        last = min(last, first + chance.choice([0, 0, 1, 3, 20]))
        new = "".join(chance.choices(alphabet, k=chance.randrange(6)))
        change = t.TextDocumentContentChangePartial(
            t.Range(place(plain, first, codec, size), place(plain, last, codec, size)), new
        )
        plain = plain[: moved(plain, first)] + new + plain[moved(plain, last) :]
        text = text.changed([change])
        assert text.text == plain
        fresh = Text(plain, encoding)
        assert (text.source.starts, text.source.ends) == (fresh.source.starts, fresh.source.ends)


def test_places_outside_the_text_are_moved_into_it() -> None:
    text = Text("a🙂b\nc")
    assert text.offset(t.Position(9, 9)) == 5
    assert text.offset(t.Position(0, 99)) == 3
    assert text.offset(t.Position(0, 2)) == 1  # inside the emoji
    assert (
        text.changed([t.TextDocumentContentChangePartial(t.Range(t.Position(7, 0), t.Position(0, 1)), "")]).text == "a"
    )
    assert Text("x\ud800y").text == "x\ufffdy"


@pytest.mark.slow
def test_findings_after_edits_are_those_of_the_whole_text(editor: Editor, root: Path) -> None:
    chance = random.Random(3)
    text = Text(DRAFT)
    uri = editor.open(root / "edits.md", DRAFT)
    for version in range(2, 8):
        at = chance.randrange(len(text.text))
        change = t.TextDocumentContentChangePartial(text.range(at, at + 3), chance.choice(["", " TODO ", "🙂", "\n\n"]))
        text = text.changed([change])
        editor.change(uri, version, change)
    found = editor.findings(uri, 7)
    assert [(one.code, one.range.start.line) for one in found] == [(one.rule, one.line - 1) for one in lint(text.text)]


# Hover, symbols, folding.


def test_hover_explains_a_finding(editor: Editor, root: Path) -> None:
    uri = editor.open(root / "hover.md", DRAFT)
    params = t.HoverParams(t.TextDocumentIdentifier(uri), position(DRAFT, "Have you ever wanted", 3))
    shown = editor.run(editor.client.text_document_hover_async(params))
    assert "**retrofit** (warning)" in shown.contents.value
    assert "**How to fix it.**" in shown.contents.value
    assert "Ian McAllister" in shown.contents.value
    nothing = t.HoverParams(t.TextDocumentIdentifier(uri), t.Position(9, 0))
    assert editor.run(editor.client.text_document_hover_async(nothing)) is None


def test_hover_shows_hostile_words_literally() -> None:
    from prfaq_lint.lsp.hover import escaped

    assert escaped("[x](command:rm) <b> \x1b[0m") == "\\[x\\]\\(command:rm\\) \\<b\\> \\\\x1b\\[0m"


def test_symbols_are_a_tree_of_parts_and_questions(editor: Editor, root: Path) -> None:
    uri = editor.open(root / "symbols.md", DRAFT)
    params = t.DocumentSymbolParams(t.TextDocumentIdentifier(uri))
    tree = editor.run(editor.client.text_document_document_symbol_async(params))
    assert [one.name for one in tree] == ["Press release", "External FAQ", "Internal FAQ"]
    assert "Headline" in [one.name for one in tree[0].children]
    assert tree[1].children[0].name == "How much does Confettio cost?"

    def inside(inner: t.Range, outer: t.Range) -> bool:
        def key(place: t.Position) -> tuple[int, int]:
            return place.line, place.character

        return key(outer.start) <= key(inner.start) and key(inner.end) <= key(outer.end)

    for group in tree:
        for one in (group, *group.children):
            assert inside(one.selection_range, one.range)
            assert inside(one.range, group.range)


def test_sections_and_front_matter_fold(editor: Editor, root: Path) -> None:
    text = SHORT + "\n<!-- a comment\nof two lines -->\n"
    uri = editor.open(root / "folds.md", text)
    params = t.FoldingRangeParams(t.TextDocumentIdentifier(uri))
    found = {
        (one.start_line, one.end_line, one.kind)
        for one in editor.run(editor.client.text_document_folding_range_async(params))
    }
    assert (0, 3, t.FoldingRangeKind.Region) in found
    last = text.count("\n") - 1
    assert (last - 1, last, t.FoldingRangeKind.Comment) in found
    heading = SHORT[: SHORT.index("## FAQ")].count("\n")
    assert any(start == heading for start, _, _ in found)


# Code actions.


def test_safe_fixes_are_those_of_check(editor: Editor, root: Path) -> None:
    uri = editor.open(root / "fixes.md", DRAFT)
    [action] = offered(editor, uri, everything(DRAFT), "source.fixAll")
    expected = [edit for one in lint(DRAFT) for edit in one.edits]
    after = edited(DRAFT, edits_of(action))
    assert expected and after != DRAFT
    assert not [edit for one in lint(after) for edit in one.edits]
    single = [one for one in offered(editor, uri, everything(DRAFT), "quickfix") if one.title.startswith("Fix: ")]
    assert single and all(one.is_preferred for one in single)


def test_a_missing_question_is_added(editor: Editor, root: Path) -> None:
    uri = editor.open(root / "questions.md", DRAFT)
    action = next(one for one in offered(editor, uri, everything(DRAFT)) if one.title.startswith("Add the question"))
    assert action.command
    params = t.ExecuteCommandParams(action.command.command, action.command.arguments)
    editor.run(editor.client.workspace_execute_command_async(params))
    edit = editor.applied[-1].document_changes[0]  # type: ignore[index]
    assert edit.text_document.version == 1  # type: ignore[union-attr]
    after = edited(DRAFT, list(edit.edits))  # type: ignore[union-attr, arg-type]
    asked = action.title.split("“")[1].rstrip("…”")
    assert asked in after and asked not in DRAFT
    stale = t.ExecuteCommandParams(action.command.command, [uri, 99, ["metrics"]])
    count = len(editor.applied)
    editor.run(editor.client.workspace_execute_command_async(stale))
    assert len(editor.applied) == count


def test_finding_is_suppressed_in_its_place(editor: Editor, root: Path) -> None:
    uri = editor.open(root / "silence.md", DRAFT)
    found = lint(DRAFT)
    where = position(DRAFT, "Have you ever wanted", 3)
    title = "Silence retrofit here, with a reason"
    action = next(one for one in offered(editor, uri, t.Range(where, where)) if one.title == title)
    after = lint(edited(DRAFT, edits_of(action)))
    rules = [one.rule for one in after]
    assert "retrofit" not in rules
    assert not {"unused-suppression", "unknown-suppression"} & set(rules)
    assert len(after) >= len(found) - 1


def test_every_finding_can_be_suppressed() -> None:
    from prfaq_lint.lsp.actions import silenced
    from prfaq_lint.lsp.analysis import Analyst

    text = Text(DRAFT)
    analysis = Analyst(isolated=True).analyse("file:///a.md", "-", text)
    assert analysis.result
    for found in analysis.result.diagnostics[::4]:
        edit = silenced(analysis, found)
        assert edit and f"disable-next {found.rule} -- " in edit.new_text


def test_the_page_of_a_rule_is_opened(editor: Editor, root: Path) -> None:
    uri = editor.open(root / "page.md", DRAFT)
    where = position(DRAFT, "Have you ever wanted", 3)
    action = next(
        one for one in offered(editor, uri, t.Range(where, where)) if one.title == "Open the page of retrofit"
    )
    assert action.command
    params = t.ExecuteCommandParams(action.command.command, action.command.arguments)
    editor.run(editor.client.workspace_execute_command_async(params))
    assert editor.shown[-1].endswith("/rules/solution-first/retrofit.md")


def test_what_to_write_next(editor: Editor, root: Path) -> None:
    uri = editor.open(root / "next.md", DRAFT)
    params = t.ExecuteCommandParams("prfaq-lint.next", [uri])
    step = editor.run(editor.client.workspace_execute_command_async(params))
    what = step["what"] if isinstance(step, dict) else step.what
    assert what in ("the problem paragraph", "what goes wrong for the customer")
    for arguments in (None, [], [1], ["untitled:none"], [uri, uri]):
        wrong = t.ExecuteCommandParams("prfaq-lint.next", arguments)
        assert editor.run(editor.client.workspace_execute_command_async(wrong)) is None


# Completion.


def test_rule_names_are_completed_in_comments(editor: Editor, root: Path) -> None:
    text = "# A draft\n\n<!-- prfaq-lint: disable-next hy\n\n<!-- prfaq-lint: \n\n<!-- prfaq-lint: not-applicable \n\n<!-- prfaq-lint: disable hype -- be\n"
    uri = editor.open(root / "complete.md", text)
    names = completed(editor, uri, t.Position(2, 32))
    assert "hype" in names and "weasel-words" in names and "prose" in names
    assert "disable-next" in completed(editor, uri, t.Position(4, 17))
    assert "metrics" in completed(editor, uri, t.Position(6, 32))
    assert completed(editor, uri, t.Position(8, 34)) == []
    assert completed(editor, uri, t.Position(0, 3)) == []


@pytest.mark.parametrize(
    "text, expected",
    [
        ("---\n", "prfaq"),
        ("---\nprfaq:\n  ", "profile"),
        ("---\nprfaq:\n  profile: ", "internal-tool"),
        ("---\nprfaq:\n  profile: internal-tool\n  stage: dr", "draft"),
        ("+++\n[prfaq]\nprofile = ", "internal-tool"),
        ("+++\n[pr", "prfaq"),
    ],
)
def test_front_matter_is_completed(editor: Editor, root: Path, text: str, expected: str) -> None:
    uri = editor.open(root / "front.md", text)
    assert expected in completed(editor, uri, Text(text).position(len(text)))


def test_nothing_is_completed_below_the_front_matter(editor: Editor, root: Path) -> None:
    text = "---\nprfaq:\n  stage: draft\n---\n\npro"
    uri = editor.open(root / "below.md", text)
    assert completed(editor, uri, Text(text).position(len(text))) == []


# Settings.


def test_configuration_applies_and_is_reloaded(editor: Editor, root: Path) -> None:
    folder = root / "configured"
    folder.mkdir()
    config = folder / "prfaq-lint.toml"
    config.write_text('ignore = ["todo-marker"]\n', encoding="utf-8")
    uri = editor.open(folder / "draft.md", SHORT)
    assert "todo-marker" not in [one.code for one in editor.findings(uri, 1)]
    assert "workspace/didChangeWatchedFiles" in editor.registered
    config.write_text('[rule.todo-marker]\nseverity = "note"\n', encoding="utf-8")
    event = t.FileEvent(config.as_uri(), t.FileChangeType.Changed)
    editor.published.clear()
    editor.client.workspace_did_change_watched_files(t.DidChangeWatchedFilesParams([event]))
    found = [one for one in editor.findings(uri, 1) if one.code == "todo-marker"]
    assert found and {one.severity for one in found} == {t.DiagnosticSeverity.Information}
    config.write_text("ignore = 3\n", encoding="utf-8")
    editor.change(uri, 2, t.TextDocumentContentChangeWholeDocument(SHORT))  # an editor that does not watch files
    [one] = editor.findings(uri, 2)
    assert "prfaq-lint.toml" in one.message
    config.unlink()
    editor.change(uri, 3, t.TextDocumentContentChangeWholeDocument(SHORT))
    assert "todo-marker" in [one.code for one in editor.findings(uri, 3)]


# Pulling.


@pytest.mark.slow
def test_findings_are_pulled(tmp_path: Path) -> None:
    (tmp_path / "closed.md").write_text(SHORT, encoding="utf-8")
    (tmp_path / "notes.md").write_text("# Notes\n\nNothing.\n", encoding="utf-8")
    editor = Editor(tmp_path, pull=True)
    assert editor.started.capabilities.diagnostic_provider.workspace_diagnostics
    uri = editor.open(tmp_path / "open.md", SHORT)
    params = t.DocumentDiagnosticParams(t.TextDocumentIdentifier(uri))
    report = editor.run(editor.client.text_document_diagnostic_async(params))
    assert "todo-marker" in [one.code for one in report.items]
    assert not editor.published
    again = t.DocumentDiagnosticParams(t.TextDocumentIdentifier(uri), previous_result_id=report.result_id)
    assert editor.run(editor.client.text_document_diagnostic_async(again)).kind == "unchanged"
    whole = editor.run(editor.client.workspace_diagnostic_async(t.WorkspaceDiagnosticParams([])))
    assert [one.uri for one in whole.items] == [(tmp_path / "closed.md").as_uri()]
    before = [t.PreviousResultId(one.uri, one.result_id) for one in whole.items]
    whole = editor.run(editor.client.workspace_diagnostic_async(t.WorkspaceDiagnosticParams(before)))
    assert [one.kind for one in whole.items] == ["unchanged"]
    editor.leave()


# Hostile input.

START: dict[str, Any] = {"processId": None, "rootUri": None, "capabilities": {}}
INITIALIZE: dict[str, Any] = {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": START}


def test_malformed_messages_do_not_end_the_server() -> None:
    uri = "untitled:x"
    hostile = [
        message(b"{"),
        message(b"[]"),
        message(b"null"),
        message(b"\xff\xfe"),
        message(b"[" * 100_000),
        message({"jsonrpc": "2.0"}),
        message({"jsonrpc": "1.0", "id": 5, "method": "x"}),
        message({"jsonrpc": "2.0", "id": 6, "method": "textDocument/hover", "params": 3}),
        message({"jsonrpc": "2.0", "id": 7, "method": "no/such", "params": {}}),
        message({"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": {"textDocument": {}}}),
        message(
            {
                "jsonrpc": "2.0",
                "method": "textDocument/didChange",
                "params": {"textDocument": {"uri": uri, "version": 2}, "contentChanges": [{"text": "x"}]},
            }
        ),
        b"Content-Length: x\r\n\r\n",
        b"Content-Length: " + b"9" * 5000 + b"\r\n\r\n",
        b"X: " + b"y" * 100_000 + b"\r\n",
        message(
            {"jsonrpc": "2.0", "id": 8, "method": "textDocument/foldingRange", "params": {"textDocument": {"uri": uri}}}
        ),
        message(
            {
                "jsonrpc": "2.0",
                "id": 9,
                "method": "textDocument/hover",
                "params": {"textDocument": {"uri": uri}, "position": {"line": -1, "character": 2}},
            }
        ),
        message(
            {
                "jsonrpc": "2.0",
                "id": "11",
                "method": "textDocument/didClose",
                "params": {"textDocument": {"uri": uri}},
            }
        ),
        message({"jsonrpc": "2.0", "id": 10, "method": "shutdown"}),
        message({"jsonrpc": "2.0", "method": "exit"}),
    ]
    answers, status = speak(message(INITIALIZE), *hostile)
    by_id = {one["id"]: one for one in answers if "id" in one}
    assert by_id[6]["error"]["code"] == by_id[9]["error"]["code"] == -32602
    assert by_id[7]["error"]["code"] == -32601
    assert by_id[8]["result"] == []
    assert by_id["11"]["error"]["code"] == -32600
    assert by_id[10].get("result") is None
    assert status == 0
    assert {one.get("method") for one in answers} <= {None, "window/logMessage"}


def test_an_editor_that_vanishes_ends_the_server() -> None:
    assert speak(message(INITIALIZE))[1] == 1


def test_a_message_that_is_too_long_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    import io

    from prfaq_lint.lsp import transport

    monkeypatch.setattr(transport, "MOST", 10)
    given = transport.Input(io.BytesIO(b"0123456789abcdef"))
    assert given.read(12) == b"null"
    assert given.read(4) == b"cdef"


def test_hostile_names_are_not_opened_as_files() -> None:
    from prfaq_lint.lsp.server import path_of

    for uri in ("untitled:Untitled-1", "http://x/y.md", "file:///a%00b.md", "", "file:", "vscode-notebook-cell:/a.md"):
        assert "\0" not in path_of(uri)
    assert path_of("untitled:Untitled-1") == "-"


# The reader's memory.


def test_a_change_reads_only_the_windows_around_it() -> None:
    from prfaq_lint import outline
    from prfaq_lint.reader import model
    from prfaq_lint.reader.memory import Memory

    text = (EXAMPLES / "rent-receipts.md").read_text(encoding="utf-8")
    reader = model.load()
    middle = text.index(" the ", len(text) // 2)
    changed = text[:middle] + text[middle:].replace(" the ", " this ", 1)
    reader.memory = None
    expected = outline(changed).to_json()
    reader.memory = Memory(10_000_000, threads=2)
    outline(text)
    cold = reader.memory.misses
    assert outline(changed).to_json() == expected
    assert cold >= 8
    assert reader.memory.misses - cold <= 2


def test_the_memory_is_bounded() -> None:
    import numpy as np

    from prfaq_lint.reader.memory import Memory

    memory = Memory(10_000)
    for number in range(100):
        memory.vectors([(b"%d" % number, lambda: np.zeros((1, 384), dtype=np.float32))])
    assert memory.size <= 10_000
    assert len(memory) == 6
    memory.vectors([(b"99", lambda: pytest.fail("it is kept"))])
