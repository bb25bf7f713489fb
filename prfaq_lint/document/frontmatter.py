"""Front matter: YAML between `---` lines or TOML between `+++` lines at the top of a draft."""

from __future__ import annotations

import re
from typing import Any

from .source import Source

MAX_CHARACTERS = 64 * 1024
MAX_DEPTH = 50

_KEY = re.compile(
    r"""(?:"[^"\n]{1,80}"|'[^'\n]{1,80}'|\w[\w./-]{0,60}(?: (?!\*)[\w./-]{1,30}){0,2})[ \t]*:(?:[ \t]|$)"""
)
"""The beginning of a line with a key: one to three words, so that a sentence with a colon does not match."""
_INSIDE = re.compile(r"[ \t]+\S|-(?:[ \t]|$)|#|[\]}],?[ \t]*$")
"""Other lines that YAML has: indented ones, items, comments, closing brackets."""
_HEADING = re.compile(r"#{1,6}[ \t]+\S")


def measure(source: Source) -> int:
    """Return the number of lines at the top that are front matter; 0 if there is none.

    A document may also begin with a thematic break, so YAML needs a closing line, and between the two a mapping of
    plain keys or nothing: a line of prose, or a heading with blank lines around it, shows that this is Markdown.
    """
    opening = source.line(1).rstrip()
    if opening not in ("---", "+++"):
        return 0
    closing = ("---", "...") if opening == "---" else ("+++",)
    keys = lines = 0
    for number in range(2, len(source) + 1):
        line = source.line(number).rstrip()
        if line in closing:
            return number if opening == "+++" or keys or not lines else 0
        if opening == "+++" or not line:
            continue
        lines += not line.startswith("#")
        if _KEY.match(line):
            keys += 1
        elif not _INSIDE.match(line) or (_HEADING.match(line) and _stands_alone(source, number)):
            return 0
    return 0


def _stands_alone(source: Source, number: int) -> bool:
    """Return whether there are blank lines around a line."""
    return not source.line(number - 1).strip() and (number >= len(source) or not source.line(number + 1).strip())


def load(text: str) -> tuple[dict[str, Any], str]:
    """Return the values of a front matter block with its fences, and what is wrong with it ("" when nothing is).

    YAML is read without aliases, tags or deep nesting, so that it can neither explode nor run code; values that YAML
    would turn into dates stay text.
    """
    lines = re.split(r"\r\n|\r|\n", text)
    body = "\n".join(lines[1:-1])
    if len(body) > MAX_CHARACTERS:
        return {}, f"front matter is longer than {MAX_CHARACTERS // 1024} KiB"
    return _toml(body) if lines[0].startswith("+++") else _yaml(body)


def _toml(body: str) -> tuple[dict[str, Any], str]:
    from ..configuration.toml import loads

    try:
        return loads(body), ""
    except ValueError as error:
        return {}, f"front matter is not valid TOML ({error})"


def _yaml(body: str) -> tuple[dict[str, Any], str]:
    import yaml

    class Loader(yaml.SafeLoader):
        """Text, numbers, lists and mappings only."""

    Loader.yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in resolvers if tag.endswith((":bool", ":null"))]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }
    depth = 0
    try:
        for event in yaml.parse(body, Loader=yaml.SafeLoader):
            if isinstance(event, yaml.AliasEvent):
                return {}, "front matter uses YAML aliases, which are not read"
            if getattr(event, "tag", None):
                return {}, "front matter uses YAML tags, which are not read"
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > MAX_DEPTH:
                return {}, "front matter is nested too deeply"
        values = yaml.load(body, Loader=Loader)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        problem = getattr(error, "problem", None) or str(error)
        return {}, f"front matter is not valid YAML ({str(problem).splitlines()[0][:120]})"
    if values is None:
        return {}, ""
    if not isinstance(values, dict):
        return {}, "front matter is not a mapping"
    return {str(key): value for key, value in values.items()}, ""
