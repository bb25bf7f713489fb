"""Word document → Markdown in which every character knows its paragraph.

The XML is read directly from the archive, and only the parts with text, styles and list numbers: everything else, such as
pictures, stays packed. Changes that are still tracked count as accepted; comments and notes are left out.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from importlib.util import find_spec
from typing import Any, NamedTuple, TypeVar

from .source import MAX_BYTES, Paragraphs, UnreadableDraft, too_large

EXTRA = "pip install 'prfaq-lint[docx]'"
"""The extra with the packages that read Word documents."""

MOST_ENTRIES = 5_000
"""The maximum number of files in the archive; a long document with a picture on each page has some hundreds."""

MOST_UNPACKED = 32_000_000
"""The maximum number of bytes of XML that are unpacked from one document."""

MOST_RATIO = 200
"""The maximum ratio of the unpacked to the packed size of a part; in real documents it is below 50."""

_SMALL = 1_000_000
"""Parts below this size may have any ratio: a page of empty table rows packs very well."""

_MOST_LEVELS = 9
_MOST_SPANNED = 63
_OLD_FORMAT = b"\xd0\xcf\x11\xe0"
_CENTRAL_ENTRY = b"PK\x01\x02"
_ENCRYPTED = 1

_HEADING = re.compile(r"heading (\d)")
_LIST_LEVEL = re.compile(r"list (?:bullet|number|continue) (\d)")
_QUOTE_STYLES = frozenset(("quote", "intense quote", "block text", "quotations"))
_CODE_BLOCKS = frozenset(("source code", "html preformatted", "preformatted text", "macro text"))
_CODE_WORDS = frozenset(
    ("verbatim char", "html code", "html keyboard", "html typewriter", "source text", "source_text")
)
_CONTENTS = re.compile(r"(?:toc|table of figures|contents) ?(?:\d|heading)?")
_BREAKING = re.compile(r"[\n\v\f\r\x85\u2028\u2029]")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")

_ESCAPED = re.compile(
    r"[\\`*^{]|(?<![^\W_])_|_(?![^\W_])|<(?=[A-Za-z/!?])|&(?=#?\w{1,31};)|\](?=[(\[:])|!(?=\[)|(?<=\[)!|\[(?=\[|(?i:toc))"
    r"|%(?=%)|(?<=\))=|(?m:^)(?:[#>=~]|[-+](?=\s*$|[-+])|:(?=::)|!(?=!!)|\?(?=\?\?))|(?<= )#+$"
)
"""The characters in plain text that Markdown would read as markup, except numbers and hyphens that begin an item: they
are meant as a list.
"""

_Mark = tuple[int, int, str]
"""Markup in a text: its position, its kind, and its text."""
_Key = TypeVar("_Key", bound=tuple[Any, ...])
_PUNCTUATION = re.compile(r"[^\w\s]|_")


def available() -> bool:
    """Return whether the packages that read Word documents are installed."""
    return find_spec("docx") is not None and find_spec("lxml") is not None


def convert(data: bytes, max_bytes: int = MAX_BYTES) -> Paragraphs:
    """Convert a Word document to Markdown.

    Args:
        data: The bytes of the file.
        max_bytes: The maximum number of bytes of the Markdown.

    Returns:
        The Markdown, with the paragraphs that it comes from.

    Raises:
        UnreadableDraft: If the file is not a Word document, is damaged, or unpacks to too much.
    """
    if not available():
        raise UnreadableDraft(f"is a Word document, which is read with more packages: {EXTRA}")
    package = _Package(data)
    try:
        body = _Body(package)
        writer = _Writer()
        writer.write(body.blocks())
        source = writer.source(body.notes())
    except RecursionError:
        raise UnreadableDraft("is nested too deeply to be read") from None
    if len(source.text.encode("utf-8", "surrogatepass")) > max_bytes:
        raise UnreadableDraft(f"has text that {too_large(max_bytes)}")
    return source


# The archive.


class _Package:
    """The archive of a Word document, unpacked part by part and never beyond its limits."""

    def __init__(self, data: bytes) -> None:
        if data.startswith(_OLD_FORMAT):
            raise UnreadableDraft("has a password or the old .doc format: save it as .docx without a password")
        if not data.startswith(b"PK"):
            raise UnreadableDraft("is not a Word document despite its name")
        # Each entry begins like this, so entries can be counted before they are read.
        if data.count(_CENTRAL_ENTRY) > MOST_ENTRIES:
            raise UnreadableDraft(f"is not read: the archive has more than {MOST_ENTRIES} files")
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError, EOFError, OSError):
            raise UnreadableDraft("is a damaged Word document (the archive cannot be opened)") from None
        self._left = MOST_UNPACKED
        self.main = self._related("", "/officeDocument") or "word/document.xml"

    def part(self, name: str) -> Any:
        """Return the root element of a part; None if there is no such part."""
        try:
            entry = self._archive.getinfo(name)
        except KeyError:
            return None
        packed = max(1, entry.compress_size)
        if entry.file_size > self._left:
            raise UnreadableDraft(f"is not read: its text unpacks to more than {MOST_UNPACKED // 1_000_000} MB")
        if entry.file_size > _SMALL and entry.file_size > MOST_RATIO * packed:
            raise UnreadableDraft(f"is not read: a part of it unpacks to more than {MOST_RATIO} times its size")
        if entry.flag_bits & _ENCRYPTED:
            raise UnreadableDraft("has a password: save it without one")
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise UnreadableDraft("is a damaged Word document (a part is packed in an unusual way)")
        try:
            with self._archive.open(entry) as file:
                data = file.read(self._left + 1)
        except (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, RuntimeError, EOFError, OSError):
            raise UnreadableDraft("is a damaged Word document (a part cannot be unpacked)") from None
        self._left -= len(data)
        if self._left < 0:
            raise UnreadableDraft(f"is not read: its text unpacks to more than {MOST_UNPACKED // 1_000_000} MB")
        return _xml(data)

    def related(self, kind: str) -> Any:
        """Return the root element of the part that the main part is related to in this way, or None."""
        name = self._related(self.main, kind)
        return self.part(name) if name else None

    @cached_property
    def links(self) -> dict[str, str]:
        """Return the addresses that the main part links to, by the name of the relation."""
        return {name: target for name, kind, target, outside in self._relations(self.main) if outside}

    def _related(self, part: str, kind: str) -> str:
        """Return the name of the first part that `part` is related to in this way; "" if there is none."""
        for _, found, target, outside in self._relations(part):
            if found.endswith(kind) and not outside:
                # This is a name inside the archive: nothing outside can be opened by it.
                return posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target)).lstrip("/")
        return ""

    def _relations(self, part: str) -> list[tuple[str, str, str, bool]]:
        """Return the relations of a part: name, kind, target, and whether that is outside the archive."""
        if part not in self._known:
            folder, name = posixpath.split(part)
            root = self.part(posixpath.join(folder, "_rels", f"{name}.rels"))
            self._known[part] = [
                (one.get("Id", ""), one.get("Type", ""), one.get("Target", ""), one.get("TargetMode") == "External")
                for one in (root if root is not None else ())
            ]
        return self._known[part]

    @cached_property
    def _known(self) -> dict[str, list[tuple[str, str, str, bool]]]:
        return {}


def _xml(data: bytes) -> Any:
    """Return the root element of XML that refers to nothing outside itself."""
    from lxml import etree

    try:
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            data = data.decode("utf-16").encode("utf-8")
        if b"<!DOCTYPE" in data:
            raise UnreadableDraft("is not read: its XML declares a document type, which Word never writes")
        parser = etree.XMLParser(
            encoding="utf-8",
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, UnicodeError, ValueError):
        raise UnreadableDraft("is a damaged Word document (its XML cannot be read)") from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnreadableDraft("is not read: its XML declares a document type, which Word never writes")
    return root


# Elements are identified by their names alone: the two namespaces, the usual and the strict one, mean the same.


def _name(element: Any) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _child(element: Any, *names: str) -> Any:
    """Return the first child of this name, its child of the next name, and so on; None if there is none."""
    for name in names:
        element = next((child for child in element if _name(child) == name), None) if element is not None else None
    return element


def _value(element: Any, attribute: str = "val") -> str:
    """Return an attribute of an element in any namespace; "" if there is none."""
    if element is None:
        return ""
    return next((text for name, text in element.attrib.items() if name.rpartition("}")[2] == attribute), "")


def _on(element: Any) -> bool | None:
    """Return the value of a switch such as bold; None if it is not set."""
    return None if element is None else _value(element) not in ("0", "false", "off", "none")


def _number(text: str, otherwise: int = 0) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else otherwise


# Styles and lists.


@dataclass
class _Look:
    """The properties of a style, including inherited ones."""

    names: tuple[str, ...] = ()
    """Its own name and those of the styles that it is based on, in lower case."""
    outline: int = -1
    """The level of the heading that it makes, from 0."""
    list_id: str = ""
    in_list: int = 0
    """The level in the list, from 0."""
    level: int = 0
    """The level in its name: each level may have its own list."""
    bold: bool | None = None
    italic: bool | None = None
    hidden: bool | None = None


class _Styles:
    """The styles of a document."""

    def __init__(self, root: Any) -> None:
        self._elements: dict[str, Any] = {}
        self._looks: dict[str, _Look] = {}
        self.usual = ""
        """The style of paragraphs that do not name one."""
        for style in root if root is not None else ():
            if _name(style) == "style":
                name = _value(style, "styleId")
                self._elements.setdefault(name, style)
                if _value(style, "type") == "paragraph" and _value(style, "default") in ("1", "true", "on"):
                    self.usual = self.usual or name

    def look(self, name: str) -> _Look:
        """Return the properties of a style; the defaults if there is no such style."""
        if name in self._looks:
            return self._looks[name]
        chain: list[str] = []
        while name in self._elements and name not in chain and len(chain) < 20:
            chain.append(name)
            name = _value(_child(self._elements[name], "basedOn"))
        look = _Look()
        for name in reversed(chain):
            style = self._elements[name]
            paragraph, run = _child(style, "pPr"), _child(style, "rPr")
            own = _value(_child(style, "name")).lower() or name.lower()
            numbers = _child(paragraph, "numPr")
            level = _value(_child(paragraph, "outlineLvl"))
            heading = _HEADING.fullmatch(own)
            listed = _LIST_LEVEL.fullmatch(own)
            bold, italic, hidden = (_on(_child(run, kind)) for kind in ("b", "i", "vanish"))
            look = _Look(
                (own, *look.names),
                int(heading[1]) - 1 if heading else 0 if own == "title" else _number(level, look.outline),
                _value(_child(numbers, "numId")) or look.list_id,
                _number(_value(_child(numbers, "ilvl")), look.in_list),
                max(0, int(listed[1]) - 1) if listed else look.level,
                look.bold if bold is None else bold,
                look.italic if italic is None else italic,
                look.hidden if hidden is None else hidden,
            )
        self._looks[chain[0] if chain else name] = look
        return look


class _Level(NamedTuple):
    """One level of a list."""

    kind: str
    """`bullet`, `number` or `none`."""
    start: int


class _Lists:
    """The lists of a document, and their current numbers."""

    def __init__(self, root: Any, styles: _Styles) -> None:
        self._kinds: dict[str, dict[int, _Level]] = {}
        self._lists: dict[str, tuple[str, dict[int, int]]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[str] = set()
        linked: dict[str, str] = {}
        for element in root if root is not None else ():
            if _name(element) == "abstractNum":
                name = _value(element, "abstractNumId")
                linked[name] = _value(_child(element, "numStyleLink"))
                self._kinds[name] = {
                    _number(_value(level, "ilvl")): _level(level) for level in element if _name(level) == "lvl"
                }
            elif _name(element) == "num":
                starts = {
                    _number(_value(one, "ilvl")): _number(_value(_child(one, "startOverride")), 1)
                    for one in element
                    if _name(one) == "lvlOverride" and _child(one, "startOverride") is not None
                }
                self._lists[_value(element, "numId")] = _value(_child(element, "abstractNumId")), starts
        for name, style in linked.items():
            other = self._lists.get(styles.look(style).list_id) if style else None
            if other and not self._kinds[name]:
                self._kinds[name] = self._kinds.get(other[0], {})

    def next(self, list_id: str, level: int) -> tuple[str, int]:
        """Return the kind of the next paragraph of a list and its number.

        The kind is `bullet`, `number` or `none`; "" if there is no such list.
        """
        if list_id not in self._lists:
            return "", 0
        name, starts = self._lists[list_id]
        kinds = self._kinds.get(name, {})
        found = kinds.get(level, _Level("bullet", 1))
        if found.kind == "none":
            return found.kind, 0
        counts = self._counts.setdefault(name, {})
        if list_id not in self._begun:
            self._begun.add(list_id)
            for at, first in starts.items():
                counts[at] = first - 1
        counts[level] = min(counts.get(level, found.start - 1) + 1, 999_999_999)
        for deeper in [at for at in counts if at > level]:
            del counts[deeper]
        return found.kind, counts[level]


def _level(element: Any) -> _Level:
    kind, text = _value(_child(element, "numFmt")), _child(element, "lvlText")
    blank = text is not None and not _value(text).strip()
    # Some programs put the further paragraphs of an item in a list whose marks are blank.
    shape = "none" if kind == "none" or (kind == "bullet" and blank) else "bullet" if kind == "bullet" else "number"
    return _Level(shape, _number(_value(_child(element, "start")), 1))


# The text.


class _Run(NamedTuple):
    """A piece of text with the same formatting."""

    text: str
    bold: bool = False
    italic: bool = False
    code: bool = False
    link: str = ""


@dataclass
class _Paragraph:
    """A paragraph of one kind.

    The kinds are `heading`, `paragraph`, `item`, `none` (a further paragraph of an item), `quote`, `code` and `rule`.
    """

    kind: str
    runs: list[_Run]
    level: int = 0
    """The level of a heading, from 1, or of an item, from 0."""
    mark: str = ""
    """The bullet or number of an item."""


@dataclass
class _Table:
    """The cells of a table, row by row, each with its paragraphs."""

    rows: list[list[list[_Paragraph]]] = field(default_factory=list)


class _Body:
    """The text of a document, read once from its beginning to its end."""

    def __init__(self, package: _Package) -> None:
        root = package.part(package.main)
        body = _child(root, "body") if root is not None and _name(root) == "document" else None
        if body is None:
            raise UnreadableDraft("is not a Word document despite its name")
        self._body = body
        self._links = package.links
        self._styles = _Styles(package.related("/styles"))
        self._lists = _Lists(package.related("/numbering"), self._styles)
        self._changes = self._comments = self._footnotes = self._embedded = 0
        self._waiting: list[_Run] = []
        """The runs of a paragraph whose end was deleted: they belong to the next one."""
        self._boxes: list[Any] = []

    def blocks(self) -> Iterator[_Paragraph | _Table]:
        """Yield the paragraphs and tables of the document."""
        yield from self._in(self._body)
        if self._waiting:
            yield _Paragraph("paragraph", self._waiting)

    def notes(self) -> tuple[str, ...]:
        """Return what was not read exactly as it is in the document, one line each."""
        counted = (
            (self._changes, "tracked change", "read as if accepted"),
            (self._comments, "comment", "not read"),
            (self._footnotes, "footnote", "not read"),
            (self._embedded, "embedded document", "not read"),
        )
        return tuple(f"{count} {what}{'' if count == 1 else 's'} {how}" for count, what, how in counted if count)

    def _in(self, container: Any) -> Iterator[_Paragraph | _Table]:
        for element in container:
            name = _name(element)
            if name == "p":
                yield from self._paragraph(element)
                boxes, self._boxes = self._boxes, []
                for box in boxes:
                    yield from self._in(box)
            elif name == "tbl":
                yield from self._table(element)
            elif name in ("sdt", "customXml", "smartTag", "ins", "moveTo", "sdtContent"):
                self._changes += name in ("ins", "moveTo")
                if not _is_contents(element):
                    yield from self._in(element)
            elif name in ("del", "moveFrom"):
                self._changes += 1
            elif name == "altChunk":
                self._embedded += 1

    def _paragraph(self, element: Any) -> Iterator[_Paragraph]:
        properties = _child(element, "pPr")
        style = _value(_child(properties, "pStyle")) or self._styles.usual
        look = self._styles.look(style)
        runs = list(self._runs(element, look, ""))
        mark = _child(properties, "rPr")
        self._changes += sum(_child(mark, kind) is not None for kind in ("ins", "del", "moveFrom", "moveTo"))
        if _child(mark, "del") is not None or _child(mark, "moveFrom") is not None:
            self._waiting += runs
            return
        runs, self._waiting = [*self._waiting, *runs], []
        if look.names and _CONTENTS.fullmatch(look.names[0]):
            return
        found = self._kind(element, properties, look, runs)
        if found.kind == "rule" or any(run.text.strip() for run in runs):
            yield found

    def _kind(self, element: Any, properties: Any, look: _Look, runs: list[_Run]) -> _Paragraph:
        """Return a paragraph with its kind; a list counts its empty items too."""
        level = _number(_value(_child(properties, "outlineLvl")), look.outline)
        numbers = _child(properties, "numPr")
        list_id = _value(_child(numbers, "numId")) or look.list_id
        in_list = min(_number(_value(_child(numbers, "ilvl")), look.in_list), _MOST_LEVELS - 1)
        depth = max(in_list, look.level)
        names = set(look.names)
        kind, number = self._lists.next(list_id, in_list) if list_id and list_id != "0" else ("", 0)
        if 0 <= level < _MOST_LEVELS:
            return _Paragraph(
                "heading", [_Run(run.text, code=run.code, link=run.link) for run in runs], min(level + 1, 6)
            )
        if names & _CODE_BLOCKS:
            return _Paragraph("code", runs)
        if kind in ("bullet", "number"):
            return _Paragraph("item", runs, depth, "-" if kind == "bullet" else f"{number}.")
        if kind == "none":
            return _Paragraph("none", runs, depth)
        if names & _QUOTE_STYLES:
            return _Paragraph("quote", runs)
        if not any(run.text.strip() for run in runs) and _is_rule(element, properties, names):
            return _Paragraph("rule", [])
        return _Paragraph("paragraph", runs)

    def _runs(self, element: Any, look: _Look, link: str) -> Iterator[_Run]:
        """Yield the text of a paragraph or of a part of it."""
        for child in element:
            name = _name(child)
            if name == "r":
                yield from self._run(child, look, link)
            elif name in ("ins", "moveTo"):
                self._changes += 1
                yield from self._runs(child, look, link)
            elif name in ("del", "moveFrom"):
                self._changes += 1
            elif name == "hyperlink":
                yield from self._runs(child, look, _safe_address(self._links.get(_value(child, "id"), "")))
            elif name in (
                "sdt",
                "sdtContent",
                "smartTag",
                "customXml",
                "fldSimple",
                "dir",
                "bdo",
                "oMath",
                "oMathPara",
            ):
                yield from self._runs(child, look, link)
            elif name == "AlternateContent":
                choice = _child(child, "Choice")
                if choice is not None:
                    yield from self._runs(choice, look, link)

    def _run(self, element: Any, look: _Look, link: str) -> Iterator[_Run]:
        properties = _child(element, "rPr")
        style = self._styles.look(_value(_child(properties, "rStyle")))
        bold, italic, hidden = (
            next((is_set for is_set in (_on(_child(properties, kind)), *inherited) if is_set is not None), False)
            for kind, inherited in (
                ("b", (style.bold, look.bold)),
                ("i", (style.italic, look.italic)),
                ("vanish", (style.hidden, look.hidden)),
            )
        )
        text = "" if hidden else "".join(self._words(element))
        for reference in element:
            name = _name(reference)
            self._comments += name == "commentReference"
            self._footnotes += name in ("footnoteReference", "endnoteReference")
        if text:
            yield _Run(text, bold, italic, bool(_CODE_WORDS & {*style.names}), link)

    def _words(self, element: Any) -> Iterator[str]:
        """Yield the characters of a run, with line breaks as line feeds."""
        for child in element:
            name = _name(child)
            if name == "t":
                yield _CONTROLS.sub("", _BREAKING.sub(" ", child.text or "")).replace("\t", " ")
            elif name in ("tab", "ptab"):
                yield " "
            elif name in ("br", "cr"):
                yield "\n" if _value(child, "type") in ("", "textWrapping") else " "
            elif name == "noBreakHyphen":
                yield "-"
            elif name == "AlternateContent":
                choice = _child(child, "Choice")
                if choice is not None:
                    self._boxes += _text_boxes(choice)
            elif name in ("drawing", "pict"):
                self._boxes += _text_boxes(child)

    def _table(self, element: Any) -> Iterator[_Paragraph | _Table]:
        table = _Table()
        for row in _flat(element, "tr"):
            properties = _child(row, "trPr")
            self._changes += sum(_child(properties, kind) is not None for kind in ("ins", "del"))
            if _child(properties, "del") is not None:
                continue
            cells: list[list[_Paragraph]] = []
            for cell in _flat(row, "tc"):
                merged = _child(cell, "tcPr", "vMerge")
                if merged is not None and _value(merged) != "restart":
                    found: list[_Paragraph] = []
                else:
                    found = [one for block in self._in(cell) for one in _paragraphs(block)]
                spanned = _number(_value(_child(cell, "tcPr", "gridSpan")), 1)
                cells += [found, *[[] for _ in range(min(spanned, _MOST_SPANNED) - 1)]]
            table.rows.append(cells)
        if all(sum(map(bool, cells)) <= 1 for cells in table.rows):
            # A frame around text, not a table.
            yield from (one for cells in table.rows for cell in cells for one in cell)
        else:
            yield table


def _paragraphs(block: _Paragraph | _Table) -> Iterable[_Paragraph]:
    """Return the paragraphs of a block; of a table, those of its cells in order."""
    return [one for row in block.rows for cell in row for one in cell] if isinstance(block, _Table) else [block]


def _flat(element: Any, name: str) -> Iterator[Any]:
    """Yield the rows of a table or the cells of a row, including wrapped ones."""
    for child in element:
        found = _name(child)
        if found == name:
            yield child
        elif found in ("sdt", "sdtContent", "customXml", "ins", "moveTo"):
            yield from _flat(child, name)


def _text_boxes(element: Any) -> list[Any]:
    """Return the contents of the text boxes in a drawing; an outer box includes its inner ones."""
    found = []
    for child in element:
        if _name(child) == "txbxContent":
            found.append(child)
        elif _name(child) != "Fallback":
            found += _text_boxes(child)
    return found


def _is_contents(element: Any) -> bool:
    """Return whether this is a table of contents."""
    gallery = _child(element, "sdtPr", "docPartObj", "docPartGallery")
    return _value(gallery).lower() == "table of contents"


def _is_rule(element: Any, properties: Any, names: set[str]) -> bool:
    """Return whether an empty paragraph is a line across the page."""
    if "horizontal line" in names or _child(properties, "pBdr", "bottom") is not None:
        return True
    return any(_value(shape, "hr") in ("t", "true") for shape in element.iter() if _name(shape) == "rect")


def _safe_address(address: str) -> str:
    """Return an address if it is allowed in a link, otherwise ""."""
    found = re.fullmatch(r"(?:https?://|mailto:)[^\s<>\\]{1,2000}", address, re.IGNORECASE)
    return found[0] if found else ""


# The Markdown.


class _Writer:
    """Markdown that is being written, with the paragraph that each of its characters comes from."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self._paragraphs: list[str] = []
        self._origin = (array("l"), array("l"), array("l"), array("l"))

    def source(self, notes: tuple[str, ...]) -> Paragraphs:
        """Return everything that was written."""
        return Paragraphs("".join(self._pieces), self._paragraphs, self._origin, notes)

    def write(self, blocks: Iterable[_Paragraph | _Table]) -> None:
        """Write blocks one after the other."""
        open_items: list[int] = []
        """The indentation of the text of each open item, by level."""
        before = ""
        for block in blocks:
            kind = "table" if isinstance(block, _Table) else block.kind
            if before:
                self._markup("\n" if before == kind in ("item", "code") else "\n\n")
            if kind == "code" != before:
                self._markup("```\n")
            elif before == "code" != kind:
                self._undo("\n\n")
                self._markup("\n```\n\n")
            before = kind
            if isinstance(block, _Table):
                open_items.clear()
                self._table(block)
            elif kind == "item":
                del open_items[block.level :]
                while len(open_items) < block.level:  # a level was left out
                    open_items.append(open_items[-1] if open_items else 0)
                indent = open_items[-1] if open_items else 0
                open_items.append(indent + len(block.mark) + 1)
                self._text(block.runs, f"{' ' * indent}{block.mark} ", " " * open_items[-1])
            elif kind == "none" and open_items:
                indent = open_items[min(block.level, len(open_items) - 1)]
                self._text(block.runs, " " * indent, " " * indent)
            else:
                open_items.clear()
                self._plain(block)
        if before == "code":
            self._markup("\n```")
        self._markup("\n")

    def _plain(self, block: _Paragraph) -> None:
        if block.kind == "rule":
            self._markup("---")
        elif block.kind == "heading":
            self._text(block.runs, f"{'#' * block.level} ", "", " ")
        elif block.kind == "quote":
            self._text(block.runs, "> ", "> ")
        elif block.kind == "code":
            self._code(block.runs)
        else:
            self._text(block.runs)

    def _table(self, table: _Table) -> None:
        columns = max(map(len, table.rows))
        for number, cells in enumerate(table.rows):
            self._markup("\n|" if number else "|")
            for cell in cells:
                self._markup(" ")
                for index, paragraph in enumerate(cell):
                    self._text(paragraph.runs, "<br>" if index else "", "", "<br>", cell=True)
                self._markup(" |")
            if not number:
                self._markup("  |" * (columns - len(cells)) + "\n|" + " --- |" * columns)

    def _code(self, runs: Sequence[_Run]) -> None:
        """Write a paragraph of a code block; only its lines matter, because code is not checked."""
        text = "".join(run.text for run in runs).replace("```", "'''")
        self._begin(text)
        self._copy(text, 0, len(text))

    def _text(
        self, runs: Sequence[_Run], lead: str = "", indent: str = "", line_break: str = "", cell: bool = False
    ) -> None:
        """Write a paragraph.

        Args:
            runs: Its text.
            lead: The beginning of its first line.
            indent: The beginning of further lines.
            line_break: The text for a line break; a line feed if it is "".
            cell: Whether it is in a table.
        """
        whole = "".join(run.text for run in runs)
        begin = len(whole) - len(whole.lstrip())
        text = whole.strip()
        self._begin(text)
        self._markup(lead)
        escaped = sorted(
            {match.start() for match in _ESCAPED.finditer(text)}
            | ({at for at, character in enumerate(text) if character == "|"} if cell else set())
            | ({at for at, character in enumerate(text) if character == "$"} if text.count("$") > 1 else set())
        )
        at = -begin
        spans = []
        for run in runs:
            start, end = max(0, at), min(len(text), at + len(run.text))
            at += len(run.text)
            if start < end:
                spans.append((start, end, run))
        marks = _marks(text, spans)
        at = code = 0
        for place, rank, mark in marks:
            self._stretch(text, at, place, escaped, line_break or f"\n{indent}", bool(code))
            self._markup(mark)
            at = place
            code = code + 1 if rank == _OPEN_CODE else code - 1 if rank == _CLOSE_CODE else code
        self._stretch(text, at, len(text), escaped, line_break or f"\n{indent}", False)

    def _stretch(self, text: str, start: int, end: int, escaped: list[int], line_break: str, code: bool) -> None:
        if code:
            self._copy(text, start, end)
        elif start < end:
            self._escape(text, start, end, escaped, line_break)

    def _escape(self, text: str, start: int, end: int, escaped: list[int], line_break: str) -> None:
        """Write text literally, with a backslash before what Markdown would read as markup."""
        at = start
        for place in escaped[bisect_left(escaped, start) : bisect_left(escaped, end)]:
            self._lines(text, at, place, line_break)
            self._markup("\\")
            at = place
        self._lines(text, at, end, line_break)

    def _lines(self, text: str, start: int, end: int, line_break: str) -> None:
        while (found := text.find("\n", start, end)) >= 0:
            self._copy(text, start, found)
            self._markup(line_break)
            start = found + 1
            while start < end and text[start] in " \n":  # an empty line would end the paragraph
                start += 1
        self._copy(text, start, end)

    def _begin(self, text: str) -> None:
        """Begin a paragraph; its markup counts as its beginning."""
        self._paragraphs.append(_BREAKING.sub(" ", text))
        self._origin_at(0, 0)

    def _copy(self, text: str, start: int, end: int) -> None:
        if start < end:
            self._origin_at(start, end - start)
            self._markup(text[start:end])

    def _origin_at(self, column: int, length: int) -> None:
        for values, value in zip(self._origin, (self._length, len(self._paragraphs), column, length), strict=True):
            values.append(value)

    def _markup(self, text: str) -> None:
        self._pieces.append(text)
        self._length += len(text)

    def _undo(self, text: str) -> None:
        assert self._pieces[-1] == text
        self._length -= len(self._pieces.pop())


