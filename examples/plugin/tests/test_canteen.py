"""Run with `python -m pytest`, after `pip install -e .`"""

from prfaq_lint import lint
from prfaq_lint.plugin import failures

QUESTIONS = "".join(f"### Is dish {number} hot?\n\nYes, all {number} of them.\n\n" for number in range(1, 11))
DRAFT = f"# Ladle keeps a hot lunch for drivers who come late\n\n## Customer FAQ\n\n{QUESTIONS}"


def test_pages() -> None:
    """Every Bad example reports, every Good one is silent."""
    count, wrong = failures()
    assert count > 2
    assert [line for line in wrong if "canteen" in line] == []


def test_first_question_too_many() -> None:
    found = lint(DRAFT, select=["crowded-customer-faq"], force=True)
    assert [(one.line, one.message.split(":")[0]) for one in found] == [
        (37, "The customers' FAQ asks 10 questions and the house reads 8")
    ]
