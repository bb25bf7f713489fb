"""Answers as people type them → sentences for a draft.

Nothing here judges an answer; the linter does. Hasty input such as a fragment, a list or a pasted paragraph becomes
sentences, and the customer is named if the answer does not do so.
"""

from __future__ import annotations

import re

_MARK = re.compile(r"^\s*(?:[-*+•–]|\d{1,2}[.)])\s+")
_ASIDE = re.compile(r"\([^)]*\)")
_FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|do|does|did|can|can['’]?t|cannot|could|will|would|must|may|might|should|am)\b"
    r"|(?:^|[,;:] |\b(?:and|but|or|because|so|when|if|that|until|while) )"
    r"(?:they|he|she|we|you|i|it|nobody|somebody|everybody|most|some|many|each|every|half|others|people|few|one)\s+\w+",
    re.IGNORECASE,
)
"""Evidence that a text has a subject and a verb; a text without a match may still have them."""
_AMOUNT = re.compile(
    r"\W*\d|\W*(?:about|around|roughly|nearly|almost|some|up to|at least|half an?|an?|one|two|three|four|five|six|seven|eight|"
    r"nine|ten|dozens|hundreds|hours|days|weeks|money|time|sleep|trust|nerves|a lot|lots)\b|\s*[\[€$£]\s*\d",
    re.IGNORECASE,
)
_ENDS = r"(?=\W*$|[,;(]|\s(?:and|or|in|on|at|of|for|from|that|which|before|after|per|with)\b)"
"""What follows a noun, as opposed to a verb such as in “phone the ward”."""
_THING = re.compile(
    r"\W*(?:(?:an?|the|their|some|several|two|three) (?:\w+ )?(?:phone|e-?mail|spreadsheet|list|notebook)s?"
    rf"|paper|excel|whatsapp|(?:phone|e-?mail|spreadsheet|list|notebook)s){_ENDS}",
    re.IGNORECASE,
)
"""The beginning of a fragment that names what people use."""
_MEANS = re.compile(rf"(?:by|with|without|from|via)(?: [\w'’-]+){{1,3}}?{_ENDS}", re.IGNORECASE)
"""The beginning of a fragment that says by what means people manage: “by phone”."""
_NAME = re.compile(r"\W*(?:excel|whatsapp)\b", re.IGNORECASE)
_CLAUSE = re.compile(
    r",?\s(?:if|when|because|while|until|unless|who|that|which|so)\s|,\s(?:some|others|most)\s", re.IGNORECASE
)
"""The beginning of a clause that depends on the one before it, or that tells of others."""
_SITUATION = re.compile(
    r"[,;:(.]|\s(?:who|whose|that|which|where|when|while|with|without|of|for|at|in|on|from|during|after|before)\s"
)
"""What follows the people in the answer about the customer."""
_NOTHING = re.compile(r"\W*(?:nothing|none|no|zero|0)(?: at all)?\W*", re.IGNORECASE)
_DONE_BY_US = re.compile(
    r"\s*(?:asked|called|counted|followed|interviewed|measured|met|ran|showed|spoke|surveyed|talked|tested|visited|watched) (?!by\b)",
    re.IGNORECASE,
)
"""The beginning of an answer about evidence without a subject: “Talked to 11 of them”."""
_QUOTED = re.compile(r"[“”\"«»„]")
_INNER = re.compile(r"[“\"«„]([^“”\"«»„]*)[“”\"»]")
"""A text in quotation marks."""
_DASH = re.compile(r"\s(?:—|--?)\s")
_MYSELF = re.compile(r"\bI(?:['’]\w+)? [a-z]")
"""A sentence of the speaker's own: “Now I drink my coffee”."""
_SMALL_START = re.compile(r"((?:[^\W\d_]{3}|\d\d|\w[%)\]])[.!?] +)([a-z])(?=[a-z]*(?:[\s,;:'’]|$))")
"""The beginning of a sentence in small letters, but not after an abbreviation such as “e.g.”."""
_SMALL_DAY = re.compile(
    r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b|\b(?:january|february|april|june|july|august|september|october|november|december)\b"
    r"|(?:(?<=\d )|(?<=\b(?:in|by|of) )|(?<=\bsince )|(?<=\buntil ))(?:jan|feb|mar|march|apr|may(?! [a-z])|aug|sept?|oct|nov|dec)\b"
)
"""The name of a day or month in small letters; a short or ambiguous one only where a date is likely."""
_RELATED = re.compile(r"(?:my|our|an?|the) (?:[a-z-]+ ){1,3}[A-Z]")
"""The beginning of a speaker who is introduced: “my aunt Vera”."""
_SINGLE = re.compile(r"(?:an?|one|each|every) ", re.IGNORECASE)
"""The beginning of a single customer: “a nurse”."""
_LONGEST_CUSTOMER = 80
"""The number of characters up to which the customer with their situation is the subject of a sentence about more."""
_LONGEST_FRAGMENT = 14
_LONGEST_SPEAKER = 12


