"""Tests of safe fixes: they change only what they report, need only one run, and never lose a draft."""

from __future__ import annotations

import errno
import json
import os
import signal
import stat
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, Run, environment, examples, prfaq
from hypothesis import example, given
from hypothesis import strategies as st

from prfaq_lint.diagnostic import Diagnostic, Replacement
from prfaq_lint.document.draft import Document
from prfaq_lint.rules.linter import MOST_PER_RULE, Linter
from prfaq_lint.rules.pages import Rule, directory, pages, parse_page
from prfaq_lint.runner import fixes
from prfaq_lint.runner.fixes import NotFixed, diff, encode, fix, read_original, splice, write

NAMES = ("glued-heading", "double-space-in-heading", "template-prompt")
ONLY = ("--select", ",".join(NAMES))
HEAD = "# PR/FAQ: Tillgo pays market traders before they pack up\n\n"
TAIL = "\n\n## FAQ\n\n### What does it cost?\n\nIt costs £3 a month.\n\n### Is it safe?\n\nYes, it is.\n"
OWN = "Stylists wait nine days for money that they have earned."
PROMPT = "Describe the problem your product solves."

CASES = {
    "glued": (f"##Problem\n\n{OWN}", f"## Problem\n\n{OWN}"),
    "glued-in-a-paragraph": (f"Payday is Friday.\n###Problem\n{OWN}", f"Payday is Friday.\n### Problem\n{OWN}"),
    "glued-bold": (f"##**Problem**\n\n{OWN}", f"## **Problem**\n\n{OWN}"),
    "glued-closed": (f"##Problem ##\n\n{OWN}", f"## Problem ##\n\n{OWN}"),
    "glued-in-a-quote": (f"> ##Problem\n>\n> {OWN}", f"> ## Problem\n>\n> {OWN}"),
    "glued-part-with-one-hash": (f"#Problem\n\n{OWN}", f"# Problem\n\n{OWN}"),
    "glued-and-spaced": (f"##What  hurts today\n\n{OWN}", f"## What hurts today\n\n{OWN}"),
    "spaces": (f"##  What   hurts  today  ##\n\n{OWN}", f"##  What hurts today  ##\n\n{OWN}"),
    "spaces-but-not-in-code": (f"## What  `a  b`  does\n\n{OWN}", f"## What `a  b` does\n\n{OWN}"),
    "prompt-above": (f"## Problem\n\n{PROMPT}\n\n{OWN}", f"## Problem\n\n{OWN}"),
    "prompt-under-its-heading": (f"## Problem\n_{PROMPT}_\n\n{OWN}", f"## Problem\n\n{OWN}"),
    "prompt-before-a-hard-break": (f"## Problem\n_{PROMPT}_\\\n{OWN}", f"## Problem\n{OWN}"),
    "prompt-in-a-quote": (f"> {PROMPT}\n\n{OWN}", OWN),
    "prompt-below": (f"## Problem\n\n{OWN}\n\n{PROMPT}", f"## Problem\n\n{OWN}"),
    "prompt-of-two-lines": (
        f"## Problem\n\nDescribe the problem\nyour product solves.\n\n{OWN}",
        f"## Problem\n\n{OWN}",
    ),
    "aside-behind": (f"{OWN}  ({PROMPT})", OWN),
    "aside-in-italics": (f"{OWN} *({PROMPT})*", OWN),
    "aside-in-front": (f"({PROMPT}) {OWN}", OWN),
    "aside-between": (f"{OWN} ({PROMPT}) One in five borrows.", f"{OWN} One in five borrows."),
    "aside-in-a-list": (f"- {OWN} ({PROMPT})\n- One in five borrows.", f"- {OWN}\n- One in five borrows."),
}

