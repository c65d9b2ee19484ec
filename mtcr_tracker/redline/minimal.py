"""The fewest edits, in words, that turn one text into the other."""

from collections.abc import Iterator, Sequence

from rapidfuzz.distance import Postfix, Prefix

from mtcr_tracker.model import Edit, EditKind
from mtcr_tracker.redline.lining import common
from mtcr_tracker.text import (
    NO_TERMS,
    Terms,
    join_terms,
    keys,
    same_in_place,
    tokens,
    typographic,
)

# fmt: off
_OPENERS = frozenset((
    "CFR", "FR", "USC", "C.F.R.", "F.R.", "U.S.C.", "Fed.", "Reg.", "Stat.", "Pub.", "L.", "P.L.",
    "E.O.", "No.", "Public", "Law", "Executive", "Order", "part", "parts", "Part", "Parts", "App.",
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December", "Jan.", "Feb.", "Mar.", "Apr.", "Jun.", "Jul.", "Aug.",
    "Sep.", "Sept.", "Oct.", "Nov.", "Dec.", "per", "business", "calendar", "working", "nautical",
    "million", "billion", "§", "§§",
))
# fmt: on
# Words of a citation, a date or a measure that more of the same token may follow.


def redline(old: str, new: str, terms: Terms = NO_TERMS) -> tuple[Edit, ...]:
    """The fewest edits that turn one text into the other, counted in tokens (`text.tokens`),
    each of the defined `terms` being one token.

    The kept and deleted words joined are `old` and the kept and inserted words joined are `new`,
    code point for code point. `redline(b, a)` is `redline(a, b)` with deletions and insertions
    exchanged. A pair that differs only in typography has the kind "typographic", two passages
    too long to be lined up the kind "unread".
    """
    if old == new:
        return (Edit("keep", old),) if old else ()
    if old > new:  # one orientation for both directions, so that ties fall the same way
        return _edits(_pieces(new, old, terms), old, new, turned=True)
    return _edits(_pieces(old, new, terms), old, new, turned=False)


_Piece = tuple[str, str, str, bool]
"""Kept words; or, where there are none, words of the one text, words of the other, and whether
the two were too long to be lined up."""


def _pieces(old: str, new: str, terms: Terms) -> list[_Piece]:
    start = _start(old, new, terms)
    end, other = _end(old, new, start, terms)
    pieces: list[_Piece] = [(old[:start], "", "", False)]
    if start < end and start < other and not _one_word_each(old[start:end], new[start:other]):
        _between(pieces, old[start:end], new[start:other], terms)
    else:
        pieces.append(("", old[start:end], new[start:other], False))
    pieces.append((old[end:], "", "", False))
    return pieces


# ---------------------------------------------------------------- what both begin and end with


LONGEST = 12
"""No token has more words than this: no farther is looked for where one begins or ends."""


def _start(old: str, new: str, terms: Terms) -> int:
    """How much both texts begin with, cut where a token ends whatever follows."""
    size = old.rfind(" ", 0, Prefix.similarity(old, new)) + 1
    for _ in range(LONGEST):
        spaced = old[size : size + 1].isspace() or new[size : size + 1].isspace()
        if not size or not (spaced or _goes_on(old, size, terms)):
            break
        size = old.rfind(" ", 0, size - 1) + 1
    return size


def _end(old: str, new: str, start: int, terms: Terms) -> tuple[int, int]:
    """Where what both texts end with begins in either, cut where a token begins."""
    size = min(Postfix.similarity(old, new), len(old) - start, len(new) - start)
    at, shift = len(old) - size, len(new) - len(old)
    passed = 0
    while at < len(old):
        other = at + shift
        if (
            not old[at].isspace()
            and (at == start or old[at - 1] == " ")
            and (other == start or new[other - 1] == " ")
        ):
            left_on = at > start and _goes_on(old, at, terms)
            if passed == LONGEST or not (
                left_on or (other > start and _goes_on(new, other, terms))
            ):
                return at, other
            passed += 1
        at = old.find(" ", at) + 1 or len(old)
    return len(old), len(new)


