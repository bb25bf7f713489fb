"""Rule pages: Markdown that a product manager can read and change, and that is run directly.

A page's folder is its group, its stem is its name, and its first `toml` fence names the kind of check and its
parameters. Only that fence is read at startup; `explain` and `test` read the rest.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ..configuration.schema import RuleError as RuleError
from ..configuration.schema import hint, misfit, nearest, of_annotation
from ..configuration.toml import loads
from ..diagnostic import GROUPS as GROUPS
from ..diagnostic import SEVERITIES
from ..document.source import UnreadableDraft, read_document
from ..strings import unquoted

if TYPE_CHECKING:
    from ..checks import Check, Kind
    from ..configuration.settings import Parameter

_NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_FIELD = re.compile(r"\{(\w+)\}")
_LINE = re.compile(r"\bline(?=s? \{)")
_OWN_KEYS = ("check", "severity", "message", "fix", "yields_to")


class Example(NamedTuple):
    """A Bad or Good example on a page."""

    good: bool
    text: str
    line: int
    """The line of the page at which its fence begins."""
    report: str | None = None
    """The exact report that a Bad example must produce, if the page records one."""
    report_lines: tuple[int, int] = (0, 0)
    """The lines of the page between which that report is written: its opening fence and its closing one."""


class Page(NamedTuple):
    """The parts of a rule page that people read."""

    title: str
    why: str
    how: str
    examples: tuple[Example, ...]


@dataclass(frozen=True)
class Rule:
    """A rule that is ready to run."""

    name: str
    group: str
    severity: str
    message: Mapping[str, str]
    """The messages by variant; "" is the default."""
    fix: Mapping[str, str]
    check: Check
    path: Path
    title: str = ""
    off: bool = False
    """Whether the rule is shipped but has to be selected by name."""
    yields_to: tuple[str, ...] = ()
    """The rules whose finding on the same line makes this one's redundant."""
    parameters: Mapping[str, Any] = field(default_factory=dict)
    kind: str = ""
    """The name of its kind of check."""
    shift: int | None = None
    """The number of steps by which settings lower the severity; None if they do not mention the rule."""

    @cached_property
    def page(self) -> Page:
        """Return the page, which is read now."""
        return parse_page(self.path)


def directory(name: str) -> Path:
    """Return the folder of this name that ships with the package: inside it when installed, beside it in a checkout."""
    package = Path(__file__).resolve().parents[1]
    inside = package / "data" / name
    return inside if inside.is_dir() else package.parent / name


def load(
    folders: Iterable[Path] = (),
    kinds: Mapping[str, Kind] | None = None,
    parameters: Iterable[Parameter] = (),
) -> dict[str, Rule]:
    """Load the rules of the package, of plug-ins and of further folders, by name, in report order.

    A page in a further folder replaces an earlier one with the same name. `parameters` replace or extend the pages'
    own, in this order.

    Raises:
        RuleError: If a page is invalid.
    """
    table = kinds if kinds is not None else known_kinds()
    own: dict[str, list[Parameter]] = {}
    for parameter in parameters:
        if parameter.key:
            own.setdefault(parameter.rule, []).append(parameter)
    found: dict[str, Rule] = {}
    for path in (*shipped().values(), *(path for folder in folders for path in pages(folder))):
        rule = read(path, table, own.get(path.stem, ()))
        found[rule.name] = rule
    return dict(sorted(found.items(), key=lambda item: (GROUPS.index(item[1].group), item[0])))


def known_kinds() -> Mapping[str, Kind]:
    """Return the kinds of check that a page can name, both built-in and from installed plug-ins.

    Raises:
        RuleError: If a plug-in is invalid.
    """
    from ..checks import KINDS
    from . import plugins

    return plugins.kinds(KINDS)


