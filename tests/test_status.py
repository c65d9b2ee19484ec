"""What has become of a clause: every rule, and the laws that hold over all of them."""

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtcr_tracker.ledger import names, parts
from mtcr_tracker.model import (
    STATUSES,
    Bill,
    Clause,
    ClauseRef,
    ClauseStatus,
    Date,
    Effect,
    Event,
    EventId,
    EventType,
    Id,
    Record,
    Stance,
    Status,
)
from mtcr_tracker.status import NARROW, congress_ends, default_date, figures, status, weigh

REF = ClauseRef("a#one")
CLAUSE = Clause(id=Id("one"), text="Exports may be denied.", about=(Id("missile"), Id("uas")))
PARTS = {Id("missile"): (Id("missile"),), Id("uas"): (Id("slow"), Id("fast"))}
ON = Date("2030-01-01")
DOCUMENT = (Path(__file__).parent.parent / "docs/status.md").read_text("utf-8")


def event(stance: Stance, effect: Effect = "in force", **more: object) -> Event:
    """A rule of January 1, 2025, unless told otherwise."""
    plain = Event(
        id="x",
        date=Date("2025-01-01"),
        actor="Someone",
        what="Someone did it.",
        type="rule",
        stance=stance,
        effect=effect,
        clauses=(REF,),
        grade="official text",
    )
    return replace(plain, **more)  # type: ignore[arg-type]  # keywords of Event


def numbered(*events: Event) -> list[Event]:
    """The events a day apart, in the order given, each with an id of its own."""
    return [
        replace(e, id=f"e{place}", date=Date(f"2025-01-{place:02}"))
        for place, e in enumerate(events, 1)
    ]


def weighed(*events: Event, narrow: bool = False, on: Date = ON) -> ClauseStatus:
    """The clause's status after the events, in the order given."""
    return weigh(CLAUSE, REF, events, on, PARTS, narrow=narrow)


def after(*events: Event) -> Status:
    """The same, the events a day apart."""
    return weighed(*numbered(*events)).status


def rule_of(row: ClauseStatus, name: str = "x") -> str:
    """The rule by which an event decides or does not."""
    return next(w.rule for w in row.weighed if w.event.id == name)


# ---------------------------------------------------------------- one event


def told_moves() -> dict[tuple[str, str], str]:
    """The table of docs/status.md: what a stance and an effect do."""
    lines = [line.strip("| ").split(" | ") for line in DOCUMENT.splitlines() if line[:1] == "|"]
    head = next(line for line in lines if line[0] == "stance")
    rows = [line for line in lines if line[0] in get_args(Stance)]
    return {(row[0], effect): cell for row in rows for effect, cell in zip(head, row, strict=True)}


@pytest.mark.parametrize("stance", get_args(Stance))
@pytest.mark.parametrize("effect", get_args(Effect))
def test_one_act_does_what_the_document_says(stance: Stance, effect: Effect) -> None:
    """A dash, and whatever the table does not have, leaves the clause as it is."""
    cell = told_moves().get((stance, effect), "-")
    assert weighed(event(stance, effect)).status == cell.replace("-", "no act found")


def test_the_document_tells_every_status() -> None:
    """In its first table, in order."""
    told = re.findall(r"^\| ([a-z ]+) \| [^|]+ \|$", DOCUMENT, re.M)
    assert told[0] == "status"
    assert tuple(told[1:10]) == STATUSES


@pytest.mark.parametrize("kind", ["statement", "commentary"])
@pytest.mark.parametrize("stance", get_args(Stance))
@pytest.mark.parametrize("effect", get_args(Effect))
def test_words_never_move_a_status(kind: EventType, stance: Stance, effect: Effect) -> None:
    """Whatever they claim."""
    row = weighed(event(stance, effect, type=kind))
    assert row.status == "no act found"
    assert rule_of(row) == "words only"


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("directive", "in force"),
        ("rule", "in force"),
        ("guidance", "in force"),
        ("statute", "in force"),
        ("court ruling", "in force"),
        ("licence or sale", "in force in part"),
        ("bill step", "proposed"),
        ("report", "announced"),
    ],
)
def test_how_far_an_act_of_each_type_goes(kind: EventType, status: Status) -> None:
    """A bill is no statute, a sale no rule."""
    assert weighed(event("carries out", type=kind)).status == status


