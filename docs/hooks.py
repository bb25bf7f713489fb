"""MkDocs hooks that generate the reference from the program itself, so that no page repeats what the code says.

* `<!-- generated: NAME -->` in a page, with the text below it, becomes the command line or another text of `INSERTS`.
* `reference/rules/` holds one page for each page in `rules/`, and an index.
* Pages that live elsewhere in the repository (`COPIES`) are shown with their links adjusted.

Nothing here needs MkDocs to be installed, except the two functions that hand pages over to it.
"""

from __future__ import annotations

import html
import inspect
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import click
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

ROOT = Path(__file__).resolve().parent.parent
HOME = "https://github.com/prfaq-lint/prfaq-lint"

COPIES = {
    "explanation/reader.md": "prfaq_lint/reader/README.md",
    "project/contributing.md": "CONTRIBUTING.md",
    "project/changelog.md": "CHANGELOG.md",
}
"""Pages of the site, and the files of the repository that they show."""

GROUPS = {
    "placeholders": ("Placeholders", "Leftover template text, notes to yourself, and sections that are still empty."),
    "problem": (
        "Problem",
        "Whether a reader learns who has the problem today, how bad it is, and what they do about it.",
    ),
    "solution-first": ("Solution first", "Text that starts from the product, the technology or what the company owns."),
    "shape": ("Shape", "The parts of the release, their order and their length."),
    "headline": ("Headline", "The headline, the subheadline and the dateline."),
    "solution": ("Solution", "Whether a reader can see what the customer does and gains."),
    "quotes": ("Quotes", "Who speaks in the release, and whether they say something only they could say."),
    "plan": ("Plan", "What the internal FAQ has to ask and answer to show that there is a plan to succeed."),
    "answers": ("Answers", "Whether each answer really answers its question."),
    "consistency": ("Consistency", "Places where the release and the FAQ contradict each other."),
    "prose": ("Prose", "Words and sentences that hide the meaning."),
}
"""Title and description of each group of rules; a group that is missing here goes by its name."""


# Markdown


def _cell(text: str) -> str:
    """Return a text that fits into a table cell."""
    return " ".join(text.split()).replace("|", "&#124;")


def _code(text: str) -> str:
    """Return help text with option names and file names in code font."""
    return re.sub(r"(?<![\w`-])(--[a-z][a-z-]+|\*\.\w+|\.gitignore|-(?=[ ,.;]))(?![\w`-])", r"`\1`", text)


def _paragraphs(text: str) -> str:
    """Return click's help text as paragraphs."""
    return "\n\n".join(_code(" ".join(part.split())) for part in re.split(r"\n\s*\n", text.strip()))


# The command line


def commands() -> Iterator[click.Context]:
    """Yield a context for each command that can be run; its `command_path` is the full name."""
    import click

    from prfaq_lint.cli import program

    yield from _leaves(click.Context(program, info_name="prfaq-lint"))


def _leaves(context: click.Context) -> Iterator[click.Context]:
    import click

    group = context.command
    if not isinstance(group, click.Group):
        yield context
        return
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command and not command.hidden:
            inherited = context.command.context_settings.get("help_option_names")
            yield from _leaves(click.Context(command, context, info_name=name, help_option_names=inherited))


def _options(context: click.Context) -> Iterator[tuple[str, str]]:
    """Yield the names of each option of a command and what it does."""
    for parameter in context.command.get_params(context):
        record = parameter.param_type_name == "option" and parameter.get_help_record(context)
        if record:
            names, text = (html.escape(part) for part in record)
            shown = ", ".join(f"<code>{name}</code>" for name in names.split(", ")).replace("|", "&#124;<wbr>")
            yield shown, _code(_cell(text))


def command_line() -> str:
    """Return a section on each command."""
    lines = []
    for context in commands():
        usage = " ".join([context.command_path, *context.command.collect_usage_pieces(context)])
        lines += [f"## {context.command_path}", "", _paragraphs(context.command.help or ""), ""]
        lines += ["```text", usage, "```", "", "| option | meaning |", "| --- | --- |"]
        lines += [f"| {names} | {text} |" for names, text in _options(context)]
        lines.append("")
    return "\n".join(lines)


# The configuration


