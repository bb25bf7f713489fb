"""Placeholders that still have to be filled in: markers, slots, stand-in names and the prompts of a template.

A bracketed assumption with a value in it (`[63 percent]`, `[4 March 2027]`) does not have to be filled in: it shows
honestly what is not certain yet, so it has a kind of its own.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from ..document.draft import Document
from ..document.markdown import CODE, Block
from ..strings import folded, places_of

_MARKER = re.compile(
    r"(?<![\w/#.-])(?:TBD|TBC|TBA|TODO|FIXME|XXX)(?![\w/-])|(?<!\w)\?{3,}(?!\w)|\b[Ll]orem ipsum\b|(?:^|"
    r"\b)(?<!has )(?<!have )(?<!had )[Tt]o be (?:determined|decided|written|filled in|completed)\b(?=(?: by \w+)?\W*$)|"
    r"(?<![\w-])(?:tbd|tbc)(?![\w-])|(?:^|(?<=\W\s))todo:|^\W*xxx+\W*$|^\W*[Cc]oming soon\W*$|"
    r"(?<=/)X{3,}(?![\w])|\b[Bb]lah blah\b|(?<=[—–] )tb[adc](?=\W*$)|^\W*tba\W*$|"
    r"(?<!\w)XX+ (?:[A-Z]{3,4}|[MKB][A-Z]{2,4})\b",
    re.MULTILINE,
)
_OPEN_ANSWER = re.compile(r"(?:^|(?<=:\s))\W*open(?:\W*$|\.|:|\s(?=per\b))", re.IGNORECASE)
_BRACKET = re.compile(
    r"\[(?P<inner>[^\[\]\n]{1,300}(?:\n[^\[\]\n]{1,200}){0,2})\]|"
    r"\{\{(?P<mustache>[^{}\n]{0,120})\}\}|<(?P<angle>[A-Za-z][^<>\n]{1,120})>|"
    r"(?P<blank>_{4,})|"
    r"(?P<amount>[$€£]X{1,3}(?:,XXX)*\b|\bX{2,3}%|\b[XN]%|\bX{2,}(?= (?:users|customers|hours|"
    r"days|percent|million))|\+?\d[\d ]{0,20}X{3,4} X{3,4})"
)
# This is for a folded text. Each branch begins with a literal character, so that `re` can skip all others.
_ADD_YOUR = re.compile(
    r"\(\s*(?:(?:add|insert|enter|put|fill in) (?:your|the|a)\b|insert)[^()\n]{2,60}\)|"
    r"i(?<!\wi)nsert [\w ]{2,40} here\b"
)
_SLOT_WORDS = re.compile(
    r"\b(?:your|insert|name|names|surname|title|titles|company|customer|customers|product|service|date|city|state|"
    r"location|number|amount|price|percent(?:age)?|describe|description|add|link|url|email|phone|"
    r"contact|address|spokesperson|leader|quote|benefit|segment|feature|problem|solution|metric|role|persona|"
    r"person|placeholder|fill|answer|question|how|what|who|why|when|where|example|"
    r"region|country|industry|competitor|tool|brand|team|owner|job|position|repository|repo|image|screenshot|"
    r"logo|website|app|media|handle|summary|headline|subheading|explain|provide|specific|"
    r"target|market|value|outcome|currency|month|year|day|first|last|full|exec|executive|ceo|cto|founder|"
    r"co-creator|creator|author|user|partner|organization|organisation|reference|source|xx+|tbd|todo)\b",
    re.IGNORECASE,
)
_PROVENANCE = re.compile(
    r"^\s*(?:needs? evidence|unknown|assumed|assumption|estimate[d]?|hypothesis|"
    r"to validate|unverified|approx|citation needed|inferred|draft)\b",
    re.IGNORECASE,
)
# Words that say how a value is known, or that it is invented; there is nothing to fill in.
_SETTLED = re.compile(r"^\s*(?:observed|verified|measured|confirmed|illustrative)\b", re.IGNORECASE)
_DATE_OR_VALUE = re.compile(
    r"\d|\b(?:half|third|quarter|one|two|three|four|five|six|seven|eight|nine|ten|"
    r"dozens?|hundreds?|thousands?|millions?)\b",
    re.IGNORECASE,
)
_NOT_A_SLOT = re.compile(
    r"^\s*(?:[xX]?|\^.*|!\w+|\d+(?:[-–,]\s?\d+)*|sic|\.{3}|…|emphasis.*|edit.*|redacted|"
    r"beta|alpha|wip|optional|internal|draft|new|updated?|revised|online|accessed.*|abstract|translated|y/n|ok|done|open|closed|[A-Z]\d{1,3})\s*$",
    re.IGNORECASE,
)
_NOTATION = re.compile(
    r"(?:see |cf\.? )?-?@[\w:./-]+.*|"  # citations
    r"(?:fig(?:ure|s|\.)?|tab(?:le|\.)?|chart|diagram|exhibit|photo|eq(?:uation|\.)?|listing|section|sec\.|chapter|appendix|annex|"
    r"note|footnote|ref\.?|p\.|pp\.|step|page)\s?[A-Z\d][\w.–-]*(?:[,;:] .*)?|"  # cross-references
    r"(?:ctrl|control|alt|option|cmd|command|shift|enter|return|esc|escape|tab|space|backspace|del|delete|home|end|pgup|pgdn|"
    r"page (?:up|down)|caps lock|up|down|left|right|win|windows|fn|f\d{1,2})(?:\s?[+-]\s?\w{1,9}){0,3}|"  # keys
    r"\^?(?:\\?\w-\\?\w|\\[dwsDWS])(?:\\?\w-\\?\w|\\[dwsDWS]|[\w.+%_-]){0,20}|"  # character classes
    r"-?(?:\d[\d.]*|[a-z]|∞),\s?-?(?:\d[\d.]*|[a-z]|∞)|[a-z]\s?[-+*/^=<>≤≥]\s?[\w.]{1,12}",  # intervals, formulas
    re.IGNORECASE,
)
_MARKED = re.compile(
    r"(?:(?:strictly|company|team|for|highly|commercial(?:ly)?|proprietary|and|&|in|not) )*"
    r"(?:pdf|docx?|xlsx?|pptx?|csv|zip|html?|epub|png|jpe?g|svg|mp[34]|video|audio|slides|sheet|"
    r"confidential|internal|restricted|public|secret|private|sensitive|classified|unclassified|embargoed|nda|rfc|faq|adr|poc|mvp|eol|"
    r"deprecated|archived|obsolete|approved|pending|rejected|review|copy|sample|translation|sic|pto|eof|end)"
    r"(?: (?:only|use only|use|confidential|internal|and confidential|copy|draft|distribution|eyes only|review))*"
    r"(?:[,:;] ?\d[\d.,]*\s?(?:kb|mb|gb|pages?|p\.?|min(?:utes)?|kib|mib)?)?",
    re.IGNORECASE,
)
"""What brackets can say about a file or document, such as its format or who may read it."""
# A slot even if it contains what looks like a value: "[A date one year from now]".
_DATE_SLOT = re.compile(r"^\s*(?:(?:a|the|some|future|launch|release) )*date\b", re.IGNORECASE)
# A message that the product suggests to its users keeps its slots: “Hi [Name], …”.
_LETTER = re.compile(r"[\"“‘'](?:Hi|Hello|Dear|Hey)\b[^\"”]{0,600}")
_STAND_IN = re.compile(
    r"(?<!of )\b(?:Consultancy|Company|Customer|Vendor|Partner|Person|Client|Product|Organi[sz]ation) (?:ABC|"
    r"XYZ|[XYZ]|A|B)\b(?!\w)|\b(?:ABC|XYZ) (?:Corp|Inc|Company|Ltd|Co)\b|\bWHO\?|"
    r"(?<=[-–—,] )(?:Sample|Example|Dummy|Test) (?:Person|Customer|User|Name|Company|Partner)\b|"
    r"(?<=[-–—] )(?:[A-Z]\w+ )?Quote(?=\.?\s*$)|"
    r"\b(?:First ?[Nn]ame|Name) (?:Last ?[Nn]ame|Surname|Here)\b|\bName Lastname\b|\bNEEDS NAME\b"
)
_BAD_LINK = re.compile(
    r"^(?:https?://)?(?:link|url|www\.xxx\w*\.com|your-?(?:website|site|domain|url|"
    r"company)\.\w+|insert|placeholder|example\.com/link|#link)/?$",
    re.IGNORECASE,
)
_BARE_TITLE = re.compile(
    r"^\W*(?:project name|product name|name of (?:the )?product|headline here|title here|"
    r"company name|your (?:project|product|company)(?: name)?)\W*$",
    re.IGNORECASE,
)
ASIDE = re.compile(r"\(([A-Z][^()]{10,300}(?:\([^()]*\)[^()]*)?)\)")
_FIRST_WORD = re.compile(r"\W*(\w+)")
_TOLD = frozenset(
    "describe explain provide name give a wrap say summarise summarize assume one briefly pick outline "
    "state write list define identify insert fill tell make create use include".split()
)
"""The first words of instructions to the author."""
_IMPERATIVE = re.compile(
    r"^\W*(?:describe|explain|provide a|name the|give (?:a|an|the) (?:summary|brief|short|quote)|a quote from|"
    r"wrap (?:it|this) up|say who|summari[sz]e|assume the reader|one sentence only|"
    r"briefly|pick a leader|outline)\b",
    re.IGNORECASE,
)
# Instructions to customers begin like this too, so another word that only concerns writing is required.
_EVERYDAY_IMPERATIVE = re.compile(
    r"^\W*(?:state|write|list|define|identify|insert|fill in|tell|make|create|"
    r"provide|give|use|include)\b",
    re.IGNORECASE,
)
_WRITERS_WORDS = re.compile(
    r"\b(?:the reader|hypothetical|fictional|made-up|this (?:paragraph|section)|"
    r"sentences?|underneath the title|spokesperson|headline|press release|faq)\b",
    re.IGNORECASE,
)
_ABOUT_WRITING = re.compile(
    r"\b(?:your (?:product|company|service|target|customers?|team|organi[sz]ation|solution)|the reader|"
    r"hypothetical customer|spokesperson in|this paragraph|this section|one sentence|underneath the title|"
    r"elegantly|(?:the )?market for the product|summary of the product|the product in a way|"
    r"how easy it is to get started|where the reader|describes? how they|made-up|fictional customer|"
    r"target customers?|"
    r"sentences? (?:that|describing|about|on)|the customer('s|’s)? (?:problem|pain|experience)\b(?=.{0,40}$))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A placeholder; `start` and `end` are prose offsets."""

    kind: str
    """`marker`, `slot`, `prompt` or `assumption`."""
    start: int
    end: int
    text: str


