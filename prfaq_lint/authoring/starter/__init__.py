"""What `init` puts into a repository: a commented configuration, a pre-commit entry and a step for its CI service.

The texts are the files beside this module. What is there already is never touched; its text is shown to be pasted.
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
"""Where agents look for a skill."""

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
    """Whether something is there already, so that the text can only be shown."""
    held: bool = False
    """Whether it already holds what it needs, so that nothing is to be done."""


def repository(folder: Path) -> Path:
    """The repository that a folder lies in: the nearest folder above it with a `.git`, or the folder itself."""
    for place in (folder, *folder.parents):
        if (place / ".git").exists():
            return place
    return folder


def service(root: Path) -> str:
    """The CI service that a repository uses, by its files, then by its remote; "" where neither tells."""
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
    """What there is to do in a repository; `ci` is one of `SERVICES`, or "" for none.

    Where `agent` is true, AI agents that write drafts are told how.
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
    """One of the texts, for this version."""
    raw = read_data(f"authoring/starter/{name}").decode()
    return raw.replace("{version}", __version__)


def _names_us(path: Path) -> bool:
    try:
        return "prfaq-lint" in path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