LEFT_ALONE = {
    "prompt-without-text": f"## Problem\n\n{PROMPT}\n\n## Solution\n\n{OWN}",
    "prompt-over-a-slot": f"## Problem\n\n{PROMPT}\n\n[your own words here]",
    "aside-behind-a-label": f"**Problem:** ({PROMPT})",
    "second-prompt-is-not-answered": f"## Problem\n\n{OWN}\n\n{PROMPT}\n\nDescribe how your product elegantly solves the problem.",
    "half-a-prompt": f"## Problem\n\n{PROMPT} Keep it short.\n\n{OWN}",
    "prompt-beside-a-break": f"## Problem\n\n{PROMPT}<br>{OWN}",
    "prompt-with-a-comment": f"## Problem\n\n{PROMPT} <!-- Nadia: keep -->\n\n{OWN}",
    "prompt-with-a-picture": f"## Problem\n\n{PROMPT} ![queue](queue.png)\n\n{OWN}",
    "prompt-opens-emphasis": f"## Problem\n\n_{PROMPT}\n{OWN}_",
    "prompt-opens-a-list-item": f"## Problem\n\n- {PROMPT}\n  {OWN}",
    "prompt-in-code": f"```\n{PROMPT}\n```\n\n{OWN}",
    "glued-over-what-would-be-code": f"##Problem\n    {OWN}",
    "glued-over-what-would-be-a-list": f"##Problem\n3. {OWN}",
    "glued-in-html": f"<div>\n##Problem\n</div>\n\n{OWN}",
    "hashtags": f"#payday #stylists\n\n##\\#sharp\n\n\\##Problem\n\n{OWN}",
    "spaces-in-a-linked-heading": f"## What  hurts\n\n{OWN} See [below](#what--hurts).",
}


@pytest.fixture(scope="module")
def fixer(rules: dict[str, Rule]) -> Linter:
    return Linter([rules[name] for name in NAMES])


def fixed(fixer: Linter, text: str) -> str:
    return fix(fixer.outline(Document.parse(text, "draft.md")), fixer).text


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
@pytest.mark.parametrize(("before", "after"), CASES.values(), ids=CASES)
def test_fix(fixer: Linter, before: str, after: str, ending: str) -> None:
    old, new = (f"{HEAD}{text}{TAIL}".replace("\n", ending) for text in (before, after))
    assert fixed(fixer, old) == new
    assert fixed(fixer, new) == new


@pytest.mark.parametrize(("before", "after"), CASES.values(), ids=CASES)
def test_fix_at_the_end_without_a_line_end(fixer: Linter, before: str, after: str) -> None:
    assert fixed(fixer, f"{HEAD}{before}") == f"{HEAD}{after}"


@pytest.mark.parametrize("text", LEFT_ALONE.values(), ids=LEFT_ALONE)
def test_drafts_without_safe_fixes_are_unchanged(fixer: Linter, text: str) -> None:
    draft = f"{HEAD}{text}{TAIL}"
    assert fixed(fixer, draft) == draft


def test_a_template_keeps_its_prompts(fixer: Linter) -> None:
    outline = fixer.outline(Document.parse(f"{HEAD}## Problem\n\n{PROMPT}\n\n{OWN}{TAIL}", "draft.md"))
    outline = replace(outline, type="template")
    assert not any(found.edits for found in fixer.check(outline))


def test_edits_of_a_finding(rules: dict[str, Rule]) -> None:
    linter = Linter([rules["double-space-in-heading"], rules["todo-marker"]])
    found, todo = linter.check(linter.outline(Document.parse(f"{HEAD}## What   hurts  today\n\n{OWN} TODO{TAIL}")))
    assert found.to_json()["edits"] == [
        {"line": 3, "column": 8, "end_line": 3, "end_column": 11, "text": " "},
        {"line": 3, "column": 16, "end_line": 3, "end_column": 18, "text": " "},
    ]
    assert todo.to_json()["edits"] == []


def test_more_fixes_than_a_report_lists(fixer: Linter) -> None:
    many = "\n\n".join(f"##Part {'x' * number}" for number in range(MOST_PER_RULE + 30))
    assert fixed(fixer, f"{HEAD}{many}\n") == f"{HEAD}{many.replace('##', '## ')}\n"