def is_prompt(sentence: str) -> bool:
    """Return whether a sentence is a template's instruction to the author."""
    first = _FIRST_WORD.match(sentence)
    if not first or folded(first.group(1)) not in _TOLD:
        return False
    told = _IMPERATIVE.match(sentence) or (_EVERYDAY_IMPERATIVE.match(sentence) and _WRITERS_WORDS.search(sentence))
    return bool(told and len(sentence.split()) <= 60 and _ABOUT_WRITING.search(sentence))


def find(document: Document) -> Iterator[Placeholder]:
    """Yield the placeholders of a document, block by block.

    In a block, they are in the order of the searches of `_SIGNS`; those in code and link targets come last.
    """
    suspected = _suspected(document)
    for number, block in enumerate(document.blocks):
        if block.kind in ("code", "rule"):
            continue
        text = document.prose[block.start : block.end]
        if block.kind == "heading" and _BARE_TITLE.match(text) and not _names_next(document, number):
            yield Placeholder("slot", block.start, block.end, text)
        else:
            for search in suspected.get(number, ()):
                yield from search(document, block, text)
        for mark in block.marks:
            if mark.kind == "code":
                span = document.span(mark.start, mark.end)
                inner = document.source.text[span.start : span.end].strip("` ")
                if inner.startswith("[") and _PROVENANCE.match(inner[1:]):
                    yield Placeholder("assumption", mark.start, mark.end, inner)
            elif mark.kind == "link" and _BAD_LINK.match(mark.target) and mark.start < mark.end:
                yield Placeholder("slot", mark.start, mark.end, mark.target)


