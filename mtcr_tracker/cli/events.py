"""Commands about the record of events: events, event add."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mtcr_tracker.cli.common import KnownAtOption, PoliciesOption, Table, app, out, say
from mtcr_tracker.errors import mend

if TYPE_CHECKING:
    from mtcr_tracker.model import Record

event_app = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help="Add to the record of events."
)
app.add_typer(event_app, name="event")

Text = Annotated[str, typer.Option(metavar="TEXT")]
Texts = Annotated[list[str] | None, typer.Option(metavar="TEXT")]


@app.command()
def events(
    policies: PoliciesOption = None,
    clause: Annotated[
        str, typer.Option(help="SNAPSHOT#CLAUSE, CLAUSE or SNAPSHOT, wherever it is inherited.")
    ] = "",
    item: Annotated[str, typer.Option(help="A class of items.")] = "",
    actor: Annotated[str, typer.Option(help="Words in the actor's name.")] = "",
    of_type: Annotated[str, typer.Option("--type", help="A type of event, such as rule.")] = "",
    stance: Annotated[str, typer.Option(help="What it does to the clause.")] = "",
    since: Annotated[str, typer.Option(metavar="DATE")] = "",
    until: Annotated[str, typer.Option(metavar="DATE")] = "",
    known_at: KnownAtOption = "",
    format: Table = Table.text,
) -> None:
    """List events; those whose date is not certain enough are told apart."""
    from mtcr_tracker import events as record_of
    from mtcr_tracker import find, tracking

    wanted = record_of.wanted(
        clause=clause,
        item=item,
        actor=actor,
        of_type=of_type,
        stance=stance,
        since=since,
        until=until,
    )
    known = find.records(find.policies_folder(policies), known_at)
    hits = [hit for record in known for hit in record_of.select(record, wanted)]
    of = sum(len(record.events) for record in known)
    if format is Table.csv:
        out(tracking.events_csv(hits))
    else:
        tell = tracking.events_json if format is Table.json else tracking.events
        out(tell(hits, of, known_at))


@event_app.command("add")
def add(
    policies: PoliciesOption = None,
    policy: Annotated[str, typer.Option(help="Its policy, where there are several.")] = "",
    name: Annotated[str, typer.Option(help="The file's name, without .yaml.")] = "",
    date: Annotated[str, typer.Option(help="2025, 2025-01, 2025-01-07, or two with /.")] = "",
    date_note: Text = "",
    actor: Text = "",
    what: Annotated[str, typer.Option(help="What happened, in one sentence.")] = "",
    of_type: Annotated[str, typer.Option("--type", metavar="TEXT")] = "",
    stance: Text = "",
    effect: Text = "",
    clause: Annotated[list[str] | None, typer.Option(metavar="SNAPSHOT#CLAUSE")] = None,
    about: Annotated[list[str] | None, typer.Option(help="A class of items.")] = None,
    makes: Annotated[list[str] | None, typer.Option(help="A clause whose words it wrote.")] = None,
    deadline: Annotated[
        list[str] | None, typer.Option(help='"within 60 days: what is due".')
    ] = None,
    answers: Annotated[list[str] | None, typer.Option(help="An event that it settles.")] = None,
    source: Annotated[list[str] | None, typer.Option(help="An id in sources.yaml.")] = None,
    address: Text = "",
    seen_at: Annotated[list[str] | None, typer.Option(help="Where it was read.")] = None,
    archived: Text = "",
    grade: Text = "",
    caution: Text = "",
    congress: Annotated[str, typer.Option(help="Of a bill, such as 119.")] = "",
    bill: Annotated[str, typer.Option(help="A bill's number.")] = "",
    step: Annotated[list[str] | None, typer.Option(help='"DATE: what happened" to it.')] = None,
) -> None:
    """Check an event with the whole record and write its file, whole or not at all.

    Whatever is needed and not given is asked for, where there is a terminal to ask at. Options
    that take a list are given once for each entry.
    """
    from mtcr_tracker import events as record_of

    values: dict[str, Any] = {
        "date": date, "date_note": date_note, "actor": actor, "what": what, "type": of_type,
        "stance": stance, "effect": effect, "clauses": clause, "about": about,
        "makes": makes, "deadlines": [record_of.deadline(text) for text in deadline or ()],
        "answers": answers, "sources": source, "address": address, "seen_at": seen_at,
        "archived": archived, "grade": grade, "caution": caution,
        "bill": {"congress": congress, "number": bill, "steps": step} if congress or bill else {},
    }  # fmt: skip
    _add({key: value for key, value in values.items() if value}, policies, policy, name)


def _add(values: dict[str, Any], policies: Path | None, policy: str, name: str) -> None:
    from mtcr_tracker import events as record_of
    from mtcr_tracker import find

    folder = find.policies_folder(policies)
    if folder == find.carried():
        raise mend(
            "the record inside the program is not written to", "name your own with --policies"
        )
    record = _record(find.records(folder), policy)
    missing = record_of.missing(values)
    if missing and sys.stdin.isatty():
        values = _asked(values, record)
    elif missing:
        options = ", ".join("--" + ("source" if key == "sources" else key) for key in missing)
        raise mend("not all of the event is told", f"add {options}, or run it at a terminal")
    out(str(record_of.add(values, folder, record.policy.id, name)))


def _record(known: "tuple[Record, ...]", policy: str) -> "Record":
    found = [record for record in known if policy in ("", record.policy.id)]
    if len(found) != 1:
        names = ", ".join(record.policy.id for record in known)
        raise mend("it is not said of which policy", f"give --policy, one of {names}")
    return found[0]


def _asked(values: dict[str, Any], record: "Record") -> dict[str, Any]:
    """The values, those not given asked for one after another, again until each can stand."""
    from mtcr_tracker import events as record_of

    values = dict(values)
    for question in record_of.questions(record):
        while not values.get(question.key):
            hint = f" ({question.hint})" if question.hint else ""
            text = f"{question.text}{hint}"
            answer = str(typer.prompt(text, default="", show_default=False, err=True)).strip()
            if wrong := question.wrong(answer):
                say(wrong)
                continue
            if answer:
                values[question.key] = question.value(answer)
            break
    return values
