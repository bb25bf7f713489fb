"""What the reader tells apart: the codes of its heads, in the order of their outputs."""

from __future__ import annotations

PARTS = (
    "title",
    "headline",
    "subheadline",
    "dateline",
    "summary",
    "problem",
    "solution",
    "leader_quote",
    "customer_quote",
    "getting_started",
    "call_to_action",
    "q_ext",
    "q_int",
    "answer",
    "heading",
    "template",
    "other",
)
"""Where a passage belongs: a part of the release, a customer's or the company's question, an answer, or neither."""

ROLES = (
    "-",
    "pain",
    "cost",
    "alternative",
    "missing",
    "pitch",
    "benefit",
    "announce",
    "start",
    "market",
    "own",
    "praise",
    "other",
)
"""What a passage does."""

PROBLEM_ROLES = ("pain", "cost", "alternative")
"""The roles of passages that tell a customer's problem."""

FAMILIES = ("-", "pantry", "asset", "lookalike", "retrofit", "tech", "hammer")
"""How a passage starts from the solution; `-` where it does not."""

FACETS = (
    "market-size",
    "strategic-fit",
    "why-now",
    "customer-evidence",
    "economics",
    "pricing",
    "feasibility",
    "dependencies",
    "competition",
    "go-to-market",
    "risks",
    "legal",
    "operations",
    "metrics",
    "timeline",
    "resources",
    "scope",
)
"""The facets of a plan that a question asks about and an answer answers."""

VERDICTS = ("full", "partial", "evasive", "hollow", "deferred", "unknown", "offtopic", "none")
"""How well an answer answers; `unknown` admits not knowing and says who finds out, or by when."""

ATTRIBUTES = ("genuine", "customer", "cost", "evidence", "alternative")
"""What the text of a problem holds."""
