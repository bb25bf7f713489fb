"""JUnit XML: a suite for each file, a test for each finding, one passing test for a file without findings.

A test fails only if its finding makes `check` fail; the others pass and have the finding as their output.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..diagnostic import Diagnostic, at_least
from ..result import FileResult
from ..safe import safe_text
from .style import Style

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


def report(results: Sequence[FileResult], style: Style) -> str:
    """Return all files and findings; characters that XML cannot contain are shown as escapes."""
    from xml.etree.ElementTree import Element, SubElement, indent, tostring

    root = Element("testsuites", name="prfaq-lint")
    for result in results:
        path = safe_text(style.within(result.path))
        failures = at_least(result.diagnostics, result.fail_on)
        suite = _suite(root, path, max(1, len(result.diagnostics)), failures)
        for found in result.diagnostics:
            name = f"{found.rule} at {found.line}:{found.column}"
            case = SubElement(suite, "testcase", name=name, classname=path, file=path, line=str(found.line), time="0")
            if at_least([found], result.fail_on):
                shown = SubElement(case, "failure", type=found.severity, message=safe_text(found.message))
            else:
                shown = SubElement(case, "system-out")
            shown.text = _text(path, found)
        if not result.diagnostics:
            SubElement(suite, "testcase", name="nothing found", classname=path, file=path, time="0")
    for name, why in style.unread:
        path = safe_text(style.within(name))
        suite = _suite(root, path, 1, errors=1)
        case = SubElement(suite, "testcase", name="read the file", classname=path, file=path, time="0")
        SubElement(case, "error", type="unreadable", message=safe_text(why)).text = safe_text(f"{path}: {why}")
    for count in ("tests", "failures", "errors", "skipped"):
        root.set(count, str(sum(int(suite.get(count, "0")) for suite in root)))
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _suite(root: Element, path: str, tests: int, failures: int = 0, errors: int = 0) -> Element:
    from xml.etree.ElementTree import SubElement

    counts = {"tests": tests, "failures": failures, "errors": errors, "skipped": 0}
    return SubElement(root, "testsuite", {"name": path, **{name: str(count) for name, count in counts.items()}})


def _text(path: str, found: Diagnostic) -> str:
    """Return the text that GitLab and others show for a finding, because they omit `message` and `type`."""
    fix = f"\nfix: {safe_text(found.fix)}" if found.fix else ""
    return f"{path}:{found.line}:{found.column}: {found.severity} {found.rule}: {safe_text(found.message)}{fix}"