@pytest.mark.parametrize(
    ("found", "rule"),
    [
        (event("carries out", date=Date("2031")), "later"),
        (event("carries out", date=Date("2029-12/2030-02")), "date not certain"),
        (event("carries out", type="statement"), "words only"),
        (event("origin"), "origin"),
        (event("adjacent"), "beside the clause"),
        (event("comments"), "beside the clause"),
        (event("carries out", "none"), "no legal effect"),
        (event("carries out", "proposed", type="bill step",
               bill=Bill(congress="119", number="H.R. 1")), "dead bill"),
        (event("reverses", "proposed"), "threat only"),
        (event("contradicts", "in force", type="bill step"), "threat only"),
        (event("carries out", "rescinded"), "undone itself"),
    ],
)  # fmt: skip
def test_what_decides_nothing_says_why(found: Event, rule: str) -> None:
    """Each rule is told by its name and what it says."""
    row = weighed(found)
    assert (row.status, rule_of(row)) == ("no act found", rule)
    assert row.weighed[0].why.endswith(".")
    assert rule in DOCUMENT


def test_a_bill_lives_as_long_as_its_congress() -> None:
    """The 119th ends on January 3, 2027."""
    bill = event("extends", "proposed", type="bill step", bill=Bill(congress="119th", number="x"))
    assert congress_ends(bill) == "2027-01-03"
    assert weighed(bill, on=Date("2027-01-02")).status == "proposed"
    assert weighed(bill, on=Date("2027-01-03")).status == "no act found"
    unnumbered = replace(bill, bill=Bill(congress="next", number="x"))
    assert congress_ends(unnumbered) is None
    assert weighed(unnumbered).status == "proposed"


# ---------------------------------------------------------------- several events


def test_the_act_that_does_most_counts() -> None:
    """And the others are told as outweighed."""
    events = numbered(event("extends"), event("carries out"), event("carries out", "proposed"))
    row = weighed(*events)
    assert row.status == "extended"
    assert [rule_of(row, e.id) for e in events] == ["decides", "outweighed", "outweighed"]


def test_a_stay_changes_the_effect_and_not_the_fact_of_signing() -> None:
    """The acts that made the clause stay listed, their effect is stayed."""
    stay = event("pauses", "stayed", type="court ruling")
    row = weighed(*numbered(event("origin", type="directive"), stay))
    assert (row.status, row.effect) == ("paused", "stayed")
    assert [e.id for e in row.made_by] == ["e1"]
    assert weighed(event("origin", type="directive")).effect == "in force"
    gone = weighed(*numbered(event("origin"), event("reverses")))
    assert (gone.status, gone.effect, len(gone.made_by)) == ("reversed", "rescinded", 1)


def test_a_pause_that_ends_brings_back_what_it_held() -> None:
    """An announcement does not end it; a lifting does."""
    stay, lift = event("pauses"), event("carries out", type="court ruling")
    assert after(event("extends"), stay) == "paused"
    assert after(event("extends"), stay, event("carries out", "announced")) == "paused"
    assert after(event("extends"), stay, lift) == "extended"


@pytest.mark.parametrize("stance", ["reverses", "contradicts"])
def test_what_was_undone_does_not_come_back(stance: Stance) -> None:
    """Only what comes after counts again."""
    against = event(stance)
    assert after(event("extends"), against) == weighed(against).status
    assert after(event("extends"), against, event("carries out")) == "in force"
    row = weighed(*numbered(event("extends"), against, event("carries out")))
    assert [w.rule for w in row.weighed] == ["undone", "ended", "decides"]


