"""XML that refers to nothing outside itself, and its elements.

Elements are identified by their names alone: the two namespaces, the usual and the strict one, mean the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..source import UnreadableDraft

_DECLARED = "is not read: its XML declares a document type, which Word never writes"


def parse(data: bytes) -> Any:
    """Return the root element of XML.

    Raises:
        UnreadableDraft: If it is invalid, is nested too deeply or declares a document type, and with it perhaps entities.
    """
    from lxml import etree

    try:
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            data = data.decode("utf-16").encode("utf-8")
        if b"<!DOCTYPE" in data:
            raise UnreadableDraft(_DECLARED)
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
    except (etree.XMLSyntaxError, UnicodeError, ValueError) as error:
        if "Excessive depth" in str(error):  # libxml2 reads 256 levels; its versions differ in the code of this error
            raise UnreadableDraft("is nested too deeply to be read") from None
        raise UnreadableDraft("is a damaged Word document (its XML cannot be read)") from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnreadableDraft(_DECLARED)
    return root


def name_of(element: Any) -> str:
    """Return the name of an element without its namespace."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def children(element: Any, name: str) -> Iterator[Any]:
    """Yield the children of this name; there are none if the element is None."""
    return (child for child in element if name_of(child) == name) if element is not None else iter(())


def find(element: Any, *names: str) -> Any:
    """Return the first child of this name, its child of the next name, and so on; None if there is none."""
    for name in names:
        element = next(children(element, name), None)
    return element


def attribute(element: Any, name: str = "val") -> str:
    """Return an attribute of an element in any namespace; "" if there is none."""
    if element is None:
        return ""
    return next((text for key, text in element.attrib.items() if key.rpartition("}")[2] == name), "")


def switch(element: Any) -> bool | None:
    """Return the value of a switch such as bold; None if it is not set."""
    return None if element is None else attribute(element) not in ("0", "false", "off", "none")


def to_int(text: str, default: int = 0) -> int:
    """Return a number of up to nine digits, or the default."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else default
