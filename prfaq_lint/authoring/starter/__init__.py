"""The files that `init` adds to a repository: a configuration, a pre-commit entry and a step for its CI service.

The texts are the files in this folder. Existing files are never touched; the text to paste is shown instead.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from ... import __version__
from ...configuration.files import in_folder
from ...vocabulary import read_data

SERVICES = {
    "github": (".github/workflows/prfaq-lint.yml", "github.yaml"),
    "gitlab": (".gitlab-ci.yml", "gitlab.yaml"),
    "azure": ("azure-pipelines.yml", "azure.yaml"),
    "jenkins": ("Jenkinsfile", "jenkins.txt"),
}
"""CI services: the file that each reads, and the text for it."""

SKILL = ".claude/skills/prfaq-lint/SKILL.md"
"""The path at which agents look for a skill."""

_SIGNS = {"github": ".github", "gitlab": ".gitlab-ci.yml", "azure": "azure-pipelines.yml", "jenkins": "Jenkinsfile"}
_PASTED_ONLY = ("jenkins",)
_HOST = re.compile(r"^\s*url\s*=\s*\S*?(github|gitlab|dev\.azure)\b", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that `init` does."""

    what: str
    path: str
    """The file, relative to the repository, with forward slashes."""
    text: str
    there: bool
    """True if a file already exists, so that the text can only be shown."""
    held: bool = False
    """True if the file already contains everything needed, so that there is nothing to do."""


def repository(folder: Path) -> Path:
    """Return the repository of a folder: the nearest folder above it with a `.git`, or the folder itself."""
    for place in (folder, *folder.parents):
        if (place / ".git").exists():
            return place
    return folder


def service(root: Path) -> str:
    """Return the CI service that a repository uses according to its files or its remote; "" if neither tells."""
    for name, sign in _SIGNS.items():
        if (root / sign).exists():
            return name
    try:
        config = (root / ".git" / "config").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    host = _HOST.search(config)
    return {"dev.azure": "azure"}.get(host.group(1), host.group(1)) if host else ""


def steps(root: Path, ci: str, agent: bool = False) -> list[Step]:
    """Return the steps for setting up a repository.

    Args:
        root: The repository.
        ci: One of `SERVICES`, or "" for none.
        agent: Whether to add instructions for AI agents that write drafts.
    """
    held = in_folder(str(root))
    config = os.path.basename(held) if held else "prfaq-lint.toml"
    found = [Step("configuration", config, text("prfaq-lint.toml"), bool(held), bool(held))]
    hooks = root / ".pre-commit-config.yaml"
    found.append(
        Step("pre-commit hook", hooks.name, text("pre-commit.yaml"), hooks.exists(), _names_us(hooks)),
    )
    if ci:
        path, source = SERVICES[ci]
        there = (root / path).exists() or ci in _PASTED_ONLY
        found.append(Step("CI step", path, text(source), there, _names_us(root / path)))
    if agent:
        loop = text("agents.md")
        for what, path, said in (
            ("instructions for agents", "AGENTS.md", loop),
            ("skill for agents", SKILL, text("skill.md").replace("{agents}", loop)),
        ):
            found.append(Step(what, path, said, (root / path).exists(), _names_us(root / path)))
    return found


def text(name: str) -> str:
    """Return one of the texts, for this version."""
    raw = read_data(f"authoring/starter/{name}").decode()
    return raw.replace("{version}", __version__)


def _names_us(path: Path) -> bool:
    try:
        return "prfaq-lint" in path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