def test_a_narrowing_takes_down_to_a_part() -> None:
    """Until an act in force says more again."""
    assert after(event("extends"), event("narrows")) == "in force in part"
    assert after(event("extends"), event("narrows"), event("carries out")) == "in force"
    assert after(event("carries out", "proposed"), event("narrows")) == "in force in part"


def test_an_act_against_one_act_leaves_the_others() -> None:
    """A stay of one rule of two; a proposal withdrawn is no reversal of the clause."""
    first, second, stay = numbered(event("carries out"), event("extends"), event("pauses"))
    of_second = replace(stay, answers=(EventId(second.id),))
    assert weighed(first, second, of_second).status == "in force"
    both = replace(stay, answers=(EventId(first.id), EventId(second.id)))
    assert weighed(first, second, both).status == "paused"
    proposal, withdrawn = numbered(event("carries out", "proposed"), event("reverses", "rescinded"))
    withdrawn = replace(withdrawn, answers=(EventId(proposal.id),))
    assert weighed(proposal, withdrawn).status == "no act found"
    lift = replace(event("carries out"), id="e9", date=Date("2026"))
    assert weighed(first, second, both, lift).status == "extended"


def test_a_rescission_of_what_was_stayed_leaves_nothing_to_come_back() -> None:
    """Stayed, then rescinded, then something new in force."""
    assert after(event("extends"), event("pauses"), event("reverses"), event("carries out")) == (
        "in force"
    )


# ---------------------------------------------------------------- classes of items


def test_in_force_for_some_classes_is_in_force_in_part() -> None:
    """Each class is told, by its parts only where they differ."""
    row = weighed(event("carries out", about=(Id("uas"),)))
    assert row.status == "in force in part"
    assert row.by_item == {"missile": "no act found", "uas": "in force"}
    row = weighed(event("carries out", about=(Id("slow"),)))
    assert row.by_item == {"missile": "no act found", "slow": "in force", "fast": "no act found"}


def test_an_act_about_other_classes_reaches_all() -> None:
    """The editors tied it to the clause; what it is about is then no limit."""
    assert weighed(event("carries out", about=(Id("engine"),))).status == "in force"


def test_a_pause_for_one_class_leaves_the_rest_in_force() -> None:
    """In force in part, and told which."""
    stay = event("pauses", about=(Id("missile"),))
    row = weighed(*numbered(event("carries out"), stay))
    assert row.status == "in force in part"
    assert row.by_item == {"missile": "paused", "uas": "in force"}
    assert {w.event.id for w in row.weighed if w.decides} == {"e1", "e2"}
    assert weighed(stay).status == "paused"
    assert weighed(*numbered(event("extends"), stay)).status == "in force in part"


# ---------------------------------------------------------------- laws

ITEMS = ["missile", "uas", "slow", "engine"]
EVENTS = st.lists(
    st.builds(
        event,
        st.sampled_from(get_args(Stance)),
        st.sampled_from(get_args(Effect)),
        type=st.sampled_from(get_args(EventType)),
        about=st.lists(st.sampled_from(ITEMS), max_size=2).map(tuple),
        answers=st.lists(st.sampled_from(["e1", "e2", "e3"]), max_size=1).map(tuple),
    ),
    max_size=8,
).map(lambda found: numbered(*found))


@given(EVENTS)
def test_a_status_rests_on_events_that_are_told(events: Sequence[Event]) -> None:
    """Every event is told once, in order; there is a status just where one decides."""
    row = weighed(*events)
    assert [w.event for w in row.weighed] == list(events)
    assert (row.status != "no act found") == any(w.decides for w in row.weighed)
    assert all(w.decides == (w.rule == "decides") for w in row.weighed)
    assert not any(w.decides for w in row.weighed if w.event.type in ("statement", "commentary"))


