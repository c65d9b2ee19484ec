"""The committed reports: where they stand, and whether they are out of date."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import MINIMAL, ROOT, policies_folder

from mtcr_tracker import corpus, find, ledger, lineage, pipeline, publish
from mtcr_tracker.errors import UserError
from mtcr_tracker.find import Found
from mtcr_tracker.model import Comparison, Dossier, Series

THREE = MINIMAL["p/policy.yaml"] + "  - b..c\n  - a..c\n"


def compare(old: Found, new: Found) -> tuple[Comparison, Dossier]:
    """A comparison without reviews."""
    comparison = pipeline.compare(old.snapshot, new.snapshot)
    return comparison, ledger.dossier(comparison, new.record) if new.record else Dossier()


def made(folder: Path, output: Path, *names: str) -> list[publish.Page]:
    """The pages of the comparison named, or of all that the policies name."""
    pairs = publish.named(folder)
    if names:
        old, new = (find.find(name, folder) for name in names)
        pairs = [(old, new)]
    return publish.pages(pairs, compare, output)


def alone(name: str, text: str) -> Found:
    """A snapshot from outside the policies."""
    return Found(corpus.read_snapshot(f'{{"clauses": [{{"text": "{text}"}}]}}', "x.json", name))


def test_the_record_names_the_main_comparison_first() -> None:
    pairs = publish.named(ROOT / "policies")
    labels = [(old.snapshot.label, new.snapshot.label) for old, new in pairs]
    assert labels[0] == ("pre-2025", "nsm-2025")


def test_every_report_the_policies_name_and_an_index(tmp_path: Path) -> None:
    folder = policies_folder(tmp_path, {"p/policy.yaml": THREE})
    places = [page.path for page in made(folder, Path("out"))]
    assert places == [Path("out", name) for name in (
        "p/a..b.html", "p/a..b.csv", "p/a..b.json", "p/a..b.md", "p/a..b.txt", "p/b..c.html",
        "p/a..c.html", "index.html",
    )]  # fmt: skip


def test_one_report_keeps_the_others_in_the_index(tmp_path: Path) -> None:
    folder = policies_folder(tmp_path, {"p/policy.yaml": THREE})
    output = tmp_path / "reports"
    for page in made(folder, output):
        publish.write(page)
    index = (output / "index.html").read_bytes()
    for page in made(folder, output, "a", "b"):
        publish.write(page)
    assert (output / "index.html").read_bytes() == index
    names = ["a..b.html", "b..c.html", "a..c.html"]
    text = index.decode()
    assert sorted(names, key=text.index) == names, "in the order in which the policy names them"


def test_a_report_that_nobody_named_is_in_the_index_and_strange_files_are_not(
    tmp_path: Path,
) -> None:
    folder = policies_folder(tmp_path)
    output = tmp_path / "reports"
    (output / "p").mkdir(parents=True)
    (output / "p/a..zzz.html").write_text("x")
    for page in made(folder, output, "c", "a"):
        publish.write(page)
    pages = made(folder, output)
    assert "c..a.html" in pages[-1].content.decode()
    assert "zzz" not in pages[-1].content.decode()
    assert [page.path.name for page in pages if page.path.suffix == ".html"] == [
        "a..b.html", "index.html",
    ]  # fmt: skip


@pytest.mark.parametrize("output", ["-", "x.html", "deep/x.html"])
def test_one_file_is_that_file_alone(tmp_path: Path, output: str) -> None:
    (page,) = made(policies_folder(tmp_path), Path(output), "a", "b")
    assert page.path == Path(output)
    assert page.content.startswith(b"<!doctype html>")


def test_files_that_stand_alone_have_no_policy_s_folder(tmp_path: Path) -> None:
    pages = publish.pages([(alone("old", "x"), alone("new", "y"))], compare, tmp_path)
    assert [page.path for page in pages] == [tmp_path / "old..new.html", tmp_path / "index.html"]


def test_policies_that_name_no_comparison(tmp_path: Path) -> None:
    none = MINIMAL["p/policy.yaml"].partition("comparisons")[0]
    with pytest.raises(UserError, match="the policies name no comparison; name OLD and NEW"):
        made(policies_folder(tmp_path, {"p/policy.yaml": none}), tmp_path)


def test_fresh_changed_and_missing_pages(tmp_path: Path) -> None:
    folder = policies_folder(tmp_path, {"p/policy.yaml": THREE})
    output = tmp_path / "reports"
    pages = made(folder, output)
    assert publish.stale(pages) == [page.path for page in pages]
    for page in pages:
        publish.write(page)
    assert publish.stale(made(folder, output)) == []
    (output / "p/a..b.html").write_bytes((output / "p/a..b.html").read_bytes() + b"\n")
    (output / "p/b..c.html").unlink()
    (output / "index.html").unlink()
    (output / "index.html").mkdir()
    assert publish.stale(made(folder, output)) == [
        output / name for name in ("p/a..b.html", "p/b..c.html", "index.html")
    ]


def test_pages_are_the_same_every_time(tmp_path: Path) -> None:
    folder = policies_folder(tmp_path)
    assert made(folder, Path("out")) == made(folder, Path("out"))


def test_formats_asked_for() -> None:
    assert publish.formats("") == ()
    assert publish.formats("docx, html,docx") == ("docx", "html")
    with pytest.raises(UserError, match="use csv, docx, html, json, markdown, text"):
        publish.formats("html,word")


@pytest.mark.parametrize(
    ("output", "forms", "form"),
    [("x.docx", (), "docx"), ("x.txt", (), "text"), ("x.html", ("json",), "json"),
     ("-", (), "html"), ("-", ("csv",), "csv"), ("folder", (), ""), ("a.b", ("csv",), "")],
)  # fmt: skip
def test_a_file_has_the_format_of_its_ending(
    output: str, forms: tuple[str, ...], form: str
) -> None:
    assert publish.single(Path(output), forms) == form


def test_a_folder_may_be_named_like_a_file(tmp_path: Path) -> None:
    (tmp_path / "x.html").mkdir()
    assert publish.single(tmp_path / "x.html", ("csv", "text")) == ""


def test_several_formats_need_a_folder(tmp_path: Path) -> None:
    pairs = publish.named(policies_folder(tmp_path))
    with pytest.raises(UserError, match="one file has one format"):
        publish.pages(pairs, compare, Path("x.html"), ("html", "csv"))
    pages = publish.pages(pairs, compare, tmp_path, ("docx", "csv"))
    assert [page.path.name for page in pages] == ["a..b.docx", "a..b.csv", "index.html"]
    assert b"Word document with tracked changes" in pages[-1].content


def test_three_snapshots_have_one_page(tmp_path: Path) -> None:
    folder = policies_folder(tmp_path)
    found = [find.find(name, folder) for name in "abc"]

    def trace(each: Sequence[Found]) -> tuple[Series, Dossier]:
        return lineage.trace([one.snapshot for one in each], ()), Dossier()

    page = publish.series_page(found, trace, tmp_path, ())
    assert page.path == tmp_path / "p/a..b..c.html"
    assert page.content.startswith(b"<!doctype html>")
    assert publish.series_page(found, trace, Path("x.md"), ()).path == Path("x.md")
    with pytest.raises(UserError, match="has one format"):
        publish.series_page(found, trace, tmp_path, ("docx",))


def test_a_report_of_a_past_state_never_takes_the_place_of_todays(tmp_path: Path) -> None:
    (old, new) = (alone(name, "Exports are allowed.") for name in ("a", "b"))
    past = replace(old, revision="HEAD~1")
    with pytest.raises(UserError, match="overwrite today's; name a file with -o"):
        publish.pages([(past, new)], compare, tmp_path)
    (page,) = publish.pages([(past, new)], compare, tmp_path / "past.html")
    assert page.content


def test_several_reports_do_not_fit_in_one_file(tmp_path: Path) -> None:
    pair = alone("a", "Exports are allowed."), alone("b", "Exports are denied.")
    with pytest.raises(UserError, match="several reports do not fit in one file"):
        publish.pages([pair, pair], compare, tmp_path / "all.html")
