"""What the policies' files said at a git revision, and the corrections made to a snapshot.

A new file is a change of policy; a later commit to it is a correction of our transcription, and
is told here and nowhere else. Nothing is written and nothing is fetched.
"""

import os
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, fields
from datetime import UTC, datetime, time, timedelta
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any, Literal, NamedTuple

os.environ.setdefault("GIT_PYTHON_REFRESH", "quiet")  # else its import fails where git is missing
import git

from mtcr_tracker.check import SUFFIXES
from mtcr_tracker.corpus import Files, decode
from mtcr_tracker.dates import bounds
from mtcr_tracker.errors import UserError, mend
from mtcr_tracker.model import Clause, Id, Snapshot
from mtcr_tracker.parse import parse


@dataclass(frozen=True, kw_only=True)
class ClauseCorrection:
    """What a commit did to one clause of the transcription."""

    id: Id
    what: Literal["added", "removed", "corrected"]
    fields: tuple[str, ...] = ()
    """What was corrected, in the model's order."""


@dataclass(frozen=True, kw_only=True)
class Correction:
    """A commit that changed what a snapshot's file says."""

    commit: str
    """Its first 12 hexadecimal digits."""
    date: str
    """ISO date and time with offset, as authored; "not known" where the commit has none."""
    author: str
    message: str
    """The first line."""
    clauses: tuple[ClauseCorrection, ...] = ()
    head: tuple[str, ...] = ()
    """The snapshot's own fields that changed; "clauses" where their order did."""
    unreadable: bool = False
    """This version, or every one before it, is no snapshot that can be read; what changed since
    the last that could is told with the next that can."""


@dataclass(frozen=True, kw_only=True)
class History:
    """What was done to a snapshot's file since it was added."""

    corrections: tuple[Correction, ...]
    """Newest first."""
    untold: int
    """Commits that changed the file and nothing it says: its name, its layout, its comments."""
    added: Correction | None
    """The commit that added the file; None where this clone lacks it."""
    dirty: bool
    """The file on disk is not the one last committed."""
    shallow: bool
    """This clone lacks the beginning of the file's history."""
    note: str
    """What that means for the reader; empty where neither holds."""


# ---------------------------------------------------------------- at a revision


def read_files_at(folder: Path, revision: str) -> tuple[Files, str]:
    """The YAML and JSON texts of a policies folder at a revision, and its name for messages.

    `revision` is anything that git takes for a commit, or an ISO date (2025-01-07, 2025-01): the
    last commit on HEAD's first-parent history committed by the end of that day or month (UTC),
    even where a branch or tag is called so. Raises UserError where there is no repository, no
    such revision, or no such file in it. The texts are as `corpus.read_files` gives them.
    """
    with _opened(folder) as (repo, path):
        commit = _resolved(repo, revision)
        where = f"{path or folder.resolve().name}@{commit[:7]}"
        try:
            listing = str(repo.git.ls_tree("-r", "-z", f"{commit}:{path}"))
        except git.GitCommandError:
            listing = ""
        entries = re.findall(r"(?:\A|\0)100\d+ blob (\w+)\t([^\0]+)", listing)  # no links
        blobs = {name: blob for blob, name in entries if PurePosixPath(name).suffix in SUFFIXES}
        if not blobs:
            raise mend("nothing here at that revision", "name a later one", file=where)
        names = sorted(blobs, key=PurePosixPath)
        found = zip(names, _contents(repo, [blobs[name] for name in names]), strict=True)
        return {name: decode(data or b"") for name, data in found}, where


def read_file_at(path: Path, revision: str) -> tuple[str, str]:
    """One file's text at a revision, and its name for messages; otherwise as `read_files_at`."""
    with _opened(path) as (repo, name):
        commit = _resolved(repo, revision)
        where = f"{name}@{commit[:7]}"
        (data,) = _contents(repo, [f"{commit}:{name}"])
        if data is None:
            raise mend("no such file at that revision", "name a later one", file=where)
        return decode(data), where


# ---------------------------------------------------------------- corrections


