"""Update recorded output: `python tests/record.py`.

This covers the reports beside the flawed examples (the exact output of `prfaq-lint check examples/NAME.md`), the
transcripts in the README and the documentation, and the tokenizer's exceptions in the installed spaCy. Tests compare
against these records, so review the differences before you commit them.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from test_examples import EXAMPLES, SOUND, checked, record_of
from test_words import EXCEPTIONS
from transcripts import PAGES, ROOT, replayed, shown


def main() -> None:
    """Write a report for each flawed example, and the pages, the schema and the exceptions."""
    for path in EXAMPLES:
        if path.stem not in SOUND:
            record_of(path).write_text(checked(path).out, encoding="utf-8", newline="\n")
    for page in PAGES:
        if shown(page):
            with tempfile.TemporaryDirectory() as folder:
                page.write_text(replayed(page, Path(folder)), encoding="utf-8", newline="\n")
    words = ROOT / "prfaq_lint/document/words.txt"
    words.write_text("\n".join([*EXCEPTIONS, ""]), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
