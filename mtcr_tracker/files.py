"""Write files whole or not at all."""

import os
import tempfile
from pathlib import Path

from mtcr_tracker.errors import mend


def write_whole(path: Path, text: str) -> None:
    """Write a text as UTF-8 with line feeds: beside the file first, then in its place.

    Folders that are missing are made. Raises UserError where the place cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with open(handle, "w", encoding="utf-8", newline="\n") as file:
                file.write(text)
            os.chmod(beside, 0o666 & ~_umask())
            os.replace(beside, path)
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
