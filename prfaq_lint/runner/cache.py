"""Results of earlier runs, so that an unchanged draft is neither parsed nor checked again.

An entry is one JSON file, named after everything that determines a result: the draft's bytes and path, its
configuration with custom rule pages, the options, and the installed program. An entry counts as missing unless it is
exactly what this program wrote.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from ..diagnostic import Diagnostic, Replacement
from ..result import Answer, FileResult, NotRead, OpenQuestion, RulePage
from .program import program
from .store import Store

MOST_IN_FOLDER = 40
"""The number of entries in each of the 256 folders."""


class Cache:
    """The entries below a folder."""

    def __init__(self, folder: str) -> None:
        self._store = Store(folder, MOST_IN_FOLDER)

    def key(self, data: bytes, settings: str) -> str:
        """Return the name of a draft's entry; `settings` holds everything else that determines its result."""
        head = json.dumps([program(), settings]).encode("ascii")
        return hashlib.blake2b(head + b"\0" + data, digest_size=20).hexdigest()

    def get(self, key: str) -> FileResult | NotRead | None:
        """Return the outcome of an earlier run, or None."""
        entry = self._store.read(_name(key))
        try:
            return decoded(key, entry) if entry else None
        except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
            return None

    def put(self, key: str, outcome: FileResult | NotRead) -> None:
        """Store an outcome."""
        self._store.write(_name(key), encoded(key, outcome))


def _name(key: str) -> str:
    return f"{key[:2]}/{key[2:]}.json"


# The format of an entry: a JSON array of the key with a checksum, and the outcome, each on its own line.


def encoded(key: str, outcome: FileResult | NotRead) -> bytes:
    """Encode an outcome as an entry."""
    text = json.dumps(_plain(outcome), separators=(",", ":"))
    return f'[["{key}","{_sum(text)}"],\n{text}\n]'.encode("ascii")


def decoded(key: str, entry: bytes) -> FileResult | NotRead:
    """Decode the outcome in an entry.

    Raises:
        ValueError, TypeError, LookupError: If it is not what was written under this key.
    """
    head, text, end = entry.decode("ascii").split("\n")
    if head != f'[["{key}","{_sum(text)}"],' or end != "]":
        raise ValueError("another entry, or a damaged one")
    value = json.loads(text)
    if "why" in value:
        return NotRead(_text(value["path"]), _text(value["why"]), False, *_row([value["unfilled"]], (bool,)))
    path = _text(value["path"])
    return FileResult(
        path,
        _text(value["type"]),
        _text(value["language"]),
        [
            Diagnostic(
                *[
                    *(path, *_row(row, _FINDING)),
                    tuple(Replacement(*_row(edit, _EDIT)) for edit in edits),
                    *(_text(subject), _text(variant)),
                    tuple(_row(pair, (str, str)) for pair in values),
                ]
            )
            for *row, edits, subject, variant, values in value["diagnostics"]
        ],
        [
            Answer(
                _text(question),
                _text(answer),
                tuple((first, last) for first, last in (_row(pair, (int, int)) for pair in lines)),
                tuple(map(_text, missing)),
                *_row(rest, (str, int, bool, str)),
            )
            for question, answer, lines, missing, *rest in value["questions"]
        ],
        {int(number): _text(line) for number, line in value["excerpts"].items()},
        _text(value["fail_on"]),
        tuple(map(_text, value["remarks"])),
        {name: RulePage(*_row(row, (str, str))) for name, row in value["rules"].items()},
        tuple(map(_text, value["fingerprints"])),
        tuple(OpenQuestion(*_row(row, (str, str, bool, int))) for row in value["plan"]),
        int(value["plan_size"]),
        int(value["plan_settled"]),
        notes=tuple(map(_text, value["notes"])),
    )


_FINDING = (int, int, int, int, str, str, str, str, str)
_EDIT = (int, int, int, int, str)


def _plain(outcome: FileResult | NotRead) -> dict[str, Any]:
    """Convert an outcome to JSON values."""
    if isinstance(outcome, NotRead):
        return {"path": outcome.path, "why": outcome.why, "unfilled": outcome.unfilled}
    return {
        "path": outcome.path,
        "type": outcome.type,
        "language": outcome.language,
        "diagnostics": [
            [
                *(one.line, one.column, one.end_line, one.end_column),
                *(one.rule, one.group, one.severity, one.message, one.fix),
                [[edit.line, edit.column, edit.end_line, edit.end_column, edit.text] for edit in one.edits],
                *(one.subject, one.variant, one.values),
            ]
            for one in outcome.diagnostics
        ],
        "questions": [
            [one.question, one.answer, one.lines, one.missing, one.quote, one.quoted_line, one.unasked, one.next]
            for one in outcome.questions
        ],
        "plan": outcome.plan,
        "plan_size": outcome.plan_size,
        "plan_settled": outcome.plan_settled,
        "excerpts": outcome.excerpts,
        "fail_on": outcome.fail_on,
        "remarks": outcome.remarks,
        "notes": outcome.notes,
        "rules": outcome.rules,
        "fingerprints": outcome.fingerprints,
    }


def _sum(text: str) -> str:
    return hashlib.blake2b(text.encode("ascii"), digest_size=16).hexdigest()


def _row(values: Iterable[Any], kinds: tuple[type, ...]) -> tuple[Any, ...]:
    """Return values of exactly these types."""
    found = tuple(values)
    if tuple(map(type, found)) != kinds:
        raise TypeError("other values")
    return found


def _text(value: Any) -> str:
    if type(value) is not str:
        raise TypeError("no text")
    return value
