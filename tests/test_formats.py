"""Tests of machine-readable reports: independent parsers read them, even with malicious drafts and file names."""

from __future__ import annotations

import json
import ntpath
import re
import sys
from collections.abc import Sequence
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes
from xml.etree import ElementTree

import jsonschema
import pytest
from conftest import prfaq
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from prfaq_lint.diagnostic import Diagnostic, Replacement
from prfaq_lint.reports import FORMATS, Style
from prfaq_lint.reports.github_summary import MOST_BYTES, plain
from prfaq_lint.reports.sarif import MOST_RESULTS
from prfaq_lint.reports.statistics import table
from prfaq_lint.reports.text import MAX_BRIEF
from prfaq_lint.result import Answer, FileResult
from prfaq_lint.rules.pages import directory
from prfaq_lint.safe import width

HOSTILE = (
    "\x1b[31m ::error file=x::y ]]> <script>alert(1)</script> \x00 \udce9 %0A::warning::z ##[command]rm "
    "| @octocat #12 [x](http://a.example) ![](y) `code` *b* {0} [z](1) \u202e\ufffe www.a.example $x$\r\n::add-mask::q"
)
NAMES = [
    "plain.md",
    "a b, c: 100%.md",
    "line\nend::error::.md",
    "esc\x1b[31m##[group].md",
    "naïve 漢字.md",
    "caf\udce9.md",
]


def finding(path: str = "a.md", line: int = 3, **more: Any) -> Diagnostic:
    usual = {
        "column": 1,
        "end_line": line,
        "end_column": 5,
        "rule": "pantry",
        "group": "solution-first",
        "severity": "error",
        "message": "“text” is wrong",
        "fix": "write it anew",
    }
    return Diagnostic(path, line, **{**usual, **more})


def result(*findings: Diagnostic, path: str = "a.md", text: str = "text in a line", **more: Any) -> FileResult:
    return FileResult(path, "prfaq", "en", list(findings), excerpts={found.line: text for found in findings}, **more)


def written(shape: str, *results: FileResult, **style: Any) -> str:
    return FORMATS[shape](results, Style(**style))


def hostile(path: str) -> FileResult:
    answers = [Answer("Is it big?", "no", (), ("market-size",))]
    found = finding(path, message=HOSTILE, fix=HOSTILE, edits=(Replacement(3, 1, 3, 3, HOSTILE),))
    return result(found, path=path, text=HOSTILE, questions=answers)


# Properties of all formats.


@pytest.mark.parametrize("path", NAMES)
@pytest.mark.parametrize("shape", FORMATS)
def test_nothing_hostile_gets_through(shape: str, path: str) -> None:
    """Check that a draft cannot produce a control character, a second line or a command."""
    out = written(shape, hostile(path), unread=((path, HOSTILE),))
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe]", out)
    assert "##[" not in out
    if shape != "github":
        assert [row for row in out.split("\n") if row.lstrip().startswith("::")] == []


@pytest.mark.parametrize("shape", FORMATS)
def test_same_results_give_the_same_report(shape: str) -> None:
    assert written(shape, hostile("a.md")) == written(shape, hostile("a.md"))


@pytest.mark.parametrize("shape", ["sarif", "github", "gitlab", "junit", "github-summary"])
def test_paths_start_from_the_root_of_the_repository(shape: str) -> None:
    out = written(shape, result(finding("drafts/a.md"), path="drafts/a.md"), folder="/repo/docs", root="/repo")
    assert "docs/drafts/a.md" in out
    assert "/repo" not in out


