"""The best pairing as a whole: maximum weight, each clause at most once, not greedy.

Exact, by shortest augmenting paths with potentials (Kuhn's Hungarian method in the sparse form
of Edmonds and Karp), after fixing the pairs that every best pairing holds. Weights are integers,
so equal is equal.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from heapq import heappop, heappush

Weights = Mapping[int, Mapping[int, int]]
"""Weight above zero by old place, then by new place."""

LARGEST = 4_000_000
"""Clauses times candidate pairs of one knot of rivals up to which the search is exact."""


def assign(weights: Weights) -> tuple[dict[int, int], int]:
    """New place by old place, of the pairing whose weights sum to most; and how many old clauses
    stood in knots too large to be solved exactly, where the heaviest pair went first."""
    left = {i: dict(row) for i, row in weights.items() if row}
    chosen = _forced(left)
    cut = 0
    for knot in _knots(left):
        if len(knot) * sum(len(left[i]) for i in knot) > LARGEST:
            chosen |= _heaviest_first({i: left[i] for i in knot})
            cut += len(knot)
        else:
            chosen |= _exact({i: left[i] for i in knot})
    return chosen, cut


def _forced(left: dict[int, dict[int, int]]) -> dict[int, int]:
    """Take out of `left` the pairs that weigh no less than the best other pair of the one side
    and of the other together: no exchange could gain."""
    columns: defaultdict[int, dict[int, int]] = defaultdict(dict)
    for i, row in left.items():
        for j, weight in row.items():
            columns[j][i] = weight
    chosen: dict[int, int] = {}
    waiting = sorted(left, reverse=True)
    while waiting:
        i = waiting.pop()
        row = left.get(i, {})
        if not row:
            continue
        j = min(row, key=lambda place: (-row[place], place))
        others = [w for k, w in row.items() if k != j], [w for k, w in columns[j].items() if k != i]
        if row[j] < sum(max(rivals, default=0) for rivals in others):
            continue
        chosen[i] = j
        waiting += _take(left, columns, i, j)
    for i in [i for i, row in left.items() if not row]:
        del left[i]
    return chosen


def _take(
    left: dict[int, dict[int, int]], columns: dict[int, dict[int, int]], i: int, j: int
) -> list[int]:
    """Remove a pair and all that touches it; who lost a candidate may be settled now."""
    touched: set[int] = set()
    for k in left.pop(i):
        columns[k].pop(i)
        touched.update(columns[k])
    for other in columns.pop(j, {}):
        left[other].pop(j)
        touched.add(other)
    return sorted((k for k in touched if k in left), reverse=True)


def _knots(left: Mapping[int, Mapping[int, int]]) -> list[list[int]]:
    """Old places that share candidates, directly or through others."""
    rows: defaultdict[int, list[int]] = defaultdict(list)
    for i, row in left.items():
        for j in row:
            rows[j].append(i)
    seen: set[int] = set()
    found = []
    for start in sorted(left):
        if start in seen:
            continue
        seen.add(start)
        knot = [start]
        for i in knot:
            for j in left[i]:
                new = [k for k in rows[j] if k not in seen]
                seen.update(new)
                knot += new
        found.append(sorted(knot))
    return found


def _heaviest_first(rows: Weights) -> dict[int, int]:
    ordered = sorted((-weight, i, j) for i, row in rows.items() for j, weight in row.items())
    chosen: dict[int, int] = {}
    taken: set[int] = set()
    for _, i, j in ordered:
        if i not in chosen and j not in taken:
            chosen[i] = j
            taken.add(j)
    return chosen


def _exact(rows: Weights) -> dict[int, int]:
    """Add one row after the other, each by the cheapest exchange."""
    knot = _Knot(rows, {i: max(row.values()) for i, row in rows.items()})
    for start in sorted(rows):
        _augment(knot, start)
    return knot.holds


@dataclass(slots=True)
class _Knot:
    """Rows and columns with their prices, and who holds whom so far."""

    rows: Weights
    price_row: dict[int, int]
    price_column: defaultdict[int, int] = field(default_factory=lambda: defaultdict(int))
    holds: dict[int, int] = field(default_factory=dict)
    held_by: dict[int, int] = field(default_factory=dict)


def _augment(knot: _Knot, start: int) -> None:
    """Let `start` in. The path ends at a free column or at a row that is better left alone."""
    price_row, price_column = knot.price_row, knot.price_column
    far_row, far_column = {start: 0}, dict[int, int]()
    came, reach, heap = dict[int, int](), dict[int, int](), list[tuple[int, int]]()
    best, last, column = price_row[start], start, -1
    row, far = start, 0
    while True:
        for j, weight in knot.rows[row].items():
            cost = far + price_row[row] + price_column[j] - weight
            if j not in far_column and cost < reach.get(j, best):
                reach[j], came[j] = cost, row
                heappush(heap, (cost, j))
        while heap and heap[0][1] in far_column:
            heappop(heap)
        if not heap or heap[0][0] >= best:
            break
        far, reached = heappop(heap)
        far_column[reached] = far
        if reached not in knot.held_by:
            best, column = far, reached
            break
        row = knot.held_by[reached]
        far_row[row] = far
        if far + price_row[row] < best:
            best, last = far + price_row[row], row
    for i, at in far_row.items():
        price_row[i] -= max(best - at, 0)
    for j, at in far_column.items():
        price_column[j] += max(best - at, 0)
    _exchange(knot, came, start, column if column >= 0 else knot.holds.pop(last, -1))


def _exchange(knot: _Knot, came: Mapping[int, int], start: int, column: int) -> None:
    """Hand columns on along the path, from its end back to its start."""
    while column >= 0:
        row = came[column]
        before = knot.holds.get(row, -1)
        knot.holds[row], knot.held_by[column] = column, row
        if row == start:
            return
        column = before
