"""The customers of a draft, as far as its vocabulary shows them."""

from __future__ import annotations

from ..outline.model import Outline
from .base import once
from .matching import Phrases, word_lists

DEVELOPERS = Phrases(word_lists()["developers"])
_TECHNICAL_SHARE = 0.008
"""The share of technical words from which a draft counts as written for developers."""


@once
def for_developers(outline: Outline) -> bool:
    """Return whether the customers write software, according to the profile or, failing that, the vocabulary."""
    if outline.customers:
        return outline.customers == "developers"
    hits = outline.hits.get(DEVELOPERS.label)
    return bool(hits and len(hits.starts) >= max(4.0, _TECHNICAL_SHARE * len(outline.document.prose.split())))
