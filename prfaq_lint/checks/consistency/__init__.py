"""Checks on whether the release and the FAQ agree.

The FAQ backs up the release, so a reader who finds two prices or two dates believes neither. Each check reads the
draft's sentences once (`statements`), turns amounts and dates into values (`amounts`, `dates`), and compares only
values with the same unit and the same subject. If that is unclear, the check reports nothing: a false report of a
contradiction does more harm than a missed one.
"""

from .customer import metric_beside_the_pain, other_customer, unexplained_number
from .launch import conflicting_dates
from .names import partner_not_a_dependency, product_name, unanswered_alternative
from .numbers import conflicting_numbers
from .price import conflicting_prices

__all__ = [
    "conflicting_dates",
    "conflicting_numbers",
    "conflicting_prices",
    "metric_beside_the_pain",
    "other_customer",
    "partner_not_a_dependency",
    "product_name",
    "unanswered_alternative",
    "unexplained_number",
]