_CLOSE_CODE, _CLOSE_ITALIC, _CLOSE_BOLD, _CLOSE_LINK, _OPEN_LINK, _OPEN_BOLD, _OPEN_ITALIC, _OPEN_CODE = range(8)
"""The order in which marks at one position are written."""


def _marks(text: str, spans: Sequence[tuple[int, int, _Run]]) -> list[_Mark]:
    """Return the marks around the runs of a text, in the order in which they are written: offset, kind, and text.

    Adjacent runs with the same formatting share their marks, which are properly nested. There are none where Markdown
    would not recognize them: around white space, and between a letter and punctuation.
    """
    marks: list[_Mark] = []
    for start, end, (link,) in _alike(spans, lambda run: (run.link,)):
        if link and text[start:end].strip():
            marks += (start, _OPEN_LINK, "["), (end, _CLOSE_LINK, f"](<{link}>)")
    strong: set[tuple[int, int]] = set()
    """The beginnings and ends of bold stretches: italic ones may share both with them, or be separate."""
    for start, end, (_, bold) in _alike(spans, lambda run: (run.link, run.bold)):
        pair = _pair(text, start, end, _OPEN_BOLD, _CLOSE_BOLD, "**") if bold else ()
        marks += pair
        strong.update(((pair[0][0], pair[1][0]),) if pair else ())
    edges = {place for pair in strong for place in pair}
    for start, end, (_, bold, italic) in _alike(spans, lambda run: (run.link, run.bold, run.italic)):
        pair = _pair(text, start, end, _OPEN_ITALIC, _CLOSE_ITALIC, "*") if italic else ()
        if pair and ((place := (pair[0][0], pair[1][0])) in strong or (not bold and edges.isdisjoint(place))):
            marks += pair
    for start, end, (*_, code) in _alike(spans, lambda run: (run.link, run.bold, run.italic, run.code)):
        if code and "\n" not in text[start:end]:
            ticks = "`" * (max(map(len, re.findall("`+", text[start:end])), default=0) + 1)
            marks += _pair(text, start, end, _OPEN_CODE, _CLOSE_CODE, ticks, glued=True)
    return sorted(marks)