def test_nothing_is_fixed_if_checking_would_take_too_long(fixer: Linter, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = f"{HEAD}##Problem\n\n{OWN}\n\n##Solution\n\n{OWN}{TAIL}"
    monkeypatch.setattr(fixes, "MOST_WORK", 2 * len(draft) - 1)
    assert fixed(fixer, draft) == draft


def test_splice_replaces_and_inserts_text() -> None:
    assert splice("abcdef", [(4, 5, ""), (0, 1, "X"), (4, 5, ""), (6, 6, "!")]) == "Xbcdf!"


# Composed drafts.


def _blocks() -> list[str]:
    texts = [
        example.text
        for path in pages(directory("rules"))
        if path.stem in (*NAMES, "template-slot", "empty-section")
        for example in parse_page(path).examples
    ]
    texts += [path.read_text(encoding="utf-8") for path in sorted((ROOT / "examples").glob("*.md"))[:3]]
    plain = [block.strip("\n") for text in texts for block in text.split("\n\n") if block.strip()]
    ours = [block for case in CASES.values() for block in case[0].split("\n\n")] + [
        block for case in LEFT_ALONE.values() for block in case.split("\n\n")
    ]
    return list(dict.fromkeys([*ours, *plain]))


blocks = st.lists(
    st.one_of(st.sampled_from(_blocks()), st.text(alphabet="#ab *_`>()-[]:\\\n\t1.<", max_size=24)),
    min_size=1,
    max_size=9,
)
drafts = st.builds(
    lambda parts, between, ending, last: (between.join(parts) + last).replace("\n", ending),
    blocks,
    st.sampled_from(["\n\n", "\n\n", "\n"]),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from(["", "\n"]),
)


@given(text=drafts)
@examples(250)
def test_a_second_run_changes_nothing(fixer: Linter, text: str) -> None:
    outline = fixer.outline(Document.parse(text, "draft.md"))
    once = fix(outline, fixer)
    assert fixed(fixer, once.text) == once.text
    assert not any(found.edits for found in fixer.check(once.outline, every=True)), "and has nothing left to fix"


@given(text=drafts)
@examples(250)
def test_only_the_edits_change_anything(fixer: Linter, text: str) -> None:
    """Check that edits do not overlap, delete only spaces and prompts, and insert only a space."""
    outline = fixer.outline(Document.parse(text, "draft.md"))
    source = outline.document.source
    at, pieces = 0, []
    edits = {(fixes._offsets(source, edit), found.rule) for found in fixer.check(outline) for edit in found.edits}
    for (start, end, new), rule in sorted(edits):
        assert at <= start <= end <= len(text)
        assert new == ("" if rule == "template-prompt" else " ")
        assert rule == "template-prompt" or not text[start:end].strip(" ")
        pieces += [text[at:start], new]
        at = end
    assert splice(text, [edit for edit, _ in edits]) == "".join([*pieces, text[at:]])


@given(text=drafts, cuts=st.lists(st.tuples(st.integers(0, 400), st.integers(0, 12)), min_size=1, max_size=4))
@example("# A\n\n## B\n\n```\nc\n```\n## D\n\ne\n", [(16, 4)]).via("a fence that no longer ends")
@example("# A\n\n## B\n\n[!]x: #\n\n## D\n\n[!]\n", [(14, 1)]).via("a link of another part")
@example("---\n\n# A\n\n## B\n\n... c\n\n## D\n", [(19, 2)]).via("front matter that ends")
@examples(250)
def test_verifying_a_section_gives_the_same_as_the_whole_draft(text: str, cuts: list[tuple[int, int]]) -> None:
    """Check that judging an edit by the text between two headings gives the same result as by the whole draft."""
    document = Document.parse(text)
    spans = [(min(start, len(text)), min(start + size, len(text))) for start, size in cuts]
    diagnostics = [
        Diagnostic("-", 1, 1, 1, 1, "rule", "prose", "note", "cut", edits=(Replacement(*place(a), *place(b), ""),))
        for place in [document.source.position]
        for a, b in spans
    ]
    found = fixes.verified(document, diagnostics)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fixes, "_dividing", lambda *_: [])
        assert found == fixes.verified(document, diagnostics)


