"""Templates and answers → a new draft.

A template is Markdown with a little Jinja: values, `if`, macros, blocks, and other templates by name. Everything
else is rejected before rendering: loops, filters, arithmetic, attributes, `set`, `include`. A template therefore
cannot read a file, reach Python's objects or run forever; `MOST_CALLS` and `MOST_CHARACTERS` bound the rest. Titles
and answers are values, never template source.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..configuration.toml import loads
from ..document.source import reason
from ..rules.pages import directory
from ..runner import atomic
from ..runner.signals import ENDING, held
from . import wording

if TYPE_CHECKING:
    from jinja2.sandbox import ImmutableSandboxedEnvironment

SUFFIX = ".md.j2"
LONGEST_NAME = 80
MOST_CALLS = 2000
"""The maximum number of macros and functions that a template may call."""
MOST_CHARACTERS = 256 * 1024
"""The maximum length of a template, a file of answers or a draft, and of everything that a template's calls return."""
LONGEST_ANSWER = MOST_CHARACTERS // 8
"""The maximum length of one answer."""
LONG_PARAGRAPH = 90
"""The number of words from which `long-paragraph` can report a paragraph."""
ALWAYS_KNOWN = ("title", "template", "headline", "product", "customer")
"""Keys of answers that every template accepts."""

_NAME = re.compile(r"_?[a-z0-9]+(?:[-_][a-z0-9]+)*")
_RESERVED = frozenset(
    ("con", "prn", "aux", "nul", *(f"{device}{n}" for device in ("com", "lpt") for n in range(1, 10)))
)
_ALLOWED = frozenset(
    "Template Output TemplateData Name Const If CondExpr And Or Not Compare Operand Call Keyword Macro CallBlock "
    "FromImport Extends Block".split()
)


class ScaffoldError(Exception):
    """A draft that cannot be created; the message gives the reason in one line."""


@dataclass(frozen=True, slots=True)
class Template:
    """A template as shown in a list."""

    name: str
    about: str
    """The comment in its first line."""
    path: Path


def slug(title: str) -> str:
    """Return a file name for a title: `a-z`, `0-9` and single hyphens, at most 80 characters.

    Raises:
        ScaffoldError: If nothing is left.
    """
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode("ascii").lower()
    name = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST_NAME].strip("-")
    if not name:
        raise ScaffoldError("the title does not make a file name; use letters or digits, or set one with --output")
    return f"{name}-draft" if name in _RESERVED else name


