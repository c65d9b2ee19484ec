"""`mtcr-tracker explain`: candidates, scores, what each kind of evidence said."""

import json
from pathlib import Path

import pytest
from conftest import ROOT, run

from mtcr_tracker import explain
from mtcr_tracker.align import align
from mtcr_tracker.errors import UserError
from mtcr_tracker.model import Clause, Id, Snapshot

OLD = [
    "Reports are due within 60 days of the export.",
    "A licence is required for every export of missiles to a country of concern.",
    "A licence is required for every export of engines to a country of concern.",
    "Fees are payable in advance.",
]
NEW = [
    "Reports are due within 60 days of the export.",
    "A licence is needed for each export of missiles or rockets to any country of concern.",
    "Appeals are heard by the Under Secretary.",
    "Fees are payable in advance.",
]


def snapshot(texts: list[str], label: str) -> Snapshot:
    """A snapshot that stands alone; the second clause of it bears the number 2."""
    clauses = tuple(
        Clause(text=text, id=Id(f"{label}-{n}"), number="2" if n == 2 else None)
        for n, text in enumerate(texts, 1)
    )
    return Snapshot(clauses=clauses, label=label)


BEFORE, AFTER = snapshot(OLD, "old"), snapshot(NEW, "new")


def test_the_match_tells_its_evidence_and_the_runner_up() -> None:
    """Two old clauses come near; the other one is named, with what it came to."""
    match = next(m for m in align(BEFORE, AFTER) if m.new and m.new[0].id == "new-2")
    assert match.old[0].id == "old-2"
    assert [e.kind for e in match.evidence] == ["words", "number", "position", "neighbours"]
    assert {said.kind: said.score for said in match.evidence}["neighbours"] == 1
    assert match.runner_up
    assert (match.runner_up.side, match.runner_up.clause.id) == ("old", "old-3")
    assert match.runner_up.score < match.runner_up.won_by
    assert match.runner_up.why == "less alike"


def test_the_evidence_is_the_same_both_ways() -> None:
    """Scores, kinds and the runner-up, with the sides exchanged."""

    def told(old: Snapshot, new: Snapshot) -> set[tuple[object, ...]]:
        return {
            (
                frozenset(c.id for c in (*m.old, *m.new)),
                tuple((said.kind, said.score) for said in m.evidence),
                m.runner_up and (m.runner_up.clause.id, m.runner_up.score, m.runner_up.won_by),
            )
            for m in align(old, new)
        }

    assert told(BEFORE, AFTER) == told(AFTER, BEFORE)


def test_a_clause_left_alone_tells_what_came_near() -> None:
    """It was weighed and came close to the floor, and that is said."""
    old = snapshot(["The Director may waive a fee for good cause shown in writing."], "old")
    new = snapshot(
        ["A developer may ask the Director in writing to extend a period of time."], "new"
    )
    found = align(old, new)
    assert all(not (m.old and m.new) for m in found)
    assert [m.runner_up.why for m in found if m.runner_up] == [
        "too little in common to be paired",
        "too little in common to be paired",
    ]


def test_the_candidates_of_a_clause() -> None:
    """The counterpart first, then the others as they score, each with its evidence."""
    section, _ = explain.explain(BEFORE, AFTER, "new-2")
    candidates = section.data["candidates"]
    assert [c["id"] for c in candidates][:2] == ["old-2", "old-3"]
    assert candidates[0]["paired"]
    assert candidates[0]["score"] >= section.data["floor"] > candidates[-1]["score"]
    assert {said["kind"] for said in candidates[0]["evidence"]} >= {"words", "position"}
    assert section.data["counterparts"][0]["id"] == "old-2"


def test_a_clause_without_counterpart() -> None:
    """What came into question is shown all the same."""
    section, _ = explain.explain(BEFORE, AFTER, "new-3")
    assert section.data["counterparts"] == []
    assert not any(candidate["paired"] for candidate in section.data["candidates"])
    assert "paired with nothing" in "\n".join(section.lines)


def test_a_clause_is_named_by_id_or_number() -> None:
    """The new snapshot first."""
    assert explain.clause(BEFORE, AFTER, "old-4") == ("old", 3)
    assert explain.clause(BEFORE, AFTER, "2") == ("new", 1)


def test_a_clause_that_is_not_there() -> None:
    """With the nearest name."""
    with pytest.raises(UserError, match='no clause "new-22" \\(did you mean "new-2"'):
        explain.clause(BEFORE, AFTER, "new-22")


def test_a_number_that_several_bear() -> None:
    """The ids to choose from."""
    twice = snapshot(["(a) One thing here.", "x", "(a) Another thing here."], "new")
    with pytest.raises(UserError, match="new-1, new-3"):
        explain.clause(BEFORE, twice, "(a)")


def test_the_command(tmp_path: Path) -> None:
    """On files without ids, as text and as JSON with the name of its schema."""
    for name, texts in (("old", OLD), ("new", NEW)):
        clauses = [{"text": text} for text in texts]
        (tmp_path / f"{name}.json").write_text(json.dumps({"clauses": clauses}))
    told = run("explain", "old.json", "new.json", "clause-2", cwd=tmp_path)
    assert told.returncode == 0, told.stderr
    assert "paired with clause-2" in told.stdout
    assert max(map(len, told.stdout.splitlines())) <= explain.WIDTH
    data = run("explain", "old.json", "new.json", "clause-2", "--format", "json", cwd=tmp_path)
    assert json.loads(data.stdout)["schema"] == "mtcr-tracker/explanation/1"
    wrong = run("explain", "old.json", "new.json", "clause-7", cwd=tmp_path)
    assert wrong.returncode == 2


def test_the_rules_are_told() -> None:
    """Which rules fired, which nearly did and which found nothing, with the sense of each side."""
    old = snapshot(["Visitors may feed small birds in the garden."], "old")
    new = snapshot(["Visitors may feed birds in the sunlit orchard."], "new")
    _, rules = explain.explain(old, new, "new-1")
    assert rules.name == "rules"
    assert rules.data["polarity"] == {"old": "enables", "new": "enables"}
    assert [signal["rule"] for signal in rules.data["fired"]] == ["qualifier"]
    assert "threshold" in rules.data["found_nothing"]
    assert "The qualifier “small” is dropped" in " ".join(rules.lines)
    for kind in ("fired", "nearly_fired", "set_aside"):
        for signal in rules.data[kind]:
            for span in signal["spans"]:
                text = (old if span["side"] == "old" else new).clauses[0].text
                assert text[span["start"] : span["end"]] == span["words"]


def test_the_rules_of_a_clause_without_counterpart() -> None:
    """Its direction and why; there is nothing to compare word by word."""
    _, rules = explain.explain(BEFORE, AFTER, "new-3")
    assert set(rules.data) == {"direction", "reason"}


def test_the_record() -> None:
    """What the editors joined is told as theirs."""
    told = run("explain", "pre-2025", "nsm-2025", "P4", cwd=ROOT)
    assert "the editors' concordance" in " ".join(told.stdout.split())
