"""Rewrites the recorded reports beside the flawed examples: `python tests/record_examples.py`.

A recorded report is what `prfaq-lint check examples/NAME.md` prints, to the letter; `test_examples.py` compares. Read
the changes in the diff before you commit them.
"""

from __future__ import annotations

from test_examples import EXAMPLES, SOUND, checked, record_of


def main() -> None:
    """Write one report for each example that is not sound."""
    for path in EXAMPLES:
        if path.stem not in SOUND:
            record = record_of(path)
            record.write_text(checked(path).out, encoding="utf-8", newline="\n")
            print(record)


if __name__ == "__main__":
    main()
