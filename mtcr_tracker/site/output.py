"""Write a site: only what changed, and nothing of anybody else's.

The list of what was written, with the hash of each file, is kept in the folder. A file that is
on the list and no longer belongs to the site is removed if it is still as it was written. A file
that is not on the list is never overwritten or removed.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath

from mtcr_tracker.errors import Problem, UserError
from mtcr_tracker.files import write_whole

LIST = "site-files.json"
SCHEMA = "mtcr-tracker/site-files/1"


@dataclass(frozen=True, slots=True)
class Written:
    """What writing a site did, as paths below its folder."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    same: tuple[str, ...]
    removed: tuple[str, ...]
    left: tuple[str, ...]
    """Files that no longer belong to the site, left because someone has changed them."""


def write(site: Mapping[str, str], folder: Path) -> Written:
    """Bring a folder to the state of a site, given as texts by path.

    Raises UserError, before anything is written, where a file of someone else's is in the way.
    """
    before = _listed(folder)
    now = {path: text.encode() for path, text in site.items()}
    there = {path: _read(folder / path) for path in now}
    strange = [
        path for path, old in there.items() if old not in (None, now[path]) and path not in before
    ]
    if strange:
        remedy = "name another folder, or take the file away"
        what = "is in the way: this program did not write it"
        raise UserError([Problem(str(folder / path), 0, 0, what, remedy) for path in strange])
    hashes = {path: sha256(data).hexdigest() for path, data in now.items()}
    _list(folder, {**before, **hashes})  # first, so that a build cut short knows its own files
    for path, text in site.items():
        if there[path] != now[path]:
            write_whole(folder / path, text)
    removed, left = _cleared(folder, {p: h for p, h in before.items() if p not in now})
    _list(folder, hashes)
    return Written(
        new=tuple(path for path in now if there[path] is None),
        changed=tuple(path for path in now if there[path] not in (None, now[path])),
        same=tuple(path for path in now if there[path] == now[path]),
        removed=removed,
        left=left,
    )


def told(written: Written, folder: Path) -> str:
    """What writing did, in a line or more."""
    counts = (
        f"{len(written.new)} new",
        f"{len(written.changed)} changed",
        f"{len(written.same)} as before",
        f"{len(written.removed)} removed",
    )
    lines = [f"wrote {folder}: {', '.join(counts)}"]
    lines += [f"left, for someone has changed it: {folder / path}" for path in written.left]
    return "\n".join(lines)


def _list(folder: Path, files: Mapping[str, str]) -> None:
    """Write down which files are ours, if that is not what stands there."""
    told = json.dumps({"schema": SCHEMA, "files": files}, indent=1, sort_keys=True) + "\n"
    if _read(folder / LIST) != told.encode():
        write_whole(folder / LIST, told)


def _listed(folder: Path) -> dict[str, str]:
    """The files written last time with their hashes; none where the list cannot be read, for
    then nothing is ours. Paths that lead out of the folder are passed over."""
    try:
        told = json.loads(_read(folder / LIST) or b"")
        files = dict(told["files"]) if told["schema"] == SCHEMA else {}
    except (ValueError, TypeError, KeyError):
        return {}
    return {path: digest for path, digest in files.items() if _inside(path)}


def _inside(path: str) -> bool:
    pure = PurePosixPath(path)
    return not pure.is_absolute() and ".." not in pure.parts and "\\" not in path


def _read(path: Path) -> bytes | None:
    """A file's bytes; None where there is none."""
    return path.read_bytes() if path.is_file() else None


def _cleared(folder: Path, gone: Mapping[str, str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Removes the files that are still as they were written, and folders left empty by that."""
    removed, left = [], []
    for path, digest in sorted(gone.items()):
        data = _read(folder / path)
        if data is None:
            continue
        if sha256(data).hexdigest() != digest:
            left.append(path)
            continue
        (folder / path).unlink()
        removed.append(path)
        for parent in (folder / path).parents:
            if parent == folder or any(parent.iterdir()):
                break
            parent.rmdir()
    return tuple(removed), tuple(left)