@pytest.mark.parametrize(
    ("path", "folder", "root", "shown"),
    [
        (r"drafts\a.md", r"C:\work", r"C:\work", "drafts/a.md"),
        (r"drafts\a.md", r"C:\work\docs", r"c:\Work", "docs/drafts/a.md"),
        (r"..\a.md", r"C:\work\docs", r"C:\work", "a.md"),
        (r"C:\work\docs\a.md", r"C:\work\docs", r"C:\work", "docs/a.md"),
        (r"D:\other\a.md", r"C:\work\docs", r"C:\work", "D:/other/a.md"),
        (r"C:\workshop\a.md", r"C:\work", r"C:\work", "C:/workshop/a.md"),
        (r".\drafts\a.md", "", "", "drafts/a.md"),
    ],
)
def test_paths_of_windows(path: str, folder: str, root: str, shown: str) -> None:
    assert Style(folder=folder, root=root).within(path, ntpath) == shown


# SARIF.

TEXT = {"type": "object", "required": ["text"], "properties": {"text": {"type": "string", "minLength": 1}}}
SHORT = {**TEXT, "properties": {"text": {"type": "string", "minLength": 1, "maxLength": 1024}}}
PLACE = {"type": "integer", "minimum": 1}
REGION = {
    "type": "object",
    "required": ["startLine", "startColumn", "endLine", "endColumn"],
    "additionalProperties": False,
    "properties": dict.fromkeys(("startLine", "startColumn", "endLine", "endColumn"), PLACE),
}
ARTIFACT = {
    "type": "object",
    "required": ["uri"],
    "additionalProperties": False,
    "properties": {
        "uri": {"type": "string", "pattern": r"^([\w.~!$&'()*+,;=:@/-]|%[0-9A-F]{2})+$"},
        "uriBaseId": {"const": "%SRCROOT%"},
    },
}
LEVEL = {"enum": ["error", "warning", "note"]}
RULE = {
    "type": "object",
    "required": ["id", "shortDescription", "fullDescription", "help", "defaultConfiguration", "properties"],
    "properties": {
        "shortDescription": SHORT,
        "fullDescription": SHORT,
        "help": {**TEXT, "required": ["text", "markdown"]},
        "helpUri": {"type": "string", "pattern": "^https://"},
        "defaultConfiguration": {"properties": {"level": LEVEL}, "required": ["level"]},
        "properties": {
            "required": ["tags", "precision"],
            "properties": {"tags": {"type": "array", "maxItems": 20, "uniqueItems": True}},
        },
    },
}
RESULT = {
    "type": "object",
    "required": ["ruleId", "ruleIndex", "level", "message", "locations", "partialFingerprints"],
    "properties": {
        "level": LEVEL,
        "message": TEXT,
        "locations": {
            "type": "array",
            "minItems": 1,
            "maxItems": 1,
            "items": {
                "properties": {
                    "physicalLocation": {
                        "required": ["artifactLocation", "region"],
                        "properties": {"artifactLocation": ARTIFACT, "region": REGION},
                    }
                }
            },
        },
        "partialFingerprints": {
            "type": "object",
            "additionalProperties": {"type": "string", "pattern": "^[0-9a-f]{32}$"},
        },
        "fixes": {
            "items": {
                "required": ["artifactChanges"],
                "properties": {
                    "artifactChanges": {
                        "items": {
                            "required": ["artifactLocation", "replacements"],
                            "properties": {
                                "replacements": {
                                    "minItems": 1,
                                    "items": {
                                        "required": ["deletedRegion"],
                                        "properties": {"deletedRegion": REGION, "insertedContent": {"type": "object"}},
                                    },
                                }
                            },
                        }
                    }
                },
            }
        },
    },
}
SARIF = {
    "type": "object",
    "required": ["$schema", "version", "runs"],
    "properties": {
        "version": {"const": "2.1.0"},
        "runs": {
            "minItems": 1,
            "maxItems": 1,
            "items": {
                "required": ["tool", "columnKind", "results", "invocations"],
                "properties": {
                    "columnKind": {"const": "unicodeCodePoints"},
                    "tool": {
                        "properties": {
                            "driver": {"required": ["name", "rules"], "properties": {"rules": {"items": RULE}}}
                        }
                    },
                    "results": {"type": "array", "maxItems": MOST_RESULTS, "items": RESULT},
                    "invocations": {"minItems": 1, "items": {"required": ["executionSuccessful"]}},
                },
            },
        },
    },
}
"""The requirements of GitHub code scanning for a SARIF 2.1.0 file, as a schema of our own."""


