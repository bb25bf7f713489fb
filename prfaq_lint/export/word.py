"""The export of a draft as a Word document, with Word's own styles for headings, lists, quotations and tables."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Any, NamedTuple

from ..document.draft import Document
from ..document.source import UnreadableDraft
from ..document.word import EXTRA, available
from . import Exported
from .html import harmless, left_out, visible_lines
from .markdown import title, tokens

if TYPE_CHECKING:
    from markdown_it.token import Token

_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_WEB = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)
_DEEPEST_LIST = 3
"""The number of nested levels for which Word has list styles."""
_MOST_COLUMNS = 63
_CODE_BLOCK, _CODE_WORD = "Source Code", "Verbatim Char"
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The time stamp of all parts of the archive, so that the same draft always gives the same file."""


def write(document: Document) -> Exported:
    """Return a draft as a Word document.

    Raises:
        UnreadableDraft: If the package that writes Word documents is not installed.
    """
    if not available():
        raise UnreadableDraft(f"not exported: Word documents are written with more packages: {EXTRA}")
    writer = _Writer(title(document))
    writer.write(tokens(document))
    return Exported(writer.data(), left_out(writer.pictures))


class _Look(NamedTuple):
    """The appearance of a stretch of text."""

    bold: int = 0
    italic: int = 0
    link: str = ""


