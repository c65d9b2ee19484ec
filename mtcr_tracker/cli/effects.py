"""Commands about what changes did and what people say of it: rules, review, reviews."""

from typing import TYPE_CHECKING, Annotated

import typer

from mtcr_tracker.cli.common import (
    Listing,
    NewName,
    OldName,
    PoliciesOption,
    app,
    compare_found,
    find_snapshot,
    labels,
    out,
    say,
)
from mtcr_tracker.errors import mend

if TYPE_CHECKING:
    from mtcr_tracker.find import Found
    from mtcr_tracker.model import Record

Several = Annotated[list[str] | None, typer.Option(metavar="TEXT", help="Once for each reading.")]


@app.command("rules")
def rules_(format: Listing = Listing.text) -> None:
    """Tell the rules by which the machine reads a change, each in a paragraph."""
    import json

    from mtcr_tracker import effects

    if format is Listing.json:
        told = [{"rule": r.name, "dimension": r.dimension, "text": r.text} for r in effects.rules()]
        data = {"schema": "mtcr-tracker/rules/1", "version": effects.VERSION, "rules": told}
        out(json.dumps(data, ensure_ascii=False, indent=2))
    else:
        out(effects.described())


@app.command("review")
def review_(
    old: OldName,
    new: NewName,
    clause: Annotated[str, typer.Argument(metavar="CLAUSE", help="The clause judged.")],
    by: Annotated[str, typer.Option(metavar="TEXT", help="Who judges.")],
    verdict: Annotated[
        list[str] | None,
        typer.Option(help="loosened, tightened, mixed, kept, unclear or none; again to differ."),
    ] = None,
    reason: Several = None,
    for_whom: Several = None,
    confidence: Several = None,
    words: Several = None,
    say_with_it: Annotated[str, typer.Option(metavar="TEXT", help="What must go with it.")] = "",
    date: Annotated[str, typer.Option(metavar="DATE", show_default="today")] = "",
    confirm: Annotated[str, typer.Option(metavar="REVIEW", help="Make a stale one again.")] = "",
    withdraw: Annotated[str, typer.Option(metavar="REVIEW", help="Take one back.")] = "",
    policies: PoliciesOption = None,
) -> None:
    """Write down what you decided about a change, as a new file in reviews/."""
    from mtcr_tracker import effects, find, reviewing

    ends = find_snapshot(old, policies), find_snapshot(new, policies)
    record, day = _record(*ends), date or _today()
    if withdraw:
        why = " ".join(reason or ())
        values = reviewing.withdrawal(record, withdraw, clause=clause, why=why, by=by, on=day)
    else:
        again = reviewing.named(record, confirm) if confirm else None
        made = (
            reviewing.made_again(again)
            if again and not verdict
            else reviewing.readings(
                verdict or (), reason or (), for_whom or (), confidence or (), words or ()
            )
        )
        comparison, _ = compare_found(*ends)
        values = reviewing.review(
            comparison, clause, made, by=by, on=day, rules=effects.VERSION,
            say_with_it=say_with_it, confirms=confirm,
        )  # fmt: skip
    folder = find.policies_folder(policies)
    say(f"wrote {reviewing.write(values, folder, record.policy.id)}")


def _record(old: "Found", new: "Found") -> "Record":
    """The record that both snapshots are in. Raises UserError where there is none."""
    if not old.record or not new.record or old.record is not new.record:
        raise mend("the two snapshots are not of one policy", "name two snapshots of a policy")
    return new.record


def _today() -> str:
    """Today, for a review that gives no date of its own."""
    import datetime

    return datetime.date.today().isoformat()


@app.command("reviews")
def reviews_(
    old: Annotated[str, typer.Argument(metavar="[OLD", autocompletion=labels)] = "",
    new: Annotated[str, typer.Argument(metavar="NEW]", autocompletion=labels)] = "",
    policies: PoliciesOption = None,
    format: Listing = Listing.text,
) -> None:
    """List changes that wait for a review, stale and disputed ones, and how often people and
    machine agree; of all comparisons that the policies name, or of OLD and NEW."""
    import json

    from mtcr_tracker import find, publish, reviewing

    if bool(old) != bool(new):
        raise mend("reviews takes two snapshots, or none for all comparisons", "name both")
    pairs = (
        [(find_snapshot(old, policies), find_snapshot(new, policies))]
        if old
        else publish.named(find.policies_folder(policies))
    )
    rounds = [reviewing.round_of(compare_found(a, b)[0]) for a, b in pairs]
    if format is Listing.json:
        out(json.dumps(reviewing.as_data(rounds), ensure_ascii=False, indent=2))
    else:
        out(reviewing.told(rounds))