def sarif(*results: FileResult, **style: Any) -> dict[str, Any]:
    log = json.loads(written("sarif", *results, **style))
    jsonschema.validate(log, SARIF)
    run: dict[str, Any] = log["runs"][0]
    assert [run["tool"]["driver"]["rules"][found["ruleIndex"]]["id"] for found in run["results"]] == [
        found["ruleId"] for found in run["results"]
    ]
    return run


def test_sarif_of_nothing() -> None:
    assert sarif()["results"] == []


def test_sarif_of_an_example() -> None:
    run = prfaq("check", "examples/party-planner.md", "--format", "sarif")
    assert (run.status, run.err) == (1, "")
    log = json.loads(run.out)
    jsonschema.validate(log, SARIF)
    found = json.loads(prfaq("check", "examples/party-planner.md", "--format", "json").out)
    keys = ("startLine", "startColumn", "endLine", "endColumn")
    regions = [one["locations"][0]["physicalLocation"]["region"] for one in log["runs"][0]["results"]]
    assert [tuple(region[key] for key in keys) for region in regions] == [
        (one["line"], one["column"], one["end_line"], one["end_column"]) for one in found
    ]
    edited = [one for one in log["runs"][0]["results"] if "fixes" in one]
    assert len(edited) == sum(bool(one["edits"]) for one in found) > 0


@pytest.mark.parametrize("path", NAMES)
def test_sarif_address_is_the_file_name_in_bytes(path: str) -> None:
    location = sarif(hostile(path))["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert unquote_to_bytes(location["uri"]) == path.encode("utf-8", "surrogateescape")


@pytest.mark.skipif(sys.platform == "win32", reason="other absolute paths")
def test_sarif_address_outside_the_repository() -> None:
    run = sarif(result(finding("/tmp/a b.md"), path="/tmp/a b.md"), folder="/repo", root="/repo")
    location = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert location == {"uri": "file:///tmp/a%20b.md"}


def test_sarif_message_has_no_links_or_placeholders() -> None:
    text = sarif(result(finding(message="[x](1) and {0}, [63 percent]", fix="")))["results"][0]["message"]["text"]
    assert text == "[x\\](1) and {{0}}, [63 percent]"


def test_sarif_rule_is_its_page() -> None:
    rule = sarif(result(finding()))["tool"]["driver"]["rules"][0]
    page = (directory("rules") / "solution-first/pantry.md").read_text(encoding="utf-8")
    assert page.startswith(f"# {rule['shortDescription']['text']}\n")
    assert rule["help"]["markdown"].split("\n\n")[1].split("\n")[0] in page
    assert rule["helpUri"].endswith("/rules/solution-first/pantry.md")
    assert rule["properties"]["tags"][-1] == "solution-first"


def test_sarif_of_a_rule_without_a_page() -> None:
    rule = sarif(result(finding(rule="house-style")))["tool"]["driver"]["rules"][0]
    assert (rule["id"], rule["shortDescription"]["text"], "helpUri" in rule) == ("house-style", "house-style", False)


def test_sarif_keeps_the_most_severe_within_the_limit() -> None:
    slight = [finding(line=at, severity="note") for at in range(1, MOST_RESULTS + 11)]
    run = sarif(result(*slight, finding(line=MOST_RESULTS + 20)))
    assert len(run["results"]) == MOST_RESULTS
    assert run["results"][-1]["level"] == "error"
    assert run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"].startswith("11 more findings")


def test_sarif_says_what_could_not_be_read() -> None:
    invocation = sarif(unread=(("b.md", "not UTF-8 at byte 3"),))["invocations"][0]
    assert invocation["executionSuccessful"] is False
    assert invocation["toolExecutionNotifications"][0]["message"]["text"] == "b.md: not UTF-8 at byte 3"


def fingerprints(*findings: Diagnostic, **more: Any) -> list[str]:
    return [one["partialFingerprints"]["prfaqLint/v1"] for one in sarif(result(*findings, **more))["results"]]


def test_fingerprints_survive_inserted_lines_and_reworded_messages() -> None:
    assert fingerprints(finding()) == fingerprints(finding(line=90, message="“text” is quite wrong", severity="note"))


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(result(finding(rule="hype")), id="rule"),
        pytest.param(result(finding(), text="next in a line"), id="words"),
        pytest.param(result(finding(path="b.md"), path="b.md"), id="path"),
    ],
)
def test_fingerprints_differ(other: FileResult) -> None:
    assert fingerprints(finding()) != [one["partialFingerprints"]["prfaqLint/v1"] for one in sarif(other)["results"]]