class Templates:
    """The built-in templates and those in other folders, which take precedence if names clash.

    Raises:
        ScaffoldError: If a folder does not exist.
    """

    def __init__(self, folders: Sequence[Path] = ()) -> None:
        for folder in folders:
            if not folder.is_dir():
                raise ScaffoldError(f"{folder}: no such template folder")
        self.folders = (*folders, directory("templates"))

    def all(self) -> list[Template]:
        """Return every template for drafts, by name; names that begin with `_` are parts of others."""
        names = {
            path.name.removesuffix(SUFFIX)
            for folder in self.folders
            for path in folder.glob(f"*{SUFFIX}")
            if not path.name.startswith("_") and _NAME.fullmatch(path.name.removesuffix(SUFFIX))
        }
        return [self._described(name) for name in sorted(names)]

    def _described(self, name: str) -> Template:
        about = re.match(r"\s*\{#-?\s*(.*?)\s*-?#\}", self.source(name), re.DOTALL)
        return Template(name, " ".join(about.group(1).split()) if about else "", self.path(name))

    def path(self, name: str) -> Path:
        """Return the file of a template.

        Raises:
            ScaffoldError: If the template is unknown.
        """
        if _NAME.fullmatch(name):
            for folder in self.folders:
                path = folder / f"{name}{SUFFIX}"
                if path.is_file() and path.resolve().parent == folder.resolve():
                    return path
        known = [template.name for template in self.all()] if not name.startswith("_") else []
        close = get_close_matches(name, known, 1)
        hint = f"did you mean “{close[0]}”?" if close else f"known: {', '.join(known)}" if known else "there are none"
        raise ScaffoldError(f"unknown template “{_shown(name)}” ({hint})")

    def source(self, name: str) -> str:
        """Return the text of a template.

        Raises:
            ScaffoldError: If it cannot be read or is too long.
        """
        return _read(self.path(name))

    def keys(self, name: str) -> frozenset[str]:
        """Return the keys of the answers that a template asks for.

        Raises:
            ScaffoldError: If the template is unknown or does something forbidden.
        """
        filling = _Filling("", {})
        self._render(name, filling)
        return frozenset(filling.asked)

    def prompts(self, name: str) -> dict[str, tuple[str, str]]:
        """Return the heading and the guidance that a template has for each answer that stands right below a heading.

        Raises:
            ScaffoldError: If the template is unknown or does something forbidden.
        """
        empty = self.render(name, "")
        filled = self.render(name, "", {key: f"«{key}»" for key in self.keys(name)})
        guidance = dict(re.findall(r"(?m)^#+ (.+)\n\n<!-- ((?:.|\n)+?) -->$", empty))
        return {
            key: (title, one_line(guidance.get(title, "")))
            for title, key in re.findall(r"(?m)^#+ (.+)\n\n«(\w+)»", filled)
        }

    def render(self, name: str, title: str, answers: Mapping[str, str] = {}, doubts: Sequence[str] = ()) -> str:
        """Return the text of a new draft; where an answer is missing, the template's guidance stays as a comment.

        In a draft with answers, questions without one are also marked as open, with blanks for an owner and a date; what a
        first meeting does not need is left out.

        Args:
            name: The name of the template.
            title: The working title.
            answers: The answers by key.
            doubts: What is still open about answers that are there, for a comment at the top.

        Raises:
            ScaffoldError: If the template is unknown or does something forbidden, or does not ask for an answer's key.
        """
        filling = _Filling(title, answers, doubts)
        text = self._render(name, filling)
        filling.refuse_unknown(name)
        return re.sub(r"\n{3,}", "\n\n", text).strip("\n") + "\n"

    def _render(self, name: str, filling: _Filling) -> str:
        from jinja2 import TemplateError

        environment = _environment(self, filling)
        try:
            return "".join(_bounded(environment.get_template(name).generate(title=filling.title)))
        except TemplateError as error:
            line = getattr(error, "lineno", None)
            where = f"template “{getattr(error, 'name', None) or name}”{f', line {line}' if line else ''}"
            raise ScaffoldError(f"{where}: {' '.join((error.message or type(error).__name__).split())}") from None
        except RecursionError:
            raise ScaffoldError(f"template “{name}” calls itself endlessly") from None
        except (TypeError, ValueError) as error:
            raise ScaffoldError(f"template “{name}”: {error}") from None


def _read(path: Path) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(MOST_CHARACTERS + 1)
        if len(data) > MOST_CHARACTERS:
            raise ScaffoldError(f"{path} is larger than {MOST_CHARACTERS // 1024} KiB")
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except OSError as error:
        raise ScaffoldError(f"{path} cannot be read ({reason(error)})") from None
    except UnicodeDecodeError:
        raise ScaffoldError(f"{path} is not UTF-8") from None


def _bounded(pieces: Any) -> Any:
    length = 0
    for piece in pieces:
        length += len(piece)
        if length > MOST_CHARACTERS:
            raise ScaffoldError(f"the draft would be longer than {MOST_CHARACTERS // 1024} KiB")
        yield piece