def _names_next(document: Document, number: int) -> bool:
    """Return whether a heading such as "Project Name" is only a label, with the name as a short text below it."""
    if number + 1 >= len(document.blocks):
        return False
    following = document.blocks[number + 1]
    words = document.prose[following.start : following.end].split()
    return following.kind not in ("heading", "code", "rule") and 0 < len(words) <= 6


def _suspected(document: Document) -> dict[int, dict[Search, None]]:
    """Return, by the index of each block, the searches that can match in it because it contains one of their signs."""
    starts = [block.start for block in document.blocks]
    small = folded(document.prose)
    found: dict[int, dict[Search, None]] = {}
    for search, signs in _SIGNS.items():
        for sign in signs:
            text = small if sign.islower() else document.prose
            for at in places_of(sign, text) if sign in text else ():
                found.setdefault(bisect_right(starts, at) - 1, {})[search] = None
    words = document.tokens.words
    for sentence in document.tokens.sentences:
        word = words[sentence.first]
        if word in _TOLD or not (word.isascii() and word.isalpha()):
            found.setdefault(sentence.block, {})[_prompts] = None
    return found


def _markers(document: Document, block: Block, text: str) -> Iterator[Placeholder]:
    for match in _MARKER.finditer(text):
        if not _about_markers(text, match) and not _in_address(text, match):
            yield Placeholder("marker", block.start + match.start(), block.start + match.end(), match.group())


