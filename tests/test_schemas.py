"""The published schemas: strict, and what every command prints as JSON is as its schema says."""

import json
import re
from collections.abc import Iterator
from dataclasses import is_dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

import jsonschema
import pytest
from conftest import ROOT, policies_folder, run

from mtcr_tracker import history, model
from mtcr_tracker.schemas import names, published

PRINTED = {
    "compare pre-2025 nsm-2025": "comparison",
    "compare uas-2025 pre-2025": "comparison",
    "compare pre-2025 nsm-2025 eo-2025 uas-2025": "series",
    "compare uas-2025 nsm-2025 pre-2025 --only disputed": "series",
    "due --as-of 2026-11-25": "due",
    "events": "events",
    "events --since 2025-05 --until 2025-06": "events",
    "explain pre-2025 nsm-2025 category-i-review": "explanation",
    "explain pre-2025 nsm-2025 history": "explanation",
    "history uas-2025": "history",
    "lineage category-i-review": "lineage",
    "list": "list",
    "partners": "partners",
    "partners India": "partners",
    "partners Erewhon": "partners",
    "reviews": "reviews",
    "rules": "rules",
    "standing": "standing",
    "status": "status",
    "status nsm-2025 --as-of 2025-06": "status",
    "timeline": "timeline",
}
"""What each command prints with `--format json` on the record."""


@cache
def printed(command: str) -> dict[str, Any]:
    done = run(*command.split(), "--format", "json", cwd=ROOT)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def valid(told: dict[str, Any]) -> None:
    """Holds an output against the schema that it names, which must be one that is published."""
    named = re.fullmatch("mtcr-tracker/(.+)/1", told["schema"])
    assert named
    check = jsonschema.Draft202012Validator.FORMAT_CHECKER
    jsonschema.Draft202012Validator(published(named[1]), format_checker=check).validate(told)


@pytest.mark.parametrize("command", PRINTED)
def test_what_a_command_prints_is_as_the_schema_that_it_names(command: str) -> None:
    told = printed(command)
    assert told["schema"] == f"mtcr-tracker/{PRINTED[command]}/1"
    valid(told)


def test_every_schema_is_some_output_s_and_every_command_is_here() -> None:
    """No schema without an output, no command that prints JSON without a line above."""
    assert {*PRINTED.values(), "site-files"} == set(names())
    told = run("--help", cwd=ROOT).stdout.partition("Commands:")[2]
    commands = re.findall(r"^  ([a-z]+)  ", told, re.M)
    with_json = {c for c in commands if "json" in run(c, "--help", cwd=ROOT).stdout}
    # a report's JSON is compare's; show prints a file of the record's own
    assert with_json - {"report", "show"} == {command.split()[0] for command in PRINTED}


def test_what_the_program_names_is_published() -> None:
    """Wherever in the program a schema is named."""
    code = "".join(path.read_text("utf-8") for path in (ROOT / "mtcr_tracker").rglob("*.py"))
    assert set(re.findall(r"mtcr-tracker/([a-z-]+)/1\b", code)) == set(names())


def test_the_list_of_a_site(tmp_path: Path) -> None:
    policies_folder(tmp_path)
    assert run("site", "out", cwd=tmp_path).returncode == 0
    valid(json.loads((tmp_path / "out" / "site-files.json").read_text("utf-8")))


@pytest.mark.parametrize("name", names())
def test_a_schema_is_strict(name: str) -> None:
    """A key that it does not name is an error, and what it asks for it describes."""
    schema = published(name)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$id"] == f"urn:mtcr-tracker:{name}:1"
    for part in parts(schema):
        if "required" in part and "properties" in part:
            assert set(part["required"]) <= set(part["properties"])
        if part.get("type") == "object" and part is not schema.get("$defs", {}).get("event"):
            closed = part.get("additionalProperties", part.get("unevaluatedProperties"))
            assert closed is False or isinstance(closed, dict) or name == "timeline", part


@pytest.mark.parametrize("command", ["events", "timeline", "status", "lineage category-i-review"])
def test_an_unknown_key_is_an_error_however_deep(command: str) -> None:
    told = printed(command)
    for holder in holders(told):
        holder["Xyzzy"] = 1
        with pytest.raises(jsonschema.ValidationError):
            valid(told)
        del holder["Xyzzy"]


def holders(told: Any) -> Iterator[dict[str, Any]]:
    """The first object at each depth and under each key, but for maps by a free key."""
    if isinstance(told, dict):
        yield told
        for key, value in told.items():
            if key != "by_item":
                yield from holders(value)
    elif isinstance(told, list):
        yield from holders(told[0] if told else None)


def parts(schema: Any) -> Iterator[dict[str, Any]]:
    """Every object inside a schema, itself too."""
    if isinstance(schema, dict):
        yield schema
    for value in schema.values() if isinstance(schema, dict) else schema:
        if isinstance(value, dict | list):
            yield from parts(value)


@pytest.mark.parametrize("name", names())
def test_a_schema_s_words_are_the_model_s(name: str) -> None:
    """A new verdict, kind, grade or status in the model is an error here until schemas have it."""
    known = {frozenset(words) for words in literals()}
    for part in parts(published(name)):
        words = frozenset(part.get("enum", ())) - {None}
        assert not words or words in known or words <= {0, 1} or len(words) == 1, words


def literals() -> Iterator[tuple[str, ...]]:
    """The words of every closed list in the model and in history, and those with "" for none."""
    for module in (model, history):
        for value in vars(module).values():
            kinds = get_type_hints(value) if is_dataclass(value) else {"": value}
            for kind in kinds.values():
                for each in (kind, *get_args(kind)):
                    if get_origin(each) is Literal:
                        yield get_args(each)
    yield (*model.VERDICTS, "")
    yield ("surely", "possibly")


def test_the_table_of_schemas_names_each() -> None:
    told = (ROOT / "docs" / "json.md").read_text("utf-8")
    assert re.findall(r"^\| `([a-z-]+)` \|", told, re.M) == names()
