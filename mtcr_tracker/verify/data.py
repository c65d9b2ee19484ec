"""What the data inside a report say of themselves: texts, places, quoted words and counts."""

from collections import Counter
from collections.abc import Iterator

from mtcr_tracker.exporters.data import text_hash
from mtcr_tracker.model import KINDS, VERDICTS, Side
from mtcr_tracker.verify.check import SIDES, Check, Data, side_of

_SILENT = frozenset({"not restated", "still stands"})


def checks(data: Data) -> list[Check]:
    """Every check that needs the data alone."""
    return [
        Check("the redlines give the texts whose hashes the report names", _texts(data)),
        Check("every clause stands in exactly one change", _conservation(data)),
        Check("the words that signals rest on stand in the texts", _evidence(data)),
        Check("the counts are those of the rows", _counts(data)),
    ]


def _clauses(data: Data, side: Side) -> dict[int, list[str]]:
    """The texts of the clauses on one side of each change, by its number."""
    found = {row[0]: [row[8]] for row in data["same"]}
    for change in data["changes"]:
        clauses = change.get(side, [])
        alone = [side_of(change, side)]
        found[change["number"]] = (
            alone if len(clauses) == 1 else [c.get("text", "") for c in clauses]
        )
    return found


def order(data: Data, side: Side) -> Iterator[int]:
    """The numbers of a side's changes, clause by clause."""
    for entry in data[side]["order"]:
        first, last = entry if isinstance(entry, list) else (entry, entry)
        yield from range(first, last + 1)


def _texts(data: Data) -> tuple[str, ...]:
    return tuple(_wrong_texts(data))


def _wrong_texts(data: Data) -> Iterator[str]:
    for side in SIDES:
        clauses = _clauses(data, side)
        for change in data["changes"]:
            if side_of(change, side) != "\n".join(clauses[change["number"]]):
                yield f"change {change['number']}: its redline does not give its {side} clauses"
        left = {number: list(texts) for number, texts in clauses.items()}
        texts = [left[n].pop(0) for n in order(data, side) if left.get(n)]
        if text_hash(texts) != data[side]["sha256"]:
            yield f"the {side} text is another than the one whose hash is named"


def _conservation(data: Data) -> tuple[str, ...]:
    wrong = []
    for side in SIDES:
        told = Counter(order(data, side))
        there = {number: len(texts) for number, texts in _clauses(data, side).items()}
        numbers = sorted(n for n in {*told, *there} if told[n] != there.get(n, 0))
        wrong += [
            f"change {number}: its {side} clauses are not those of the text" for number in numbers
        ]
    numbers = sorted([*(row[0] for row in data["same"]), *(c["number"] for c in data["changes"])])
    if numbers != list(range(1, len(numbers) + 1)):
        wrong.append("the changes are not numbered 1, 2, 3 ...")
    return tuple(wrong)


def _evidence(data: Data) -> tuple[str, ...]:
    wrong = []
    for change in data["changes"]:
        for signal in change["machine"].get("signals", ()):
            for span in signal["spans"]:
                text = side_of(change, span["side"])
                if text[span["start"] : span["end"]] != span["words"]:
                    wrong.append(f"change {change['number']}: “{span['words']}” is not there")
    return tuple(wrong)


def _counts(data: Data) -> tuple[str, ...]:
    rows = [
        *((row[2], row[1], row[6] or ["identical"]) for row in data["same"]),
        *((c.get("verdict") or "", c.get("operative", True), c["kinds"]) for c in data["changes"]),
    ]
    compared = [row for row in rows if row[1] and _SILENT.isdisjoint(row[2])]
    verdicts = Counter(verdict or "no direction" for verdict, _, _ in compared)
    kinds = Counter(kind for _, _, kinds in rows for kind in kinds)
    counted = {
        "changes": len(rows),
        "kinds": {kind: kinds[kind] for kind in KINDS},
        "compared": len(compared),
        "verdicts": {verdict: verdicts[verdict] for verdict in ("no direction", *VERDICTS)},
        "not_compared": len(data["not_compared"]),
    }
    return tuple(
        f"{name}: {data['counts'].get(name)} told, {number} counted"
        for name, number in counted.items()
        if data["counts"].get(name) != number
    )
