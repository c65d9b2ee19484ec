"""`policies/` on disk (or in a git revision) to values; a file that stands alone likewise."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import TypeVar

from mtcr_tracker import check
from mtcr_tracker.dates import bounds
from mtcr_tracker.errors import Problem, UserError, mend
from mtcr_tracker.model import (
    Clause,
    ClauseRef,
    Date,
    Event,
    Facts,
    Id,
    Policy,
    Record,
    Review,
    Snapshot,
    Source,
    SourceId,
    Sources,
)
from mtcr_tracker.parse import parse

T = TypeVar("T")

Files = Mapping[str, str]
"""Texts by their path below the policies folder, with forward slashes."""


def read_files(folder: Path) -> Files:
    """Every YAML and JSON file below a policies folder. Raises UserError where any cannot be
    read."""
    paths = sorted(p for p in folder.rglob("*") if p.suffix in check.SUFFIXES and p.is_file())
    texts: dict[str, str] = {}
    problems: list[Problem] = []
    for path in paths:
        try:
            texts[path.relative_to(folder).as_posix()] = read_text(path)
        except UserError as error:
            problems.extend(error.problems)
    if problems:
        raise UserError(problems)
    return texts


def read_text(path: Path) -> str:
    """A file's text. Raises UserError where it cannot be read."""
    try:
        return decode(path.read_bytes())
    except OSError as error:
        raise mend(
            f"cannot be read: {error.strerror}", "look at its name and its rights", file=str(path)
        ) from None


def decode(data: bytes) -> str:
    """Bytes as UTF-8 text, a byte order mark dropped. A stray byte becomes a lone surrogate,
    which `parse` tells with its place, so that the mistakes of other files are told too."""
    return data.decode("utf-8-sig", "surrogateescape")


def load(files: Files, where: str) -> tuple[Record, ...]:
    """The records of all policies, in order of their names.

    `where` names the folder in messages. Raises UserError with every problem of every file.
    """
    names = sorted(path.split("/")[0] for path in files if _is_policy(path))
    if not names:
        remedy = "name a folder that has POLICY/policy.yaml in it, with --policies"
        raise mend("no policy here", remedy, file=where)
    parsed = [_parsed(name, files, where) for name in names]
    problems = {
        p for draft, found in parsed for p in (*found, *check.problems(draft, files, where))
    }
    problems |= set(check.unread(files, names, where))
    if problems:
        raise UserError(sorted(problems))
    return tuple(_record(draft) for draft, _ in parsed)


def _is_policy(path: str) -> bool:
    return path.count("/") == 1 and path.endswith("/policy.yaml")


def read_snapshot(text: str, file: str, name: str) -> Snapshot:
    """The snapshot in a file outside `policies/`, which needs no more than clauses with text.

    `name` becomes its label where it gives none; clauses without an id are named by their
    order. Raises UserError with every problem of the file.
    """
    snapshot = parse(text, Snapshot, file)
    if problems := check.alone(snapshot, text, file):
        raise UserError(problems)
    return replace(snapshot, clauses=tuple(_named(snapshot.clauses)), label=snapshot.label or name)


def _named(clauses: Sequence[Clause]) -> Iterator[Clause]:
    taken = {clause.id for clause in clauses}
    for place, clause in enumerate(clauses, 1):
        name = f"clause-{place}"
        while name in taken:
            name += "-unnamed"
        yield clause if clause.id else replace(clause, id=Id(name))


# ---------------------------------------------------------------- one policy's folder


def _parsed(name: str, files: Files, where: str) -> tuple[check.Parsed, list[Problem]]:
    """A policy's files as far as they could be read, and what hindered."""
    problems: list[Problem] = []
    broken: set[str] = set()

    def one(path: str, kind: type[T]) -> T | None:
        try:
            return parse(files[path], kind, f"{where}/{path}") if path in files else None
        except UserError as error:
            problems.extend(error.problems)
            broken.add(path)
            return None

    def many(folder: str, kind: type[T]) -> dict[str, T]:
        prefix = f"{name}/{folder}/"
        found = {path: one(path, kind) for path in files if path.startswith(prefix)}
        return {path: value for path, value in found.items() if value is not None}

    sources = one(f"{name}/sources.yaml", Sources)
    parsed = check.Parsed(
        folder=name,
        policy=one(f"{name}/policy.yaml", Policy)
        or Policy(id=Id(name), title=name, issuer="", summary=""),
        sources=sources.sources if sources else (),
        facts=one(f"{name}/facts.yaml", Facts) or Facts(),
        snapshots=many("snapshots", Snapshot),
        events={path: replace(e, id=_stem(path)) for path, e in many("events", Event).items()},
        reviews={path: replace(r, id=_stem(path)) for path, r in many("reviews", Review).items()},
        broken=frozenset(broken),
    )
    return parsed, problems


def _stem(path: str) -> str:
    return PurePosixPath(path).stem


def _record(parsed: check.Parsed) -> Record:
    sources = {source.id: source for source in parsed.sources}
    return Record(
        policy=parsed.policy,
        sources=sources,
        facts=parsed.facts,
        snapshots=_resolved(parsed.snapshots.values(), sources),
        events=tuple(sorted(parsed.events.values(), key=lambda e: (bounds(e.date), e.id))),
        reviews=tuple(sorted(parsed.reviews.values(), key=lambda review: review.id)),
    )


def _resolved(
    drafts: Iterable[Snapshot], sources: Mapping[SourceId, Source]
) -> dict[str, Snapshot]:
    """Snapshots with the clauses they inherit, in order of date."""
    resolved: dict[str, Snapshot] = {}
    for draft in sorted(drafts, key=lambda s: (bounds(Date(s.as_of or "")), s.label)):
        base = resolved[draft.extends] if draft.extends else None
        clauses = _with_inherited(draft, base, resolved)
        cited = {clause.source for clause in clauses}
        resolved[draft.label] = replace(
            draft,
            clauses=clauses,
            sources=tuple(source for key, source in sources.items() if key in cited),
        )
    return resolved


def _with_inherited(
    draft: Snapshot, base: Snapshot | None, earlier: Mapping[str, Snapshot]
) -> tuple[Clause, ...]:
    """Inherited clauses, each replaced one giving its place, then the snapshot's own.

    A clause that stays is the one it was, by definition: its concordance leads there, and on to
    what that one continues.
    """
    own = [replace(clause, continues=_lineage(clause, base, earlier)) for clause in draft.clauses]
    in_place = {clause.replaces: clause for clause in own if clause.replaces}
    inherited = [
        in_place[clause.id]
        if clause.id in in_place
        else replace(clause, continues=(_ref(base, clause.id), *(clause.continues or ())))
        for clause in (base.clauses if base else ())
        if base
    ]
    return (*inherited, *(clause for clause in own if not clause.replaces))


def _lineage(
    clause: Clause, base: Snapshot | None, earlier: Mapping[str, Snapshot]
) -> tuple[ClauseRef, ...] | None:
    """The clauses that a clause continues, and those that they continue in turn."""
    refs = clause.continues
    if refs is None and clause.replaces and base:
        refs = (_ref(base, clause.replaces),)
    if refs is None:
        return None
    found = dict.fromkeys(refs)
    for ref in refs:
        label, _, name = ref.partition("#")
        before = earlier[label].clauses if label in earlier else ()
        found |= dict.fromkeys(r for c in before if c.id == name for r in c.continues or ())
    return tuple(found)


def _ref(snapshot: Snapshot, clause: str) -> ClauseRef:
    return ClauseRef(f"{snapshot.label}#{clause}")
