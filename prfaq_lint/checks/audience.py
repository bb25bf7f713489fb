"""Whose day a draft is about, as far as its vocabulary tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .base import once
from .matching import Phrases, word_lists

if TYPE_CHECKING:
    from ..outline import Outline

DEVELOPERS = Phrases(word_lists()["developers"])
_TECHNICAL_SHARE = 0.008
"""From this share of a draft's words upwards they tell that its customers write software."""


@once
def for_developers(outline: Outline) -> bool:
    """Whether a draft's customers write software, as its profile says or else as far as its vocabulary tells."""
    if outline.customers:
        return outline.customers == "developers"
    hits = outline.hits.get(DEVELOPERS.label)
    return bool(hits and len(hits.starts) >= max(4.0, _TECHNICAL_SHARE * len(outline.document.prose.split())))