def _open_answers(document: Document, block: Block, text: str) -> Iterator[Placeholder]:
    found = _OPEN_ANSWER.search(text) if block.kind != "heading" and len(text) < 400 else None
    if found and _bold_or_alone(document, text, block.start, found):
        start = block.start + text.lower().find("open", found.start())
        yield Placeholder("marker", start, start + 4, "open")


def _slots(document: Document, block: Block, text: str) -> Iterator[Placeholder]:
    links = sorted((mark.start, mark.end) for mark in block.marks if mark.kind in ("link", "span"))

    def linked(start: int) -> bool:
        before = bisect_right(links, block.start + start, key=lambda link: link[0]) - 1
        return before >= 0 and block.start + start < links[before][1]

    letters = [match.span() for match in _LETTER.finditer(text)]
    for match in _BRACKET.finditer(text):
        if any(first <= match.start() < last for first, last in letters):
            continue
        start, end = block.start + match.start(), block.start + match.end()
        inner = match.group("inner")
        if inner is None:
            angle = match.group("angle")
            if angle and (not _SLOT_WORDS.search(angle) or _is_argument(document, text, match.start())):
                continue
            if match.group("mustache") is not None and CODE in match.group():
                continue
            yield Placeholder("slot", start, end, match.group())
            continue
        if (
            linked(match.start())
            or _NOT_A_SLOT.match(inner)
            or _SETTLED.match(inner)
            or _is_notation(text, match.start(), match.end(), inner)
            or text[match.end() : match.end() + 1] in ("(", "[", ":")
            or CODE in inner
        ):
            continue
        if _PROVENANCE.match(inner):
            yield Placeholder("assumption", start, end, match.group())
        elif _SLOT_WORDS.search(inner) and not (
            _DATE_OR_VALUE.search(inner)
            and not _DATE_SLOT.match(inner)
            and not re.search(
                r"\b(?:your|insert|add|describe|link|name|sentences?|words?|placeholder)\b", inner, re.IGNORECASE
            )
        ):
            if (
                not (
                    inner.islower()
                    and len(inner.split()) == 1
                    and not re.match(
                        r"name|surname|date|city|company|product|customer|title|email|url|link|number|price", inner
                    )
                )
                or len(text.split()) < 4
            ):
                if _lower_aside(inner):
                    continue
                yield Placeholder("slot", start, end, match.group())
        elif inner.isupper() and len(inner) > 2 and not _DATE_OR_VALUE.search(inner):
            yield Placeholder("slot", start, end, match.group())
        elif _DATE_OR_VALUE.search(inner) or (inner[:1].isupper() and not _in_speech(text, match.start())):
            yield Placeholder("assumption", start, end, match.group())


_BEHIND = re.compile(r"(?:[\w./=-]+ ){1,5}$")


def _is_notation(text: str, start: int, end: int, inner: str) -> bool:
    """Return whether brackets are a notation such as a citation, the number of a figure, a key or a label."""
    inner = inner.strip()
    if len(inner) > 120 or "\n" in inner or "placeholder" in inner.lower():
        return False
    if _MARKED.fullmatch(inner) or (_NOTATION.fullmatch(inner) and not _SLOT_WORDS.fullmatch(inner)):
        return True
    # An index, or brackets in a formula: `rate[month]`, `f[x]`.
    return text[start - 1 : start].isalnum() and start > 0 and " " not in inner


def _is_argument(document: Document, text: str, at: int) -> bool:
    """Return whether a slot is an argument of a command that the draft shows as code elsewhere: "lamp add <name>"."""
    typed = _BEHIND.search(text[max(0, at - 80) : at])
    return bool(typed and not document.commands.isdisjoint(typed.group().split()))


def _additions(document: Document, block: Block, text: str) -> Iterator[Placeholder]:
    for match in _ADD_YOUR.finditer(folded(text)):
        start, end = match.span()
        yield Placeholder("slot", block.start + start, block.start + end, text[start:end])


def _stand_ins(document: Document, block: Block, text: str) -> Iterator[Placeholder]:
    for match in _STAND_IN.finditer(text):
        yield Placeholder("slot", block.start + match.start(), block.start + match.end(), match.group())


