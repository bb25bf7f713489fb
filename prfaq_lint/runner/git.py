"""Git, called so that it runs no other program and uses no network.

No external diff, text conversion, hook, pager or file system monitor is run, and in a partial clone nothing is
fetched.
"""

from __future__ import annotations

import os
import re
import subprocess
from dataclasses import dataclass

from ..configuration.schema import ConfigError

PLAIN = ("--no-ext-diff", "--no-textconv", "--no-color", "--ignore-submodules=all")
"""The options for commands that compare files, such as `diff` and `log`."""
NAME = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
"""The full name of a git object."""

_SETTINGS = (
    *("core.fsmonitor=false", "core.hooksPath=", "protocol.allow=never"),
    *("log.showSignature=false", "log.showRoot=true", "diff.renameLimit=2000"),
)
_ENVIRONMENT = {
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_TERMINAL_PROMPT": "0",
    **dict.fromkeys((f"GIT_{kind}_PATHSPECS" for kind in ("LITERAL", "GLOB", "NOGLOB", "ICASE")), "0"),
    "GIT_NO_REPLACE_OBJECTS": "1",
    "LC_ALL": "C",
}
_OF_ONE_REPOSITORY = frozenset(
    (
        *("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY"),
        *("GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_NAMESPACE", "GIT_IMPLICIT_WORK_TREE", "GIT_INTERNAL_SUPER_PREFIX"),
    )
)
"""The variables that git sets for its hooks about their repository; each draft's own repository is found from its
folder.
"""


@dataclass(frozen=True, slots=True)
class Git:
    """Git in a folder."""

    folder: str
    purpose: str
    """The option or command that needs git, named in messages."""

    def command(self, *arguments: str) -> list[str]:
        """Return the command line for these arguments."""
        settings = [part for setting in _SETTINGS for part in ("-c", setting)]
        return ["git", "-C", self.folder, *settings, "--no-pager", *arguments]

    def output(self, *arguments: str, wrong: str = "", given: bytes = b"") -> bytes:
        """Return what git prints, with `given` as its input.

        Raises:
            ConfigError: If git fails; the message is `wrong`, or else the first line of git's own message.
        """
        try:
            done = subprocess.run(
                self.command(*arguments), input=given, capture_output=True, env=environment(), check=False
            )
        except OSError:
            raise ConfigError(f"{self.purpose} needs git, which was not found") from None
        except ValueError as error:  # a zero byte
            raise ConfigError(wrong or f"{self.purpose}: git failed: {error}") from None
        if done.returncode:
            said = done.stderr.decode("utf-8", "replace").strip()
            cause = f"git failed: {said}".split("\n")[0]
            if "dubious ownership" in said or "safe.directory" in said:
                wrong, cause = "", f"git does not trust {self.folder} (git config safe.directory)"
            elif "promisor remote" in said:
                cause = f"{self.folder} is a partial clone, which lacks old versions of files"
            raise ConfigError(wrong or f"{self.purpose}: {cause}")
        return done.stdout

    def top(self) -> Git:
        """Return git in the top folder of the work tree.

        Raises:
            ConfigError: If there is none.
        """
        wrong = f"{self.purpose}: {self.folder} is not in a git repository"
        found = self.output("rev-parse", "--show-toplevel", wrong=wrong)
        return Git(os.path.realpath(os.fsdecode(found.rstrip(b"\r\n"))), self.purpose)

    def commit(self, revision: str, wrong: str) -> str:
        """Return the name of the commit that a revision refers to.

        Raises:
            ConfigError: If there is none; the message is `wrong`, with a hint in a shallow clone.
        """
        if self.output("rev-parse", "--is-shallow-repository", wrong=wrong).strip() == b"true":
            wrong += " (the clone is shallow: `git fetch --unshallow`, or `fetch-depth: 0` in CI, fetches its history)"
        arguments = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
        name = self.output(*arguments, wrong=wrong).decode("ascii", "replace").strip()
        if not NAME.fullmatch(name):
            raise ConfigError(wrong)
        return name


def environment() -> dict[str, str]:
    """Return the environment variables to run git with."""
    return {name: value for name, value in os.environ.items() if name not in _OF_ONE_REPOSITORY} | _ENVIRONMENT
