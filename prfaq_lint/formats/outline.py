"""An outline as a tree that people read."""

from __future__ import annotations

from ..reading import FACETS, PARTS, Outline
from ..safe import safe_path, safe_text
from .style import Style

_TYPES = {
    "prfaq": "press release and FAQ",
    "pr-only": "press release without FAQ",
    "faq-only": "FAQ without press release",
    "template": "a template to be filled in",
    "other": "not a PR/FAQ",
}


def tree(outline: Outline, style: Style) -> str:
    """The type, the ten parts, the questions and the plan of a draft, with lines."""
    document = outline.document
    rows = [f"{style.paint('path', safe_path(document.path))}: {_TYPES[outline.type]}, language {document.language}\n"]
    rows.append("├─ press release\n")
    for name in PARTS:
        found = list(outline.of(name))
        if not found:
            rows.append(f"│  ├─ {name:<16} {style.paint('no', '—')}\n")
        for part in found:
            text = document.excerpt(part.start, part.end)
            room = max(20, style.width - 52)
            shown = text if len(text) <= room else text[:room].rsplit(" ", 1)[0] + " …"
            rows.append(
                f"│  ├─ {name:<16} {_lines(document.lines(part.start, part.end)):<12} {style.paint('dim', f'by {part.found_by:<9}')} {safe_text(shown)}\n"
            )
    rows.append(f"├─ questions ({len(outline.questions)})\n")
    for question in outline.questions:
        marks = [question.audience]
        if question.topics:
            spoken = ", ".join(f"“{safe_text(words)}”" for words in question.because)
            marks.append(", ".join(question.topics) + (f" by {spoken}" if spoken else ""))
        if not question.answered:
            marks.append("not answered")
        elif question.answer_first is False:
            marks.append("not answered first")
        line = document.lines(question.start, question.start + 1)[0]
        rows.append(
            f"│  ├─ {_lines((line, line)):<12} {safe_text(question.text[:90])} {style.paint('dim', '(' + '; '.join(marks) + ')')}\n"
        )
    answered = [facet for facet in FACETS if outline.plan.get(facet)]
    rows.append(f"└─ plan: {len(answered)} of {len(FACETS)} facets answered with substance\n")
    for facet in FACETS:
        places = sorted({document.lines(*place) for place in outline.plan.get(facet, ())})
        shown = (
            ", ".join(_lines(place).removeprefix("line ").removeprefix("lines ") for place in places)
            if places
            else style.paint("no", "—")
        )
        rows.append(f"   ├─ {facet:<18} {shown}\n")
    return "".join(rows)


def _lines(place: tuple[int, int]) -> str:
    return f"line {place[0]}" if place[0] == place[1] else f"lines {place[0]}-{place[1]}"