@cache
def _output(*arguments: str) -> str:
    """Return what prfaq-lint prints, run in a folder without a configuration."""
    done = subprocess.run(
        [sys.executable, "-m", "prfaq_lint", *arguments],
        cwd=ROOT / "examples",
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return done.stdout


def _type(schema: Mapping[str, Any]) -> str:
    """Return in words what values a setting takes."""
    if "enum" in schema:
        return ", ".join(f"`{value}`" for value in schema["enum"])
    name = schema.get("type", "")
    if name == "array":
        items = schema.get("items", {})
        return "list of tables" if items.get("type") == "object" else "list of strings"
    return {"object": "table", "integer": "number", "boolean": "`true`, `false`"}.get(name, name)


def _settings(schema: Mapping[str, Any], definitions: Mapping[str, Any]) -> Iterator[str]:
    """Yield a table row for each setting of a table, leaving out the spellings with hyphens that mean the same."""
    properties: Mapping[str, Mapping[str, Any]] = schema.get("properties", {})
    for name, value in properties.items():
        if "-" in name and name.replace("-", "_") in properties:
            continue
        if "$ref" in value:
            value = definitions[value["$ref"].rsplit("/", 1)[-1]]
        yield f"| `{name}` | {_cell(_type(value))} | {_code(_cell(value.get('description', '')))} |"


def configuration() -> str:
    """Return the tables of all settings."""
    schema = json.loads(_output("config", "schema"))
    definitions = schema.get("$defs", {})
    properties = schema["properties"]
    head = ["| setting | value | meaning |", "| --- | --- | --- |"]
    vocabulary = properties["vocabulary"]["properties"]
    parts = [
        ("## Top level", "", schema),
        ("## `[rule.NAME]`", _rule_settings(definitions["rules"]), None),
        (
            "## `[group.NAME]`",
            "A severity for all rules of the group that are on: `severity` takes the same values.",
            None,
        ),
        ("## `[vocabulary]`", properties["vocabulary"]["description"], properties["vocabulary"]),
        ("### `[vocabulary.sections]`", _section_settings(vocabulary["sections"]), None),
        (
            "### `[[vocabulary.questions]]`",
            vocabulary["questions"]["description"],
            vocabulary["questions"].get("items"),
        ),
        ("## `[profiles.NAME]`", "", properties["profiles"]["additionalProperties"]),
        ("## `[stages.NAME]`", "", properties["stages"]["additionalProperties"]),
        ("## `[[overrides]]`", properties["overrides"]["description"], properties["overrides"]["items"]),
    ]
    lines = []
    for title, text, table in parts:
        lines += [title, ""]
        lines += [text, ""] if text else []
        lines += [*head, *_settings(table, definitions), ""] if table else []
    return "\n".join(lines)


def _rule_settings(rules: Mapping[str, Any]) -> str:
    severities = rules["additionalProperties"]["properties"]["severity"]["enum"]
    values = ", ".join(f"`{value}`" for value in severities)
    return (
        f"`severity` takes {values}. Other settings are the parameters in the definition of the rule, which its\n"
        "[page](rules/index.md) shows: a plain name replaces the value, and `extend_NAME` adds to a list."
    )


def _section_settings(sections: Mapping[str, Any]) -> str:
    names = ", ".join(f"`{name}`" for name in sections["properties"] if "-" not in name)
    return f"{sections['description']} Each setting is a list of headings: {names}."


# The rules


@dataclass(frozen=True)
class Rule:
    """A rule page and what the program says about it."""

    name: str
    group: str
    severity: str
    title: str

    @property
    def path(self) -> str:
        """The page in the repository."""
        return f"rules/{self.group}/{self.name}.md"

    @property
    def uri(self) -> str:
        """The page of the site."""
        return f"reference/{self.path}"


@cache
def rules() -> tuple[Rule, ...]:
    """Return the built-in rules in the order in which the program lists them."""
    listed = json.loads(_output("rules", "--no-config", "--format", "json"))
    found = (Rule(row["rule"], row["group"], row["severity"], row["title"]) for row in listed)
    return tuple(rule for rule in found if (ROOT / rule.path).is_file())  # without those of installed plug-ins


def _group(name: str) -> tuple[str, str]:
    return GROUPS.get(name, (name.replace("-", " ").capitalize(), ""))


def _severity(rule: Rule) -> str:
    return f'<span class="severity severity-{rule.severity}">{rule.severity}</span>'


def rule_page(rule: Rule) -> str:
    """Return the page of a rule: its facts, then its text, with the definition folded."""
    text = (ROOT / rule.path).read_text(encoding="utf-8")
    match = re.match(r"# (.+)\n+```toml\n(.*?)```\n+(.*)", text, re.DOTALL)
    if not match:
        raise ValueError(f"{rule.path} does not begin with a title and a definition")
    title, definition, body = match.groups()
    body = body.replace("\n```text\n", "\n``` { .text .report .no-copy }\n")
    folded = "".join(f"    {line}".rstrip() + "\n" for line in f"```toml\n{definition}```".splitlines())
    return "\n".join(
        [
            f"# {title}",
            "",
            f"{_severity(rule)} `{rule.name}` in the group [{_group(rule.group)[0]}](../index.md#{rule.group})",
            "",
            body.rstrip(),
            "",
            "## Change or silence this rule",
            "",
            "In the [configuration](../../configuration.md):",
            "",
            "```toml",
            f"[rule.{rule.name}]",
            f'severity = "{"off" if rule.severity != "off" else "warning"}"',
            "```",
            "",
            "For one place in a draft, with a [comment](../../../how-to/suppress.md) above it:",
            "",
            "```markdown",
            f"<!-- prfaq-lint: disable-next {rule.name} -- the reason -->",
            "```",
            "",
            '??? abstract "Definition of the rule"',
            "",
            folded,
        ]
    )


def rule_index() -> str:
    """Return the list of all rules by group."""
    lines = [
        "# Rules",
        "",
        f"prfaq-lint has {len(rules())} rules. Each one is a page of Markdown that contains its definition, says why it matters and how to fix it, and",
        "has Bad and Good examples that are run as tests. `prfaq-lint explain RULE` prints the same page in the terminal.",
        "",
        "An **error** makes `check` exit with 1, a **warning** is what a reviewer would send back, and a **note** is advice.",
        "Rules that are **off** run only when a configuration or `--select` turns them on.",
        "",
    ]
    for group in dict.fromkeys(rule.group for rule in rules()):
        title, description = _group(group)
        lines += [
            f"## {title} {{ #{group} }}",
            "",
            description,
            "",
            "| rule | severity | what it finds |",
            "| --- | --- | --- |",
        ]
        lines += [
            f"| [`{rule.name}`]({rule.group}/{rule.name}.md) | {_severity(rule)} | {_cell(rule.title)} |"
            for rule in rules()
            if rule.group == group
        ]
        lines.append("")
    return "\n".join(lines)


def rule_navigation() -> list[Any]:
    """Return the part of the navigation that holds the rules."""
    groups = dict.fromkeys(rule.group for rule in rules())
    return [
        "reference/rules/index.md",
        *({_group(group)[0]: [{r.name: r.uri} for r in rules() if r.group == group]} for group in groups),
    ]


# Sources that the rules name


def sources() -> str:
    """Return the addresses that the pages of rules cite, each with the rules that cite it."""
    cited: dict[str, list[Rule]] = {}
    for rule in rules():
        text = re.sub(r"```.*?```", "", (ROOT / rule.path).read_text(encoding="utf-8"), flags=re.DOTALL)
        for address in dict.fromkeys(re.findall(r"\]\((https?://[^)\s]+)\)", text)):
            cited.setdefault(address, []).append(rule)
    lines = ["| source | cited by |", "| --- | --- |"]
    for address, citing in sorted(cited.items()):
        shown = re.sub(r"^https?://(www\.)?|/$", "", address)
        names = ", ".join(f"[`{rule.name}`](../{rule.uri})" for rule in citing)
        lines.append(f"| [{shown}]({address}) | {names} |")
    return "\n".join(lines)


# The Python API


def functions() -> str:
    """Return a section on each public function. (For `outline`, mkdocstrings would find the package of that name.)"""
    import prfaq_lint

    lines = []
    for name in ("lint", "outline"):
        function = getattr(prfaq_lint, name)
        signature = inspect.signature(function)
        parameters = []
        for parameter in signature.parameters.values():
            if parameter.kind is parameter.KEYWORD_ONLY and "*" not in parameters:
                parameters.append("*")
            default = "" if parameter.default is parameter.empty else f" = {parameter.default!r}"
            parameters.append(f"{parameter.name}: {parameter.annotation}{default}")
        shown = "".join(f"    {parameter},\n" for parameter in parameters)
        lines += [f"## {name}", "", "```python", f"{name}(\n{shown}) -> {signature.return_annotation}", "```", ""]
        lines += [inspect.getdoc(function) or "", ""]
    return "\n".join(lines)


# Files of the repository


@cache
def _action() -> Mapping[str, Any]:
    import yaml

    return yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))