@given(EVENTS, st.sampled_from(get_args(Stance)), st.sampled_from(get_args(Effect)),
       st.integers(0, 8), st.sampled_from(["statement", "commentary"]))  # fmt: skip
def test_more_words_change_nothing(
    events: list[Event], stance: Stance, effect: Effect, place: int, kind: EventType
) -> None:
    """A statement or commentary at any place."""
    more = [*events]
    more.insert(place, event(stance, effect, type=kind, id="words"))
    assert weighed(*more).status == weighed(*events).status


@given(EVENTS, st.integers(1, 8))
def test_what_comes_later_changes_nothing_about_then(events: list[Event], day: int) -> None:
    """As of a date, later events might as well not be on the record."""
    on = Date(f"2025-01-{day:02}")
    then = weighed(*events, on=on)
    assert then.status == weighed(*events[:day], on=on).status


@given(EVENTS)
def test_what_is_set_aside_might_not_be_there(events: list[Event]) -> None:
    """The events that decide nothing by themselves could be left out."""
    told = weighed(*events)
    moved = {"decides", "outweighed", "ended", "undone"}
    kept = [w.event for w in told.weighed if w.rule in moved]
    assert weighed(*kept).status == told.status


@given(EVENTS)
def test_the_last_word_against_a_clause_holds(events: list[Event]) -> None:
    """A reversal or a pause of everything, whatever came before; a lifting undoes the pause."""
    gone = event("reverses", id="last", date=Date("2026"))
    assert weighed(*events, gone).status == "reversed"
    stay = event("pauses", "stayed", type="court ruling", id="last", date=Date("2026"))
    assert weighed(*events, stay).status == "paused"
    lift = event("carries out", id="lift", date=Date("2027"))
    assert weighed(*events, stay, lift).status == weighed(*events, lift).status


@given(EVENTS)
def test_the_narrow_counting_is_the_broad_one_without_the_rest(events: list[Event]) -> None:
    """Rules, statutes and court rulings alone."""
    narrow = weighed(*events, narrow=True)
    assert narrow.status == weighed(*(e for e in events if e.type in NARROW)).status


@given(EVENTS)
def test_figures_can_be_counted_from_the_rows(events: list[Event]) -> None:
    """Each number and each denominator, under both countings."""
    broad = weighed(*events)
    rows = [replace(broad, narrow=weighed(*events, narrow=True).status), broad]
    found = {figure.what: figure for figure in figures(rows, "a")}
    for name in STATUSES:
        assert found[name].broad.number == sum(row.status == name for row in rows)
        assert found[name].narrow.number == sum(row.narrow == name for row in rows)
        assert (found[name].narrow.of, found[name].broad.of) == (1, 2)
    for counting in ("narrow", "broad"):
        shares = [getattr(found[name], counting) for name in STATUSES]
        assert sum(share.number for share in shares) == shares[0].of
        acts = getattr(found["any act found"], counting)
        assert acts.number == acts.of - getattr(found["no act found"], counting).number


# ---------------------------------------------------------------- the record


def test_no_regulation_is_found_amended(record: Record) -> None:
    """On the record as it stands, under the narrow counting: no act for any clause."""
    play = status(record, record.snapshots["nsm-2025"], default_date(record))
    assert play.amending == ()
    assert {row.narrow for row in play.clauses} == {None, "no act found"}
    assert (play.as_of, play.searched) == ("2026-10", "2026-10")


def test_the_record_s_statuses(record: Record) -> None:
    """Executive Order 14268 extends, H.R. 3068 proposes; nothing else moves a clause."""
    play = status(record, record.snapshots["nsm-2025"], default_date(record))
    found = {row.clause.id: row.status for row in play.clauses if row.status != "no act found"}
    assert found == {
        "purposes": "extended",
        "category-i-review": "extended",
        "military-missiles": "proposed",
    }