def as_paragraph(text: str) -> str:
    """Return a text of several lines as one paragraph: wrapped lines are joined, list items become sentences."""
    pieces: list[tuple[str, bool]] = []
    for line in text.split("\n"):
        item = _MARK.match(line)
        words = " ".join((line[item.end() :] if item else line).split())
        if words and (item or not pieces):
            pieces.append((words, bool(item)))
        elif words:
            before, listed = pieces[-1]
            pieces[-1] = f"{before} {words}", listed
    listed = any(item for _, item in pieces)
    return " ".join(sentence(words) if listed else words for words, _ in pieces)


def sentence(text: str) -> str:
    """Return an answer whose sentences, days and months begin with a capital letter, and that ends with a full stop.

    The full stop is only added after a word.
    """
    text = _SMALL_START.sub(lambda found: found.group(1) + found.group(2).upper(), text.strip())
    text = _SMALL_DAY.sub(lambda found: found.group().capitalize(), text)
    if re.search(r"[\w%\])]$", text):
        text += "."
    return text[:1].upper() + text[1:]


def for_draft(key: str, text: str, customer: str = "") -> str:
    """Return an interview answer in the wording used in the draft."""
    if key == "pain":
        return pain(text, customer)
    if key == "getting_started":
        return start(text, customer)
    reword = {"today": today, "cost": cost, "evidence": evidence, "customer_quote": quotation}.get(key)
    return reword(text) if reword else text


def inside(text: str) -> str:
    """Return a text in the form it has inside a sentence: names and abbreviations keep their capitals."""
    second = text[1:2]
    return text[:1].lower() + text[1:] if second.islower() or second == " " else text


def joined(answer: str, added: str) -> str:
    """Return an answer with what was added to it; a text that begins in the same words replaces it."""
    begun = answer.lower().split()[:3]
    return added if added.lower().split()[:3] == begun else f"{sentence(answer)} {sentence(added)}"


def names(text: str, customer: str) -> bool:
    """Return whether a text names the customer, by a word for the people and not for their situation."""
    people = _SITUATION.split(customer.strip().lower(), maxsplit=1)[0]
    stems = [re.sub("(?:ies|y|es?|s)$", "", word) for word in re.findall(r"\w+", people) if len(word) > 4]
    return any(re.search(rf"\b{stem}(?:ies|y|es?|s)?\b", text.lower()) for stem in stems)


def pain(text: str, customer: str) -> str:
    """Return the pain with the customer in it, instead of “They” or after it."""
    customer = " ".join(customer.split()).rstrip(".")
    if not 0 < len(customer) <= 120 or re.search(r"[.!?]\s", customer):
        return text
    told = in_place_of_pronoun(text, customer)
    if told != text:
        return told
    if not text.strip() or names(text, customer):
        return text
    return f"{sentence(text)} This happens to {inside(customer)}."


