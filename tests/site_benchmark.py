"""How long the site of ten years of daily events takes, beside Jinja2 rendering the same bare.

    python tests/site_benchmark.py [--events 3650] [--clauses 200] [--profile]

Both are timed in one run, in turns, and the medians are compared. Bare, Jinja2 is given each page
in pieces, markup as it stands and text to escape, and puts them together in one loop with
autoescape: its output is the page. Ours reads no file and writes none, but compares the
snapshots, works out every status and makes the feeds.
"""

import argparse
import datetime
import html
import re
import statistics
import sys
import time
from collections.abc import Callable, Iterable

from jinja2 import Environment
from markupsafe import Markup

from mtcr_tracker import site
from mtcr_tracker.model import (
    Clause,
    ClauseRef,
    Date,
    Event,
    EventType,
    Facts,
    Id,
    Policy,
    Record,
    Snapshot,
    Source,
    SourceId,
    Stance,
)

TYPES: tuple[EventType, ...] = ("statement", "rule", "guidance", "bill step", "report")
STANCES: tuple[Stance, ...] = ("comments", "carries out", "extends", "adjacent", "contradicts")
PAPER = Source(
    id=SourceId("paper"),
    title="A paper",
    issuer="Someone",
    date=Date("2015"),
    grade="official text",
    completeness="complete",
    standing="in force",
)


def record(events: int, clauses: int) -> Record:
    """A policy of three snapshots, and one event a day; the same every time."""
    labels = ("y2015", "y2019", "y2023")
    snapshots = {
        label: Snapshot(
            label=label,
            policy="p",
            title=f"The policy as of {label[1:]}",
            as_of=Date(label[1:]),
            clauses=tuple(_clause(number, place) for number in range(clauses)),
            sources=(PAPER,),
        )
        for place, label in enumerate(labels)
    }
    start = datetime.date(2015, 6, 1)
    return Record(
        policy=Policy(
            id=Id("p"), title="A policy", issuer="Someone", summary="What it is.",
            comparisons=("y2015..y2019", "y2019..y2023"),
        ),
        sources={PAPER.id: PAPER},
        facts=Facts(),
        snapshots=snapshots,
        events=tuple(
            _event(number, start + datetime.timedelta(number), clauses) for number in range(events)
        ),
        reviews=(),
    )  # fmt: skip


def _clause(number: int, place: int) -> Clause:
    modal = "shall" if (number + place) % 10 else "may"
    text = (
        f"Exports of items of class {number} to any country {modal} be reviewed within "
        f"{30 + number} days by office {number % 17}, which reports to office {number % 5}."
    )
    return Clause(id=Id(f"clause-{number}"), heading=f"Class {number}", text=text, source=PAPER.id)


def _event(number: int, day: datetime.date, clauses: int) -> Event:
    first, other = number % clauses, (number * 7 + 3) % clauses
    return Event(
        id=f"{day.isoformat()}-event",
        date=Date(day.isoformat()),
        actor=f"Office {number % 23}",
        what=f"On day {number} the office says what it does about class {first}, and why.",
        type=TYPES[number % 5],
        stance=STANCES[number % 7 % 5],
        effect="in force" if number % 5 == 1 else "none",
        clauses=(ClauseRef(f"y2023#clause-{first}"), ClauseRef(f"y2023#clause-{other}")),
        sources=(PAPER.id,),
        grade="official text",
    )


def pieces(page: str) -> list[tuple[Markup, str]]:
    """A page cut into markup as it stands and the text behind it, to be escaped."""
    cut = re.split(r"((?:<style>.*?</style>|<script.*?</script>|<[^>]*>)+)", page, flags=re.S)
    texts = [html.unescape(text) for text in cut[2::2]]
    return list(zip(map(Markup, cut[1::2]), texts, strict=True))


def bare(pages: Iterable[str]) -> Callable[[], list[str]]:
    """A function that has Jinja2 render pages, and does nothing else."""
    template = Environment(autoescape=True, keep_trailing_newline=True).from_string(
        "{% for markup, text in pieces %}{{ markup }}{{ text }}{% endfor %}"
    )
    cut = [pieces(page) for page in pages]
    return lambda: [template.render(pieces=each) for each in cut]


def timed(work: Callable[[], object]) -> float:
    """Seconds that a piece of work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> None:
    """Build, render bare, and print both and their ratio."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--events", type=int, default=3650)
    asked.add_argument("--clauses", type=int, default=200)
    asked.add_argument("--runs", type=int, default=3)
    asked.add_argument("--profile", action="store_true")
    options = asked.parse_args()
    made = record(options.events, options.clauses)
    if options.profile:
        import cProfile

        cProfile.runctx("site.build([made])", globals(), locals(), sort="tottime")
        return
    pages = site.build([made])
    written = [text for path, text in pages.items() if path.endswith(".html")]
    alone = bare(written)
    same = sum(html.unescape(a) == html.unescape(b) for a, b in zip(alone(), written, strict=True))
    ours, theirs = [], []
    for _ in range(options.runs):
        theirs.append(timed(alone))
        ours.append(timed(lambda: site.build([made])))
    build, plain = statistics.median(ours), statistics.median(theirs)
    sys.stdout.write(
        f"{len(pages)} files, {sum(map(len, pages.values())):,} characters; "
        f"{same} of {len(written)} pages come out the same bare\n"
        f"site {build:.2f} s, Jinja2 bare {plain:.2f} s, ratio {build / plain:.1f}\n"
    )


if __name__ == "__main__":
    main()