def action_inputs() -> str:
    """Return the table of the inputs of the GitHub Action."""
    lines = ["| input | default | meaning |", "| --- | --- | --- |"]
    for name, about in _action()["inputs"].items():
        default = f"`{about['default']}`" if about.get("default") else ""
        lines.append(f"| `{name}` | {default} | {_cell(about['description'])} |")
    return "\n".join(lines)


def action_outputs() -> str:
    """Return the table of the outputs of the GitHub Action."""
    lines = ["| output | meaning |", "| --- | --- |"]
    lines += [f"| `{name}` | {_cell(about['description'])} |" for name, about in _action()["outputs"].items()]
    return "\n".join(lines)


def plug_in_entry_points() -> str:
    """Return the entry points of the example of a plug-in."""
    text = (ROOT / "examples/plugin/pyproject.toml").read_text(encoding="utf-8")
    found = re.findall(
        r"^\[project\.entry-points\..*?(?=^\[(?!project\.entry-points)|\Z)", text, re.MULTILINE | re.DOTALL
    )
    return "```toml\n" + "".join(found).strip() + "\n```"


def plug_in_check() -> str:
    """Return the module that holds the check of the example of a plug-in."""
    text = (ROOT / "examples/plugin/prfaq_canteen/checks.py").read_text(encoding="utf-8")
    return f"```python\n{text.rstrip()}\n```"


