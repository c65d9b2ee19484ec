"""Write files whole or not at all."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from mtcr_tracker.errors import mend


def write_whole(path: Path, content: str | bytes) -> None:
    """Write a text as UTF-8, or bytes as they are: beside the file first, then in its place.

    Folders that are missing are made. Raises UserError where the place cannot be written.
    """
    _write(path, content, os.replace)


def write_new(path: Path, text: str) -> None:
    """The same for a file that must not be there yet, even where two write at once. Raises
    UserError where it is."""
    _write(path, text, _as_new)


def _as_new(beside: str, path: Path) -> None:
    try:
        os.link(beside, path)  # which fails where the name is taken, as os.replace does not
    except FileExistsError:
        remedy = "it stays as it is: choose another name"
        raise mend("there is such a file already", remedy, file=str(path)) from None
    os.unlink(beside)


def _write(path: Path, content: str | bytes, put: Callable[[str, Path], None]) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with open(handle, "wb") as file:
                file.write(content.encode() if isinstance(content, str) else content)
            os.chmod(beside, 0o666 & ~_umask())
            put(beside, path)
        except BaseException:  # an interruption too leaves nothing behind
            os.unlink(beside)
            raise
    except OSError as error:
        what = f"cannot be written: {error.strerror}"
        raise mend(what, "look at its name and its rights", file=str(path)) from None


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