def test_repeated_words_have_different_fingerprints() -> None:
    first, second = fingerprints(finding(line=3), finding(line=9))
    assert first != second
    assert first == fingerprints(finding(line=5))[0]


# GitHub annotations.

COMMAND = re.compile(r"::(error|warning|notice) ([^:\r\n]*)::([^\r\n]*)")
PROPERTIES = {"file", "line", "endLine", "col", "endColumn", "title"}


def annotations(out: str) -> list[tuple[str, dict[str, str], str]]:
    """Return each line as GitHub's runner reads it: the command, its properties, and the message."""

    def decoded(text: str, *more: str) -> str:
        for code in (*more, "0D", "0A", "25"):
            text = text.replace(f"%{code}", chr(int(code, 16)))
        return text

    found = []
    for row in out.removesuffix("\n").split("\n") if out else []:
        match = COMMAND.fullmatch(row)
        assert match, row
        pairs = [pair.split("=", 1) for pair in match[2].split(",")]
        properties = {key: decoded(value, "3A", "2C") for key, value in pairs}
        assert set(properties) <= PROPERTIES
        assert len(properties) == len(pairs)
        assert all(properties[key].isdigit() for key in {"line", "endLine", "col", "endColumn"} & set(properties))
        found.append((match[1], properties, decoded(match[3])))
    return found


def test_annotation() -> None:
    (found,) = annotations(written("github", result(finding("a b, c: 100%.md"), path="a b, c: 100%.md")))
    place = {"file": "a b, c: 100%.md", "line": "3", "endLine": "3", "col": "1", "endColumn": "5"}
    assert found == ("error", {**place, "title": "prfaq-lint: pantry"}, "“text” is wrong\nfix: write it anew")


def test_annotation_over_several_lines_has_no_columns() -> None:
    """Check that columns are omitted, because GitHub rejects them for several lines."""
    ((_, properties, _),) = annotations(written("github", result(finding(end_line=4, severity="warning"))))
    assert (properties["line"], properties["endLine"], "col" in properties) == ("3", "4", False)


@pytest.mark.parametrize("path", NAMES)
def test_annotation_of_hostile_text_is_one_annotation(path: str) -> None:
    ((command, properties, message),) = annotations(written("github", hostile(path)))
    assert (command, properties["line"]) == ("error", "3")
    assert "::error file=x::y" in message
    assert properties["file"].isprintable() or "\n" in path


@given(st.text(st.characters(), max_size=40), st.text(st.characters(), min_size=1, max_size=20))
def test_annotation_of_any_text_and_name(text: str, path: str) -> None:
    assert len(annotations(written("github", result(finding(path, message=text), path=path)))) == 1


def levels(out: str) -> dict[str, int]:
    commands = [command for command, _, _ in annotations(out)]
    return {command: commands.count(command) for command in dict.fromkeys(commands)}


