"""Print the notes of a release: `python .github/release_notes.py v1.2.3`.

The notes are the section of that version in CHANGELOG.md. Fails if there is none, if it is empty, or if the package has
another version.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def notes(changelog: str, version: str) -> str:
    """Return the body of a version's section, without its heading and without link definitions."""
    found = re.search(rf"^## \[{re.escape(version)}\][^\n]*\n(.*?)(?=^## |\Z)", changelog, re.MULTILINE | re.DOTALL)
    if not found:
        raise SystemExit(f"CHANGELOG.md has no section for {version}")
    text = re.sub(r"^\[[^\]]+\]: \S+\n?", "", found[1], flags=re.MULTILINE).strip()
    if not text:
        raise SystemExit(f"CHANGELOG.md says nothing about {version}")
    return text


def package_version(source: str) -> str:
    """Return the value of `__version__` in a module's source."""
    found = re.search(r'^__version__ = "([^"]+)"$', source, re.MULTILINE)
    if not found:
        raise SystemExit("the package does not define __version__")
    return found[1]


def main(tag: str) -> None:
    """Print the notes for a tag such as `v1.2.3`."""
    version = tag.removeprefix("v")
    installed = package_version((ROOT / "prfaq_lint/__init__.py").read_text(encoding="utf-8"))
    if version != installed:
        raise SystemExit(f"the tag is {tag}, but the package is version {installed}")
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    print(notes((ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), version))


if __name__ == "__main__":
    main(sys.argv[1])