def copied(uri: str, path: str) -> str:
    """Return a file of the repository with relative links that work on the site."""
    by_path = {source: target for target, source in COPIES.items()}
    folder = Path(path).parent

    def link(match: re.Match[str]) -> str:
        label, target = match.groups()
        if re.match(r"[a-z]+:|#", target):
            return match[0]
        place, _, anchor = target.partition("#")
        wanted = os.path.normpath(folder / place).replace(os.sep, "/")
        if wanted in by_path:
            there = os.path.relpath(by_path[wanted], Path(uri).parent).replace(os.sep, "/")
            return f"[{label}]({there}{'#' + anchor if anchor else ''})"
        if wanted.startswith("docs/"):
            there = os.path.relpath(wanted.removeprefix("docs/"), Path(uri).parent).replace(os.sep, "/")
            return f"[{label}]({there}{'#' + anchor if anchor else ''})"
        return f"[{label}]({HOME}/blob/main/{wanted}{'#' + anchor if anchor else ''})"

    text = (ROOT / path).read_text(encoding="utf-8")
    return re.sub(r"(?<!!)\[([^\]]+)\]\(([^)\s]+)\)", link, text)


# What MkDocs calls

INSERTS = {
    "action-inputs": action_inputs,
    "action-outputs": action_outputs,
    "command-line": command_line,
    "configuration": configuration,
    "functions": functions,
    "plug-in-check": plug_in_check,
    "plug-in-entry-points": plug_in_entry_points,
    "sources": sources,
}
_MARK = re.compile(r"^<!-- generated: ([\w-]+) -->(?:\n.+)*$", re.MULTILINE)
"""A mark, with the text below it that says where readers of the repository find what is generated."""


def inserted(markdown: str) -> str:
    """Return a page with its marks replaced by generated text."""
    return _MARK.sub(lambda match: INSERTS[match[1]](), markdown)


def generated() -> dict[str, tuple[str, str]]:
    """Return the pages that are in no file below `docs/`: text and source by their place on the site."""
    return {
        **{uri: (copied(uri, path), path) for uri, path in COPIES.items()},
        "reference/rules/index.md": (rule_index(), "docs/hooks.py"),
        **{rule.uri: (rule_page(rule), rule.path) for rule in rules()},
    }


def on_startup(**_: object) -> None:
    """Date the sitemap by the last commit, so that a commit always builds the same site."""
    command = ["git", "log", "-1", "--format=%ct"]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    except (OSError, subprocess.CalledProcessError):
        return
    os.environ.setdefault("SOURCE_DATE_EPOCH", done.stdout.strip())


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Put the rules into the navigation."""
    for section in config.nav or []:
        for pages in section.values() if isinstance(section, dict) else ():
            for page in pages if isinstance(pages, list) else ():
                if isinstance(page, dict) and page.get("Rules") == "reference/rules/index.md":
                    page["Rules"] = rule_navigation()
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Hand the generated pages over to MkDocs."""
    from mkdocs.structure.files import File

    for uri, (text, source) in generated().items():
        file = File.generated(config, uri, content=text)
        file.edit_uri = f"../{source}"
        files.append(file)
    return files


def on_page_markdown(markdown: str, page: Page, **_: object) -> str:
    """Replace the marks of a page."""
    return inserted(markdown)