@pytest.mark.parametrize(
    ("errors", "notes", "shown"),
    [
        (10, 10, {"error": 10, "notice": 10}),
        (11, 0, {"error": 10, "notice": 1}),
        (11, 20, {"error": 10, "notice": 10}),
        (0, 11, {"notice": 10}),
    ],
)
def test_annotations_stay_within_the_limits(errors: int, notes: int, shown: dict[str, int]) -> None:
    found = [finding(line=at + 1) for at in range(errors)] + [
        finding(line=at + 1, severity="note") for at in range(notes)
    ]
    out = written("github", result(*found))
    assert levels(out) == shown
    told = errors + notes - sum(shown.values()) + 1
    last = annotations(out)[-1]
    left = sum(map(int, re.findall(r"(\d+) (?:error|warning|note)s?\b", last[2])))
    assert (left == told) if errors > 10 or notes > 10 else (left == 0)


def test_annotations_show_substance_before_prose() -> None:
    prose = [finding(line=at, rule="hype", group="prose") for at in range(1, 11)]
    out = annotations(written("github", result(*prose, finding(line=99))))
    assert out[0][1]["line"] == "99"


# The step summary.


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        assert not attrs or tag in ("td", "th"), (tag, attrs)
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


def rendered(markdown: str) -> _Tags:
    """Return the tags and the text of Markdown rendered as on GitHub: with tables, strikethrough and raw HTML."""
    parser = _Tags()
    parser.feed(MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(markdown))
    parser.close()
    return parser


TABLE = {"h2", "h3", "p", "ul", "li", "table", "thead", "tbody", "tr", "th", "td", "br", "em", "code"}


@pytest.mark.parametrize("path", NAMES)
def test_summary_shows_hostile_text_as_text(path: str) -> None:
    shown = rendered(written("github-summary", hostile(path), unread=((path, HOSTILE),)))
    assert set(shown.tags) <= TABLE
    assert shown.tags.count("em") == shown.tags.count("tbody") - 1 == 1
    assert "<script>alert(1)</script>" in shown.text
    assert "[x](http\u200b://a.example)" in shown.text
    assert "| @\u200boctocat #\u200b12 " in shown.text


@given(st.text(st.characters(), max_size=60))
def test_plain_text_is_no_markup(text: str) -> None:
    shown = rendered(f"| a |\n| - |\n| x{plain(text)}x |\n")
    assert shown.tags.count("td") == 1
    assert set(shown.tags) <= {"table", "thead", "tbody", "tr", "th", "td"}
    assert not re.search(r"@\w|#\d|\w://|\bwww\.", shown.text)


@given(
    st.lists(st.sampled_from("@a #1 GH-1 http:// www.a.b | <b> [x](y) ` * _ ~ $ & ; \\ \n :".split(" ")), max_size=8)
)
def test_plain_text_links_nothing_by_itself(pieces: list[str]) -> None:
    shown = rendered(f"| a |\n| - |\n| x{plain(''.join(pieces))}x |\n")
    assert set(shown.tags) <= {"table", "thead", "tbody", "tr", "th", "td"}
    assert not re.search(r"@\w|#\d|\w://|\bwww\.|\bGH-\d", shown.text)


def test_summary_stays_within_a_mebibyte_and_says_so() -> None:
    many = result(*(finding(line=at, message="漢" * 300) for at in range(1, 3000)))
    out = written("github-summary", many)
    assert MOST_BYTES * 0.9 < len(out.encode()) < 2**20
    rows = out.count("`pantry` |\n")
    assert out.endswith(f"\n{2999 - rows} more findings do not fit in this summary.\n")


# GitLab, JUnit, rdjson, concise, jsonl.

GITLAB = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{32}$"},
            "location": {
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "pattern": "^[^/]"},
                    "lines": {"required": ["begin"], "properties": {"begin": PLACE}},
                },
            },
        },
    },
}


