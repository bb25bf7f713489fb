"""Rewrites what is recorded: `python tests/record.py`.

The reports beside the flawed examples (what `prfaq-lint check examples/NAME.md` prints, to the letter), the transcripts
in the README, the JSON Schema of the configuration, and the tokenizer's exceptions as the installed spaCy has them. Tests
compare; read the changes in the diff before you commit them.
"""

from __future__ import annotations

from test_config import SCHEMA, schema_text
from test_examples import EXAMPLES, SOUND, checked, record_of
from test_readme import README, ROOT, TRANSCRIPTS, printed
from test_words import EXCEPTIONS


def main() -> None:
    """Write one report for each example that is not sound, then the README, the schema and the exceptions."""
    for path in EXAMPLES:
        if path.stem not in SOUND:
            record_of(path).write_text(checked(path).out, encoding="utf-8", newline="\n")
    readme = README
    for command, shown in TRANSCRIPTS:
        readme = readme.replace(shown, printed(command))
    (ROOT / "README.md").write_text(readme, encoding="utf-8", newline="\n")
    SCHEMA.write_text(schema_text(), encoding="utf-8", newline="\n")
    words = ROOT / "prfaq_lint/document/words.txt"
    words.write_text("\n".join([*EXCEPTIONS, ""]), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
