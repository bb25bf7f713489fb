"""Tests of Word: documents are read like equivalent Markdown, within limits, and drafts are exported to documents."""

from __future__ import annotations

import io
import re
import struct
import tracemalloc
import zipfile
from collections import Counter
from collections.abc import Callable
from html import escape
from importlib.util import find_spec
from pathlib import Path
from random import Random

import pytest
from conftest import ROOT, Run

from prfaq_lint.configuration.files import Configs
from prfaq_lint.document.draft import Document
from prfaq_lint.document.source import Paragraphs, UnreadableDraft, read_source
from prfaq_lint.document.word import archive, convert
from prfaq_lint.runner.run import Linters

needs_docx = pytest.mark.skipif(find_spec("docx") is None, reason="needs python-docx")
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"

STYLES = f"""<w:styles xmlns:w="{W}">
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Ours"><w:name w:val="Our part"/><w:basedOn w:val="berschrift2"/></w:style>
<w:style w:type="paragraph" w:styleId="berschrift2"><w:name w:val="heading 2"/></w:style>
<w:style w:type="paragraph" w:styleId="Ask"><w:name w:val="Question"/><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Q"><w:name w:val="Quote"/></w:style>
<w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/></w:style>
</w:styles>"""

NUMBERING = f"""<w:numbering xmlns:w="{W}">
<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/></w:lvl>
<w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/><w:lvlText w:val="o"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val=" "/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="1"/></w:num>
</w:numbering>"""


def package(body: str, **parts: str | bytes) -> bytes:
    """Return the bytes of a Word document with this body; `parts` replace or add files, with `__` in place of `/`."""
    relation = f'<Relationship Id="r{{0}}" Type="{OFFICE}/{{1}}" Target="{{2}}"/>'
    files: dict[str, str | bytes] = {
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}">{relation.format(1, "officeDocument", "word/document.xml")}</Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{PACKAGE}">'
        + relation.format(1, "styles", "styles.xml")
        + relation.format(2, "numbering", "numbering.xml")
        + f'<Relationship Id="web" Type="{OFFICE}/hyperlink" Target="https://example.com/a" TargetMode="External"/>'
        + f'<Relationship Id="bad" Type="{OFFICE}/hyperlink" Target="javascript:alert(1)" TargetMode="External"/>'
        + "</Relationships>",
        "word/styles.xml": STYLES,
        "word/numbering.xml": NUMBERING,
        "word/document.xml": f'<w:document xmlns:w="{W}" xmlns:r="{OFFICE}"><w:body>{body}</w:body></w:document>',
    }
    files |= {name.replace("__", "/"): content for name, content in parts.items()}
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()


def p(text: str = "", style: str = "", number: int = 0, level: int = 0, run: str = "", mark: str = "") -> str:
    """Return the XML of a paragraph; a `text` that begins with `<` is XML already."""
    listed = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>' if number else ""
    head = f"<w:pPr>{f'<w:pStyle w:val={chr(34)}{style}{chr(34)}/>' if style else ''}{listed}{mark}</w:pPr>"
    return f"<w:p>{head}{text if text.startswith('<') else r(text, run)}</w:p>"