class _Writer:
    """A Word document that is being written."""

    def __init__(self, title: str) -> None:
        import docx
        from docx.enum.style import WD_STYLE_TYPE
        from docx.shared import Pt

        self.pictures: list[str] = []
        self._document = docx.Document()
        properties = self._document.core_properties
        properties.title, properties.author, properties.comments = _writable(title)[:255], "", ""
        for name, kind in ((_CODE_BLOCK, WD_STYLE_TYPE.PARAGRAPH), (_CODE_WORD, WD_STYLE_TYPE.CHARACTER)):
            font = self._document.styles.add_style(name, kind).font
            font.name, font.size = "Consolas", Pt(10)
        self._styles = {style.name: style for style in self._document.styles}

    def data(self) -> bytes:
        """Return the bytes of the file, with fixed time stamps."""
        made, same = io.BytesIO(), io.BytesIO()
        self._document.save(made)
        with zipfile.ZipFile(made) as archive, zipfile.ZipFile(same, "w", zipfile.ZIP_DEFLATED) as kept:
            for name in archive.namelist():
                kept.writestr(zipfile.ZipInfo(name, _LONG_AGO), archive.read(name), zipfile.ZIP_DEFLATED)
        return same.getvalue()

    def write(self, tokens: list[Token]) -> None:
        """Write the Markdown tokens of a draft."""
        style = "Normal"
        lists: list[Any] = []
        """The numbering of each open list in Word, or None for a list with bullets."""
        fresh = False
        """Whether the next paragraph is the first of its list item."""
        quotes = 0
        table: list[list[Token]] | None = None
        for token in tokens:
            kind = token.type
            if kind == "heading_open":
                style = f"Heading {token.tag[1]}"
            elif kind == "heading_close":
                style = "Normal"
            elif kind in ("bullet_list_open", "ordered_list_open"):
                lists.append(self._numbers(token, len(lists)) if kind[0] == "o" else None)
            elif kind in ("bullet_list_close", "ordered_list_close"):
                lists.pop()
            elif kind == "list_item_open":
                fresh = True
            elif kind in ("blockquote_open", "blockquote_close"):
                quotes += 1 if token.nesting > 0 else -1
            elif kind == "table_open":
                table = []
            elif kind == "tr_open" and table is not None:
                table.append([])
            elif kind == "inline" and table is not None:
                table[-1].append(token)
            elif kind == "table_close" and table is not None:
                self._table(table)
                table = None
            elif kind == "hr":
                self._rule()
            elif kind in ("inline", "fence", "code_block", "html_block"):
                own = style if style != "Normal" else "Quote" if quotes and not lists else style
                paragraphs = self._paragraphs(token, own, lists, fresh)
                fresh = fresh and not paragraphs

    def _paragraphs(self, token: Token, style: str, lists: list[Any], fresh: bool) -> int:
        """Write a block of text, and return the number of paragraphs it takes up."""
        if token.type == "html_block":
            from html import unescape

            lines = [unescape(line) for line in visible_lines(token.content)]
        elif token.type == "inline":
            paragraph = self._paragraph(style, lists, fresh)
            self._inline(paragraph, token)
            return 1
        else:
            lines, style = token.content.rstrip("\n").split("\n"), _CODE_BLOCK
        for line in lines:
            self._document.add_paragraph(_writable(line), self._styles[style])
        return len(lines)

    def _paragraph(self, style: str, lists: list[Any], fresh: bool) -> Any:
        """Add a paragraph, and return it.

        If `lists` is not empty, the paragraph is the first (`fresh`) or a further one of an item in the innermost list.
        """
        if not lists or style.startswith("Heading"):
            return self._document.add_paragraph(style=self._styles[style])
        level = min(len(lists), _DEEPEST_LIST)
        kind = "List Continue" if not fresh else "List Bullet" if lists[-1] is None else "List Number"
        paragraph = self._document.add_paragraph(style=self._styles[kind if level == 1 else f"{kind} {level}"])
        if fresh and lists[-1] is not None:
            numbers = paragraph._p.get_or_add_pPr().get_or_add_numPr()
            numbers.get_or_add_ilvl().val = 0
            numbers.get_or_add_numId().val = lists[-1].numId
        return paragraph

    def _numbers(self, token: Token, level: int) -> Any:
        """Add a numbering for a new list that starts at the list's own first number, and return it."""
        from docx.oxml.ns import qn

        name = "List Number" if level == 0 else f"List Number {min(level + 1, _DEEPEST_LIST)}"
        root = self._document.part.numbering_part.element
        usual = self._styles[name].element.pPr.numPr.numId.val
        abstract = next(one for one in root.num_lst if one.numId == usual).find(qn("w:abstractNumId"))
        numbers = root.add_num(int(abstract.get(qn("w:val"))))
        numbers.add_lvlOverride(0).add_startOverride(int(token.attrs.get("start", 1)))
        return numbers

    def _inline(self, paragraph: Any, token: Token) -> None:
        """Write a line of text with its emphasis and links."""
        look, outer = _Look(), ""
        place = paragraph._p
        for child in token.children or []:
            kind = child.type
            if kind in ("strong_open", "strong_close"):
                look = look._replace(bold=look.bold + child.nesting)
            elif kind in ("em_open", "em_close"):
                look = look._replace(italic=look.italic + child.nesting)
            elif kind == "link_open":
                outer = str(child.attrs.get("href", ""))
                place = self._link(paragraph, outer) if _WEB.match(outer) else paragraph._p
            elif kind == "link_close":
                place = paragraph._p
            elif kind == "softbreak":
                self._run(place, paragraph, " ", look)
            elif kind == "hardbreak":
                self._run(place, paragraph, "\n", look)
            elif kind == "image":
                self.pictures.append(child.content)
            elif kind == "code_inline":
                self._run(place, paragraph, child.content, look, code=True)
            elif kind == "html_inline":
                from html import unescape

                shown = harmless(child.content)
                self._run(place, paragraph, "\n" if shown.startswith("<br>") else unescape(shown), look)
            elif child.content:
                self._run(place, paragraph, child.content, look)

    def _run(self, place: Any, paragraph: Any, text: str, look: _Look, code: bool = False) -> None:
        from docx.text.run import Run

        if not text:
            return
        run = Run(place._add_r() if hasattr(place, "_add_r") else _added(place), paragraph)
        run.text = _writable(text)
        run.bold = True if look.bold else None
        run.italic = True if look.italic else None
        if code:
            run.style = self._styles[_CODE_WORD]

    def _link(self, paragraph: Any, address: str) -> Any:
        """Add an empty link to a paragraph, and return it."""
        from docx.opc.constants import RELATIONSHIP_TYPE
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        link = OxmlElement("w:hyperlink")
        link.set(qn("r:id"), self._document.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
        paragraph._p.append(link)
        return link

    def _table(self, rows: list[list[Token]]) -> None:
        columns = min(max(map(len, rows)), _MOST_COLUMNS)
        table = self._document.add_table(0, columns, style=self._styles["Table Grid"])
        for row in rows:
            for cell, token in zip(table.add_row().cells, row, strict=False):
                self._inline(cell.paragraphs[0], token)
        self._document.add_paragraph()

    def _rule(self) -> None:
        """Write a horizontal line."""
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        border, bottom = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
        for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "auto")):
            bottom.set(qn(f"w:{name}"), value)
        border.append(bottom)
        self._document.add_paragraph()._p.get_or_add_pPr().append(border)


def _added(place: Any) -> Any:
    """Add a run at the end of a link, and return it."""
    from docx.oxml import OxmlElement

    run = OxmlElement("w:r")
    place.append(run)
    return run


def _writable(text: str) -> str:
    """Return a text without the characters that XML does not allow."""
    return _UNWRITABLE.sub("", text)
