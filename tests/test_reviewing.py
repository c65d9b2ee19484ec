"""Reviews written by command, and what waits for one."""

import json
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from conftest import ROOT, run

from mtcr_tracker import corpus, effects, reviewing
from mtcr_tracker.errors import UserError
from mtcr_tracker.model import Date, Id, Record, Review, not_withdrawn
from mtcr_tracker.pipeline import compare
from mtcr_tracker.text import fingerprint

CLAUSE = "space-programs"


@pytest.fixture
def policies(tmp_path: Path) -> Path:
    """A copy of the record's policies without its reviews, to write into."""
    folder = tmp_path / "policies"
    shutil.copytree(ROOT / "policies", folder, ignore=shutil.ignore_patterns("reviews"))
    return folder


@pytest.fixture
def reviewed(tmp_path: Path) -> Path:
    """A copy of the record's policies with its reviews."""
    folder = tmp_path / "policies"
    shutil.copytree(ROOT / "policies", folder)
    return folder


def ask(policies: Path, *words: str) -> tuple[int, str]:
    """A command with these words over a folder of policies: its code and all it said."""
    told = run(*words, "--policies", str(policies), cwd=policies.parent)
    return told.returncode, told.stdout + told.stderr


def written(policies: Path, before: Sequence[Path]) -> Path:
    """The one file that was not there before."""
    (path,) = set(files(policies)) - set(before)
    return path


def files(policies: Path) -> list[Path]:
    """The review files."""
    return sorted(policies.glob("*/reviews/*.yaml"))


def judge(policies: Path, *words: str) -> Path:
    """Write a review that must succeed, and give its file."""
    before = files(policies)
    code, told = ask(
        policies, "review", "pre-2025", "uas-2025", CLAUSE, "--date", "2025-11-24", *words
    )
    assert code == 0, told
    return written(policies, before)


def record(policies: Path) -> Record:
    """The one record of the folder."""
    (found,) = corpus.load(corpus.read_files(policies), str(policies))
    return found


def test_a_review_is_bound_to_the_words_and_the_rules(policies: Path) -> None:
    """With fingerprints, the version of the rules and the date given."""
    path = judge(
        policies, "--by", "A. Reader", "--verdict", "mixed", "--reason", "Both ways.",
        "--for-whom", "dealers", "--confidence", "low", "--say-with-it", "One view of two.",
    )  # fmt: skip
    values = yaml.safe_load(path.read_text("utf-8"))
    found = record(policies)
    old, new = found.snapshots["pre-2025"], found.snapshots["uas-2025"]
    change = reviewing.change_of(compare(old, new), CLAUSE)
    assert values["new_words"] == [fingerprint(c.text) for c in change.match.new]
    assert values["old_words"] == [fingerprint(c.text) for c in change.match.old]
    (review,) = found.reviews
    assert (review.by, review.on) == ("A. Reader", "2025-11-24")
    assert str(values["rules"]) == effects.VERSION
    assert values["readings"] == [
        {
            "direction": "mixed",
            "for_whom": "dealers",
            "confidence": "low",
            "reason": "Both ways.",
        }
    ]
    assert values["say_with_it"] == "One view of two."
    assert ask(policies, "check")[0] == 0


def test_two_people_who_differ_dispute_a_change(policies: Path) -> None:
    """And one who agrees with both sides says so with two readings; whichever the order."""
    judge(policies, "--by", "A", "--verdict", "loosened", "--reason", "Wider.")
    assert verdict(policies) == ("loosened", "reviews")
    judge(policies, "--by", "B", "--verdict", "tightened", "--reason", "Narrower.")
    assert verdict(policies) == ("disputed", "reviews")
    found = record(policies)
    ends = found.snapshots["pre-2025"], found.snapshots["uas-2025"]
    rounds = reviewing.round_of(compare(*ends, found.reviews))
    assert CLAUSE in {c.match.new[0].id for c in rounds.disputed if c.match.new}
    assert CLAUSE not in {c.match.new[0].id for c in rounds.open if c.match.new}


def test_two_readings_by_one_person(policies: Path) -> None:
    path = judge(
        policies, "--by", "A", "--verdict", "loosened", "--reason", "Wider.",
        "--verdict", "kept", "--reason", "The same.",
    )  # fmt: skip
    values = yaml.safe_load(path.read_text("utf-8"))
    assert [reading["direction"] for reading in values["readings"]] == ["loosened", "kept"]
    assert verdict(policies) == ("disputed", "reviews")


def verdict(policies: Path) -> tuple[str | None, str | None]:
    """What a comparison shows of a clause, and who says so."""
    found = record(policies)
    ends = found.snapshots["pre-2025"], found.snapshots["uas-2025"]
    change = reviewing.change_of(compare(*ends, found.reviews), CLAUSE)
    return change.verdict, change.origin


def test_a_withdrawal_is_a_new_file(policies: Path) -> None:
    """The review stays and counts for nothing; it cannot be withdrawn twice."""
    before = verdict(policies)
    path = judge(policies, "--by", "A", "--verdict", "mixed", "--reason", "Both.")
    text = path.read_text("utf-8")
    taken = judge(policies, "--by", "A", "--withdraw", path.stem, "--reason", "Misread.")
    assert path.read_text("utf-8") == text
    values = yaml.safe_load(taken.read_text("utf-8"))
    assert (values["withdraws"], values["why"]) == (path.stem, "Misread.")
    assert "readings" not in values
    assert verdict(policies) == before
    again = ("review", "pre-2025", "uas-2025", CLAUSE, "--by", "A", "--withdraw", path.stem)
    code, told = ask(policies, *again)
    assert (code, "is withdrawn" in told) == (2, True)
    assert ask(policies, "check")[0] == 0