def test_a_date_asks_what_was_so(record: Record) -> None:
    """Before the order nothing; while the bill's day is not certain, perhaps."""
    for on, expected in (
        ("2025-04-08", ("no act found", None)),
        ("2025-04-09", ("no act found", "proposed")),
        ("2025-06-30", ("proposed", None)),
        ("2027-01-03", ("no act found", None)),
    ):
        play = status(record, record.snapshots["nsm-2025"], Date(on))
        row = next(row for row in play.clauses if row.clause.id == "military-missiles")
        assert (row.status, row.may_be) == expected, on


def test_a_search_that_ended_earlier_is_said(record: Record) -> None:
    """Asked about later, nothing found is still as of the end of the search."""
    play = status(record, record.snapshots["nsm-2025"], Date("2030"))
    assert (play.as_of, play.searched) == ("2030", "2026-10")


def test_an_inherited_clause_has_its_events_in_every_snapshot(record: Record) -> None:
    """The clause is the same; so is its status."""
    on = default_date(record)
    rows = {
        label: {r.clause.id: r for r in status(record, record.snapshots[label], on).clauses}
        for label in ("nsm-2025", "eo-2025", "uas-2025")
    }
    for name, row in rows["nsm-2025"].items():
        for label in ("eo-2025", "uas-2025"):
            assert rows[label][name].status == row.status
            assert [w.event for w in rows[label][name].weighed] == [w.event for w in row.weighed]


def test_names_lead_up_and_down(record: Record) -> None:
    """From any snapshot that has the clause to all of them, and to no other clause."""
    all_names = {f"{label}#slv-transfers" for label in ("nsm-2025", "eo-2025", "uas-2025")}
    for name in all_names:
        assert names(record, ClauseRef(name)) == all_names


def test_an_act_is_the_origin_of_the_clause_it_wrote(record: Record) -> None:
    """Executive Order 14268 extends the January clause and made its own."""
    play = status(record, record.snapshots["eo-2025"], default_date(record))
    row = next(row for row in play.clauses if row.clause.id == "category-i-reevaluation")
    assert [e.id for e in row.made_by] == ["2025-04-09-executive-order-14268"]
    assert (row.status, row.effect) == ("no act found", "in force")


def test_an_event_on_the_whole_snapshot_reaches_each_clause(record: Record) -> None:
    """A rescission of the memorandum reverses all its clauses, wherever they are inherited."""
    gone = event("reverses", type="directive", clauses=(ClauseRef("nsm-2025"),),
                 date=Date("2026-05-01"))  # fmt: skip
    changed = replace(record, events=(*record.events, gone))
    play = status(changed, changed.snapshots["uas-2025"], default_date(changed))
    inherited = {clause.id for clause in record.snapshots["nsm-2025"].clauses}
    assert {r.clause.id for r in play.clauses if r.status == "reversed"} == inherited


def test_classes_of_items_have_their_parts(record: Record) -> None:
    """Each class leads to its parts, and a class without parts to itself."""
    inside = parts(record.policy)
    assert set(inside) == {term.id for term in record.policy.items}
    assert inside[Id("slv")] == (Id("slv"),)
    assert all(inside[part] == (part,) for found in inside.values() for part in found)


# ---------------------------------------------------------------- known wrong: docs/tricky-cases.md


@pytest.mark.xfail(strict=True, reason="an event has one stance for all the clauses it names")
def test_a_bill_may_threaten_one_clause_and_extend_another(record: Record) -> None:
    """H.R. 3068 would go against the clause on military missiles."""
    play = status(record, record.snapshots["nsm-2025"], default_date(record))
    row = next(row for row in play.clauses if row.clause.id == "military-missiles")
    assert row.status == "no act found"


@pytest.mark.xfail(strict=True, reason="an event does not say for which partners it holds")
def test_in_force_for_some_partners_is_in_force_in_part() -> None:
    """A rule for NATO allies alone."""
    rule = event("carries out", what="Exports to NATO allies, and no others, are approved.")
    assert weighed(rule).status == "in force in part"
