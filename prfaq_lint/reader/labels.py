"""The labels that the reader assigns, as codes in the order of the outputs of its heads."""

from __future__ import annotations

PARTS = tuple(
    (
        "title headline subheadline dateline summary problem solution leader_quote customer_quote "
        "getting_started call_to_action q_ext q_int answer heading template other"
    ).split()
)
"""What a passage belongs to: a part of the release, a customer's or the company's question, an answer, or neither."""

ROLES = tuple("- pain cost alternative missing pitch benefit announce start market own praise other".split())
"""The function of a passage."""

PROBLEM_ROLES = ("pain", "cost", "alternative")
"""The roles of passages that describe a customer's problem."""

FAMILIES = ("-", "pantry", "asset", "lookalike", "retrofit", "tech", "hammer")
"""The ways in which a passage starts from the solution; `-` if it does not."""

FACETS = tuple(
    (
        "market-size strategic-fit why-now customer-evidence economics pricing feasibility dependencies "
        "competition go-to-market risks legal operations metrics timeline resources scope"
    ).split()
)
"""The facets of a plan, which questions ask about and answers cover."""

VERDICTS = ("full", "partial", "evasive", "hollow", "deferred", "unknown", "offtopic", "none")
"""The quality of an answer; `unknown` admits not knowing, and says who will find out or by when."""

ATTRIBUTES = ("genuine", "customer", "cost", "evidence", "alternative")
"""The attributes of a problem's description."""

REVIEW = ("customer", "problem", "benefit", "evidence", "experience", "size", "reason", "plan")
"""The questions of a review: who the customer is, what the problem and the benefit are, how the author knows, what the
experience is like, whether it is big, why to do it, and whether there is a plan.
"""

CRAFT = ("solution", "measure", "leader-quote", "customer-quote")
"""Aspects of a release that reviewers often criticise: whether it shows what customers do with the product and how much
better off they are, and whether its quotes say anything.
"""

FOCUS = ("segment", "start")
"""Whether one kind of customer comes first, and whether readers learn where to begin."""

VIEWS = {"review": REVIEW, "craft": CRAFT, "focus": FOCUS}
"""Head → the aspects of a whole draft that it judges."""
