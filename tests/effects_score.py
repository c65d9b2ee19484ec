"""How well the rules read cases that people have labelled: `python -m tests.effects_score`.

Prints, for the half labelled by someone who had seen the rules and the half labelled blind, the
precision, recall and coverage of the machine by direction and by dimension, the table of label
against reading, and every miss; then how often machine and reviews agree on the record. It
informs and fails nothing.

The machine *speaks* where it says loosened, tightened or mixed. Precision: of the cases where it
speaks, how many it reads as labelled. Recall: of the cases with a label, how many it reads so.
Coverage: of the cases labelled loosened, tightened or mixed, in how many it speaks.
"""

import argparse
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from mtcr_tracker.effects import assess
from mtcr_tracker.model import Assessment, Clause, Match
from mtcr_tracker.redline import redline

ROOT = Path(__file__).parent.parent
HALVES = {"sighted": "effects", "blind": "effects-blind"}
ORDER = ("loosened", "tightened", "mixed", "kept", "unclear")
FORCE = ORDER[:3]
Case = dict[str, Any]


@dataclass(frozen=True)
class Outcome:
    """A case, and what the machine reads in it."""

    file: str
    case: Case
    found: Assessment

    @property
    def label(self) -> str:
        """What the person says."""
        return str(self.case["direction"])

    @property
    def said(self) -> str:
        """What the machine says."""
        return str(self.found.direction)


def load(half: str) -> list[tuple[str, Case]]:
    """The cases of a half, each with its file's name; none where the folder is not there."""
    found = []
    for path in sorted((ROOT / "tests" / "cases" / HALVES[half]).glob("*.yaml")):
        data = yaml.safe_load(path.read_text("utf-8"))
        found += [(path.stem, case) for case in (data["cases"] if isinstance(data, dict) else data)]
    return found


def read(case: Case) -> Assessment:
    """The machine's reading of a case."""
    speaks = case.get("speaks", "both")
    match = Match(
        old=(Clause(text=case["before"]),),
        new=(Clause(text=case["after"]),),
        basis="text",
        score=0.5,
        reason="",
    )
    return assess(
        match,
        redline(case["before"], case["after"]),
        ("reworded",),
        old_speaks=speaks in ("both", "old"),
        new_speaks=speaks in ("both", "new"),
    )


def share(part: int, whole: int) -> str:
    """A percentage with its denominator."""
    return f"{part:3d}/{whole:<3d} {100 * part / whole:4.0f} %" if whole else "  -/-      -  "


def figures(outcomes: Sequence[Outcome]) -> str:
    """Precision, recall and coverage of some outcomes on one line, and how often the machine says
    the opposite of the label."""
    spoken = [o for o in outcomes if o.said in FORCE]
    forceful = [o for o in outcomes if o.label in FORCE]
    right = sum(o.said == o.label for o in spoken)
    opposite = sum({o.said, o.label} == {"loosened", "tightened"} for o in spoken)
    return (
        f"precision {share(right, len(spoken))}  recall {share(right, len(forceful))}  "
        f"coverage {share(sum(o.said in FORCE for o in forceful), len(forceful))}  "
        f"opposite {opposite}"
    )


def by_direction(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """A line for each direction: of what was said so and of what is labelled so, how many."""
    for way in ORDER:
        said = [o for o in outcomes if o.said == way]
        labelled = [o for o in outcomes if o.label == way]
        right = sum(o.label == way for o in said)
        yield (
            f"  {way:10} precision {share(right, len(said))}  recall {share(right, len(labelled))}"
        )


def by_group(outcomes: Sequence[Outcome], named: Callable[[Outcome], str]) -> Iterator[str]:
    """A line for each of the groups that outcomes are named for, by name."""
    for name in sorted(set(map(named, outcomes))):
        of = [o for o in outcomes if named(o) == name]
        yield f"  {name:20} {len(of):3d} cases  {figures(of)}"


def confusion(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """Rows are labels, columns what the machine says."""
    counts = Counter((o.label, o.said) for o in outcomes)
    yield "  label \\ machine " + "".join(f"{way:>10}" for way in ORDER)
    for label in ORDER:
        yield f"  {label:16}" + "".join(f"{counts[label, said]:10d}" for said in ORDER)


def misses(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """Every case not read as labelled: the wrong ones first, then the silent ones."""
    missed = [o for o in outcomes if o.said != o.label]
    for o in sorted(missed, key=lambda o: o.said == "unclear"):
        yield f"  {o.file}: {o.case['title']}: {o.label}, read as {o.said}"
        yield f"      {o.found.reason}"


def report(half: str, *, with_misses: bool) -> Iterator[str]:
    """The figures of a half."""
    outcomes = [Outcome(file, case, read(case)) for file, case in load(half)]
    kinds = Counter(str(o.case.get("kind", "edit")) for o in outcomes)
    real = sum(bool(o.case.get("real")) for o in outcomes)
    told = ", ".join(f"{kinds[kind]} {kind}" for kind in sorted(kinds))
    yield f"== {half}: {len(outcomes)} cases ({real} real; {told})"
    yield from by_group(outcomes, lambda o: "all")
    yield from by_group(outcomes, lambda o: "quoted" if o.case.get("real") else "made")
    yield from by_direction(outcomes)
    yield "by dimension"
    yield from by_group(outcomes, lambda o: str(o.case.get("dimension") or "none named"))
    yield "by file"
    yield from by_group(outcomes, lambda o: o.file)
    yield "table"
    yield from confusion(outcomes)
    if with_misses:
        yield "misses"
        yield from misses(outcomes)
    yield ""


def agreement() -> Iterator[str]:
    """Machine against reviews, provision by provision, over the record's comparisons."""
    from mtcr_tracker import corpus
    from mtcr_tracker.pipeline import compare

    yield "== the record: machine against people"
    for record in corpus.load(corpus.read_files(ROOT / "policies"), "policies"):
        for pair in record.policy.comparisons:
            old, new = (record.snapshots[label] for label in pair.split(".."))
            yield from _agreement(pair, compare(old, new, record.reviews).changes)


def _agreement(pair: str, changes: Sequence[Any]) -> Iterator[str]:
    agreed = total = 0
    lines = []
    for change in changes:
        people = sorted({r.direction for j in change.judgements for r in j.readings if not j.stale})
        if not people:
            continue
        machine = change.machine.direction or "none"
        total += 1
        agreed += machine in people
        lines.append(f"  {change.id:24} machine {machine:10} people {', '.join(people)}")
    if total:
        yield f"{pair}: the machine says what a review says in {share(agreed, total).strip()}"
        yield from lines


def main(argv: Sequence[str] | None = None) -> None:
    """Print the figures; with --figures without the misses, with --half of one half alone."""
    parser = argparse.ArgumentParser(prog="python -m tests.effects_score")
    parser.add_argument("--half", choices=list(HALVES), help="only this half")
    parser.add_argument("--figures", action="store_true", help="leave the misses out")
    asked = parser.parse_args(argv)
    for half in [asked.half] if asked.half else HALVES:
        print("\n".join(report(half, with_misses=not asked.figures)))
    print("\n".join(agreement()))


if __name__ == "__main__":
    main()
