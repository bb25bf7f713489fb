"""Text → words, split as spaCy's blank English pipeline splits them, without importing it.

`import spacy` takes longer than everything else in a check of one draft, and most rules only need words. So the rules
of its tokenizer are repeated here: exceptions in `words.txt`, prefixes, infixes and suffixes in three expressions
(https://spacy.io/usage/linguistic-features#how-tokenizer-works). Tests compare the two. What spaCy joins again
afterwards, such as “:)” at the end of a word, stays separate.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from ..vocabulary import read_data

# Upper and lower case are distinguished in the Latin, Greek and Cyrillic alphabets; any other letter counts as both.
_LETTER = r"[^\W\d_]"
_LOWER = r"[^\W\d_A-ZÀ-ÖØ-ÞΑ-ΩА-Я]"
_UPPER = r"[^\W\d_a-zß-öø-ÿα-ωа-я]"
_QUOTATION_MARKS = r"'\"”“`‘´’‚,„»«「」『』（）〔〕【】《》〈〉⟦⟧"
_MARKS = r"…,:;!?¿؟¡()\[\]{}<>_#*&。？！，、；：～·।،۔؛٪"
_CURRENCY = r"$£€¥฿₠-₿﷼"
_SYMBOLS = (
    r"¦©®°℀℁℃-℆℈℉℔№℗℞-℣℥℧℩℮℺℻⅊⅌⅍⅏↊↋↕-↙↜-↟↡↢↤↥↧-↭↯-⇍⇐⇑⇓⇕-⇳⌀-⌇⌌-⌟⌢-⌨⌫-⍻⍽-⎚⎴-⏛⏢-␦⑀-⑊⒜-ⓩ─-▶▸-◀◂-◷☀-♮♰-❧"
    r"➔-➿⠀-⣿⬀-⬯⭅⭆⭍-⭳⭶-⮕⮘-⯾⺀-⻳⼀-⿕〄〒〓〠〶㈀-㏿䷀-䷿￼�\U0001F000-\U0001FA6D"
)
_UNITS = r"km[²³]?|[dcm]?m[²³]?|ha|µm|nm|yd|in|ft|k?g|[mµ]g|t|lb|oz|m/s|km/h|kmh|mph|h?Pa|mbar|[kKMmGgTt][bB]|[TGMK%]"

_PREFIX = re.compile(rf"\.\.+|US\$|[CA]\$|\+(?!\d)|[§%=—–{_MARKS}{_QUOTATION_MARKS}{_CURRENCY}{_SYMBOLS}]")
_INFIX = re.compile(
    rf"\.\.+|…|[{_SYMBOLS}]|(?<=\d)[+*^-](?=[\d-])|(?:(?<={_LOWER})|(?<=[{_QUOTATION_MARKS}]))\.(?:(?={_UPPER})|(?=[{_QUOTATION_MARKS}]))|"
    rf"(?<={_LETTER}),(?={_LETTER})|(?<=[^\W_])(?:---?|——|[-–—~])(?={_LETTER})|(?<=[^\W_])[:<>=/](?={_LETTER})"
)
_SUFFIX = re.compile(
    rf"(?:……|[{_MARKS}{_QUOTATION_MARKS}{_SYMBOLS}—–]|\.\.+|'[sS]|(?<=\d)(?:\+|(?:US|[CA])\$|[{_CURRENCY}]|{_UNITS})|"
    rf"(?:(?<=[\d%²+|{_MARKS}{_QUOTATION_MARKS}-])|(?<={_LOWER})|(?<={_UPPER}{_UPPER})|(?<=°[FCK]))\.)$"
)
# `[\u00a1-\uffff]`, which `re` would compile character by character, and the characters of host names.
_FAR = r"[^\0-\xa0\U00010000-\U0010ffff]"
_HOST_EDGE = rf"(?:[A-Za-z0-9]|{_FAR})"
_HOST_INSIDE = rf"(?:[\w-]|(?!\w){_FAR})"
_ADDRESS = re.compile(
    r"(?:[\w+.-]{2,}://)?(?:\S+(?::\S*)?@)?"
    r"(?:(?!(?:10|127)(?:\.\d{1,3}){3})(?!(?:169\.254|192\.168)(?:\.\d{1,3}){2})(?!172\.(?:1[6-9]|2\d|3[0-1])(?:\.\d{1,3}){2})"
    r"(?:[1-9]\d?|1\d\d|2[01]\d|22[0-3])(?:\.(?:1?\d{1,2}|2[0-4]\d|25[0-5])){2}\.(?:[1-9]\d?|1\d\d|2[0-4]\d|25[0-4])|"
    rf"(?:(?:{_HOST_EDGE}{_HOST_INSIDE}{{0,62}})?{_HOST_EDGE}\.)+{_LOWER}{{2,63}})"
    r"(?::\d{2,5})?(?:[/?#]\S*)?$"
)
_LONGEST_SUFFIX = 6
"""The length of the longest suffix except dots; no more of the end of a word is searched."""


def split(text: str) -> tuple[list[str], list[int]]:
    """Return the words of a text in lower case, and where each begins, in characters; white space does not count."""
    words: list[str] = []
    starts: list[int] = []
    at = 0
    for run in text.split():
        at = text.find(run, at)
        for word, offset in _split_run(run):
            words.append(word)
            starts.append(at + offset)
        at += len(run)
    return words, starts


@lru_cache(maxsize=2**16)
def _split_run(run: str) -> tuple[tuple[str, int], ...]:
    """Return the words of a run without white space, in lower case, each with its offset in the run."""
    if run.isascii() and run.isalpha() and run not in _exceptions():
        return ((run.lower(), 0),)
    found = []
    at = 0
    for piece in _pieces(run):
        found.append((piece.lower(), at))
        at += len(piece)
    return tuple(found)


def _pieces(run: str) -> list[str]:
    """Return the pieces of a run, in order.

    Prefixes and suffixes are removed until only an exception or a word is left.
    """
    exceptions = _exceptions()
    before: list[str] = []
    after: list[str] = []
    rest = run
    while rest and rest not in exceptions:
        prefix = _PREFIX.match(rest)
        first = prefix.end() if prefix else 0
        if first and rest[first:] in exceptions:
            last = len(rest)
        else:
            last = first + _suffix(rest[first:])
            if last < len(rest) and rest[:last] in exceptions:
                first = 0
        if not first and last == len(rest):
            break
        before += [rest[:first]] if first else []
        after += [rest[last:]] if last < len(rest) else []
        rest = rest[first:last]
    return [*before, *(exceptions.get(rest) or _divided(rest)), *reversed(after)]


def _suffix(text: str) -> int:
    """Return where the suffix of a text begins; its length if it has none."""
    if text.endswith(".."):
        return len(text.rstrip("."))
    found = _SUFFIX.search(text, max(0, len(text) - _LONGEST_SUFFIX))
    return found.start() if found else len(text)


def _divided(word: str) -> list[str]:
    """Return the parts of a word without prefixes and suffixes, divided at its infixes; an address is not divided."""
    if not word or ("." in word and _ADDRESS.match(word)):
        return [word] if word else []
    pieces = []
    start = 0
    for infix in _INFIX.finditer(word):
        if infix.start():
            pieces += [word[start : infix.start()], infix.group()]
            start = infix.end()
    return [piece for piece in (*pieces, word[start:]) if piece]


@cache
def _exceptions() -> dict[str, list[str]]:
    """Return runs that are split in a special way → their pieces: “don't”, “cannot”, “e.g.”, “:-)”."""
    lines = read_data("document/words.txt").decode().splitlines()
    return {line.replace(" ", ""): line.split(" ") for line in lines}