def corrections(folder: Path, policy: str, label: str) -> History:
    """The commits that changed what a snapshot's file says, since the one that added it.

    Renames are followed; a file that was deleted and added anew begins there. Each change is
    told once, at the commit that made it: a merge only for what neither side has. White space
    says nothing, nor does the label, which is the file's name. Raises UserError where there is
    no repository or the file is not committed.
    """
    with _opened(folder) as (repo, below):
        head = _head(repo)
        names = [f"{policy}/snapshots/{label}{suffix}" for suffix in SUFFIXES]
        name = next((n for n in names if _blobs(repo, [head], f"{below}/{n}".lstrip("/"))), "")
        if not name:
            there = any((folder / name).exists() for name in names)
            what = "not committed yet" if there else "no such snapshot"
            remedy = "commit it, then ask again" if there else "`mtcr-tracker list` shows them"
            raise mend(what, remedy, file=f"{folder / policy}/snapshots/{label}")
        versions = _versions(repo, head, f"{below}/{name}".lstrip("/"))
        told, untold = _told(repo, versions)
        added = next(commit for commit in reversed(versions) if not versions[commit].before)
        roots = [commit for commit, version in versions.items() if version.root]
        cut = [c for c in roots if "\nparent " in _commit(repo, c).partition("\nauthor ")[0]]
        (committed,) = _contents(repo, [versions[head].blob])
        dirty = _lines(folder / name) != (committed or b"").splitlines()
        return History(
            corrections=tuple(told),
            untold=untold,
            added=None if added in cut else _correction(repo, added),
            dirty=dirty,
            shallow=bool(cut),
            note=" ".join((_UNCOMMITTED,) * dirty + (_SHALLOW,) * bool(cut)),
        )


_UNCOMMITTED = "The file has changes that are not committed and not told here."
_SHALLOW = (
    "This clone is shallow: what was done before its first commit is not known; "
    "`git fetch --unshallow` gets it."
)


def _lines(path: Path) -> list[bytes]:
    """Read, because `git status` may run the programs that a repository's settings name."""
    return path.read_bytes().splitlines() if path.is_file() else []


class _Version(NamedTuple):
    """The file as a commit left it."""

    name: str
    blob: str
    before: tuple[str, ...]
    """The commits whose versions it was made from; none for the commit that added it."""
    root: bool


def _versions(repo: git.Repo, head: str, name: str) -> dict[str, _Version]:
    """The versions that led to the one in `head`, newest first. Where a merge took one side's
    file whole, the other side is no history of what stands. (`git log --follow` cannot do this:
    it knows one name at a time.)"""
    lines = str(repo.git.rev_list("--topo-order", "--parents", head)).splitlines()
    commits = [line.split(" ")[0] for line in lines]
    blobs = cache(lambda name: _blobs(repo, commits, name))
    names = {head: name}
    versions: dict[str, _Version] = {}
    for commit, *parents in (line.split(" ") for line in lines):
        if commit not in names:
            continue
        name, blob = names[commit], blobs(names[commit])[commit]
        found = {p: name if p in blobs(name) else _renamed(repo, p, commit, name) for p in parents}
        sides = {parent: was for parent, was in found.items() if was}
        same = [parent for parent, was in sides.items() if blobs(was)[parent] == blob]
        same.sort(key=lambda parent: sides[parent] != name)  # rather the side that renamed it
        before = tuple(same[:1] or sides)
        names |= {parent: sides[parent] for parent in before if parent not in names}
        versions[commit] = _Version(name, blob, before, root=not parents)
    return versions


def _told(repo: git.Repo, versions: Mapping[str, _Version]) -> tuple[list[Correction], int]:
    """The corrections, newest first, and the number of commits that changed only the file."""
    blobs = list(dict.fromkeys(version.blob for version in versions.values()))
    read = {b: _said(data) for b, data in zip(blobs, _contents(repo, blobs), strict=True)}
    said: dict[str, _Said | None] = {}  # by each commit, or by the last before it that is readable
    told: list[Correction] = []
    untold = 0
    for commit, version in reversed(list(versions.items())):
        new, olds = read[version.blob], [old for c in version.before if (old := said[c])]
        said[commit] = new or next(iter(olds), None)
        if any(versions[c].blob == version.blob for c in version.before):
            untold += versions[version.before[0]].name != version.name
        elif version.before and not (new and olds):
            told.append(_correction(repo, commit, unreadable=True))
        elif new and olds:
            clauses, head = _compared(new, olds)
            if clauses or head:
                told.append(_correction(repo, commit, clauses=clauses, head=head))
            else:
                untold += len(version.before) == 1
    return told[::-1], untold