@pytest.mark.parametrize("path", NAMES)
def test_gitlab(path: str) -> None:
    found = json.loads(written("gitlab", hostile(path), result(finding(line=3), finding(line=5, severity="note"))))
    jsonschema.validate(found, GITLAB)
    assert [one["severity"] for one in found] == ["major", "major", "info"]
    assert len({one["fingerprint"] for one in found}) == 3


def junit(*results: FileResult, **style: Any) -> ElementTree.Element:
    root = ElementTree.fromstring(written("junit", *results, **style).encode())
    assert root.tag == "testsuites"
    for node in (root, *root):
        assert int(node.get("tests", "")) == len(list(node.iter("testcase")))
        assert int(node.get("failures", "")) == len(list(node.iter("failure")))
        assert int(node.get("errors", "")) == len(list(node.iter("error")))
    return root


def test_junit_has_a_suite_for_each_file() -> None:
    root = junit(result(finding(), finding(line=5)), result(path="b.md"), unread=(("c.md", "is a directory"),))
    assert [(suite.get("name"), suite.get("tests")) for suite in root] == [("a.md", "2"), ("b.md", "1"), ("c.md", "1")]
    cases = [(case.get("name"), [child.tag for child in case]) for case in root.iter("testcase")]
    assert cases == [
        ("pantry at 3:1", ["failure"]),
        ("pantry at 5:1", ["failure"]),
        ("nothing found", []),
        ("read the file", ["error"]),
    ]
    assert root[0][0][0].text == "a.md:3:1: error pantry: “text” is wrong\nfix: write it anew"


@pytest.mark.parametrize(
    ("fail_on", "failing"),
    [("never", []), ("error", ["error"]), ("warning", ["error", "warning"]), ("note", ["error", "warning", "note"])],
)
def test_junit_fails_only_for_findings_that_fail_the_check(fail_on: str, failing: list[str]) -> None:
    found = [finding(line=line, severity=severity) for line, severity in enumerate(("error", "warning", "note"), 1)]
    root = junit(result(*found, fail_on=fail_on))
    assert [failure.get("type") for failure in root.iter("failure")] == failing
    shown = [node.text or "" for node in root.iter("system-out")]
    assert [text.split(" ")[1] for text in shown] == ["error", "warning", "note"][len(failing) :]
    assert len(list(root.iter("testcase"))) == 3


@given(st.text(st.characters(), max_size=40))
def test_junit_of_any_text(text: str) -> None:
    junit(result(finding(text or "a", message=text, fix=text), path=text or "a"))


POSITION = {"required": ["line", "column"], "properties": {"line": PLACE, "column": PLACE}}
RANGE = {"required": ["start", "end"], "properties": {"start": POSITION, "end": POSITION}}
RDJSON = {
    "required": ["source", "diagnostics"],
    "properties": {
        "source": {"required": ["name", "url"]},
        "diagnostics": {
            "type": "array",
            "items": {
                "required": ["message", "location", "severity", "code"],
                "properties": {
                    "message": {"type": "string", "minLength": 1},
                    "severity": {"enum": ["ERROR", "WARNING", "INFO"]},
                    "location": {"required": ["path", "range"], "properties": {"range": RANGE}},
                    "code": {"required": ["value"], "properties": {"url": {"type": "string", "pattern": "^https://"}}},
                    "suggestions": {"items": {"required": ["range", "text"], "properties": {"range": RANGE}}},
                },
            },
        },
    },
}


def test_rdjson_columns_count_bytes() -> None:
    found = finding(column=3, end_column=7, edits=(Replacement(3, 4, 3, 5, "é"),))
    report = json.loads(written("rdjson", result(found, text="a𐐀text b")))
    jsonschema.validate(report, RDJSON)
    (one,) = report["diagnostics"]
    assert one["location"]["range"] == {"start": {"line": 3, "column": 6}, "end": {"line": 3, "column": 10}}
    assert one["suggestions"] == [
        {"range": {"start": {"line": 3, "column": 7}, "end": {"line": 3, "column": 8}}, "text": "é"}
    ]
    assert one["code"]["value"] == "pantry"


