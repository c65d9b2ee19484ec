"""Word documents in a word processor: LibreOffice accepts all changes, and rejects them all."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pytest
from exporter_samples import sample, shifted
from test_exporters_word import main, shuffled, tracked

from mtcr_tracker import model
from mtcr_tracker.exporters import docx
from mtcr_tracker.model import Record

MACRO = """\
Sub Main
  For Each one In Array({names})
    Decide one, "old", ".uno:RejectAllTrackedChanges"
    Decide one, "new", ".uno:AcceptAllTrackedChanges"
  Next
End Sub

Sub Decide(one, which, command)
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden" : hidden(0).Value = True
  opened = StarDesktop.loadComponentFromURL("{folder}/" & one & ".docx", "_blank", 0, hidden())
  helper = createUnoService("com.sun.star.frame.DispatchHelper")
  helper.executeDispatch(opened.CurrentController.Frame, command, "", 0, Array())
  Dim asText(1) As New com.sun.star.beans.PropertyValue
  asText(0).Name = "FilterName" : asText(0).Value = "Text (encoded)"
  asText(1).Name = "FilterOptions" : asText(1).Value = "UTF8,LF"
  opened.storeToURL("{folder}/" & one & "." & which & ".txt", asText())
  opened.close(True)
End Sub
"""
"""Opens each document, lets the office decide on its changes, and writes what is left as text."""

LIBRARY = "http://openoffice.org/2000/library"
FILES = {
    "Standard/Module1.xba": '<script:module xmlns:script="http://openoffice.org/2000/script"'
    ' script:name="Module1" script:language="StarBasic">{macro}</script:module>',
    "Standard/script.xlb": f'<library:library xmlns:library="{LIBRARY}" library:name="Standard"'
    ' library:readonly="false"><library:element library:name="Module1"/></library:library>',
    "script.xlc": f'<library:libraries xmlns:library="{LIBRARY}"'
    ' xmlns:xlink="http://www.w3.org/1999/xlink"><library:library library:name="Standard"'
    ' xlink:href="$(USER)/basic/Standard/script.xlb/" xlink:type="simple" library:link="false"/>'
    "</library:libraries>",
}
"""What LibreOffice keeps a macro in, below `user/basic` of its profile."""


def test_libreoffice_brings_both_texts_back(tmp_path: Path, record: Record) -> None:
    """Law 1 in a word processor: what it leaves of the tracked text after accepting all changes is
    the later text, after rejecting them the earlier one, clause by clause in their own order, with
    moves, splits and what came and went."""
    office = shutil.which("soffice")
    if not office:
        if os.environ.get("CI"):
            pytest.fail("no LibreOffice")
        pytest.skip("no LibreOffice (soffice) on this machine")
    made = {"sample": sample(), "shifted": shifted(), "shuffled": shuffled(), "main": main(record)}
    for name, each in made.items():
        (tmp_path / f"{name}.docx").write_bytes(docx(*each))
    decided(tmp_path, office, list(made))
    sides: tuple[model.Side, ...] = ("old", "new")
    for name, (comparison, _) in made.items():
        for side in sides:
            told = (tmp_path / f"{name}.{side}.txt").read_text("utf-8-sig").splitlines()
            _, _, shown = "\n".join(told).partition("The text, with its changes tracked\n")
            # the record's earlier text gathers clauses of many documents, which have no order
            ordered = (name, side) != ("main", "old")
            lines = iter(shown.splitlines()) if ordered else shown.splitlines()
            wanted = tracked(comparison, side)
            assert [line for line in wanted if line not in lines] == [], (name, side)
            other: model.Side = "old" if side == "new" else "new"
            gone = {*tracked(comparison, other)} - {*wanted}
            assert not gone & {*shown.partition("\nStill stands (")[0].splitlines()}, (name, side)


def decided(folder: Path, office: str, names: list[str]) -> None:
    """Lets the office accept and reject the changes of documents in a folder."""
    quoted = ", ".join(f'"{name}"' for name in names)
    macro = MACRO.format(names=quoted, folder=folder.as_uri())
    profile = folder / "profile"
    start: list[Any] = [office, f"-env:UserInstallation={profile.as_uri()}", "--headless"]
    start += ["--norestore"]
    # the first start writes a profile of its own over whatever stands there
    subprocess.run([*start, "--terminate_after_init"], check=True, capture_output=True, timeout=120)
    for name, text in FILES.items():
        path = profile / "user" / "basic" / name
        path.write_text(text.replace("{macro}", escape(macro)), "utf-8")
    run = [*start, "macro:///Standard.Module1.Main"]
    subprocess.run(run, check=True, capture_output=True, timeout=180)