def _correction(repo: git.Repo, commit: str, **found: Any) -> Correction:
    text = _commit(repo, commit)
    author, date = _person(text, "author")
    return Correction(
        commit=commit[:12],
        date=date.isoformat() if date else "not known",
        author=author,
        message=text.partition("\n\n")[2].strip().partition("\n")[0].rstrip(),
        **found,
    )


# ---------------------------------------------------------------- what two versions say

_Said = Mapping[tuple[str, str], Any]
"""Values by clause and field; the snapshot's own fields stand under the clause ""."""


def _said(data: bytes | None) -> _Said | None:
    """What a version says, or None where it cannot be read as a snapshot."""
    try:
        snapshot = parse(decode(data or b""), Snapshot, "")
    except UserError:
        return None
    said = {("", f.name): _folded(getattr(snapshot, f.name)) for f in fields(Snapshot)}
    del said["", "clauses"], said["", "label"]
    for place, clause in enumerate(snapshot.clauses, 1):
        key = str(clause.id or f"clause-{place}")
        key = f"{key}-{place}" if (key, "text") in said else key  # an id used twice
        told = [f.name for f in fields(Clause) if f.name != "id"]
        said |= {(key, name): _folded(getattr(clause, name)) for name in told}
    return said


def _folded(value: Any) -> Any:
    if isinstance(value, str):
        return " ".join(value.split())
    return tuple(_folded(part) for part in value) if isinstance(value, tuple) else value


def _compared(
    new: _Said, olds: Sequence[_Said]
) -> tuple[tuple[ClauseCorrection, ...], tuple[str, ...]]:
    """The clauses and the snapshot's fields that say what no old version says."""
    changed: dict[str, list[str]] = {}
    for key in dict.fromkeys(key for said in (new, *olds) for key in said):
        if all(new.get(key) != old.get(key) for old in olds):
            changed.setdefault(key[0], []).append(key[1])
    head = changed.pop("", [])
    if all(_order(new, old) != _order(old, new) for old in olds):
        head.append("clauses")
    return tuple(_clause(c, names, new, olds) for c, names in changed.items()), tuple(head)


def _order(said: _Said, other: _Said) -> list[str]:
    """The clauses that both have, in the order of the first."""
    return [clause for clause, field in said if field == "text" and (clause, field) in other]


def _clause(
    clause: str, names: Sequence[str], new: _Said, olds: Sequence[_Said]
) -> ClauseCorrection:
    if (clause, "text") not in new:
        return ClauseCorrection(id=Id(clause), what="removed")
    if all((clause, "text") not in old for old in olds):
        return ClauseCorrection(id=Id(clause), what="added")
    return ClauseCorrection(id=Id(clause), what="corrected", fields=tuple(names))


# ---------------------------------------------------------------- git


@contextmanager
def _opened(path: Path) -> Iterator[tuple[git.Repo, str]]:
    """The repository that a path lies in, and the path below its top ("" for the top)."""
    place = path.resolve()
    start = next(folder for folder in (place, *place.parents) if folder.is_dir())
    try:
        with git.Repo(start, search_parent_directories=True, expand_vars=False) as repo:
            repo.git.update_environment(GIT_DIR=str(repo.git_dir), GIT_ALLOW_PROTOCOL="")
            # for GitPython expands "$" in the folder git runs in, and a partial clone would fetch
            top = Path(repo.working_tree_dir or os.devnull).resolve()
            if not place.is_relative_to(top):
                raise mend("outside the git repository", "name a path in it", file=str(path))
            yield repo, "/".join(place.relative_to(top).parts)
    except git.GitCommandNotFound:
        raise mend("git is not found", "install it, or put it on the PATH") from None
    except (git.InvalidGitRepositoryError, git.NoSuchPathError):
        remedy = "name a folder in a git checkout, with --policies"
        raise mend("not in a git repository: no history", remedy, file=str(path)) from None
    except git.GitCommandError as error:
        said = str(error.stderr).strip().removesuffix("'").splitlines() or [f"exit {error.status}"]
        remedy = "`git fetch --refetch` gets what a partial clone lacks, `git fsck` tells the rest"
        raise mend(f"git failed: {said[-1]}", remedy, file=str(path)) from None


def _head(repo: git.Repo) -> str:
    try:
        return str(repo.git.rev_parse("--verify", "--quiet", "HEAD^{commit}"))
    except git.GitCommandError:
        raise mend("the repository has no commits yet", "commit, then ask again") from None


