"""Changes of known kind and strength to a list of clauses."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

DATA = Path(__file__).parent / "data"
LONG = 16
"""Words of a clause that may be split, or moved: what stands in two places says little."""


@dataclass(slots=True)
class Piece:
    """A clause of the changed text, and where it comes from."""

    text: str
    came: tuple[int, ...] = ()
    """Places of the clauses of the original that it comes from; none if it is new."""
    kinds: set[str] = field(default_factory=set)
    number: str = ""
    parent: "Piece | None" = None


@dataclass(slots=True)
class Draft:
    """A text under change."""

    original: list[Piece]
    pieces: list[Piece]
    swapped: list[tuple[int, int]] = field(default_factory=list)
    """Neighbours that changed places: one of the two has moved, whichever."""
    touched: set[int] = field(default_factory=set)

    def free(self, least: int = 8) -> list[int]:
        """Places of pieces that nothing has happened to, with at least so many words, that stand
        but once in the text: of two equal clauses nobody can say which has moved."""
        often = Counter(piece.text for piece in self.original)
        return [
            k
            for k, piece in enumerate(self.pieces)
            if len(piece.came) == 1
            and piece.came[0] not in self.touched
            and len(piece.text.split()) >= least
            and often[piece.text] == 1
        ]

    def touch(self, place: int) -> Piece:
        """The piece there, marked as changed."""
        piece = self.pieces[place]
        self.touched.update(piece.came)
        return piece


def read(name: str) -> list[Piece]:
    """The clauses of a file of data, each with its number and parent."""
    pieces: list[Piece] = []
    by_path: dict[str, Piece] = {}
    for line in (DATA / name).read_text("utf-8").splitlines():
        path, text = line.split("\t")
        above, _, number = path.rpartition("/")
        piece = Piece(text, (len(pieces),), number=number, parent=by_path.get(above))
        by_path[path] = piece
        pieces.append(piece)
    return pieces


def draft(pieces: Sequence[Piece]) -> Draft:
    """A copy to change."""
    copies = {id(p): Piece(p.text, p.came, number=p.number) for p in pieces}
    for piece in pieces:
        if piece.parent:
            copies[id(piece)].parent = copies[id(piece.parent)]
    return Draft(list(pieces), list(copies.values()))


Edit = Callable[[Draft, Random, float], None]
"""Change a draft a little; the number is the strength."""


def new(made: Draft, random: Random) -> Piece:
    """A clause from elsewhere."""
    used = {piece.text for piece in made.pieces}
    pool = [piece.text for piece in read("insertions.tsv") if piece.text not in used]
    return Piece(random.choice(pool))


def insert(made: Draft, random: Random, strength: float) -> None:
    """A clause from elsewhere."""
    made.pieces.insert(random.randrange(len(made.pieces) + 1), new(made, random))


def delete(made: Draft, random: Random, strength: float) -> None:
    """A clause gone."""
    place = random.choice(made.free())
    made.touch(place)
    del made.pieces[place]


def move(made: Draft, random: Random, strength: float) -> None:
    """A run of so many clauses to another place, at least twice as far as it is long."""
    length = int(strength)
    free = set(made.free(1))
    starts = [k for k in free if all(k + d in free for d in range(length))]
    starts = [k for k in starts if len(made.pieces[k].text.split()) >= LONG]
    start = random.choice(sorted(starts))
    run = [made.touch(start + d) for d in range(length)]
    far = [k for k in range(len(made.pieces) - length + 1) if abs(k - start) > 2 * length + 2]
    del made.pieces[start : start + length]
    place = random.choice(far)
    made.pieces[place:place] = run
    for piece in run:
        piece.kinds.add("moved")


def swap(made: Draft, random: Random, strength: float) -> None:
    """Two neighbours in exchanged places."""
    free = set(made.free(LONG))
    place = random.choice(sorted(k for k in free if k + 1 in free))
    one, other = made.touch(place), made.touch(place + 1)
    made.pieces[place : place + 2] = [other, one]
    made.swapped.append((one.came[0], other.came[0]))


def split(made: Draft, random: Random, strength: float) -> None:
    """One clause cut in two, the first part having this share of its words."""
    place = random.choice(made.free(4 * LONG))
    one = made.touch(place)
    words = one.text.split(" ")
    at = min(max(round(len(words) * strength), 10), len(words) - 10)
    parts = [Piece(" ".join(half), one.came, {"split"}) for half in (words[:at], words[at:])]
    made.pieces[place : place + 1] = parts


def split_away(made: Draft, random: Random, strength: float) -> None:
    """The same, and the second part in another place."""
    split(made, random, strength)
    places = [k for k, piece in enumerate(made.pieces) if "split" in piece.kinds]
    second = made.pieces.pop(places[-1])
    made.pieces.insert(random.randrange(len(made.pieces) + 1), second)


def merge(made: Draft, random: Random, strength: float) -> None:
    """Two neighbours in one."""
    free = set(made.free(LONG))
    place = random.choice(sorted(k for k in free if k + 1 in free))
    one, other = made.touch(place), made.touch(place + 1)
    joined = Piece(f"{one.text} {other.text}", one.came + other.came, {"merged"})
    made.pieces[place : place + 2] = [joined]


def replace(made: Draft, random: Random, strength: float) -> None:
    """A clause gone, and one from elsewhere in its place."""
    place = random.choice(made.free())
    made.touch(place)
    made.pieces[place] = new(made, random)


def reword(made: Draft, random: Random, strength: float) -> None:
    """This share of a clause's words changed: most replaced by other words of the text, some
    left out, some put in."""
    reworded(made, made.touch(random.choice(made.free())), random, strength)


def reword_beside(made: Draft, random: Random, strength: float) -> None:
    """The same, and a clause from elsewhere beside it: no split."""
    piece = made.touch(random.choice(made.free(LONG)))
    reworded(made, piece, random, strength)
    made.pieces.insert(made.pieces.index(piece) + random.randrange(2), new(made, random))


def move_reworded(made: Draft, random: Random, strength: float) -> None:
    """A clause in another place and in other words."""
    move(made, random, 1)
    piece = next(p for p in made.pieces if p.kinds == {"moved"})
    reworded(made, piece, random, strength)


def split_reworded(made: Draft, random: Random, strength: float) -> None:
    """A clause cut in two halves, both in other words."""
    split(made, random, 0.5)
    for piece in [p for p in made.pieces if p.kinds == {"split"}]:
        reworded(made, piece, random, strength)


def reworded(made: Draft, piece: Piece, random: Random, strength: float) -> None:
    """Change this share of a piece's words."""
    vocabulary = sorted({w for p in made.original for w in re.findall(r"[a-z]{4,}", p.text)})
    words = piece.text.split(" ")
    count = max(1, round(len(words) * strength))
    for at in sorted(random.sample(range(len(words)), count), reverse=True):
        new = random.choice(vocabulary)
        words[at : at + 1] = random.choice([[new], [new], [new], [], [words[at], new]])
    piece.text = " ".join(words)
    piece.kinds.add("reworded")


