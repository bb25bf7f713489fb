"""The intended audience of a draft according to its own words: the profile that fits if none is configured.

The evidence is deliberately strict, because a profile switches rules off: a draft counts as open source only if it
says so and either repeats it or shows further signs of it (a licence, a repository, an install command,
contributors), as an internal tool only if it names the company's own people as its users, and as a small project only
if it says so explicitly.
"""

from __future__ import annotations

import re

_OPEN_SOURCE = re.compile(r"\bopen[- ]source", re.IGNORECASE)
_OPEN_SOURCE_SIGNS = (
    re.compile(r"\bMIT\b|\bApache(?:[- ]2| License)|\b[AL]?GPL\b|\bBSD\b|\bMPL\b"),
    re.compile(r"\b(?:github|gitlab|codeberg)\.(?:com|org)/", re.IGNORECASE),
    re.compile(r"\b(?:pip|npm|brew|cargo|go|gem) install\b|\bnpx \w", re.IGNORECASE),
    re.compile(r"\b(?:contributors?|maintainers?|pull requests?)\b", re.IGNORECASE),
)
_SOLD = re.compile(
    r"\b(?:subscription|per (?:month|seat|user|year)|paying customers|revenue|annual contract)\b", re.IGNORECASE
)
_INTERNAL = re.compile(
    r"\binternal (?:tool|platform|product|service|launch|announcement|developer platform)\b"
    r"|\bour (?:own )?(?:employees|colleagues|engineers|developers|staff|service teams)\b",
    re.IGNORECASE,
)
_SMALL = re.compile(
    r"\b(?:side|hobby|weekend|pet|personal|class|course|semester|student) project\b|\bsmall (?:feature|change|improvement)\b"
    r"|\bsingle[- ]user\b|\bfor (?:my own|personal) use\b|\bone[- ]person (?:project|team|tool)\b|\bbuilt (?:this|it) for myself\b",
    re.IGNORECASE,
)

MAX_SOLD = 3
"""The maximum number of references to revenue and subscriptions; a draft with more of them sells something."""

PHRASES = {
    "open-source": "an open-source project",
    "internal-tool": "a tool for colleagues",
    "lite": "a small project",
}
"""Profile → the description of a draft that it fits."""


def profile_of(text: str) -> str:
    """Return the name of the built-in profile that fits a draft; "" if its words do not reveal one.

    Args:
        text: The draft's Markdown.
    """
    sold = len(_SOLD.findall(text))
    said = len(_OPEN_SOURCE.findall(text))
    signs = sum(bool(sign.search(text)) for sign in _OPEN_SOURCE_SIGNS)
    if said and (signs >= 2 or said + signs >= 3) and sold <= MAX_SOLD:
        return "open-source"
    if len(_INTERNAL.findall(text)) >= 2 and not sold:
        return "internal-tool"
    if _SMALL.search(text) and not sold:
        return "lite"
    return ""
