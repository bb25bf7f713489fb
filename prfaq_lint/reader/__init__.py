"""The trained reader, which classifies each passage of a draft.

`segments` divides a document into passages, `windows` arranges them in context for the `encoder`, and `model` turns the
encoder's output into parts, roles, facets and verdicts. The rules decide what to report.
"""

from __future__ import annotations


class DamagedReader(ValueError):
    """A missing or damaged file of this package; the message names it and says what to do, in one line."""
