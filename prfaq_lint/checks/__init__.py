"""The kinds of check that a rule page may name, in one table."""

from __future__ import annotations

from .base import Check, Kind, Problem
from .general import expect, forbid, length, order, section
from .placeholders import empty_section, placeholder
from .plan import answer, facet, missing_faq, missing_internal_faq
from .problem import missing_problem, problem_is_missing_product, problem_without_customer, problem_without_evidence, solution_in_problem
from .prose import acronym, sentence_length, wording
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
    "solution-first": solution_first,
    "solution-first-draft": solution_first_draft,
}