# Files.


def put(folder: Path, text: str, name: str = "draft.md") -> Path:
    path = folder / name
    path.write_bytes(text.encode("utf-8"))
    return path


BROKEN = f"{HEAD}##Problem\n\n{OWN}{TAIL}"
MENDED = BROKEN.replace("##Problem", "## Problem")


def run_fix(path: Path | str, *more: str, stdin: str | bytes = "") -> Run:
    return prfaq("check", "--fix", *ONLY, *more, str(path), stdin=stdin)


def only(folder: Path, *names: str) -> None:
    assert sorted(path.name for path in folder.iterdir()) == sorted(names), "a temporary file was left"


@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["plain", "bom"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
@pytest.mark.parametrize("last", [True, False], ids=["final-newline", "none"])
def test_bytes_of_the_file(tmp_path: Path, mark: str, ending: str, last: bool) -> None:
    def form(text: str) -> bytes:
        return (mark + (text if last else text.rstrip("\n")).replace("\n", ending)).encode("utf-8")

    path = tmp_path / "draft.md"
    path.write_bytes(form(BROKEN))
    original = read_original(str(path))
    linter = Linter([])
    assert linter.outline(Document.parse(original.data.decode("utf-8-sig"))).document.source.text
    write(original, form(MENDED).decode("utf-8-sig"))
    assert path.read_bytes() == form(MENDED)
    assert encode(original, original.data.decode("utf-8-sig")) == original.data


def test_fix_command_reports_and_writes(tmp_path: Path) -> None:
    path = put(tmp_path, "\ufeff" + BROKEN.replace("\n", "\r\n", 4))
    path.chmod(0o640)
    done = run_fix(path)
    assert (done.status, done.err) == (0, "")
    assert done.out.endswith("1 draft checked: nothing found.\n1 finding fixed\n")
    assert path.read_bytes() == ("\ufeff" + MENDED.replace("\n", "\r\n", 4)).encode("utf-8")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    only(tmp_path, "draft.md")
    before = path.stat()
    again = run_fix(path)
    assert again.out.endswith("nothing is safely fixable\n")
    assert (path.stat().st_mtime_ns, path.stat().st_ino) == (before.st_mtime_ns, before.st_ino), (
        "a draft without fixes is not written"
    )


def test_the_report_lists_what_is_left(tmp_path: Path) -> None:
    path = put(tmp_path, BROKEN.replace(OWN, f"{OWN}\n\n## Solution\n\n{PROMPT}"))
    done = run_fix(path)
    assert done.status == 1
    assert "template-prompt" in done.out and "glued-heading" not in done.out
    assert done.out.endswith("\n1 finding fixed\n")
    as_json = run_fix(path, "--format", "json")
    assert [one["rule"] for one in json.loads(as_json.out)] == ["template-prompt"]
    assert as_json.err == "nothing is safely fixable\n"


def test_diff_writes_nothing(tmp_path: Path) -> None:
    path = put(tmp_path, BROKEN)
    before = path.stat()
    done = prfaq("check", "--diff", *ONLY, "draft.md", cwd=tmp_path)
    assert done.status == 1
    assert done.out.startswith("--- draft.md\n+++ draft.md\n@@ -1,6 +1,6 @@\n # PR/FAQ")
    assert "\n-##Problem\n+## Problem\n" in done.out
    assert done.err == "prfaq-lint: 1 finding would be fixed\n"
    assert path.stat() == before or path.stat().st_mtime_ns == before.st_mtime_ns
    assert path.read_text(encoding="utf-8") == BROKEN
    put(tmp_path, MENDED)
    done = prfaq("check", "--diff", *ONLY, "draft.md", cwd=tmp_path)
    assert (done.status, done.out) == (0, "")


def test_fix_and_diff_exclude_each_other(tmp_path: Path) -> None:
    done = run_fix(put(tmp_path, BROKEN), "--diff")
    assert done.status == 2 and done.err.count("\n") == 1


def test_standard_input(tmp_path: Path) -> None:
    done = run_fix("-", stdin="\ufeff" + BROKEN)
    assert done.out == "\ufeff" + MENDED
    assert done.err.endswith("1 finding fixed\n")
    shown = prfaq("check", "--diff", *ONLY, "--stdin-filename", "a.md", "-", stdin=BROKEN)
    assert shown.out.startswith("--- a.md\n+++ a.md\n")


def test_diff_output_contains_no_commands() -> None:
    shown = diff(
        "::error::.md",
        "::warning::x\n  ::error::y\n##[group]z\n\x1b[31mred\n##Problem",
        "::warning::x\n  ::error::y\n##[group]z\n\x1b[31mred\n## Problem",
    )
    assert "\x1b" not in shown and "##[" not in shown
    assert not any(line.lstrip().startswith("::") for line in shown.split("\n"))
    assert shown.endswith("-##Problem\n\\ No newline at end of file\n+## Problem\n\\ No newline at end of file\n")


def test_symlink_is_kept(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    target = put(tmp_path / "real", BROKEN)
    link = tmp_path / "link.md"
    link.symlink_to(Path("real") / "draft.md")
    assert run_fix(link).status == 0
    assert link.is_symlink() and os.readlink(link) == os.path.join("real", "draft.md")
    assert target.read_text(encoding="utf-8") == MENDED
    only(tmp_path, "link.md", "real")
    only(tmp_path / "real", "draft.md")


def test_hard_link_is_refused(tmp_path: Path) -> None:
    path = put(tmp_path, BROKEN)
    os.link(path, tmp_path / "other.md")
    done = run_fix(path)
    assert done.status == 2
    assert done.err == f"prfaq-lint: {path}: not fixed: the file has 2 hard links, and writing would break them\n"
    assert "glued-heading" in done.out, "its findings are reported all the same"
    assert path.read_text(encoding="utf-8") == BROKEN and path.stat().st_nlink == 2
    only(tmp_path, "draft.md", "other.md")


def test_other_files_are_fixed_all_the_same(tmp_path: Path) -> None:
    first, second = put(tmp_path, BROKEN, "a.md"), put(tmp_path, BROKEN, "b.md")
    first.chmod(0o444)
    done = prfaq("check", "--fix", *ONLY, str(tmp_path))
    assert done.status == 2 and "read-only" in done.err and done.out.endswith("1 finding fixed\n")
    assert (first.read_text(encoding="utf-8"), second.read_text(encoding="utf-8")) == (BROKEN, MENDED)


def _touch(path: Path) -> None:
    status = path.stat()
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns + 1_000_000))


