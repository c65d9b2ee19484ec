"""What a person is shown: fewer and rounder changes, made from the fewest edits."""

from collections.abc import Collection, Iterator, Sequence

from rapidfuzz.distance import Postfix, Prefix

from mtcr_tracker.model import Edit, EditKind

# fmt: off
SMALL = frozenset((
    "a", "also", "an", "and", "and/or", "any", "are", "as", "at", "be", "been", "being", "but",
    "by", "can", "could", "for", "from", "if", "in", "into", "is", "it", "its", "may", "must",
    "no", "nor", "not", "of", "on", "or", "shall", "should", "so", "such", "that", "the",
    "their", "them", "these", "they", "this", "those", "to", "which", "who", "will", "with",
    "within", "would",
))
# fmt: on
"""Words that, alone between two changes, are no island worth showing. Some of them decide the
force of a clause ("shall not"): the edits below this layer keep those apart."""

ISLAND = 3
"""A kept run of at most so many tokens, all small, is no island worth showing."""

SPARE = 0.24
"""A kept word that stands alone between two changes may be marked as changed, to make one of
them, as long as the words so marked are no more than this share of those that did change. Longer
ones cost more than they mend: on licences in two versions 1 word and 0.24 gave 0.60 of difflib's
runs for 1.15 times the fewest changed tokens, up to 4 words and 0.20 no fewer runs for 1.16."""

LONG = 80
"""A kept run of more characters than this is worth showing."""

FARTHEST = 300
"""No change slides farther than this, in characters."""

_AFTER = {".": 5, "!": 5, "?": 5, "\n": 5, ";": 4, ":": 4, ",": 3}
"""How good a place is by the mark before it."""

_MARKS = ".,;:!?()[]\"'“”‘’-–—"

_JOINS = frozenset(("and", "or", "nor", "but"))
_BEGINS = SMALL | {"except", "unless", "including", "provided", "notwithstanding"}


def readable(edits: Sequence[Edit]) -> tuple[Edit, ...]:
    """The edits as a person would mark them: a change that could stand in several places stands
    at the edge of a phrase or sentence, and changes between which only small words or a short
    remnant survive are one.

    Takes and gives edits of the same two texts, code point for code point. Exchanging deletions
    and insertions in what it takes exchanges them in what it gives.
    """
    slid = _slid(edits)
    spans = _spans(slid)
    swallowed = _swallowed(slid, spans) if len(spans) > 1 else set()
    return tuple(_folded(slid, spans, swallowed) if swallowed else slid)


# ---------------------------------------------------------------- edges


def _slid(edits: Sequence[Edit]) -> Sequence[Edit]:
    """Move what was only deleted or only inserted to the best of the places where it may stand:
    "a, [b, ]c" is "a[, b], c" too."""
    moved: list[Edit] = []
    kept = [edit[0] == "keep" for edit in edits]
    for place in range(1, len(edits) - 1):
        if kept[place] or not (kept[place - 1] and kept[place + 1]):
            continue
        edit, head, tail = edits[place], (moved or edits)[place - 1], edits[place + 1]
        words = edit.words
        if head.words[-2:] == words[-2:] or tail.words[:2] == words[:2]:
            shift = _shift(head.words, words, tail.words)
            if shift:
                moved = moved or list(edits)
                moved[place - 1 : place + 2] = _moved(head, edit, tail, shift)
    return [edit for edit in moved if edit.words] if moved else edits


def _moved(head: Edit, edit: Edit, tail: Edit, shift: int) -> list[Edit]:
    """A deletion or insertion and the kept words around it, moved to the right."""
    text, at = head.words + edit.words + tail.words, len(head.words) + shift
    end = at + len(edit.words)
    return [
        Edit("keep", text[:at]),
        Edit(edit.op, text[at:end], edit.kind),
        Edit("keep", text[end:]),
    ]


