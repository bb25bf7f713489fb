"""From which probability on the tool relies on the reader.

All of them were chosen on the dev drafts of `tests/evaluation`, and lie where few probabilities do, so that rounding never
decides. `docs/reading.md` has what each costs and gains.
"""

FAINT_PART = {
    **dict.fromkeys(("summary", "call_to_action"), 0.1),
    **dict.fromkeys(("headline", "subheadline", "problem", "leader_quote", "customer_quote", "getting_started"), 0.25),
    "solution": 0.16,
    "dateline": 0.9,
}
"""A part that no passage is first of all is there all the same."""
PROBLEM_PASSAGE = 0.5
"""A passage tells a problem."""
GENUINE_PROBLEM = 0.5
"""A draft has a problem: one passage tells what hurts, and belongs to the problem or stands under its heading."""
NEAR_PROBLEM = 0.2
"""The passage nearest to a problem is worth quoting."""
CUSTOMER = 0.4
COST = 0.3
EVIDENCE = 0.3
ALTERNATIVE = 0.5
"""A problem has these."""
LEAK = 0.4
"""A passage of the problem pitches."""
SOLUTION_FIRST = 0.35
"""A passage may start from the solution."""
SOLUTION_FIRST_SURE = 0.7
"""A passage certainly starts from the solution."""
ASKED = 0.35
"""A question asks about a facet."""
ASKED_DIRECTLY = 0.7
"""A question certainly asks about a facet, so that its answer can be blamed."""
HARDLY_ASKED = 0.1
"""Below this, a question certainly does not ask about a facet."""
HARDLY_ANSWERED = 0.15
"""Below this, an answer certainly does not answer a facet."""
ANSWERED = 0.3
"""An answer answers a facet with substance."""
TOLD = 0.25
"""A passage outside the questions answers a facet with substance."""
INTERNAL = 0.6
"""A question is the company's, not a customer's."""
BLAMED_ANSWER = 0.5
"""An answer to a question about the plan is rather bad than good, so that its lack of substance is blamed."""
BAD_ANSWER = 0.9
"""An answer is evasive, hollow, deferred or off topic."""