def _same_size_and_time(path: Path) -> None:
    status = path.stat()
    path.write_bytes(path.read_bytes().replace(b"nine", b"nein"))
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def _other_file(path: Path) -> None:
    status = path.stat()
    data = path.read_bytes()
    path.rename(path.with_suffix(".old"))
    path.write_bytes(data)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    path.with_suffix(".old").unlink()


@pytest.mark.parametrize(
    "change",
    [_touch, _same_size_and_time, lambda path: path.write_text("mine"), Path.unlink, _other_file],
    ids=["time", "content", "size", "gone", "replaced"],
)
def test_changed_meanwhile_is_refused(tmp_path: Path, change: object) -> None:
    path = put(tmp_path, BROKEN)
    original = read_original(str(path))
    change(path)  # type: ignore[operator]
    now = path.read_bytes() if path.exists() else None
    with pytest.raises(NotFixed, match="changed since it was read"):
        write(original, MENDED)
    assert (path.read_bytes() if path.exists() else None) == now
    only(tmp_path, *(["draft.md"] if now is not None else []))


def test_a_link_that_leads_elsewhere_by_now_is_refused(tmp_path: Path) -> None:
    put(tmp_path, BROKEN, "a.md")
    put(tmp_path, BROKEN, "b.md")
    link = tmp_path / "link.md"
    link.symlink_to("a.md")
    original = read_original(str(link))
    link.unlink()
    link.symlink_to("b.md")
    with pytest.raises(NotFixed, match="changed"):
        write(original, MENDED)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="no folder is read-only to the superuser")
