"""What the matcher reads of a snapshot: each clause once, and only if asked."""

import re
from collections.abc import Sequence

from mtcr_tracker.markers import head
from mtcr_tracker.model import Clause, Snapshot
from mtcr_tracker.text import fold

_WORD = re.compile(r"[^\W_]+(?:[.,'’][^\W_]+)*")
_STEM = 6
"""Letters of a word that count for likeness, so that "export" meets "exports"; chosen by trial."""


class Side:
    """One snapshot. Reading a clause costs; whoever needs its words asks for them by place."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.clauses: Sequence[Clause] = snapshot.clauses
        self._keys: dict[int, str] = {}
        self._words: dict[int, list[str]] = {}
        self._features: dict[int, frozenset[str]] = {}
        self._parents: list[int] | None = None

    def key(self, place: int) -> str:
        """The text without markers, case and what is typographic."""
        found = self._keys.get(place)
        if found is None:
            text = self.clauses[place].text
            text = text[head(text) :]
            found = self._keys[place] = (text if text.isascii() else fold(text)).lower().strip()
        return found

    def words(self, place: int) -> list[str]:
        """The words of the key, in order."""
        found = self._words.get(place)
        if found is None:
            found = self._words[place] = _WORD.findall(self.key(place))
        return found

    def features(self, place: int) -> frozenset[str]:
        """Stems of the words, and pairs of neighbouring stems."""
        found = self._features.get(place)
        if found is None:
            stems = [word[:_STEM] for word in self.words(place)]
            pairs = map(" ".join, zip(stems, stems[1:], strict=False))
            found = self._features[place] = frozenset((*stems, *pairs))
        return found

    def number(self, place: int) -> str:
        """The clause's number as given, else the marker at the head of its text."""
        clause = self.clauses[place]
        return clause.number or clause.text[: head(clause.text)].strip()

    @property
    def nested(self) -> bool:
        """Whether any clause names its parent."""
        return any(clause.parent for clause in self.clauses)

    def parent(self, place: int) -> int:
        """The place of the clause it stands under, -1 for none."""
        if self._parents is None:
            places = {clause.id: place for place, clause in enumerate(self.clauses) if clause.id}
            self._parents = [
                places.get(clause.parent, -1) if clause.parent else -1 for clause in self.clauses
            ]
        return self._parents[place]