def _shift(head: str, words: str, tail: str) -> int:
    """How far to the right what stands between two kept runs had better stand; to the left,
    where it is less than 0."""
    back = min(Postfix.similarity(head, head + words), FARTHEST)
    forth = min(Prefix.similarity(tail, words + tail), FARTHEST)
    text, start, size = head + words + tail, len(head), len(words)
    last, first = size - 1 - words.rfind(" ", 0, size - 1), words.find(" ", 1) + 1 or size
    if back < last and forth < first:  # not as far as the next word
        return 0
    best = max(
        range(start - back, start + forth + 1),
        key=lambda at: (_edge(text, at) + _edge(text, at + size), at == start, at),
    )
    return best - start


def _edge(text: str, at: int) -> float:
    """How good a place is for a change to begin or end at: best between sentences, then between
    phrases, then before a small word, then between words, never inside one."""
    if at in (0, len(text)):
        return 5
    before, behind = text[at - 1], text[at]
    if before.isspace():
        if behind.isspace():
            return -9
        mark = _AFTER.get(text[at - 2 : at - 1], 0)
        word = text[at : at + 20].split(None, 1)[0].lower()
        return mark or (2.7 if word in _JOINS else 2.5 if word in _BEGINS else 2)
    if behind.isspace():
        return _AFTER.get(before, 2) - 0.5
    if behind in ",;.:":
        return 2.6
    return -9 if before.isalnum() or behind.isalnum() else 0


# ---------------------------------------------------------------- folding

_Span = tuple[int, int]
"""From and to, in a list of edits, of what is one change."""


def _spans(edits: Sequence[Edit]) -> list[_Span]:
    """The changes of words; what is typographic stands between them as what is kept does."""
    spans: list[_Span] = []
    start = -1
    for place, (op, _, kind) in enumerate(edits):
        if op == "keep" or kind == "typographic":
            if start >= 0:
                spans.append((start, place))
                start = -1
        elif start < 0:
            start = place
    if start >= 0:
        spans.append((start, len(edits)))
    return spans


def _swallowed(edits: Sequence[Edit], spans: Sequence[_Span]) -> set[int]:
    """The changes that are one with the one before them, because what stands between them is
    not worth showing: small words never, another word not while there is some to spare."""
    swallowed: set[int] = set()
    lone = []
    cost = 0
    for place in range(1, len(spans)):
        start, end = spans[place - 1][1], spans[place][0]
        text = edits[start].words
        if end - start > 1:
            text = "".join([edit.words for edit in edits[start:end] if edit.op != "insert"])
        if len(text) > LONG:
            continue
        words = text.split()
        if len(words) <= ISLAND and all(map(_is_small, words)):
            swallowed.add(place)
            cost += len(words)
        elif len(words) == 1:
            lone.append(place)
    if lone:
        changed = " ".join([edit.words for a, b in spans for edit in edits[a:b]]).split()
        spare = SPARE * len(changed) / 2 - cost  # a kept word is marked twice, as gone and as new
        swallowed.update(lone[: max(0, int(spare))])
    return swallowed


def _is_small(word: str) -> bool:
    if word in SMALL:
        return True
    word = word.strip(_MARKS)
    return not word or word.lower() in SMALL


def _folded(
    edits: Sequence[Edit], spans: Sequence[_Span], swallowed: Collection[int]
) -> list[Edit]:
    """The edits with each swallowed change made one with the one before it."""
    folded: list[Edit] = []
    at = place = 0
    while place < len(spans):
        start, end = spans[place]
        place += 1
        folded += edits[at:start]
        first = place
        while place in swallowed:
            end = spans[place][1]
            place += 1
        at = end
        folded += edits[start:end] if place == first else _one(edits[start:end])
    folded += edits[at:]
    return folded


def _one(edits: Sequence[Edit]) -> Iterator[Edit]:
    """One deletion and one insertion for many edits."""
    kind: EditKind = "unread" if "unread" in [kind for _, _, kind in edits] else "words"
    left = "".join([words for op, words, _ in edits if op != "insert"])
    right = "".join([words for op, words, _ in edits if op != "delete"])
    if left:
        yield Edit("delete", left, kind)
    if right:
        yield Edit("insert", right, kind)
