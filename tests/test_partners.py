"""What a state is to the regime on a date."""

from dataclasses import replace

import pytest

from mtcr_tracker.model import Country, Date, Facts, Record
from mtcr_tracker.partners import counted, partner, partners


@pytest.mark.parametrize(
    ("on", "number"),
    [
        ("1987-12-31", 7),
        ("1994-11-30", 25),
        ("1996-11-30", 28),
        ("2003-12-31", 33),
        ("2007-12-31", 34),
        ("2025-01-07", 35),
    ],
)
def test_the_years_agree_with_the_official_counts(record: Record, on: str, number: int) -> None:
    """As many partners as the documents of those dates count (facts.yaml, countries_note); for
    November 1994 the three that joined in 1995 are not yet in."""
    assert counted(partners(record, Date(on)))["partner"] == number


@pytest.mark.parametrize(
    ("name", "on", "relation"),
    [
        ("India", "2016-06-26", "neither found"),
        ("india", "2016-06-27", "partner"),
        ("India", "2016-06", "partner"),
        ("Brazil", "1995-06-01", "not known"),
        ("Brazil", "1996", "partner"),
        ("South Korea", "2001-12-31", "partner"),
        ("Israel", "1999", "not known"),
        ("Israel", "2007-12-31", "adherent"),
        ("Estonia", "2023", "adherent"),
        ("China", "2025", "not known"),
        ("Pakistan", "2025", "neither found"),
    ],
)
def test_a_state_on_a_date(record: Record, name: str, on: str, relation: str) -> None:
    """Member, adherent or neither; and not known where the date or the source does not settle."""
    told = partner(record, name, Date(on))
    assert told.relation == relation
    assert told.reason
    assert (told.entry is None) == (name == "Pakistan")


def test_a_slip_is_answered_with_the_nearest_name(record: Record) -> None:
    """And still answered: it may be a state that is neither."""
    told = partner(record, "Isreal", Date("2025"))
    assert told.relation == "neither found"
    assert 'did you mean "Israel"' in told.reason


def test_an_adherent_that_became_a_partner(record: Record) -> None:
    """Two entries, one answer for each date, and one line in the list."""
    countries = (
        Country(name="Utopia", relation="adherent", since=Date("2000")),
        Country(name="Utopia", relation="partner", since=Date("2010")),
    )
    known = replace(record, facts=Facts(countries=countries))
    for on, relation in (("1999", "neither found"), ("2005", "adherent"), ("2011", "partner")):
        assert partner(known, "utopia", Date(on)).relation == relation
        assert [m.relation for m in partners(known, Date(on))] == [relation]