def r(text: str, properties: str = "") -> str:
    """Return the XML of a run of text."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def nested(times: int, *names: str) -> str:
    """Return the XML of a paragraph inside these elements, repeated."""
    opened = "".join(f"<w:{name}>" for name in names)
    closed = "".join(f"</w:{name}>" for name in reversed(names))
    return opened * times + p("inside") + closed * times


def markdown(body: str, **parts: str | bytes) -> str:
    return convert(package(body, **parts)).text.strip()


def findings(path: Path, name: str) -> Counter[tuple[str, str]]:
    """Return the findings in a file: the rules, and the words that they are about."""
    linters = Linters(configs=Configs(isolated=True))
    document = Document.read(read_source(path.read_bytes(), str(path)), name)
    linter = linters.of(linters.settings(document))
    found = linter.check(linter.outline(document))
    return Counter((one.rule, words(document, one.line, one.column, one.end_line, one.end_column)) for one in found)


def words(document: Document, line: int, column: int, end_line: int, end_column: int) -> str:
    lines = [document.source.quoted(number) for number in range(line, end_line + 1)]
    lines[-1] = lines[-1][: end_column - 1]
    lines[0] = lines[0][column - 1 :]
    return re.sub(r"[\W_]+", " ", re.sub(r"\]\(<?[^)]*\)", "", " ".join(lines))).strip()


# What is read.


@needs_docx
@pytest.mark.parametrize(
    ("body", "text"),
    [
        (p("Title", "berschrift1"), "# Title"),
        (p("Part", "Ours"), "## Part"),
        (p("Who pays?", "Ask"), "**Who pays?**"),
        (p("Who pays?", run="<w:b/>"), "**Who pays?**"),
        (p("Not bold", "Ask", run='<w:b w:val="0"/>'), "Not bold"),
        (p(r("Who ", "<w:b/>") + r("pays? ", "<w:b/>") + r("We do.")), "**Who pays?** We do."),
        (p(r("a", "<w:b/>") + r("b", "<w:i/>") + r(" c")), "**a**b c"),
        (p(r("both", "<w:b/><w:i/>")), "***both***"),
        (p(r("Q:", "<w:b/>") + r("What?")), "Q:What?"),
        (p("Said", "Q"), "> Said"),
        (p("One", number=1) + p("Two", number=1), "1. One\n2. Two"),
        (p("One", number=1) + p("In", number=1, level=1) + p("Two", number=1), "1. One\n   - In\n2. Two"),
        (p("One", number=1) + p("Seven", number=2), "1. One\n7. Seven"),
        (p("One", number=1) + p("more", number=3) + p("Two", number=1), "1. One\n\n   more\n\n2. Two"),
        (p("One", number=1) + p("Answer.") + p("Two", number=1), "1. One\n\nAnswer.\n\n2. Two"),
        (p(f"{r('a')}<w:r><w:br/></w:r>{r('b')}"), "a\nb"),
        (p(f"{r('a')}<w:r><w:br w:type='page'/></w:r>"), "a"),
        (p("Gone", "TOC1") + p("Here"), "Here"),
        (p(r("hid", "<w:vanish/>") + r("shown")), "shown"),
        (p(f'<w:hyperlink r:id="web">{r("site")}</w:hyperlink>'), "[site](<https://example.com/a>)"),
        (p(f'<w:hyperlink r:id="bad">{r("site")}</w:hyperlink>'), "site"),
        (p("# no *heading* [x](y) &amp;amp; &lt;b&gt;"), r"\# no \*heading\* [x\](y) \&amp; \<b>"),
        (p("snake_case and _a_"), r"snake_case and \_a\_"),
        (p("[City], 2 March"), "[City], 2 March"),
        (p("1. typed"), "1. typed"),
        (p("") + p("  ") + p("text"), "text"),
        (f"<w:sdt><w:sdtContent>{p('inside')}</w:sdtContent></w:sdt>", "inside"),
    ],
)
def test_paragraph_becomes_markdown(body: str, text: str) -> None:
    assert markdown(body) == text


@needs_docx
def test_table_keeps_its_cells() -> None:
    cells = [[p("Q"), p("A|B")], [p("one") + p("two"), p("")], [p("x"), p("y")]]
    rows = "".join(f"<w:tr>{''.join(f'<w:tc>{cell}</w:tc>' for cell in row)}</w:tr>" for row in cells)
    source = convert(package(f"{p('before')}<w:tbl>{rows}</w:tbl>"))
    assert source.text.strip() == "before\n\n| Q | A\\|B |\n| --- | --- |\n| one<br>two |  |\n| x | y |"
    assert list(source.paragraphs) == ["before", "Q", "A|B", "one", "two", "x", "y"]


@needs_docx
def test_frame_around_text_is_not_a_table() -> None:
    assert markdown(f"<w:tbl><w:tr><w:tc>{p('a')}{p('b')}</w:tc></w:tr></w:tbl>") == "a\n\nb"


@needs_docx
def test_tracked_changes_are_accepted_and_comments_left_out() -> None:
    body = (
        p(
            f"{r('It costs ')}<w:del>{r('5')}<w:r><w:delText>5</w:delText></w:r></w:del><w:ins>{r('7')}</w:ins>"
            f"{r(' pounds')}<w:r><w:commentReference w:id='1'/></w:r><w:r><w:footnoteReference w:id='2'/></w:r>"
        )
        + p("joined ", mark="<w:rPr><w:del/></w:rPr>")
        + p("with this")
        + f"<w:moveFrom>{p('old place')}</w:moveFrom>"
    )
    source = convert(package(body))
    assert source.text.strip() == "It costs 7 pounds\n\njoined with this"
    assert source.notes == (
        "4 tracked changes read as if accepted",
        "1 comment not read",
        "1 footnote not read",
    )


@needs_docx
def test_place_is_a_paragraph_and_its_plain_text() -> None:
    body = p("Title", "berschrift1") + p("") + p(r("A ") + r("*bold*", "<w:b/>") + r(" word")) + p("item", number=1)
    source = convert(package(body))
    assert source.text == "# Title\n\nA **\\*bold\\*** word\n\n1. item\n"
    for word, place in (("Title", (1, 1)), ("bold", (2, 4)), ("word", (2, 10)), ("item", (3, 1))):
        assert source.place(source.text.index(word)) == place
        assert source.quoted(place[0])[place[1] - 1 :].startswith(word)
    assert source.place(0) == (1, 1)
    assert source.place(source.text.index("1. ")) == (3, 1)
    assert source.place(len(source.text)) == (3, 5)


@needs_docx
def test_strict_names_and_utf16_are_read() -> None:
    strict = W.replace(
        "schemas.openxmlformats.org/wordprocessingml/2006/main", "purl.oclc.org/ooxml/wordprocessingml/main"
    )
    text = f'<w:document xmlns:w="{strict}"><w:body>{p("Ünlike")}</w:body></w:document>'
    assert markdown("", **{"word/document.xml": text}) == "Ünlike"
    wide = f'<?xml version="1.0" encoding="UTF-16"?>{text}'.encode("utf-16")
    assert markdown("", **{"word/document.xml": wide}) == "Ünlike"


@needs_docx
def test_typed_markup_is_plain_text() -> None:
    typed = "x [a]: b | `c` \\ ~~~ &lt;!-- no --&gt; ![i](j) --- *** 5 * 3 ** 4 &amp;lt; &lt;div&gt;"
    source = convert(package(p(typed) + p("---") + p("=== ") + p("&lt;script&gt;")))
    document = Document.read(source, "x.docx")
    plain = [
        text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
        for text in (typed, "---", "===", "&lt;script&gt;")
    ]
    assert document.prose.split("\n")[:-1] == [" ".join(text.split()) for text in plain]
    assert document.comments == []


@needs_docx
@pytest.mark.parametrize("name", ["party-planner", "kiln-bookings", "night-shift-handover"])
def test_findings_are_those_of_the_markdown(name: str, tmp_path: Path) -> None:
    from prfaq_lint.export import export

    document = Document.parse((ROOT / "examples" / f"{name}.md").read_text(encoding="utf-8"), name)
    twin, made = tmp_path / "twin.md", tmp_path / "made.docx"
    twin.write_bytes(export(document, "md").data)
    made.write_bytes(export(document, "docx").data)
    assert findings(made, "x.docx") == findings(twin, "x.md")


@needs_docx
def test_any_typed_text_is_read_unchanged() -> None:
    """Check that typed text never becomes markup, is complete, and is found in its own paragraph."""
    random = Random(7)
    pieces = [
        *"ab1 .,:;!?()[]{}<>#*_=~`|\\/&^@é$%",
        "  ",
        "$a",
        "[[",
        "{{",
        "%%",
        ":::",
        "!!!",
        "[!",
        "[toc]",
        "**",
        "](",
        "&amp;",
        "<b>",
        "---",
        "```",
        "http://a.b ",
    ]
    looks = ("", "<w:b/>", "<w:i/>", "<w:b/><w:i/>")
    for _ in range(150):
        typed = [
            [("".join(random.choices(pieces, k=random.randint(1, 9))), random.choice(looks)) for _ in range(3)]
            for _ in range(3)
        ]
        body = "".join(p("".join(r(escape(text, False), look) for text, look in runs)) for runs in typed)
        source = convert(package(body))
        document = Document.read(source, "x.docx")
        wanted = " ".join(" ".join("".join(text for text, _ in runs) for runs in typed).split())
        assert " ".join(document.prose.split()) == wanted, source.text
        for character, offset in zip(document.prose, document.origin, strict=True):
            if character.strip():
                number, column = source.place(offset)
                assert source.quoted(number)[column - 1] == character, source.text


# What is refused.


def why(data: bytes) -> str:
    with pytest.raises(UnreadableDraft) as refused:
        convert(data)
    assert "\n" not in str(refused.value)
    return str(refused.value)


@needs_docx
@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "is not a Word document"),
        (b"# Markdown", "is not a Word document"),
        (b"\xd0\xcf\x11\xe0 old", "old .doc format"),
        (b"PK\x03\x04" + b"\0" * 50, "damaged"),
        (package(p("a"))[:-40], "damaged"),
        (package(p("a"))[:200], "damaged"),
        (package("<w:p>"), "XML cannot be read"),
        (package(p("a"), **{"word/document.xml": "<a/>"}), "is not a Word document"),
        (package("<w:x>" * 3000 + "</w:x>" * 3000), "nested too deeply"),
        (package(nested(200, "tbl", "tr", "tc")), "nested too deeply"),
        (package(nested(200, "sdt", "sdtContent")), "nested too deeply"),
    ],
)
def test_invalid_document_is_one_error_line(data: bytes, told: str) -> None:
    assert told in why(data)


@needs_docx
@pytest.mark.parametrize("body", [nested(80, "tbl", "tr", "tc"), nested(120, "sdt", "sdtContent")])
def test_deep_nesting_within_the_limit_is_read(body: str) -> None:
    assert markdown(body) == "inside"


@needs_docx
def test_damaged_part_is_one_line() -> None:
    data = bytearray(package(p("some text that is packed")))
    at = data.index(b"word/document.xml") + len("word/document.xml")
    data[at : at + 20] = b"\xff" * 20
    assert "damaged" in why(bytes(data))


@needs_docx
def test_bomb_is_not_unpacked() -> None:
    bomb = package(p("a" * 20_000_000))
    tracemalloc.start()
    try:
        assert "times its size" in why(bomb)
        assert tracemalloc.get_traced_memory()[1] < 5_000_000
    finally:
        tracemalloc.stop()


@needs_docx
def test_size_that_lies_is_found_out() -> None:
    """Check an archive whose header understates the size of a part."""
    data = bytearray(package(p("b" * 5_000_000)))
    for match in re.finditer(rb"PK\x01\x02", bytes(data)):
        if data[match.start() + 46 :].startswith(b"word/document.xml"):
            struct.pack_into("<I", data, match.start() + 24, 100)
    assert "damaged" in why(bytes(data))


@needs_docx
def test_too_much_xml_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_UNPACKED", 1000)
    assert "unpacks to more than" in why(package(p("words " * 300)))


@needs_docx
def test_too_many_files_are_refused_before_the_archive_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    data = package(p("a"), **{f"word/media/{number}.png": "" for number in range(archive.MOST_ENTRIES)})
    monkeypatch.setattr(archive.zipfile, "ZipFile", None)
    assert "more than 5000 files" in why(data)


@needs_docx
@pytest.mark.parametrize(
    "head",
    [
        '<!DOCTYPE a [<!ENTITY b "boom">]>',
        '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd">',
    ],
)
@pytest.mark.parametrize("code", ["utf-8", "utf-16", "utf-16-be"])
def test_document_type_is_refused(head: str, code: str) -> None:
    text = f'{head}<w:document xmlns:w="{W}"><w:body>{p("a")}</w:body></w:document>'
    mark = "\ufeff" if code == "utf-16-be" else ""
    assert "declares a document type" in why(package("", **{"word/document.xml": (mark + text).encode(code)}))


@needs_docx
def test_names_in_the_archive_reach_nothing_outside(tmp_path: Path) -> None:
    (tmp_path / "secret.xml").write_text(f'<w:document xmlns:w="{W}"><w:body>{p("secret")}</w:body></w:document>')
    target = f"../../../../../..{tmp_path.as_posix()}/secret.xml"
    rels = f'<Relationships xmlns="{PACKAGE}"><Relationship Id="a" Type="{OFFICE}/officeDocument" Target="{target}"/></Relationships>'
    assert "is not a Word document" in why(package(p("a"), **{"_rels/.rels": rels}))


@needs_docx
def test_long_text_is_refused_by_the_size_that_drafts_may_have() -> None:
    with pytest.raises(UnreadableDraft, match="1 kB"):
        convert(package(p("word " * 500)), 1000)


@needs_docx
@pytest.mark.parametrize(
    "body",
    [
        "<w:tbl>" * 60 + "</w:tbl>" * 60,
        "<w:p>" + "".join(r("ab", f"<w:{'bi'[number % 2]}/>") for number in range(4000)) + "</w:p>",
        f"<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val='999999999'/></w:tcPr>{p('a')}</w:tc><w:tc>{p('b')}</w:tc></w:tr></w:tbl>",
        p("a", number=1, level=99999999) + p("b", number=999) + p("c", style="Nowhere"),
        "<w:p><w:r><w:t>&#x202e;::error::</w:t></w:r></w:p>",
    ],
)
def test_unusual_but_valid_document_is_read(body: str) -> None:
    source = convert(package(body))
    assert isinstance(source, Paragraphs)
    assert len(source.text) < 100_000


# From the command line.

BODY = (
    p("PR/FAQ: Tillgo pays market traders before they pack up", "berschrift1")
    + p("TODO: say what same-day pay costs.")
    + p("Market traders wait nine days for their card takings, and one in five has missed a delivery for it.")
    + p("FAQ", "Ours")
    + p("What does it cost?", "Ask")
    + p(f"{r('It costs ')}<w:ins>{r('£3')}</w:ins>{r(' a month.')}")
)


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    """Return a Word document in a folder of its own."""
    path = tmp_path / "draft.docx"
    path.write_bytes(package(BODY))
    return path


@needs_docx
def test_check_tells_paragraphs(cli: Callable[..., Run], draft: Path) -> None:
    done = cli("check", "draft.docx", "--no-cache", "--verbose", cwd=draft.parent)
    assert done.status == 1
    assert "draft.docx:¶2 error todo-marker" in done.out or "draft.docx:¶2 " in done.out
    assert " 2 | TODO: say what same-day pay costs." in done.out
    assert done.err == "prfaq-lint: draft.docx: 1 tracked change read as if accepted\n"
    assert cli("check", ".", "--no-cache", "--quiet", "--format", "concise", cwd=draft.parent).err == ""
    assert "draft.docx:2:1: error" in cli("check", "--no-cache", "--format", "concise", cwd=draft.parent).out


@needs_docx
@pytest.mark.parametrize(
    ("command", "told"),
    [
        ("review", r"What is the problem\? +no\n +next: What does it cost them each time"),
        ("review", r"\n  price +5 +6\n"),
        ("outline", r"paragraph 5 +What does it cost\?"),
        ("next", r"draft\.docx:¶3: "),
    ],
)
def test_other_commands_read_it(cli: Callable[..., Run], draft: Path, command: str, told: str) -> None:
    done = cli(command, "draft.docx", cwd=draft.parent)
    assert done.status == 0
    assert "draft.docx: 1 tracked change read as if accepted" in done.err
    assert re.search(told, done.out)
    assert not re.search(r"\blines? \d", done.out)


@needs_docx
def test_cached_result_has_its_notes(
    cli: Callable[..., Run], draft: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PRFAQ_LINT_CACHE", str(tmp_path / "kept"))
    first = cli("check", "draft.docx", cwd=draft.parent)
    assert (first.status, first.out, first.err) == (
        (again := cli("check", "draft.docx", cwd=draft.parent)).status,
        again.out,
        again.err,
    )


@needs_docx
def test_lock_files_of_word_are_skipped(cli: Callable[..., Run], draft: Path) -> None:
    (draft.parent / "~$draft.docx").write_bytes(b"lock")
    done = cli("check", ".", "--no-cache", cwd=draft.parent)
    assert "1 draft checked" in done.out


@needs_docx
def test_nothing_is_written_into_it(cli: Callable[..., Run], draft: Path) -> None:
    before = draft.read_bytes()
    for command in (
        ["check", "--fix", "draft.docx"],
        ["check", "--diff", "draft.docx"],
        ["add", "questions", "draft.docx"],
        ["add", "section", "problem", "draft.docx"],
    ):
        done = cli(*command, cwd=draft.parent)
        assert done.status == 2
        assert "draft.docx: is a Word document: " in done.err
        assert done.err.count("docx") == 1
    assert cli("check", "--fix", ".", cwd=draft.parent).status == 0
    assert draft.read_bytes() == before


def test_without_the_packages_one_line_says_what_to_install(
    cli: Callable[..., Run], draft: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("prfaq_lint.document.word.available", lambda: False)
    for command in ("check", "review", "outline", "next"):
        done = cli(command, "draft.docx", cwd=draft.parent)
        assert done.status == 2
        assert done.err == (
            "prfaq-lint: draft.docx: is a Word document, which is read with more packages: pip install 'prfaq-lint[docx]'\n"
        )


@needs_docx
def test_broken_file_does_not_keep_the_others_from_being_checked(cli: Callable[..., Run], draft: Path) -> None:
    (draft.parent / "broken.docx").write_bytes(b"PK\x03\x04")
    done = cli("check", ".", "--no-cache", cwd=draft.parent)
    assert done.status == 2
    assert "broken.docx: is a damaged Word document" in done.err
    assert "draft.docx:¶2" in done.out


# Export.

HOSTILE = """---
prfaq: {stage: draft}
---

