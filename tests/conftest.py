"""What the tests share: the real record, a small policy to break, the program as a process."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import settings

from mtcr_tracker import corpus, find
from mtcr_tracker.model import Record

settings.register_profile("ci", derandomize=True, deadline=None, print_blob=True)
settings.load_profile("ci")

ROOT = Path(__file__).parent.parent

MINIMAL = {
    "p/policy.yaml": """\
id: p
title: A policy
issuer: Someone
summary: What it is.
topics:
  - id: review
    title: Review
items:
  - id: missile
    title: Missiles
comparisons:
  - a..b
""",
    "p/sources.yaml": """\
sources:
  - id: paper
    title: A paper
    issuer: Someone
    date: 2020
    grade: official text
    completeness: complete
    standing: in force
    text: paper.txt
  - id: unseen
    title: Another
    issuer: Someone
""",
    "p/facts.yaml": """\
countries:
  - name: Utopia
    relation: partner
    since: 1987
    sources: [paper]
facts:
  - id: founding
    heading: Founding
    statement: It was founded.
    topic: history
    quotation: founded in 1987
    sources: [paper]
""",
    "p/snapshots/a.yaml": """\
label: a
policy: p
as_of: 2020-01-01
clauses:
  - id: one
    text: Exports shall be denied.
    source: paper
    about: [missile]
    topics: [review]
  - id: two
    text: Imports may be allowed.
    source: paper
""",
    "p/snapshots/b.yaml": """\
label: b
policy: p
as_of: 2021-06-01
clauses:
  - id: one
    text: Exports may be denied.
    source: paper
    continues: [a#one]
  - id: three
    text: Reports are due.
    source: paper
    parent: one
    continues: []
    compare_with: [a#two]
""",
    "p/snapshots/c.yaml": """\
label: c
policy: p
as_of: 2022
extends: b
clauses:
  - id: four
    text: Exports may be allowed.
    source: paper
    replaces: one
""",
    "p/events/2021-06-01-signed.yaml": """\
date: 2021-06-01
actor: Someone
what: Someone signed it.
type: directive
stance: origin
clauses: [b]
sources: [paper]
grade: official text
""",
    "p/reviews/one.yaml": """\
old: a
new: b
clause: one
by: us
on: 2022-02-02
readings:
  - direction: loosened
    reason: A duty became a choice.
""",
}
"""The smallest policy with one of everything, by path below the policies folder."""


def policies_folder(place: Path, changes: Mapping[str, str | None] | None = None) -> Path:
    """`place`/policies with the minimal policy in it, its files changed, added or (None) left
    out as asked."""
    folder = place / "policies"
    for name, text in {**MINIMAL, **(changes or {})}.items():
        if text is not None:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8", newline="")
    return folder


def run(
    *words: str | Path,
    cwd: Path,
    stdin: bytes = b"",
    env: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[str]:
    """The program with these arguments in a folder, as a user starts it."""
    done = subprocess.run(
        [sys.executable, "-m", "mtcr_tracker", *words],
        cwd=cwd,
        input=stdin,
        capture_output=True,
        check=False,
        env=environment(env),
    )
    out, err = done.stdout.decode(), done.stderr.decode()
    return subprocess.CompletedProcess(done.args, done.returncode, out, err)


def environment(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment of a run: ours, without what would choose other policies."""
    kept = {k: v for k, v in os.environ.items() if k != "MTCR_TRACKER_POLICIES"}
    return {**kept, "PYTHONPATH": str(ROOT), "COLUMNS": "80", **(more or {})}


@pytest.fixture(scope="session")
def record() -> Record:
    """The real record of the repository."""
    (found,) = corpus.load(corpus.read_files(ROOT / "policies"), "policies")
    return found


@pytest.fixture(autouse=True)
def _no_memory() -> Iterator[None]:
    """Folders read in one test are read again in the next."""
    yield
    find.records.cache_clear()
