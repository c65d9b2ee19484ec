"""Where everything stands in the figure of the ladder of standards of review."""

from collections.abc import Sequence
from dataclasses import dataclass

from mtcr_tracker.model import Comparison, Side, Standard, StandingRow

RUNGS = (
    "permitted without review", "presumption of approval", "case by case", "presumption of denial",
    "strong presumption of denial", "prohibited",
)  # fmt: skip
"""The least strict first."""
LEFT, TOP, ROW, COLUMN = 210, 16, 34, 148


@dataclass(frozen=True, slots=True)
class Mark:
    """One standard that one text states."""

    x: int
    y: int
    side: Side


@dataclass(frozen=True, slots=True)
class Step:
    """A topic's standards before and after."""

    title: str
    x: int
    old: StandingRow
    new: StandingRow
    marks: tuple[Mark, ...]
    arrow: tuple[int, int] | None
    """From where to where the topic goes, if each text states one standard and they differ."""


def steps(comparison: Comparison, rows: Sequence[StandingRow]) -> tuple[Step, ...]:
    """A step for each topic on which either text states a standard of review."""
    old = {row.term.id: row for row in rows if row.snapshot == comparison.old.label}
    new = {row.term.id: row for row in rows if row.snapshot == comparison.new.label}
    found = [id_ for id_, row in old.items() if id_ in new and (row.stated or new[id_].stated)]
    return tuple(_step(place, old[id_], new[id_]) for place, id_ in enumerate(found))


def _step(place: int, old: StandingRow, new: StandingRow) -> Step:
    x = LEFT + COLUMN * place + COLUMN // 2
    before, after = sorted(_levels(old)), sorted(_levels(new))
    marks = [Mark(x - 16, y(level), "old") for level in before]
    marks += [Mark(x + 16, y(level), "new") for level in after]
    one = len(before) == len(after) == 1 and before != after
    arrow = (y(before[0]), y(after[0])) if one else None
    return Step(old.term.title, x, old, new, tuple(marks), arrow)


def _levels(row: StandingRow) -> set[int]:
    return {standard.level for standard in row.stated}


def y(level: int) -> int:
    """How far from the top a rung stands, the strictest uppermost."""
    return TOP + ROW * (len(RUNGS) - 1 - level)


def width(found: Sequence[Step]) -> int:
    """Of the whole figure."""
    return LEFT + COLUMN * max(len(found), 1)


def head(step: Step) -> str:
    """The points of the arrow's head; empty where there is no arrow."""
    if step.arrow is None:
        return ""
    x, tip = step.x + 4, step.arrow[1]
    back = tip - 14 if step.arrow[1] > step.arrow[0] else tip + 14
    return f"{x},{tip} {x - 9},{back} {x + 3},{back}"


def height() -> int:
    """Of the whole figure, with the topics' names below."""
    return TOP + ROW * len(RUNGS) + 46


def wrapped(title: str) -> list[str]:
    """A topic's name in lines that fit its column."""
    lines = [""]
    for word in title.split():
        if lines[-1] and len(lines[-1]) + len(word) > 17:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines[:3]


def stated(row: StandingRow) -> list[tuple[str, list[Standard]]]:
    """What a row states, by standard, the strictest first."""
    names = dict.fromkeys(s.name for s in sorted(row.stated, key=lambda s: -s.level))
    return [(name, [s for s in row.stated if s.name == name]) for name in names]