def _alike(spans: Sequence[tuple[int, int, _Run]], key: Callable[[_Run], _Key]) -> list[tuple[int, int, _Key]]:
    """Return adjacent runs with the same formatting as one stretch each."""
    found: list[tuple[int, int, _Key]] = []
    for start, end, run in spans:
        value = key(run)
        if found and found[-1][2] == value:
            found[-1] = found[-1][0], end, value
        else:
            found.append((start, end, value))
    return found


def _pair(
    text: str, start: int, end: int, opening: int, closing: int, mark: str, glued: bool = False
) -> tuple[_Mark, ...]:
    """Return the marks around a stretch without the white space at its ends; none if they would be read as text."""
    stripped = text[start:end].strip()
    first = start + len(text[start:end]) - len(text[start:end].lstrip())
    last = first + len(stripped)
    if not stripped or not (
        glued
        or not (_glued(text[first], text[max(0, first - 1) : first]) or _glued(text[last - 1], text[last : last + 1]))
    ):
        return ()
    around = (" " if stripped[0] == "`" else "", " " if stripped[-1] == "`" else "") if glued else ("", "")
    return (first, opening, mark + around[0]), (last, closing, around[1] + mark)


def _glued(inner: str, outer: str) -> bool:
    """Return whether marks between these characters would be read as text."""
    return bool(_PUNCTUATION.match(inner) and outer and not outer.isspace() and not _PUNCTUATION.match(outer))