class _Filling:
    """The data for filling in a template, and the answers that it asked for."""

    def __init__(self, title: str, answers: Mapping[str, str], doubts: Sequence[str] = ()) -> None:
        for key, value in answers.items():
            if len(value) > LONGEST_ANSWER:
                raise ScaffoldError(f"the answer to “{key}” is longer than {LONGEST_ANSWER // 1024} KiB")
        self.answers = answers
        self.doubts = doubts
        self.asked = set(ALWAYS_KNOWN)
        # The headline comes last, so the working title is used until then.
        self.title = heading(answers.get("headline", "").strip() or title)

    def answer(self, *keys: str) -> str:
        """Return the answers to these keys as one paragraph, or as one each if that would be long; "" if there are none."""
        self.asked.update(keys)
        if keys == ("summary",):
            self.asked.add("dateline")
            return self._summary()
        written = (wording.for_draft(key, self.answers.get(key, ""), self.customer) for key in keys)
        said = list(filter(None, map(wording.sentence, written)))
        words = sum(len(one.split()) for one in said)
        return block(("\n\n" if words >= LONG_PARAGRAPH else " ").join(said))

    def _summary(self) -> str:
        """Return the summary after the place and date; without one, it is made of the product, the customer and the benefit."""
        benefit = wording.sentence(self.answers.get("benefit", ""))
        summary = wording.sentence(self.answers.get("summary", ""))
        product = one_line(self.answers.get("product", ""))
        if benefit and product and self.customer:
            benefit = wording.announcement(product, self.customer, benefit)
        said = summary or benefit
        where = re.sub(r"^in ", "", one_line(self.answers.get("dateline", "")).rstrip("."), flags=re.IGNORECASE)
        known = not where or re.match(rf"\W*{re.escape(where.split(',')[0])}\b", said, re.IGNORECASE)
        return block(said if known or not said else f"**{heading(where)}** — {said}")

    @property
    def customer(self) -> str:
        """Return who the customer is, in the words of the answer."""
        return one_line(self.answers.get("customer", "")).rstrip(".")

    def unnamed_customer(self) -> str:
        """Return who the customer is if the answer about the problem does not say so, as text for a comment."""
        said = wording.pain(self.answers.get("pain", ""), self.customer)
        return "" if wording.names(said, self.customer) else re.sub("--+", "—", self.customer)

    def begun(self, *keys: str) -> bool:
        """Return whether the draft has any answer, or one to these keys."""
        return any(self.answers.get(key, "").strip() for key in keys or self.answers)

    def still_open(self) -> str:
        """Return what is still open about the answers, as text for a comment."""
        return re.sub("--+", "—", one_line(" ".join(self.doubts)))

    def front_matter(self, profile: str, stage: str) -> str:
        """Return the lines that tell the linter how to read the draft."""
        import yaml

        values = {"profile": profile, "stage": stage}
        product = one_line(self.answers.get("product", ""))
        if product:
            values["product"] = product
        body = yaml.safe_dump({"prfaq": values}, sort_keys=False, allow_unicode=True, width=10_000)
        return f"---\n{body}---\n"

    def refuse_unknown(self, template: str) -> None:
        for key in self.answers:
            if key not in self.asked:
                close = get_close_matches(key, self.asked, 1)
                hint = f"did you mean “{close[0]}”?" if close else f"it asks for: {', '.join(sorted(self.asked))}"
                raise ScaffoldError(f"template “{template}” does not ask for “{_shown(key)}” ({hint})")


def _environment(templates: Templates, filling: _Filling) -> ImmutableSandboxedEnvironment:
    from jinja2 import BaseLoader, StrictUndefined, TemplateNotFound, nodes
    from jinja2.exceptions import SecurityError
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    class Loader(BaseLoader):
        """A loader for named templates in the known folders, and no other file."""

        def get_source(self, environment: Any, template: str) -> tuple[str, str | None, Any]:
            try:
                return templates.source(template), None, None
            except ScaffoldError as error:
                raise TemplateNotFound(template, str(error)) from None

    class Environment(ImmutableSandboxedEnvironment):
        """The sandbox without features that no template needs."""

        calls = returned = 0

        def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
            tree = super()._parse(source, name, filename)
            for node in tree.find_all(nodes.Node):
                self._refuse(node, name)
            return tree

        @staticmethod
        def _refuse(node: nodes.Node, name: str | None) -> None:
            kind = type(node).__name__
            why = ""
            if kind not in _ALLOWED:
                why = f"“{kind.lower()}” is not allowed in a template"
            elif isinstance(node, nodes.Call) and not isinstance(node.node, nodes.Name):
                why = "only macros can be called in a template"
            elif isinstance(node, nodes.FromImport | nodes.Extends) and not isinstance(node.template, nodes.Const):
                why = "the name of another template must be written out"
            elif isinstance(node, nodes.FromImport) and node.with_context:
                why = "“with context” is not allowed in a template"
            if why:
                raise SecurityError(f"{why} (line {node.lineno} of “{name}”)")

        def call(self, context: Any, called: Any, /, *args: Any, **kwargs: Any) -> Any:
            self.calls += 1
            if self.calls > MOST_CALLS:
                raise SecurityError(f"more than {MOST_CALLS} calls")
            result = super().call(context, called, *args, **kwargs)
            self.returned += len(result) if isinstance(result, str) else 0
            if self.returned > MOST_CHARACTERS:
                raise SecurityError(f"its macros write more than {MOST_CHARACTERS // 1024} KiB")
            return result

    environment = Environment(
        loader=Loader(),
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,
    )
    environment.globals = {
        "answer": filling.answer,
        "front_matter": filling.front_matter,
        "unnamed_customer": filling.unnamed_customer,
        "begun": filling.begun,
        "still_open": filling.still_open,
    }
    environment.filters.clear()
    environment.tests.clear()
    return environment


def one_line(text: str) -> str:
    """Return a text on one line, without control characters."""
    return " ".join(_printable(text).split())