def renest(made: Draft, random: Random, strength: float) -> None:
    """A clause under the clause before it, in its place."""
    places = [k for k in made.free() if k and made.pieces[k].parent is not made.pieces[k - 1]]
    piece = made.touch(random.choice(places))
    piece.parent = made.pieces[made.pieces.index(piece) - 1]
    piece.kinds.add("moved")


def renumber(made: Draft, random: Random, strength: float) -> None:
    """A clause from elsewhere among numbered ones, and those behind it renumbered."""
    places = [k for k in made.free(1) if following(made.pieces[k].number)]
    place = random.choice(places)
    here = made.pieces[place]
    added = new(made, random)
    added.number, added.parent = here.number, here.parent
    siblings = [p for p in made.pieces[place:] if p.parent is here.parent]
    number = here.number
    for sibling in siblings:
        if sibling.number != number:
            break
        made.touched.update(sibling.came)
        number = sibling.number = following(number)
        sibling.kinds.add("renumbered")
    made.pieces.insert(place, added)


def following(number: str) -> str:
    """The number behind this one: (c) behind (b); empty where it is not known."""
    found = re.fullmatch(r"(\(?)([a-y]|\d+)([.)])", number)
    if not found:
        return ""
    inner = found[2]
    return f"{found[1]}{int(inner) + 1 if inner.isdigit() else chr(ord(inner) + 1)}{found[3]}"


BOILERPLATE = ("(Reserved)", "None.", "This paragraph applies to every system of records.")


def boilerplate(made: Draft, random: Random, strength: float) -> None:
    """A copy more, or a copy less, of a sentence that stands many times in the text."""
    copies = [k for k, p in enumerate(made.pieces) if p.came and p.text in BOILERPLATE]
    if random.random() < 0.5 and copies:
        place = random.choice(copies)
        made.touch(place)
        del made.pieces[place]
        return
    text = random.choice(BOILERPLATE)
    texts = [piece.text for piece in made.pieces]
    places = [k for k in range(len(texts) + 1) if text not in texts[max(0, k - 1) : k + 1]]
    made.pieces.insert(random.choice(places), Piece(text))


def sown(pieces: Sequence[Piece], random: Random, copies: int = 20) -> list[Piece]:
    """The text with so many copies of each boilerplate sentence, no two side by side."""
    made = [Piece(p.text) for p in pieces]
    for text in BOILERPLATE * copies:
        free = [
            k
            for k in range(len(made) + 1)
            if not any(p.text in BOILERPLATE for p in made[max(0, k - 1) : k + 1])
        ]
        made.insert(random.choice(free), Piece(text))
    for place, piece in enumerate(made):
        piece.came = (place,)
    return made
