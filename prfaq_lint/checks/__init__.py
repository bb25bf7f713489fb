"""The kinds of check that a rule page may name, in one table."""

from __future__ import annotations

from .base import Check, Kind, Problem
from .general import expect, forbid, length, order, section
from .placeholders import empty_section, placeholder
from .plan import answer, facet, missing_faq, missing_internal_faq
from .problem import missing_problem, problem_is_missing_product, problem_without_customer, problem_without_evidence, solution_in_problem
from .prose import acronym, sentence_length, wording
from .release import (
    anonymous_speaker, bulleted, claim, dead_pointer, dwarfed_problem, easy_without_showing, feature_list, long_quote,
    long_release, mechanism_in_headline, missing_call_to_action, missing_dateline, missing_first_step, missing_headline,
    missing_quote, missing_solution, missing_subheadline, missing_summary, no_number_better, not_prose, our_problem,
    problem_after_solution, problem_is_a_clause, problem_is_a_question, problem_without_alternative, several_problems,
    solution_without_customer, stuffed_quote, too_many_quotes,
)
from .solution_first import solution_first, solution_first_draft

__all__ = ["KINDS", "Check", "Kind", "Problem"]

KINDS: dict[str, Kind] = {
    "section": section,
    "order": order,
    "length": length,
    "forbid": forbid,
    "expect": expect,
    "facet": facet,
    "answer": answer,
    "placeholder": placeholder,
    "empty-section": empty_section,
    "missing-faq": missing_faq,
    "missing-internal-faq": missing_internal_faq,
    "missing-problem": missing_problem,
    "solution-in-problem": solution_in_problem,
    "problem-without-customer": problem_without_customer,
    "problem-without-evidence": problem_without_evidence,
    "problem-is-missing-product": problem_is_missing_product,
    "wording": wording,
    "sentence-length": sentence_length,
    "acronym": acronym,
    "missing-headline": missing_headline,
    "mechanism-in-headline": mechanism_in_headline,
    "missing-subheadline": missing_subheadline,
    "missing-dateline": missing_dateline,
    "problem-after-solution": problem_after_solution,
    "long-release": long_release,
    "not-prose": not_prose,
    "bulleted": bulleted,
    "missing-summary": missing_summary,
    "problem-is-a-clause": problem_is_a_clause,
    "problem-without-alternative": problem_without_alternative,
    "problem-is-a-question": problem_is_a_question,
    "several-problems": several_problems,
    "dwarfed-problem": dwarfed_problem,
    "our-problem": our_problem,
    "claim": claim,
    "missing-solution": missing_solution,
    "solution-without-customer": solution_without_customer,
    "feature-list": feature_list,
    "no-number-better": no_number_better,
    "missing-quote": missing_quote,
    "anonymous-speaker": anonymous_speaker,
    "stuffed-quote": stuffed_quote,
    "long-quote": long_quote,
    "too-many-quotes": too_many_quotes,
    "missing-first-step": missing_first_step,
    "missing-call-to-action": missing_call_to_action,
    "easy-without-showing": easy_without_showing,
    "dead-pointer": dead_pointer,
    "solution-first": solution_first,
    "solution-first-draft": solution_first_draft,
}
