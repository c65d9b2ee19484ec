"""Files are written whole or not at all."""

import os
import stat
from pathlib import Path

import pytest

from mtcr_tracker.errors import UserError
from mtcr_tracker.files import write_whole


def test_a_text_is_written_as_utf_8_with_line_feeds(tmp_path: Path) -> None:
    place = tmp_path / "new/folder/x.html"
    write_whole(place, "é\nb\r\n")
    assert place.read_bytes() == b"\xc3\xa9\nb\r\n"
    assert os.listdir(place.parent) == ["x.html"]


def test_a_file_is_replaced_in_one_step(tmp_path: Path) -> None:
    """Who has the old one open goes on reading the old one."""
    place = tmp_path / "x.html"
    write_whole(place, "old")
    with place.open() as reader:
        write_whole(place, "new")
        assert reader.read() == "old"
    assert place.read_text() == "new"


@pytest.mark.parametrize("mask", [0o022, 0o077, 0o002])
def test_rights_are_those_of_any_new_file(tmp_path: Path, mask: int) -> None:
    before = os.umask(mask)
    try:
        write_whole(tmp_path / "x", "x")
        assert os.umask(mask) == mask, "the mask itself is left as it was"
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "x").stat().st_mode) == 0o666 & ~mask


@pytest.mark.parametrize("step", ["chmod", "replace"])
@pytest.mark.parametrize("stop", [KeyboardInterrupt, SystemExit(130), MemoryError])
def test_an_interruption_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, stop: BaseException
) -> None:
    def interrupted(*_: object) -> None:
        raise stop

    place = tmp_path / "x.html"
    write_whole(place, "old")
    monkeypatch.setattr(os, step, interrupted)
    with pytest.raises((KeyboardInterrupt, SystemExit, MemoryError)):
        write_whole(place, "new")
    assert place.read_text() == "old"
    assert os.listdir(tmp_path) == ["x.html"]


def test_a_text_that_cannot_be_encoded_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(UnicodeEncodeError):
        write_whole(tmp_path / "x", "a" * 10**6 + "\ud800")
    assert os.listdir(tmp_path) == []


def test_a_full_disk_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(UserError) as told:
        write_whole(tmp_path / "x", "x")
    what = "cannot be written: No space left on device; look at its name and its rights"
    assert str(told.value) == f"{tmp_path / 'x'}: {what}"
    assert os.listdir(tmp_path) == []


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("kept")
    (tmp_path / "folder.html/inside").mkdir(parents=True)
    places = ("file/x", "folder.html", "n" * 300)
    for place in places:
        with pytest.raises(UserError, match="cannot be written: "):
            write_whole(tmp_path / place, "x")
    assert sorted(os.listdir(tmp_path)) == ["file", "folder.html"]
    assert (tmp_path / "file").read_text() == "kept"