@pytest.mark.parametrize("path", NAMES)
def test_rdjson_of_hostile_text(path: str) -> None:
    jsonschema.validate(json.loads(written("rdjson", hostile(path))), RDJSON)


def test_concise_has_one_line_for_each_finding() -> None:
    out = written("concise", result(finding(), finding(line=5, severity="note", rule="hype")))
    assert out == "a.md:3:1: error pantry “text” is wrong\na.md:5:1: note hype “text” is wrong\n"
    assert written("concise", hostile("a.md")).count("\n") == 1


def test_jsonl_is_json_line_by_line() -> None:
    results = hostile("a.md"), result(finding("b.md"), path="b.md")
    rows = [json.loads(row) for row in written("jsonl", *results).splitlines()]
    assert rows == json.loads(written("json", *results))


# Statistics.


def test_statistics() -> None:
    results = [
        result(
            finding(), finding(line=4, rule="hype", severity="note"), finding(line=5, rule="hype", severity="warning")
        ),
        result(finding("b.md", rule="hype"), path="b.md"),
    ]
    assert table(results, Style()).splitlines() == [
        "findings  drafts  severity  rule",
        "       3       2  error     hype",
        "       1       1  error     pantry",
        "       4       2            all",
    ]
    assert table([], Style()) == ""


# Real files, from the program's folder to the words of a finding.


def test_words_of_a_finding_over_lines(tmp_path: Path) -> None:
    found = finding(line=3, column=6, end_line=5, end_column=4)
    over = FileResult("a.md", "prfaq", "en", [found], excerpts={3: "some first", 4: "second", 5: "third"})
    assert over.words(found) == "first\nsecond\nthi"


# Findings that do not fit in the text report.


def long_result(messages: Sequence[str]) -> FileResult:
    """Return a result with errors that fill the report, and two notes per message, each message with its own rule."""
    loud = [finding(line=line, rule=f"loud-{line}", group="shape") for line in range(1, 20)]
    quiet = [
        finding(line=line, rule=f"quiet-{number}", severity="note", group="prose", message=message)
        for number, message in enumerate(messages)
        for line in (5, 1200)
    ]
    return result(*loud, *quiet)


def briefs(report: str) -> list[str]:
    return report.split("Also found\n", 1)[1].split("\nRun `prfaq-lint check --verbose")[0].split("\n")


@pytest.mark.parametrize("columns", [40, 80, 100, 200])
@pytest.mark.parametrize("message", ["short", "many words " * 40, "https://" + "x" * 300, "漢字" * 100])
def test_a_finding_that_does_not_fit_takes_one_line(columns: int, message: str) -> None:
    report = written("text", long_result([message]), width=columns)
    rows = [row for row in briefs(report) if "note" in row]
    assert len(rows) == 1 and "×2" in rows[0]
    assert all(width(row) <= columns for row in briefs(report))
    assert ("quiet-0" in rows[0]) is (columns >= 80)


def test_overflowing_warnings_precede_notes_and_the_rest_are_counted() -> None:
    crowded = long_result(["what is wrong"] * 12)
    crowded.diagnostics += [finding(line=30, rule="last", severity="warning", group="prose")]
    report = written("text", crowded, width=100)
    rows = report.split("Also found\n", 1)[1].split("\n")[: MAX_BRIEF + 1]
    levels = [row.split()[1] for row in rows[:MAX_BRIEF]]
    assert (
        levels == ["warning"] + ["note"] * (MAX_BRIEF - 1)
        and "more notes: run `prfaq-lint check --verbose`" in rows[MAX_BRIEF]
    )
    assert "Also found\n" not in written("text", crowded, width=100, verbose=True)