def announcement(product: str, customer: str, benefit: str) -> str:
    """Return a product, its customer and the benefit as a summary: one sentence if the benefit begins with the customer."""
    people = _SITUATION.split(customer.strip(), maxsplit=1)[0]
    short = len(customer) <= _LONGEST_CUSTOMER and not re.search(r"[,;:.(]", customer)
    begun = re.match(rf"(?:the )?{re.escape(people)}\b", benefit, re.IGNORECASE)
    if not begun or product.lower() in benefit.lower() or re.search(r"[.!?]\s", benefit):
        return f"From today, {product} is available to {inside(customer)}. {benefit}"
    who, rest = inside(customer if short else begun.group()), benefit[begun.end() :]
    if can := re.match(r" can (?:now |finally |at last )?(?!not\b|only\b)(?=[a-z])", rest):
        return f"{product}, available from today, lets {who} {rest[can.end() :]}"
    if re.match(r" [a-z]", rest) and not (short and _SITUATION.match(rest)):
        return f"With {product}, available from today, {who}{rest}"
    return f"From today, {product} is available to {inside(customer)}. {benefit}"


def in_place_of_pronoun(text: str, customer: str) -> str:
    """Return a text with the customer in place of “They” at its beginning; a single one does not fit the verb."""
    if _SINGLE.match(customer):
        return text
    begun = re.match(r"\s*They\b(?!['’])", text, re.IGNORECASE)
    return f"{customer}{text[begun.end() :]}" if begun else text


def start(text: str, customer: str) -> str:
    """Return the first step with the customer in it instead of “They”, because it stands apart from the problem."""
    customer = " ".join(customer.split()).rstrip(".")
    named = 0 < len(customer) <= 120 and not re.search(r"[.!?]\s", customer) and not _SINGLE.match(customer)
    return in_place_of_pronoun(text, customer if named else "Customers")


def today(text: str) -> str:
    """Return the current workaround as a sentence; doing nothing counts."""
    if nothing(text):
        return "They do nothing about it today"
    if not _fragment(text):
        return text
    if _MEANS.match(text):
        return f"Today they manage {inside(text.strip())}"
    if _THING.match(text):
        return f"Today they make do with {text.strip() if _NAME.match(text) else inside(text.strip())}"
    return f"What they do about it today: {inside(text.strip())}"


def evidence(text: str) -> str:
    """Return what was done to find out, with “We” for a subject that was left out."""
    return f"We {inside(text.strip())}" if _DONE_BY_US.match(text) else text


def quotation(text: str) -> str:
    """Return a customer's words in quotation marks, with the speaker after a dash, if any, as an attribution."""
    text = _without_marks(text)
    said, dash, speaker = _DASH.sub(" – ", text).rpartition(" – ")
    if not (dash and _is_speaker(speaker)):
        return text if not text or _QUOTED.search(text) else f"“{sentence(text)}”"
    said = _without_marks(said)
    if _QUOTED.match(said):
        return text
    said = _INNER.sub(r"‘\1’", said)
    if not said.endswith(("?", "!", "…", "...")):
        said = f"{said.rstrip('.,')},"
    return f"“{said}” said {speaker.strip()}"


def _without_marks(text: str) -> str:
    """Return a text without the quotation marks around the whole of it."""
    text = text.strip()
    around = _INNER.fullmatch(text)
    return around.group(1).strip() if around else text


def _is_speaker(text: str) -> bool:
    """Return whether the text after a dash is a speaker and not the rest of the sentence."""
    text = text.strip()
    if len(text.split()) > _LONGEST_SPEAKER or _MYSELF.search(text):
        return False
    introduced = _RELATED.match(text) and not _FINITE.search(text) and not _SMALL_DAY.search(text.lower())
    return text[:1].isupper() or bool(introduced)


def nothing(text: str) -> bool:
    """Return whether an answer only says that there is nothing."""
    return bool(_NOTHING.fullmatch(text))


def is_clause(text: str) -> bool:
    """Return whether a text has a subject and a verb, as far as its words alone show."""
    return bool(_FINITE.search(text))


def cost(text: str) -> str:
    """Return the cost to the customer as a sentence."""
    return f"It costs them {inside(text.strip())}" if _fragment(text) and _AMOUNT.match(text) else text


def _fragment(text: str) -> bool:
    """Return whether a text is one sentence without a subject and a verb, as far as its words alone show."""
    first, _, more = _ASIDE.sub(" ", text).strip().rstrip(".!?").partition(". ")
    first = "" if more else _CLAUSE.split(first, maxsplit=1)[0]
    return 0 < len(first.split()) <= _LONGEST_FRAGMENT and not _FINITE.search(first)