def shipped() -> dict[str, Path]:
    """Return the pages of the package and of installed plug-ins, by rule.

    Raises:
        RuleError: If two of them have a rule with the same name.
    """
    from . import plugins

    found: dict[str, Path] = {}
    owners: dict[str, str] = {}
    for owner, folder in [("prfaq-lint itself", directory("rules")), *plugins.folders()]:
        for path in pages(folder):
            if path.stem in found:
                raise RuleError(f"{owner}: its rule “{path.stem}” is also provided by {owners[path.stem]} ({path})")
            found[path.stem], owners[path.stem] = path, owner
    return found


def pages(folder: Path) -> Iterator[Path]:
    """Yield the rule pages below a folder, sorted by name.

    Raises:
        RuleError: If there is no such folder.
    """
    if not folder.is_dir():
        raise RuleError(f"{folder}: no such rules folder")
    yield from sorted(folder.glob("*/*.md"), key=lambda path: (path.parent.name, path.name))


def read(path: Path, kinds: Mapping[str, Kind], own: Sequence[Parameter] = ()) -> Rule:
    """Read the rule of a page, with parameters from a configuration.

    Raises:
        RuleError: If the settings are invalid.
    """
    name, group = path.stem, path.parent.name
    if group not in GROUPS:
        raise RuleError(f"{path}: the folder is not a group (known: {', '.join(GROUPS)})")
    if not _NAME.fullmatch(name):
        raise RuleError(f"{path}: a rule's name must be lower-case words joined by hyphens")
    title, table = defined(path)
    for key in ("severity", "message"):
        if key not in table:
            raise RuleError(f"{path}: no “{key}” in its toml fence")
    kind = table.get("check", name)
    if kind not in kinds:
        close = hint(kind, sorted(kinds), "is the plug-in that provides it installed?")
        raise RuleError(f"{path}: unknown check “{kind}” ({close})")
    severity = table["severity"]
    if severity not in (*SEVERITIES, "off"):
        raise RuleError(f"{path}: severity is “{severity}”, must be one of {', '.join(SEVERITIES)}, off")
    parameters = {key: value for key, value in table.items() if key not in _OWN_KEYS}
    check = _make(str(path), kinds[kind], parameters)
    if own:
        parameters = _with(parameters, kinds[kind], own)
        check = _make(f"{own[-1].source}: [rule.{name}]", kinds[kind], parameters)
    return Rule(
        name,
        group,
        "warning" if severity == "off" else severity,
        _variants(path, table["message"]),
        _variants(path, table.get("fix", "")),
        check,
        path,
        title,
        severity == "off",
        tuple(table.get("yields_to", ())),
        parameters,
        kind,
    )


def _with(parameters: Mapping[str, Any], kind: Kind, own: Iterable[Parameter]) -> dict[str, Any]:
    """Merge a page's parameters with those of a configuration; `extend_KEY` adds to a list."""
    known = inspect.signature(kind).parameters
    found = dict(parameters)
    for rule, key, value, source in own:
        base = key.removeprefix("extend_")
        extends = base != key and base in known and of_annotation(known[base].annotation).get("type") == "array"
        wrong = _misfit(base if extends else key, value, known)
        if wrong:
            raise RuleError(f"{source}: [rule.{rule}]: {wrong.replace(base, key, 1) if extends else wrong}")
        if extends:
            found[base] = [*found.get(base, known[base].default), *value]
        else:
            found[key] = value
    return found


def defined(path: Path) -> tuple[str, dict[str, Any]]:
    """Return the title and definition of a page.

    Raises:
        RuleError: If there is no readable toml fence.
    """
    title, fence = _head(path)
    try:
        return title, loads(fence)
    except ValueError as error:
        raise RuleError(f"{path}: its toml fence is not valid TOML ({error})") from None


def _head(path: Path) -> tuple[str, str]:
    """Return the title and first toml fence of a page by scanning its lines."""
    fence: list[str] = []
    title, inside = "", False
    for line in _text(path).split("\n"):
        if inside:
            if line.startswith("```"):
                return title, "\n".join(fence)
            fence.append(line)
        elif line.startswith("# ") and not title:
            title = line[2:].strip()
        elif line.strip() == "```toml":
            inside = True
    raise RuleError(f"{path}: no toml fence")