# Tillgo <script>alert(1)</script> pays

<!-- prfaq-lint: disable hype -- ours -->

[go](javascript:alert(1)) [web](https://example.com/?a=1&b=2) [v](vbscript:x) [d](data:text/html,x) [up](//evil.example/x) [i](data:image/png;base64,AA==)

![shot](https://evil.example/pixel.png) <img src=x onerror=alert(1)> <customer name> a<br>b

<div onclick="alert(1)">In a block &lt;b&gt;</div>

<script>alert(2)</script>

| a | b |
| --- | --- |
| `c` | **d** |

3. three
4. four
   - in

> said

```
code </style>
```
"""


def test_web_page_is_inert() -> None:
    from prfaq_lint.export import export

    made = export(Document.parse(HOSTILE, "draft.md"), "html")
    page = made.data.decode()
    body = page[page.index("<body>") :]
    tags = set(re.findall(r"<(/?[a-z0-9]+)", body)) - {"/body", "/html", "body"}
    assert {tag.lstrip("/") for tag in tags} <= set(
        "h1 p a br table thead tbody tr th td code strong ol li ul blockquote pre".split()
    )
    assert re.findall(r' (?:href|src|on\w+|style)="([^"]*)"', body) == ["https://example.com/?a=1&amp;b=2"]
    assert "disable hype" not in page
    assert "stage: draft" not in page
    assert "&lt;customer name&gt; a<br>" in body
    assert "<title>Tillgo alert(1) pays</title>" in page
    assert "In a block &lt;b&gt;" in body
    assert "alert(2)" not in body
    assert made.left_out == ("1 picture left out",)
    assert page.count("</style>") == 1


def test_markdown_export_has_only_visible_text() -> None:
    from prfaq_lint.export import export

    text = export(Document.parse(HOSTILE, "draft.md"), "md").data.decode()
    assert text.startswith("# Tillgo ")
    assert "disable hype" not in text
    assert text.endswith("```\n")


@needs_docx
def test_word_document_has_words_own_styles() -> None:
    import docx

    from prfaq_lint.export import export

    made = export(Document.parse(HOSTILE + "\n\x01\ufffe end", "draft.md"), "docx").data
    assert made == export(Document.parse(HOSTILE + "\n\x01\ufffe end", "draft.md"), "docx").data
    document = docx.Document(io.BytesIO(made))
    styles = [one.style.name for one in document.paragraphs if one.text]
    assert styles[0] == "Heading 1"
    assert {"List Number", "List Bullet 2", "Quote", "Source Code"} <= set(styles)
    links = [one.target_ref for one in document.part.rels.values() if one.is_external]
    assert links == ["https://example.com/?a=1&b=2"]
    text = convert(made).text
    assert "3. three\n4. four\n   - in" in text
    assert "| `c` | **d** |" in text


def test_export_leaves_out_what_another_program_added() -> None:
    from prfaq_lint.export import export

    text = (ROOT / "tests" / "exports" / "google-docs.md").read_text(encoding="utf-8")
    page = export(Document.parse(text, "draft.md"), "html").data.decode()
    assert "<h2><strong>Problem</strong></h2>" in page
    assert "base64" not in page


def test_export_overwrites_only_by_force(cli: Callable[..., Run], tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# A\n\ntext\n", encoding="utf-8")
    assert cli("export", "a.md", "--to", "html", cwd=tmp_path).err == "prfaq-lint: a.html: written\n"
    first = (tmp_path / "a.html").read_bytes()
    done = cli("export", "a.md", "--to", "html", cwd=tmp_path)
    assert done.status == 2
    assert done.err == "prfaq-lint: a.html: not written: it is there already (--force overwrites it)\n"
    assert cli("export", "a.md", "--to", "html", "--force", cwd=tmp_path).status == 0
    assert (tmp_path / "a.html").read_bytes() == first
    assert cli("export", "a.md", "--to", "md", "--force", cwd=tmp_path).status == 2
    assert cli("export", "a.md", "--to", "md", "-o", "no/b.md", cwd=tmp_path).status == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.html", "a.md"]


def test_export_to_word_without_the_packages(
    cli: Callable[..., Run], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.md").write_text("# A\n", encoding="utf-8")
    monkeypatch.setattr("prfaq_lint.export.word.available", lambda: False)
    done = cli("export", "a.md", "--to", "docx", cwd=tmp_path)
    assert done.status == 2
    assert done.err == (
        "prfaq-lint: a.md: not exported: Word documents are written with more packages: pip install 'prfaq-lint[docx]'\n"
    )