def test_a_stale_review_is_made_again(policies: Path) -> None:
    """By a new file with today's words; the stale one is no longer told as stale."""
    path = judge(policies, "--by", "A", "--verdict", "mixed", "--reason", "Both.")
    values = yaml.safe_load(path.read_text("utf-8"))
    words = values["new_words"][0]
    path.write_text(path.read_text("utf-8").replace(words, "0" * 16), "utf-8")
    assert path.stem in stale(policies)
    fresh = judge(policies, "--by", "B", "--confirm", path.stem)
    again = yaml.safe_load(fresh.read_text("utf-8"))
    assert (again["confirms"], again["by"]) == (path.stem, "B")
    assert again["new_words"][0] == words
    assert again["readings"] == [{"direction": "mixed", "reason": "Both."}]
    assert path.stem not in stale(policies)
    assert verdict(policies) == ("mixed", "reviews")


def stale(policies: Path) -> str:
    """All that `reviews` tells of stale ones."""
    code, told = ask(policies, "reviews", "pre-2025", "uas-2025")
    assert code == 0, told
    return "\n".join(line for line in told.splitlines() if "stale" in line)


GOOD = ("--by", "A", "--verdict", "kept", "--reason", "The same.")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nowhere", *GOOD), 'no clause "nowhere"'),
        (("P4", "--by", "A"), "give one --reason with each --verdict"),
        (("P4", "--by", "A", "--verdict", "kept"), "give one --reason with each --verdict"),
        (("P4", "--by", "A", "--verdict", "looser", "--reason", "x"), "is no verdict"),
        (("P4", *GOOD, "--confidence", "sure"), "is no confidence"),
        (("P4", *GOOD, "--for-whom", "a", "--for-whom", "b"), "give one with each"),
        (("P4", *GOOD, "--words", "no such words"), "stands on neither side"),
        (("P4", *GOOD, "--date", "yesterday"), "2025-01-07"),
        (("P4", "--by", "A", "--withdraw", "nobody"), 'no review "nobody"'),
        (("P4", "--by", "A", "--confirm", "nobody"), 'no review "nobody"'),
        (("P4", "--by", "", "--verdict", "kept", "--reason", "x"), "by"),
        (("P4", "--by", "A", "--verdict", "kept", "--reason", ""), "reason"),
    ],
)
def test_a_review_is_written_whole_or_not_at_all(
    policies: Path, words: Sequence[str], said: str
) -> None:
    before = files(policies)
    code, told = ask(policies, "review", "pre-2025", "uas-2025", *words)
    assert code == 2, told
    assert said in told
    assert "Traceback" not in told
    assert files(policies) == before


def test_a_review_without_a_date_is_of_today(policies: Path) -> None:
    import datetime

    days = [datetime.date.today().isoformat()]
    code, told = ask(policies, "review", "pre-2025", "uas-2025", "P4", *GOOD)
    days.append(datetime.date.today().isoformat())
    assert code == 0, told
    (review,) = record(policies).reviews
    assert review.on in days
    assert review.clause == CLAUSE  # named by its number


def test_the_list_of_reviews(reviewed: Path) -> None:
    """All comparisons or one, for readers and for programs; the figures add up."""
    code, told = ask(reviewed, "reviews")
    assert code == 0, told
    assert "pre-2025..uas-2025" in told
    assert "people are of one mind on" in told
    code, told = ask(reviewed, "reviews", "pre-2025", "uas-2025", "--format", "json")
    data = json.loads(told)
    assert data["schema"] == "mtcr-tracker/reviews/1"
    (one,) = data["comparisons"]
    counts = one["agreement"]
    parts = [counts[f"machine_{what}"] for what in ("agrees", "differs", "silent")]
    assert counts["people_of_one_mind"] == sum(map(len, parts)) > 0
    assert all(row["people"] == row["machine"] for row in counts["machine_agrees"])
    assert ask(reviewed, "reviews", "pre-2025")[0] == 2


def test_a_review_of_the_other_clause_is_not_withdrawn(reviewed: Path) -> None:
    name = files(reviewed)[0].stem
    found = next(r for r in record(reviewed).reviews if r.id == name)
    with pytest.raises(UserError, match="is of"):
        reviewing.withdrawal(
            record(reviewed), name, clause=f"not-{found.clause}", why="", by="A", on="2025"
        )


def test_the_rules_are_told(policies: Path) -> None:
    told = run("rules", cwd=policies.parent)
    assert told.returncode == 0, told.stderr
    assert all(rule.name in told.stdout for rule in effects.rules())
    data = json.loads(run("rules", "--format", "json", cwd=policies.parent).stdout)
    assert (data["schema"], data["version"]) == ("mtcr-tracker/rules/1", effects.VERSION)
    assert [row["rule"] for row in data["rules"]] == [rule.name for rule in effects.rules()]
    assert max(map(len, told.stdout.splitlines())) <= 100


def test_a_withdrawal_counts_for_nothing_in_any_order() -> None:
    made = Review(old="a", new="b", clause=Id("c"), by="A", on=Date("2025"), id="one")
    taken = replace(made, id="two", withdraws="one")
    assert not_withdrawn((made, taken)) == not_withdrawn((taken, made)) == ()
    assert not_withdrawn((made,)) == (made,)