def _text(path: Path) -> str:
    try:
        return read_document(path).replace("\r\n", "\n")
    except UnreadableDraft as error:
        raise RuleError(f"{path}: {error}") from None


def _make(source: str, kind: Kind, parameters: Mapping[str, Any]) -> Check:
    """Create the check of a kind with these parameters, which have to fit the kind's signature."""
    known = inspect.signature(kind).parameters
    for key, value in parameters.items():
        wrong = _misfit(key, value, known)
        if wrong:
            raise RuleError(f"{source}: {wrong}")
    for key, parameter in known.items():
        if parameter.default is parameter.empty and key not in parameters:
            raise RuleError(f"{source}: check “{kind.__name__.replace('_', '-')}” needs “{key}”")
    try:
        return kind(**parameters)
    except ValueError as error:
        raise RuleError(f"{source}: {error}") from None


def _misfit(key: str, value: Any, known: Mapping[str, inspect.Parameter]) -> str:
    """Return an error message for an invalid parameter, or ""."""
    if key not in known:
        names = [*known, "severity", *(f"extend_{name}" for name in known if key.startswith("extend"))]
        return f"unknown parameter “{key}”{nearest(key, sorted(names))}"
    wanted = misfit(value, of_annotation(known[key].annotation))
    return f"“{key}” must be {wanted}" if wanted else ""


def _variants(path: Path, value: Any) -> Mapping[str, str]:
    if isinstance(value, str):
        return {"": value}
    if isinstance(value, dict) and all(isinstance(text, str) for text in value.values()):
        return value
    raise RuleError(f"{path}: “message” and “fix” must be a string, or a table of strings by variant")


def fill(template: str, values: Mapping[str, str]) -> str:
    """Replace the `{name}` fields of a message; a field without a value is kept. Values are never templates.

    In “{name}”, a value loses quotation marks of its own.
    """

    def value(found: re.Match[str]) -> str:
        text = values.get(found.group(1), found.group())
        quoted = template[: found.start()].endswith("“") and template.startswith("”", found.end())
        return unquoted(text) if quoted else text

    return _FIELD.sub(value, template)


def fields(template: str) -> frozenset[str]:
    """Return the names of the fields of a message."""
    return frozenset(_FIELD.findall(template))


def in_unit(template: str, unit: str) -> str:
    """Return a message with another unit for “line” in “line {line}”: a Word document has paragraphs."""
    return template if unit == "line" else _LINE.sub(unit, template)


def parse_page(path: Path) -> Page:
    """Return the title, the prose and the examples of a page."""
    sections: dict[str, list[str]] = {"why it matters": [], "how to fix it": []}
    examples: list[Example] = []
    fence: list[str] | None = None
    title = section = language = mark = ""
    begun = 0
    for number, line in enumerate(_text(path).split("\n"), 1):
        if fence is not None:
            if line.startswith(mark) and not line.strip("`~"):
                _example(examples, section, language, fence, begun, number)
                fence = None
            else:
                fence.append(line)
            continue
        opening = re.match(r"(`{3,}|~{3,})\s*(\w*)", line)
        if opening:
            fence, mark, language, begun = [], opening.group(1), opening.group(2), number
        elif line.startswith("# "):
            title = line[2:].strip()
        elif line.startswith("## "):
            section = line[3:].strip().lower()
        elif section in sections:
            sections[section].append(line)
    return Page(
        title,
        "\n".join(sections["why it matters"]).strip(),
        "\n".join(sections["how to fix it"]).strip(),
        tuple(examples),
    )


def _example(examples: list[Example], section: str, language: str, lines: list[str], line: int, end: int) -> None:
    text = "".join(f"{one}\n" for one in lines)
    if section in ("bad", "good") and language in ("markdown", "md"):
        examples.append(Example(section == "good", text, line))
    elif section == "bad" and language == "text" and examples and not examples[-1].good:
        examples[-1] = examples[-1]._replace(report=text, report_lines=(line, end))