def test_read_only_folder(tmp_path: Path) -> None:
    folder = tmp_path / "shut"
    folder.mkdir()
    path = put(folder, BROKEN)
    folder.chmod(0o555)
    try:
        done = run_fix(path)
    finally:
        folder.chmod(0o755)
    assert done.status == 2 and done.err.count("\n") == 1 and "cannot be written (permission denied)" in done.err
    assert path.read_text(encoding="utf-8") == BROKEN
    only(folder, "draft.md")


@pytest.mark.parametrize("call", ["replace", "fsync", "fchmod", "fdopen", "open"])
@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)),
        PermissionError(errno.EACCES, os.strerror(errno.EACCES)),
        KeyboardInterrupt(),
    ],
    ids=["full", "denied", "interrupt"],
)
def test_failure_leaves_the_file_and_no_litter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, error: BaseException
) -> None:
    path = put(tmp_path, BROKEN)
    original = read_original(str(path))
    real = getattr(os, call)

    def fails(*arguments: Any) -> object:
        if (call == "open" and not arguments[1] & os.O_CREAT) or (call == "fdopen" and arguments[1] == "rb"):
            return real(*arguments)  # the file has been read but not written yet
        raise error

    expected = KeyboardInterrupt if isinstance(error, KeyboardInterrupt) else NotFixed
    with monkeypatch.context() as patch:
        patch.setattr(os, call, fails)
        with pytest.raises(expected, match="cannot be written" if expected is NotFixed else None):
            write(original, MENDED)
    assert path.read_text(encoding="utf-8") == BROKEN
    only(tmp_path, "draft.md")


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="signals cannot be held back")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
@pytest.mark.parametrize("call", ["os.fsync", "os.replace"])
def test_a_signal_waits_until_the_file_is_whole(tmp_path: Path, name: str, call: str) -> None:
    path = put(tmp_path, BROKEN)
    code = (
        "import os, signal, sys; from prfaq_lint.runner.fixes import read_original, write\n"
        f"number, real = signal.{name}, {call}\n"
        "signal.signal(number, signal.SIG_DFL)\n"
        f"def killed(*arguments): os.kill(os.getpid(), number); return real(*arguments)\n"
        f"original = read_original(sys.argv[1]); {call} = killed\n"
        f"write(original, {MENDED!r}); print('went on')\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], env=environment(), capture_output=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (-getattr(signal, name), b"", b"")
    assert path.read_text(encoding="utf-8") == MENDED
    only(tmp_path, "draft.md")


def test_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Check a disk that is full after half of the bytes."""
    path = put(tmp_path, BROKEN)
    original = read_original(str(path))
    real = os.fdopen

    def half(descriptor: int, *arguments: object) -> object:
        file = real(descriptor, *arguments)  # type: ignore[call-overload]
        if arguments == ("wb",):
            os.write(descriptor, b"half")
            monkeypatch.setattr(os, "fsync", lambda _: (_ for _ in ()).throw(OSError(errno.ENOSPC, "no space left")))
        return file

    monkeypatch.setattr(os, "fdopen", half)
    with pytest.raises(NotFixed, match=r"cannot be written \(no space left\)"):
        write(original, MENDED)
    assert path.read_text(encoding="utf-8") == BROKEN
    only(tmp_path, "draft.md")


def test_other_documents_are_not_fixed(tmp_path: Path) -> None:
    path = put(tmp_path, "# tillgo\n\n##Installation\n\n```\npip install tillgo\n```\n\n## License\n\nMIT\n")
    assert "skipped" in run_fix(path).err
    assert b"##Installation" in path.read_bytes()