def _resolved(repo: git.Repo, revision: str) -> str:
    """The full id of the commit that a revision or a date names."""
    head, found = _head(repo), ""
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}(-[0-9]{2})?", revision):
        return _by_date(repo, head, revision)
    if revision.isprintable() and not revision.startswith("-"):
        with suppress(git.GitCommandError):
            found = repo.git.rev_parse("--verify", "--quiet", f"{revision}^{{commit}}")
    if not re.fullmatch("[0-9a-f]{40,64}", found):
        raise mend(f"no revision {revision!r}", _SHOWN)
    return found


_SHOWN = "`git log` shows what there is (a shallow clone lacks some: `git fetch --unshallow`)"


def _by_date(repo: git.Repo, head: str, date: str) -> str:
    try:
        last = datetime.combine(bounds(date)[1], time.max, UTC)
    except ValueError as error:
        raise mend(str(error), "write it as 2025-01-07") from None
    commits = str(repo.git.rev_list("--first-parent", head)).split()
    for commit, raw in zip(commits, _contents(repo, commits), strict=True):
        _, committed = _person((raw or b"").decode(errors="replace"), "committer")
        if committed and committed <= last:
            return commit
    raise mend(f"no commit on or before {date}", _SHOWN)


def _commit(repo: git.Repo, commit: str) -> str:
    """A commit as it is stored: its head, an empty line, its message."""
    return (_contents(repo, [commit])[0] or b"").decode(errors="replace")


def _renamed(repo: git.Repo, old: str, new: str, name: str) -> str | None:
    """The path that a file of commit `new` had in its parent `old`, if it was renamed."""
    options = ("-r", "-z", "-M", "--diff-filter=R", "--name-status")
    parts = iter(str(repo.git.diff_tree(*options, old, new)).split("\0"))
    triples = zip(parts, parts, parts, strict=False)
    return next((was for _, was, now in triples if now == name), None)


def _blobs(repo: git.Repo, commits: Sequence[str], name: str) -> dict[str, str]:
    """The blob that a path names in each of the commits that have it."""
    asked = _cat(repo, "--batch-check=%(objectname)", [f"{commit}:{name}" for commit in commits])
    lines = zip(commits, asked.split(b"\n"), strict=False)
    return {c: line.decode() for c, line in lines if re.fullmatch(rb"[0-9a-f]{40,64}", line)}


def _contents(repo: git.Repo, names: Sequence[str]) -> list[bytes | None]:
    """The bytes of blobs or commits; None for what is not there or is neither."""
    data, at = _cat(repo, "--batch", names), 0
    found: list[bytes | None] = []
    while at < len(data):
        line = data[at : data.index(b"\n", at)]
        start = end = at + len(line) + 1
        if header := re.fullmatch(rb"[0-9a-f]{40,64} (\w+) (\d+)", line):
            end += int(header[2]) + 1
        wanted = header and header[1] in (b"blob", b"commit")
        found.append(data[start : end - 1] if wanted else None)
        at = end
    return found


def _cat(repo: git.Repo, option: str, names: Sequence[str]) -> bytes:
    """What `git cat-file` answers to names, one a line, in one run."""
    if any("\n" in name for name in names):
        raise mend("a file name with a line break in it", "rename the file")
    with tempfile.TemporaryFile() as asked:
        asked.write("".join(f"{name}\n" for name in names).encode(errors="surrogateescape"))
        asked.seek(0)
        how: Any = {"stdout_as_string": False, "strip_newline_in_stdout": False}
        return bytes(repo.git.cat_file(option, istream=asked, **how))


def _person(commit: str, role: str) -> tuple[str, datetime | None]:
    """The name and the date in a commit's author or committer line.

    Read from the stored commit: of a date before 1970 git itself shows nothing, and GitPython
    makes it 1970.
    """
    form = rf"^{role} (.*?) ?<[^>]*>(?: +(-?[0-9]+)(?: ([+-][01][0-9][0-5][0-9])$)?)?"
    found = re.search(form, commit.partition("\n\n")[0], re.MULTILINE)
    name, seconds, zone = found.groups() if found else ("", None, None)
    try:
        moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=int(seconds or ""))
        return name, moment.astimezone(datetime.strptime(zone or "+0000", "%z").tzinfo)
    except (ValueError, OverflowError):
        return name, None
