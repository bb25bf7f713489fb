"""The shape of a configuration, defined once as a JSON Schema for both editors and `validate`."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, get_origin

from ..diagnostic import GROUPS, SEVERITIES

if TYPE_CHECKING:
    from ..rules.pages import Rule

Schema = Mapping[str, Any]

CUSTOMERS = ("developers", "colleagues", "consumers")
"""The kinds of customers that a profile can declare."""


SIZE = (
    r"^\s*(?:(?:[1-9]\d{0,6}|1[0-5]\d{6}|16000000) ?[bB]?|(?:[1-9]\d{0,3}|1[0-5]\d{3}|16000) ?[kK][bB]?|"
    r"(?:[1-9]|1[0-6]) ?[mM][bB]?)\s*$"
)
"""The input of `document.source.read_size`, as an expression for editors."""


class ConfigError(ValueError):
    """A configuration that cannot be used; the message names file, key and cause in one line."""


class RuleError(Exception):
    """A rule page that cannot be used; the message names the file and the cause in one line."""


def _text(description: str) -> dict[str, Any]:
    return {"type": "string", "description": description}


def _texts(description: str, **more: Any) -> dict[str, Any]:
    return {"type": "array", "items": {"type": "string"}, "description": description, **more}


def _table(description: str, properties: Schema, **more: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "description": description,
        "properties": properties,
        "additionalProperties": False,
        **more,
    }


_LEVEL = {"enum": [*SEVERITIES, "off"], "description": "The severity of the findings; off turns the rule off."}
_RULE = {
    "type": "object",
    "description": "The severity and the parameters of a rule.",
    "properties": {"severity": _LEVEL},
    "additionalProperties": True,
}
_LEVELS: dict[str, Any] = {
    "rule": {
        "type": "object",
        "description": "Rules by name: severity, and the parameters that the rule's page shows.",
        "additionalProperties": _RULE,
    },
    "group": _table(
        "Groups by name: a severity for all their rules that are on.",
        {group: _table(f"The group {group}.", {"severity": _LEVEL}) for group in GROUPS},
    ),
}


@cache
def shape() -> Schema:
    """Return the schema of a configuration file, without the parts that depend on the rules."""
    from ..vocabulary import section_roles

    settings: dict[str, Any] = {
        "profile": _text("Who the drafts are for: a built-in profile or one of [profiles]."),
        "stage": _text("How mature the drafts are: a built-in stage or one of [stages]."),
        "product": _text("The product's name, if the drafts do not give it."),
        "select": _texts("Run only these rules and groups."),
        "ignore": _texts("Do not run these rules and groups."),
        "fail_on": {
            "enum": [*SEVERITIES, "never"],
            "description": "`check` exits 1 for findings at or above this severity.",
        },
        **_LEVELS,
        "vocabulary": _table(
            "Your team's own words.",
            {
                "sections": _table(
                    "Your own section names, by what they contain.",
                    {role: _texts(f"Headings that mean {role}.") for role in section_roles()},
                ),
                "questions": {
                    "type": "array",
                    "description": "Questions that every FAQ must ask (rule required-question).",
                    "items": _table(
                        "A required question.",
                        {
                            "text": _text("The question, ready to paste."),
                            "phrases": _texts(
                                "Words or phrases; a question that contains one of them counts as asking it."
                            ),
                        },
                        required=["text", "phrases"],
                    ),
                },
            },
        ),
    }
    extends = {"extends": _text("The profile or stage to build on."), "title": _text("What it is for, in one line.")}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "prfaq-lint",
        **_table(
            "Configuration of prfaq-lint: prfaq-lint.toml, or [tool.prfaq-lint] in pyproject.toml.",
            {
                "extends": _text("A configuration file to build on, relative to this one."),
                **settings,
                "max_size": {
                    **_text("Skip files larger than this, such as 500 kB; 2 MB by default, 16 MB at most."),
                    "pattern": SIZE,
                },
                "baseline": _text(
                    "A file of known findings that `check` ignores, relative to this one; empty for none."
                ),
                "exclude": _texts("Files to skip, in .gitignore syntax."),
                "rules": _texts("Folders with your own rule pages, as GROUP/NAME.md, relative to this file."),
                "templates": _texts("Folders with your own templates for `new`, relative to this file."),
                "profiles": {
                    "type": "object",
                    "description": "Your own profiles, by name.",
                    "additionalProperties": _table(
                        "A profile.",
                        {
                            **extends,
                            "customers": {"enum": list(CUSTOMERS), "description": "Who the customers are."},
                            **_LEVELS,
                        },
                    ),
                },
                "stages": {
                    "type": "object",
                    "description": "Your own stages, by name.",
                    "additionalProperties": _table("A stage.", {**extends, **_LEVELS}),
                },
                "overrides": {
                    "type": "array",
                    "description": "Settings for some paths only; later ones win.",
                    "items": _table(
                        "Settings for some paths.",
                        {"paths": _texts("Which files, in .gitignore syntax.", minItems=1), **settings},
                        required=["paths"],
                    ),
                },
            },
        ),
    }


def validate(value: Any, schema: Schema, source: str, key: str = "") -> Any:
    """Return the value with its keys in the schema's spelling (`fail-on` becomes `fail_on`).

    Raises:
        ConfigError: If the value is invalid; names the file, the key and, for an unknown key, the nearest valid one.
    """
    place = f"{source}: {key + ': ' if key else ''}"
    if "enum" in schema:
        if value not in schema["enum"]:
            raise ConfigError(f"{place}{_shown(value)} is not valid{nearest(value, schema['enum'])}")
        return value
    kind = schema["type"]
    if not _is(value, kind):
        raise ConfigError(f"{place}must be {_KINDS[kind]}")
    if kind == "array":
        if len(value) < schema.get("minItems", 0):
            raise ConfigError(f"{place}must not be empty")
        return [validate(item, schema["items"], source, f"{key}[{n}]") for n, item in enumerate(value, 1)]
    if kind != "object":
        return value
    properties, more = schema.get("properties", {}), schema["additionalProperties"]
    found: dict[str, Any] = {}
    for name, item in value.items():
        known = name if name in properties else name.replace("-", "_")
        inside = f"{key}.{name}" if key else name
        if known in properties:
            found[known] = validate(item, properties[known], source, inside)
        elif more is False:
            where = f" in [{key}]" if key else ""
            raise ConfigError(f"{source}: unknown key “{name}”{where}{nearest(name, properties)}")
        else:
            found[name] = validate(item, more, source, inside) if isinstance(more, Mapping) else item
    for name in schema.get("required", ()):
        if name not in found:
            raise ConfigError(f"{place}needs “{name}”")
    return found


_KINDS = {
    "string": "a string",
    "boolean": "true or false",
    "integer": "a whole number",
    "number": "a number",
    "array": "a list",
    "object": "a table",
}


def misfit(value: Any, schema: Schema) -> str:
    """Return what a value must be to fit the type in a schema, or "" if it fits."""
    kind, items = schema.get("type", ""), schema.get("items")
    if not kind or (_is(value, kind) and not (items and any(misfit(item, items) for item in value))):
        return ""
    return "a list of strings" if items else _KINDS[kind]


def _is(value: Any, kind: str) -> bool:
    if kind in ("integer", "number"):
        return isinstance(value, int if kind == "integer" else (int, float)) and not isinstance(value, bool)
    return isinstance(value, {"string": str, "boolean": bool, "array": list, "object": dict}[kind])


def _shown(value: Any) -> str:
    return f"“{value}”" if isinstance(value, str) else f"“{str(value).lower()}”"


def nearest(word: Any, known: Iterable[str]) -> str:
    """Return the nearest known name, or all of them, in brackets."""
    names = list(known)
    return f" ({hint(word, names, 'known: ' + ', '.join(names))})"


def hint(word: Any, known: Iterable[str], otherwise: str) -> str:
    """Return a question that names the nearest known name, or another hint if none is near."""
    from difflib import get_close_matches

    close = get_close_matches(str(word), list(known), 1)
    return f"did you mean “{close[0]}”?" if close else otherwise


def document(rules: Iterable[Rule]) -> dict[str, Any]:
    """Return the JSON Schema of a configuration file with the parameters of these rules.

    Rules of one kind share a definition. Keys have underscores; the program also accepts hyphens.
    """
    from ..rules.pages import known_kinds

    kinds = known_kinds()
    definitions: dict[str, Any] = {}
    one = {}
    for rule in rules:
        kind = inspect.signature(kinds[rule.kind]).parameters
        parameters = {name: _parameter(name, parameter.annotation) for name, parameter in kind.items()}
        extending = {f"extend_{name}": form for name, form in parameters.items() if form.get("type") == "array"}
        name = f"kind:{rule.kind}" if parameters else "rule"
        definitions[name] = _table("", {"severity": {"$ref": "#/$defs/severity"}, **parameters, **extending})
        definitions[name].pop("description")
        one[rule.name] = {"description": rule.title, "$ref": f"#/$defs/{name}"}
    found: dict[str, Any] = _with_rules(shape(), one)
    found["$defs"] = {"severity": dict(_LEVEL), **found["$defs"], **dict(sorted(definitions.items()))}
    return found


def _parameter(name: str, annotation: Any) -> dict[str, Any]:
    """Return the schema of a check's parameter, listing the scopes if it is named after them."""
    from ..outline.structure.places import PLACES

    form = of_annotation(annotation)
    if name in ("scope", "loud") and form.get("type") == "array":
        return {"type": "array", "items": {"enum": list(PLACES)}}
    return form


def of_annotation(annotation: Any) -> dict[str, Any]:
    """Return the schema of a parameter with an annotation, given as text or as a type; empty if any value fits."""
    text = annotation.__name__ if isinstance(annotation, type) and not get_origin(annotation) else str(annotation)
    simple = {"bool": "boolean", "int": "integer", "float": "number", "str": "string", "dict": "object"}
    kind = text.partition("[")[0]
    if kind == "list":
        return {"type": "array", **({"items": {"type": "string"}} if text.startswith("list[str]") else {})}
    return {"type": simple[kind]} if kind in simple else {}


def _with_rules(schema: Any, one: Schema) -> Any:
    """Add the properties of these rules to a schema wherever it has a table of rules."""
    if isinstance(schema, list):
        return [_with_rules(item, one) for item in schema]
    if not isinstance(schema, Mapping):
        return schema
    if schema is _LEVELS["rule"]:
        return {"$ref": "#/$defs/rules"}
    found = {key: _with_rules(value, one) for key, value in schema.items()}
    if "$schema" in found:
        found["$defs"] = {"rules": {**_LEVELS["rule"], "properties": dict(one)}}
    return found