def _goes_on(text: str, end: int, terms: Terms) -> bool:
    """Whether the word before `end` may be followed by more of the same token."""
    last = text[text.rfind(" ", 0, end - 1) + 1 : end - 1]
    return last[-1:].isdigit() or last in _OPENERS or last in terms.inner or last[-2:-1].isdigit()


# ---------------------------------------------------------------- what stands between


def _one_word_each(old: str, new: str) -> bool:
    """Whether one plain word takes the place of another: the commonest change, soonest told."""
    return (
        old[-1] == new[-1] == " " and old[:-1].isalpha() and new[:-1].isalpha() and old.isascii()
        and new.isascii()
    )  # fmt: skip


def _between(pieces: list[_Piece], old: str, new: str, terms: Terms) -> None:
    """Add what stands between the common ends."""
    before, after = tokens(old), tokens(new)
    one, other = keys(before, old), keys(after, new)
    if terms.by_first:
        before, one = join_terms(before, one, terms)
        after, other = join_terms(after, other, terms)
    blocks, unread = common(one, other)
    i = j = 0
    for x, y, size in blocks:
        if i < x or j < y:
            too_long = bool(unread) and (i, j) in unread
            pieces.append(("", "".join(before[i:x]), "".join(after[j:y]), too_long))
        i, j = x + size, y + size
        left, right = before[x:i], after[y:j]
        if left != right:
            head = left[:-1]
            if head == right[:-1]:  # mostly only the space behind the last one differs
                pieces.append(("".join(head), "", "", False))
                left, right = left[-1:], right[-1:]
            for twin in zip(left, right, strict=True):
                pieces += _unlike(*twin)
        elif size:
            pieces.append(("".join(left), "", "", False))


def _unlike(one: str, other: str) -> Iterator[_Piece]:
    """Tokens that are the same but for typography or the white space behind them."""
    left, right = one.rstrip(), other.rstrip()
    yield (left, "", "", False) if left == right else ("", left, right, False)
    left, right = one[len(left) :], other[len(right) :]
    yield (left, "", "", False) if left == right else ("", left, right, False)


# ---------------------------------------------------------------- edits


def _edits(pieces: Sequence[_Piece], old: str, new: str, *, turned: bool) -> tuple[Edit, ...]:
    """Pieces as edits, neighbours of one sort joined; `turned`, with their sides exchanged."""
    edits: list[Edit] = []
    kept = left = right = ""
    unread = told = False  # told: whether there is a change of words
    for same, one, other, too_long in pieces:
        if same:
            if left or right:
                told = _add(edits, left, right, unread, turned, told)
                left, right, unread = "", "", False
            kept += same
        elif one or other:
            if kept:
                edits.append(Edit("keep", kept))
                kept = ""
            left, right, unread = left + one, right + other, unread or too_long
    if left or right:
        told = _add(edits, left, right, unread, turned, told)
    elif kept:
        edits.append(Edit("keep", kept))
    if not told and typographic(old, new):
        edits = [e if e.op == "keep" else Edit(e.op, e.words, "typographic") for e in edits]
    return tuple(edits)


def _add(edits: list[Edit], left: str, right: str, unread: bool, turned: bool, told: bool) -> bool:
    """Add a changed run; gives whether words are changed, as far as is told at first sight."""
    kind: EditKind = "words"
    if unread:
        kind = "unread"
    elif left and right and _alike(left, right):
        kind = "typographic"
    if turned:
        left, right = right, left
    if left:
        edits.append(Edit("delete", left, kind))
    if right:
        edits.append(Edit("insert", right, kind))
    return told or (kind != "typographic" and _telling(left, right))


def _telling(left: str, right: str) -> bool:
    """Whether a run that is not typographic by itself changes words whatever stands beside it."""
    return any(map(str.isalnum, left or right)) and left.casefold() != right.casefold()


def _alike(left: str, right: str) -> bool:
    """Whether a changed run differs in nothing but typography."""
    if left.isascii() and right.isascii() and left[0] != right[0] and not left[0].isspace():
        return False
    return same_in_place(left, right)
