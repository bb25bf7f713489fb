"""The codes that labels use; README.md explains each of them."""

from __future__ import annotations

KINDS = ("prfaq", "pr-only", "faq-only", "template", "decoy")

RELEASE_PARTS = (
    "headline",
    "subheadline",
    "dateline",
    "summary",
    "problem",
    "solution",
    "leader_quote",
    "getting_started",
    "customer_quote",
    "call_to_action",
)
"""The ten parts of a press release."""

QUESTIONS = {"q_ext": "external", "q_int": "internal"}
"""The parts that are questions, with their audiences."""

PARTS = ("title", *RELEASE_PARTS, *QUESTIONS, "answer", "heading", "template", "other")

PAINS = ("pain", "cost", "alternative")
"""The roles that describe a problem."""

ROLES = (*PAINS, "missing", "pitch", "benefit", "announce", "start", "market", "own", "praise", "other")

FAMILIES = ("pantry", "asset", "lookalike", "retrofit", "tech", "hammer")
"""The ways to start from the solution."""

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

UNIT_KINDS = ("h", "b", "p", "l", "t")

BAD_VERDICTS = ("evasive", "hollow", "deferred", "offtopic", "none")
"""The verdicts on an answer that its author should be told about."""

VERDICTS = ("full", "partial", "unknown", *BAD_VERDICTS)

CLASHES = ("contradict", "qualifies")

SUBJECTS = (
    "universal",
    "availability",
    "scope",
    "price",
    "privacy",
    "mechanism",
    "number",
    "date",
    "name",
    "segment",
    "team-or-partner",
    "promise-vs-risk",
)
"""What two passages that clash are about."""

PAYERS = ("sold", "open", "internal", "none")
"""Who pays for what a draft announces: customers, nobody (open source), the company for its own people, or nobody at all."""

SIZES = ("product", "feature", "solo")

REVIEWED = {
    "customer": "Who is the customer?",
    "problem": "What is the problem?",
    "benefit": "What is the most important benefit?",
    "evidence": "How do we know?",
    "experience": "What is the experience like?",
    "size": "Is it big?",
    "reason": "Should we do it?",
    "plan": "Is there a plan to succeed?",
}
"""The questions of `prfaq-lint review`, by the names that the labels use."""

ASPECTS = (
    *REVIEWED,
    "segment",
    "alternative",
    "solution",
    "measure",
    "headline",
    "leader-quote",
    "customer-quote",
    "start",
    "claims",
)
"""What a reader judges about a whole draft: yes, partly or no."""

REMARKS = (
    "problem",
    "problem-order",
    "customer",
    "alternative",
    "evidence",
    "solution-first",
    "solution",
    "follows",
    "benefit",
    "difference",
    "claim",
    "customer-quote",
    "leader-quote",
    "experience",
    "start",
    "headline",
    "summary",
    "size",
    "reason",
    "economics",
    "feasibility",
    "dependencies",
    "risks",
    "metrics",
    "go-to-market",
    "timeline",
    "legal",
    "operations",
    "resources",
    "scope",
    "no-faq",
    "weak-answer",
    "contradiction",
    "wording",
    "leftover",
    "form",
    "other",
)
"""What a reviewer remarks on."""

ANSWERS = ("yes", "partly", "no")

NONE = "-"
"""The value of a column that does not apply."""
