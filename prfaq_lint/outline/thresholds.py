"""The probabilities from which the tool relies on the reader.

All of them were chosen on the dev drafts and the probes of `tests/evaluation`; `reader/README.md` describes the
results. If two values were equally good, the one that reports less was chosen.
"""

FAINT_PART = {
    **dict.fromkeys(("summary", "call_to_action"), 0.1),
    **dict.fromkeys(("problem", "leader_quote", "customer_quote", "getting_started"), 0.25),
    "headline": 0.2,
    "subheadline": 0.4,
    "solution": 0.16,
    "dateline": 0.9,
}
"""A part is present although every passage is more likely to be something else."""

PROBLEM_PASSAGE = 0.6
"""A passage describes a problem."""
NEAR_PROBLEM = 0.2
"""A passage may describe a problem, or is worth quoting as the closest thing to one."""
GENUINE_PROBLEM = 0.6
"""The passages of the problem together describe the pain to a reader."""
DOUBTFUL_PROBLEM = 0.5
"""Passages that may be about a problem describe the pain together, so that a missing problem is only a warning."""
CUSTOMER, COST, EVIDENCE, ALTERNATIVE = 0.5, 0.3, 0.3, 0.5
"""They name a customer, a cost, evidence, and what people do today."""
LEAK = 0.2
"""A passage of the problem pitches."""

SOLUTION_FIRST = {"retrofit": 0.35, "tech": 0.4, "hammer": 0.3, "asset": 0.5, "pantry": 0.4, "lookalike": 0.25}
"""A passage may start from the solution, by family."""
SOLUTION_FIRST_PARTS = {
    "retrofit": ("problem",),
    "tech": ("headline", "subheadline"),
}
"""The parts in which such a family is read reliably."""
SOLUTION_FIRST_ELSEWHERE = {"retrofit": 0.95, "tech": 0.6}
"""The same for these families in any other part."""
SOLUTION_FIRST_DOUBT = 0.25
"""A passage of the first paragraphs resembles one that starts from the solution, so that no reason to do it is taken as given."""
SOLUTION_FIRST_SURE = 0.85
"""A passage certainly starts from the solution."""

ASKED = 0.45
"""A question asks about a facet."""
ASKED_DIRECTLY = 0.7
"""A question certainly asks about a facet, so that its answer can be criticised."""
HARDLY_ASKED = 0.15
"""Below this, a question certainly does not ask about a facet."""
INTERNAL = 0.7
"""A question comes from the company, not from a customer."""

ANSWERED = 0.3
"""An answer answers a facet with substance."""
HARDLY_ANSWERED = 0.2
"""Below this, the answer to a question about a facet certainly does not answer it."""
NEAR = 0.1
"""A passage may answer a facet, so that no finding says that none does."""
TOLD = 0.35
"""A passage outside the questions answers a facet with substance."""
BLAMED_ANSWER = 0.5
"""An answer to a question about the plan is bad rather than good, so that its lack of substance is reported."""
BAD_ANSWER = 0.8
"""An answer is evasive, hollow or deferred."""

REVIEW_PARTLY = {
    **dict.fromkeys(("customer", "experience", "size"), 0.5),
    **dict.fromkeys(("problem", "benefit"), 0.35),
    "evidence": 0.65,
    "reason": 0.7,
    "plan": 0.4,
}
"""A draft answers a question of a review, at least in part."""
REVIEW_YES = {
    **dict.fromkeys(("customer", "problem", "experience"), 0.5),
    "benefit": 0.65,
    "evidence": 0.3,
    "size": 0.3,
    "reason": 0.25,
    "plan": 0.47,
}
"""A draft answers a question of a review fully."""
QUOTED = 0.5
"""A passage is worth quoting as the answer to a question of a review."""
LISTED = 0.3
"""A passage may answer it, so that its line is named if no passage is worth quoting."""
SOLUTION_CLEAR = 0.5
"""From this probability on, readers can picture the product."""
SOLUTION_SHOWN = 0.05
"""Below this probability, readers cannot picture what customers do with the product."""
MIN_COMPARISON = 0.15
"""Below this probability, the draft does not even contrast the customers' situation before and after."""
MIN_CUSTOMER_QUOTE = 0.05
"""Below this probability, no customer describes anything that happened to them."""
SURELY_QUOTED = 0.9
"""The customer or the company is certainly quoted."""
MIN_LEADER_QUOTE = 0.05
"""Below this probability, no one from the company says why it matters to the customer."""
START_SHOWN = 0.2
"""Below this probability, readers do not learn where to begin."""
START_CLEAR = 0.6
"""From this probability on, readers learn where to begin."""
ANYBODY = 0.55
"""Below this probability, the draft may be for anybody, or name no customer."""
NO_FIRST_CUSTOMER = 0.3
"""Below this probability, no kind of customer comes first."""
VAGUE_CUSTOMER = 0.33
"""Below this probability of a full answer to who the customer is, a reviewer would ask; chosen on dev."""
