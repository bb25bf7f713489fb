"""An outline as a tree for people."""

from __future__ import annotations

from ..assessment import TO_FIND_OUT, assess_all
from ..outline.model import FACETS, PARTS, Outline, Passage
from ..safe import safe_path, safe_text
from .style import Style, place_of

_TYPES = {
    "prfaq": "press release and FAQ",
    "pr-only": "press release without FAQ",
    "faq-only": "FAQ without press release",
    "template": "an unfilled template",
    "other": "not a PR/FAQ",
}


def tree(outline: Outline, style: Style) -> str:
    """Return the type, the ten parts, the questions, the plan and the passages of a draft, with their lines."""
    document = outline.document
    unit = document.source.unit
    room_for_place = len(unit) + 8
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
                f"│  ├─ {name:<16} {_lines(document.lines(part.start, part.end), unit):<{room_for_place}} {style.paint('dim', f'by {part.found_by:<9}')} {safe_text(shown)}\n"
            )
    rows.append(f"├─ questions ({len(outline.questions)})\n")
    for question in outline.questions:
        marks = [question.audience]
        if question.topics:
            marks.append(", ".join(question.topics))
        if not question.answered:
            marks.append("not answered")
        elif question.answer_first is False:
            marks.append("not answered first")
        line = document.lines(question.start, question.start + 1)[0]
        rows.append(
            f"│  ├─ {_lines((line, line), unit):<{room_for_place}} {safe_text(question.text[:90])} {style.paint('dim', '(' + '; '.join(marks) + ')')}\n"
        )
    topics = assess_all(outline, {})
    answered = sum(bool(topic.answers) for topic in topics.values())
    unknown = sum(topic.state == TO_FIND_OUT for topic in topics.values())
    left = f", {unknown} to be found out" if unknown else ""
    rows.append(f"├─ plan: {answered} of {len(FACETS)} topics answered{left}\n")
    for facet, topic in topics.items():
        places = sorted({document.lines(*place) for place in topic.answers})
        shown = ", ".join(_range(place) for place in places) if places else style.paint("no", "—")
        if topic.state == TO_FIND_OUT and topic.nearest:
            shown = style.paint("partly", f"to be found out, {unit} {document.lines(*topic.nearest)[0]}")
        rows.append(f"│  ├─ {facet:<18} {shown}\n")
    rows.append(f"└─ passages ({len(outline.passages)}), each with how it was read and how confident that is\n")
    for passage in outline.passages:
        line = document.lines(passage.start, passage.end)[0]
        read = passage.part if passage.role in ("-", "other") else f"{passage.part}: {passage.role}"
        room = max(20, style.width - 48)
        text = passage.text if len(passage.text) <= room else passage.text[:room].rsplit(" ", 1)[0] + " …"
        rows.append(
            f"   ├─ {line:>4}  {read:<28} {style.paint('dim', f'{passage.confidence:>4.0%}')}  {safe_text(text)}\n"
        )
    return "".join(rows)


def why(outline: Outline, line: int, style: Style) -> str:
    """Return how the passages on a line were classified, how confident that is, and the most similar training passages.

    `line` is a source line, or a paragraph of a Word document, counted from 1.
    """
    from ..reader import model, neighbours
    from ..reader.segments import segment

    document = outline.document
    where = place_of(line, document.source.unit)
    found = [
        (index, passage)
        for index, passage in enumerate(outline.passages)
        if document.lines(passage.start, passage.end)[0] <= line <= document.lines(passage.start, passage.end)[1]
    ]
    if not found:
        return f"{safe_path(document.path)}:{where}: no text on this {document.source.unit} was read\n"
    reading = model.load().read(segment(document))
    rows = []
    for index, passage in found:
        rows.append(f"{style.paint('path', safe_path(document.path))}:{where} “{safe_text(passage.text[:100])}”\n")
        rows.append(f"  read as   {_label(passage)}\n")
        for near in neighbours.neighbours(reading, index):
            rows.append(f"  like      {style.paint('dim', f'{near.similarity:.2f} {near.label}:')} {near.text[:100]}\n")
    return "".join(rows)


def _label(passage: Passage) -> str:
    """Return the classification of a passage, in words."""
    words = [f"{passage.part.replace('_', ' ')} ({passage.confidence:.0%} sure)"]
    if passage.role not in ("-", "other"):
        words.append(f"does: {passage.role}")
    words.append(f"describes a problem: {passage.problem:.0%}")
    words.append(f"starts from the solution: {passage.solution_first:.0%}")
    return "; ".join(words)


def _lines(place: tuple[int, int], unit: str) -> str:
    return f"{unit}{'' if place[0] == place[1] else 's'} {_range(place)}"


def _range(place: tuple[int, int]) -> str:
    return str(place[0]) if place[0] == place[1] else f"{place[0]}-{place[1]}"
