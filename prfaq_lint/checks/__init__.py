"""The kinds of check that a rule page may name, in one table."""

from __future__ import annotations

from .answers import answer_not_first, answer_verdict, copied_answer, throat_clearing
from .base import Check, Kind, Problem
from .consistency import (
    conflicting_dates,
    conflicting_numbers,
    conflicting_prices,
    metric_beside_the_pain,
    other_customer,
    partner_not_a_dependency,
    product_name,
    promise_against_risk,
    promised_but_left_out,
    rivals_denied,
    unanswered_alternative,
    unexplained_number,
)
from .general import expect, forbid, length, order, section
from .headline import (
    ambiguous_date,
    echoing_subheadline,
    long_headline,
    mechanism_in_headline,
    missing_dateline,
    missing_headline,
    missing_subheadline,
)
from .layout import double_space_in_heading, glued_heading
from .placeholders import empty_section, placeholder, suppression
from .plan import answer, facet, missing_faq, missing_internal_faq, required_question
from .plan_quality import (
    duplicate_question,
    insider_question,
    metric_without_target,
    no_kill_criterion,
    no_primary_metric,
    no_serious_risk,
    output_metric,
    risk_without_answer,
    softball_questions,
)
from .problem import (
    missing_problem,
    problem_is_missing_product,
    problem_only_quoted,
    problem_without_customer,
    problem_without_evidence,
    solution_in_problem,
)
from .prose import acronym, sentence_length, wording
from .quotes import anonymous_speaker, echoing_quote, long_quote, missing_quote, stuffed_quote, too_many_quotes
from .shape import (
    bulleted,
    long_paragraph,
    long_release,
    missing_summary,
    not_prose,
    problem_after_solution,
    summary_without_customer,
)
from .solution import claim, feature_list, missing_solution, no_number_better, solution_without_customer
from .solution_first import solution_first, solution_first_draft
from .start import dead_pointer, easy_without_showing, missing_call_to_action, missing_first_step
from .telling import (
    dwarfed_problem,
    our_problem,
    problem_is_a_clause,
    problem_is_a_question,
    problem_without_alternative,
    several_problems,
)
from .unread import nested_too_deeply, unreadable_front_matter

__all__ = ["KINDS", "Check", "Kind", "Problem"]

KINDS: dict[str, Kind] = {
    "section": section,
    "order": order,
    "length": length,
    "forbid": forbid,
    "expect": expect,
    "facet": facet,
    "answer": answer,
    "answer-verdict": answer_verdict,
    "answer-not-first": answer_not_first,
    "copied-answer": copied_answer,
    "throat-clearing": throat_clearing,
    "no-serious-risk": no_serious_risk,
    "risk-without-answer": risk_without_answer,
    "no-kill-criterion": no_kill_criterion,
    "metric-without-target": metric_without_target,
    "output-metric": output_metric,
    "no-primary-metric": no_primary_metric,
    "softball-questions": softball_questions,
    "duplicate-question": duplicate_question,
    "insider-question": insider_question,
    "placeholder": placeholder,
    "empty-section": empty_section,
    "suppression": suppression,
    "nested-too-deeply": nested_too_deeply,
    "unreadable-front-matter": unreadable_front_matter,
    "glued-heading": glued_heading,
    "double-space-in-heading": double_space_in_heading,
    "missing-faq": missing_faq,
    "missing-internal-faq": missing_internal_faq,
    "required-question": required_question,
    "missing-problem": missing_problem,
    "solution-in-problem": solution_in_problem,
    "problem-without-customer": problem_without_customer,
    "problem-without-evidence": problem_without_evidence,
    "problem-is-missing-product": problem_is_missing_product,
    "problem-only-quoted": problem_only_quoted,
    "wording": wording,
    "sentence-length": sentence_length,
    "acronym": acronym,
    "missing-headline": missing_headline,
    "long-headline": long_headline,
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
    "conflicting-prices": conflicting_prices,
    "conflicting-dates": conflicting_dates,
    "conflicting-numbers": conflicting_numbers,
    "product-name": product_name,
    "rivals-denied": rivals_denied,
    "unanswered-alternative": unanswered_alternative,
    "partner-not-a-dependency": partner_not_a_dependency,
    "promised-but-left-out": promised_but_left_out,
    "promise-against-risk": promise_against_risk,
    "other-customer": other_customer,
    "unexplained-number": unexplained_number,
    "metric-beside-the-pain": metric_beside_the_pain,
    "echoing-subheadline": echoing_subheadline,
    "ambiguous-date": ambiguous_date,
    "long-paragraph": long_paragraph,
    "summary-without-customer": summary_without_customer,
    "echoing-quote": echoing_quote,
    "solution-first": solution_first,
    "solution-first-draft": solution_first_draft,
}