def _prompts(document: Document, block: Block, text: str) -> Iterator[Placeholder]:
    if block.kind == "heading":
        return
    for match in ASIDE.finditer(text):
        if is_prompt(match.group(1)):
            yield Placeholder("prompt", block.start + match.start(), block.start + match.end(), match.group())
            return
    for sentence in document.tokens.sentences_in(block.start, block.end):
        words = document.prose[sentence.start : sentence.end]
        if is_prompt(words):
            yield Placeholder("prompt", sentence.start, sentence.end, words)


Search = Callable[[Document, Block, str], Iterator[Placeholder]]
_SIGNS: Mapping[Search, tuple[str, ...]] = {
    _markers: (
        *("tb", "todo", "fixme", "xxx", "XX", "???", "lorem ipsum", "blah blah", "coming soon"),
        *("to be determined", "to be decided", "to be written", "to be filled in", "to be completed"),
    ),
    _open_answers: ("open",),
    _slots: ("[", "{{", "<", "____", "X", "N%"),
    _additions: ("insert", "("),
    _stand_ins: (
        *("Consultancy ", "Company ", "Customer ", "Vendor ", "Partner ", "Person ", "Client ", "Product "),
        *("Organisation ", "Organization ", "ABC ", "XYZ ", "WHO?", "Sample ", "Example ", "Dummy ", "Test "),
        *("Quote", "ame Last", "ame Surname", "ame Here", "NEEDS NAME"),
    ),
    _prompts: ("(",),
}
"""The signs of each search: every match contains one of them; a sign in lower case counts in any case. A prompt can
also be a sentence that begins with a word of `_TOLD`. Most blocks contain no sign and are not searched. The
searches run in this order.
"""


_ADDRESS_BEFORE = re.compile(r"(?:://|www\.|mailto:|[?&#][\w.%-]{1,40}=)\S*$")
_ADDRESS_AFTER = re.compile(r"[\w.+-]*@[\w-]")


def _in_address(text: str, match: re.Match[str]) -> bool:
    """Return whether a marker is part of an address; a path with several X in it is still a marker."""
    if match.group().startswith(("XXX", "?")) and text[max(0, match.start() - 1) : match.start()] == "/":
        return False
    run = text[max(0, match.start() - 300) : match.start()].rsplit(None, 1)
    before = run[-1] if run and not text[match.start() - 1 : match.start()].isspace() else ""
    return bool(_ADDRESS_BEFORE.search(before) or _ADDRESS_AFTER.match(text, match.end()))


def _about_markers(text: str, match: re.Match[str]) -> bool:
    """Return whether a text is about markers and does not contain one itself: "a TODO list", "TODO comments"."""
    if match.group() in ("TODO", "XXX", "FIXME"):
        after = text[match.end() : match.end() + 12].lower()
        before = text[max(0, match.start() - 14) : match.start()]
        if match.group() == "XXX":
            return bool(before.strip()) or bool(after.strip(" .:*_"))
        return (
            bool(re.match(r"(?:s\b|'s|\s+(?:list|app|item|comment|marker|task|manager)|/|-)", after))
            or before.endswith(("“", '"', "`", "'"))
            or bool(
                re.search(r"\b(?:each|every|a|an|the|this|any|all|no|old|open|first|second)\s$", before, re.IGNORECASE)
            )
        )
    return match.group() in ("tbd", "tbc") and "http" in text[max(0, match.start() - 10) : match.start()]


def _bold_or_alone(document: Document, text: str, offset: int, match: re.Match[str]) -> bool:
    """Return whether "open" is the whole answer or in bold, and not an ordinary word in a sentence."""
    if match.end() and text[match.end() - 1] == ":" and not text.lower().startswith("open"):
        return False
    if not text.strip(" *_.:").lower().replace("open", "").strip(" .:"):
        return True
    at = offset + text.lower().find("open", match.start())
    return any(
        mark.kind == "strong" and mark.start <= at < mark.end and mark.end - mark.start <= 9
        for mark in document.block_at(offset).marks
    )


_ASIDE_OPENERS = frozenset("the a our their this it is was and my his her them we they".split())
_QUALIFIERS = frozenset("in on at for from per during after before by since within over under".split())


def _in_speech(text: str, at: int) -> bool:
    """Return whether a position is inside a quotation, where brackets contain an editor's words."""
    before = text[max(0, at - 1000) : at]
    return before.count("“") > before.count("”") or before.count('"') % 2 == 1


def _lower_aside(inner: str) -> bool:
    """Return whether brackets contain an editor's aside, such as "[the product]" or "[in the first season]"."""
    words = inner.split()
    return (len(words) <= 3 and words[0] in _ASIDE_OPENERS) or (len(words) <= 6 and words[0] in _QUALIFIERS)