def heading(text: str) -> str:
    """Return a title as heading text in which no character is Markdown, HTML, front matter or platform markup."""
    text = re.sub(r"([\\`*_{])", r"\\\1", one_line(text))
    text = re.sub(r"(?<!\S)\^|\^(?=\[)|%(?=%)|\[(?=\[|toc)", r"\\\g<0>", text, flags=re.IGNORECASE)
    if text.count("$") > 1:
        text = text.replace("$", r"\$")
    text = re.sub(r"<(?=[A-Za-z/!?])|&(?=#?\w+;)|\](?=[(\[:])|~~", r"\\\g<0>", text)
    return re.sub(r"(?:(?<=\s)|^)(#+)$", r"\\\1", text)


def block(text: str) -> str:
    """Return an answer as paragraphs and lists.

    Nothing in it opens a heading, a fence, a rule, HTML or a comment.
    """
    lines = []
    for line in _printable(text).strip().split("\n"):
        line = line.rstrip()
        line = line.lstrip() if len(line) - len(line.lstrip()) > 3 else line
        line = re.sub(
            r"^(\s*(?:>\s*)*)(#{1,6}(?=\s|$)|`{3}|~{3}|[=-]+\s*$|[*_]\s*[*_]\s*[*_]|<(?=[A-Za-z/!?]))", r"\1\\\2", line
        )
        lines.append(
            re.sub(r"(?<!\\)<(?=!|/?(?:script|style|pre|textarea|details|div)\b)", r"\\<", line, flags=re.IGNORECASE)
        )
    return "\n".join(lines)


def _printable(text: str) -> str:
    text = re.sub(r"\r\n?|[\u2028\u2029\x0b\x0c\x85]", "\n", text)
    text = "".join(one if one in "\n\t" or unicodedata.category(one) not in ("Cc", "Cs") else " " for one in text)
    return re.sub("[\u202a-\u202e\u2066-\u2069]", "", text)


def _shown(name: str) -> str:
    return name if len(name) <= 60 else f"{name[:60]}…"


def read_answers(path: Path) -> dict[str, str]:
    """Read the answers from a TOML file: a flat table of strings.

    Raises:
        ScaffoldError: If the file is invalid or cannot be read.
    """
    try:
        values = loads(_read(path))
    except ValueError as error:
        raise ScaffoldError(f"{path} is not valid TOML ({error})") from None
    for key, value in values.items():
        if not isinstance(value, str):
            raise ScaffoldError(f"{path}: “{_shown(key)}” must be a string in quotation marks")
    return values


def write_answers(path: Path, answers: Mapping[str, str]) -> None:
    """Save answers atomically: the file has either the old answers or the new ones.

    Raises:
        ScaffoldError: If the file cannot be written.
    """
    import json

    lines = [f"{key} = {json.dumps(_printable(value), ensure_ascii=False)}\n" for key, value in answers.items()]
    _replace(path, "".join(lines))


def write(path: Path, text: str, force: bool = False) -> Path | None:
    """Write a new file.

    Without `force`, never overwrite a file or follow a link; with it, keep a copy of the old content.

    Returns:
        The copy, or None if there was nothing to copy.

    Raises:
        ScaffoldError: If the file cannot be written.
    """
    kept = None
    with held(*ENDING):  # an interruption in between would leave half a file or a temporary one
        if force:
            kept = _backup(path)
            _replace(path, text)
        elif not _create(path, text.encode()):
            raise ScaffoldError(f"{path} already exists (use --force to overwrite it)")
    return kept


_MOST_COPIES = 100


def _backup(path: Path) -> Path | None:
    """Copy a file to `NAME.bak`, or to `NAME.bak2` and so on if there is an older copy; ignore links."""
    if path.is_symlink() or not path.is_file():
        return None
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ScaffoldError(f"{path} cannot be read ({reason(error)})") from None
    for number in range(1, _MOST_COPIES):
        copy = path.with_name(f"{path.name}.bak{number if number > 1 else ''}")
        if _create(copy, data):
            return copy
    raise ScaffoldError(f"{path} has {_MOST_COPIES - 1} copies already: remove some")


def _create(path: Path, data: bytes) -> bool:
    """Create a file; return False if there is one already, or a link with that name."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    except FileExistsError:
        return False
    except (OSError, ValueError) as error:
        raise _unwritable(path, error) from None
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
    except OSError as error:
        path.unlink(missing_ok=True)
        raise _unwritable(path, error) from None
    return True


def _replace(path: Path, text: str) -> None:
    """Replace a file with a complete new one."""
    if path.is_dir():
        raise ScaffoldError(f"{path} cannot be written (is a directory)")
    try:
        atomic.replace(str(path), text.encode())
    except (OSError, ValueError) as error:
        raise _unwritable(path, error) from None


def _unwritable(path: Path, error: OSError | ValueError) -> ScaffoldError:
    return ScaffoldError(f"{path} cannot be written ({reason(error)})")
