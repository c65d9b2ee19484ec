"""One file's text to a value, or to every mistake with its place."""

import json
from typing import Any

import jsonschema
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from mtcr_tracker import parse as parse_module
from mtcr_tracker.errors import Problem, UserError
from mtcr_tracker.model import (
    ClauseRef,
    Date,
    Event,
    Facts,
    Policy,
    Review,
    Snapshot,
    SourceId,
    Sources,
)
from mtcr_tracker.parse import fields_of, json_schema, parse

WHOLE = "clauses:\n  - text: Exports shall be denied.\n"


def told(text: str, kind: type = Snapshot) -> list[str]:
    """The problems of a text, as a user reads them."""
    with pytest.raises(UserError) as error:
        parse(text, kind, "f.yaml")
    return str(error.value).splitlines()


def clause(key: str, value: str) -> Any:
    """What a key of a clause holds when YAML gives this value for it."""
    snapshot = parse(f"clauses:\n  - text: x\n    {key}: {value}\n", Snapshot, "f.yaml")
    return getattr(snapshot.clauses[0], key)


# ---------------------------------------------------------------- scalars stay as written


@pytest.mark.parametrize(
    "value",
    ["1.10", "NO", "on", "yes", "null", "~", "0x1F", "1_000", "12:30:00", "2025-13-40", ".inf"],
)
def test_yaml_scalars_are_text(value: str) -> None:
    assert clause("number", value) == value


@pytest.mark.parametrize("value", ["!!int 5", "!!python/name:os.system 5", "!any 5"])
def test_tags_run_nothing(value: str) -> None:
    assert clause("number", value) == "5"


@pytest.mark.parametrize("value", ["1.10", "1e400", "-0", "123456789012345678901234567890"])
def test_json_numbers_are_text(value: str) -> None:
    snapshot = parse(f'{{"clauses": [{{"text": "x", "number": {value}}}]}}', Snapshot, "f.json")
    assert snapshot.clauses[0].number == value


def test_json_of_the_same_schema() -> None:
    text = '{"clauses": [{"text": "a\\u00e9\\ud83d\\ude00\\t\\n", "note": null, "about": []}]}'
    (found,) = parse(text, Snapshot, "f.json").clauses
    assert (found.text, found.note, found.about) == ("aé😀\t\n", None, ())


def test_flow_style_yaml_is_no_json_and_still_read() -> None:
    assert parse("{clauses: [{text: x, number: 1.10}]}", Snapshot, "f").clauses[0].number == "1.10"
    assert parse("{'clauses': [{'text': 'x'},]}", Snapshot, "f").clauses[0].text == "x"


def test_no_key_and_an_empty_list_are_two_things() -> None:
    assert clause("note", "x") == "x"
    assert clause("continues", "[]") == ()
    assert parse(WHOLE, Snapshot, "f").clauses[0].continues is None


def test_line_ends_do_not_matter() -> None:
    text = "clauses:\n  - text: >-\n      one\n      two\n    note: |\n      a\n      b\n"
    for end in ("\r\n", "\r"):
        assert parse(text.replace("\n", end), Snapshot, "f") == parse(text, Snapshot, "f")


# ---------------------------------------------------------------- mistakes and their places

READ = "not readable as YAML or JSON:"
CHECK = "check indentation, quotes and colons at this place"
SPELL = "remove it, or look for a slip in its spelling"
VALUES = "write keys and values here"
ALIAS = "this anchor (&) is used again by an alias (*); write the value out wherever it belongs"
DEEP = "nested more than 50 levels deep; no file here needs that: look for a slip"

MISTAKES = {
    "nothing": ("", ['f.yaml:1:1: "clauses" is missing; add it']),
    "comment alone": ("# later\n", ['f.yaml:1:1: "clauses" is missing; add it']),
    "a word": ("later", [f"f.yaml:1:1: the file: should be keys and values; {VALUES}"]),
    "a list": ("- text: x", [f"f.yaml:1:1: the file: should be keys and values; {VALUES}"]),
    "json list": ('[{"text": 1}]', [f"f.yaml:1:1: the file: should be keys and values; {VALUES}"]),
    "word for list": ("clauses: x", ["f.yaml:1:10: clauses: should be a list; write a list here"]),
    "empty for list": ("clauses:\n", ["f.yaml:1:9: clauses: should be a list; write a list here"]),
    "list for text": (
        "clauses:\n  - text: [a]\n",
        ["f.yaml:2:11: text: should be text; write text here"],
    ),
    "text in a list of keys": (
        "clauses:\n  - text: x\n  - y\n",
        [f"f.yaml:3:5: clauses: should be keys and values; {VALUES}"],
    ),
    "all at once": (
        "clauses:\n  - txt: x\n  - text: y\n    role: chief\nlable: z\n",
        [
            'f.yaml:2:5: "text" is missing; add it',
            f'f.yaml:2:5: "txt" is not known here; {SPELL}',
            "f.yaml:4:11: role: should be 'operative', 'purpose' or 'background'; "
            "use one of the words listed",
            f'f.yaml:5:1: "lable" is not known here; {SPELL}',
        ],
    ),
    "a list item": (
        WHOLE + "gaps:\n  - é: x\n",
        ["f.yaml:4:5: gaps: should be text; write text here"],
    ),
    "json null": (
        '{"clauses":\n [{"text": null}]}',
        ["f.yaml:2:12: text: should be text; write text here"],
    ),
    "json true": (
        '{"clauses": [{"text": true}]}',
        ["f.yaml:1:23: text: should be text; write text here"],
    ),
    "json NaN": (
        '{"clauses": [{"text": NaN}]}',
        ["f.yaml:1:23: text: should be text; write text here"],
    ),
    "repeated key": (
        "label: a\nclauses: []\nlabel: b\nlabel: c\n",
        [
            'f.yaml:3:1: the key "label" stands here a second time; keep one of them',
            'f.yaml:4:1: the key "label" stands here a second time; keep one of them',
        ],
    ),
    "repeated key below": (
        "clauses:\n  - text: x\n    text: x\n",
        ['f.yaml:3:5: the key "text" stands here a second time; keep one of them'],
    ),
    "repeated key in flow style": (
        "clauses: [{text: x, text: y}]",
        ['f.yaml:1:21: the key "text" stands here a second time; keep one of them'],
    ),
    "repeated key in JSON": (
        '{"clauses": [{"text": "😀",\n "text": "y"}]}',
        ['f.yaml:2:2: the key "text" stands here a second time; keep one of them'],
    ),
    "repeated key in JSON beside an escape YAML lacks": (
        '{"clauses": [{"text": "\\ud83d\\ude00", "text": "y"}]}',
        ['f.yaml:1:39: the key "text" stands here a second time; keep one of them'],
    ),
    "unknown key in JSON beside an escape YAML lacks": (
        '{"clauses": [{"text": "\\ud83d\\ude00"}], "x": 1}',
        [f'f.yaml:1:41: "x" is not known here; {SPELL}'],
    ),
    "key that is a list": (
        "? [a]\n: b\n",
        ["f.yaml:1:3: a key that is no text; write a word before the colon"],
    ),
    "key that is a mapping": (
        "{a: b}: c\n",
        ["f.yaml:1:1: a key that is no text; write a word before the colon"],
    ),
    "key that is a number": ("1: b\nclauses: []", [f'f.yaml:1:1: "1" is not known here; {SPELL}']),
    "tab": (
        "clauses:\n\t- text: x\n",
        [f"f.yaml:2:1: {READ} found character that cannot start any token; {CHECK}"],
    ),
    "no closing quote": (
        'clauses:\n  - text: "x\n',
        [f"f.yaml:3:1: {READ} found unexpected end of stream; {CHECK}"],
    ),
    "unfinished JSON": (
        '{"clauses": [',
        [f"f.yaml:2:1: {READ} did not find expected node content; {CHECK}"],
    ),
    "colon in a value": (
        "label: a: b\nclauses: []\n",
        [f"f.yaml:1:9: {READ} mapping values are not allowed in this context; {CHECK}"],
    ),
    "two documents": (
        WHOLE + "---\n" + WHOLE,
        [f"f.yaml:3:1: {READ} but found another document; {CHECK}"],
    ),
    "alias": ("clauses:\n  - &one {text: x}\n  - *one\n", [f"f.yaml:2:5: {ALIAS}"]),
    "alias of a word": (
        "label: &a x\nclauses: [{text: *a, note: *a}]\n",
        [f"f.yaml:1:8: {ALIAS}"],
    ),
    "merge key": (
        "clauses:\n  - &one {text: x}\n  - {<<: *one, id: y}\n",
        [f"f.yaml:2:5: {ALIAS}"],
    ),
    "merge key without alias": (
        "clauses:\n  - <<: {text: x}\n    text: y\n",
        [f'f.yaml:2:5: "<<" is not known here; {SPELL}'],
    ),
    "alias of itself": ("clauses: &a [*a]\n", [f"f.yaml:1:10: {ALIAS}"]),
    "alias of nothing": (
        "clauses: *a\n",
        [f"f.yaml:1:10: {READ} found undefined alias; {CHECK}"],
    ),
    "deep": ("clauses: " + "[" * 60 + "]" * 60, [f"f.yaml:1:60: {DEEP}"]),
    "deeper": ("clauses: " + "[" * 900 + "]" * 900, [f"f.yaml:1:60: {DEEP}"]),
    "deep JSON": ('{"clauses":' + "[" * 900 + "]" * 900 + "}", [f"f.yaml:1:62: {DEEP}"]),
    "too deep for the parser": (
        "clauses: " + "[" * 5000,
        [f"f.yaml:1:1009: {READ} exceeded maximum nesting depth; {CHECK}"],
    ),
    "JSON too deep for the parser": (
        '{"clauses":' + "[" * 100_000 + "]" * 100_000 + "}",
        [f"f.yaml:1:1011: {READ} exceeded maximum nesting depth; {CHECK}"],
    ),
    "NUL": (
        "label: é\nclauses:\n  - text: éé\0\n",
        ["f.yaml:3:13: a character that may not stand in a file (U+0000); take it out"],
    ),
    "control character": (
        'label: "a\x1b[31m"\nclauses: []\n',
        ["f.yaml:1:10: a character that may not stand in a file (U+001B); take it out"],
    ),
    "form feed": (
        '{"clauses": [{"text": "\f"}]}',
        ["f.yaml:1:24: a character that may not stand in a file (U+000C); take it out"],
    ),
    "noncharacter": (
        "label: \uffff",
        ["f.yaml:1:8: a character that may not stand in a file (U+FFFF); take it out"],
    ),
    "stray byte": (
        b"label: caf\xe9\n".decode("utf-8", "surrogateescape"),
        ["f.yaml:1:11: not UTF-8 text; save it as UTF-8"],
    ),
    "escaped control character": (
        'clauses:\n  - text: "a\\e[31m"\n  - text: y\n    note: "\\0"\n',
        [
            "f.yaml:2:11: a character that no text has (U+001B); take its escape out",
            "f.yaml:4:11: a character that no text has (U+0000); take its escape out",
        ],
    ),
    "escaped control character in JSON": (
        '{"clauses": [{"text": "\\u001b[31m"}], "x": 1}',
        [
            "f.yaml:1:23: a character that no text has (U+001B); take its escape out",
            f'f.yaml:1:39: "x" is not known here; {SPELL}',
        ],
    ),
    "half a character": (
        '{"clauses": [{"text": "\\ud83d"}]}',
        ["f.yaml:1:23: a character that no text has (U+D83D); take its escape out"],
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_every_mistake_is_told_with_its_place(name: str) -> None:
    text, problems = MISTAKES[name]
    assert told(text) == problems


def test_a_few_aliases_for_millions_of_values_cost_nothing() -> None:
    lines = ["a0: &a0 [x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 40)]
    problems = told("\n".join(lines))  # to follow them all would never end
    assert problems[0] == f"f.yaml:1:5: {ALIAS}"


def test_an_escape_that_is_white_space_stands() -> None:
    text = '{"clauses": [{"text": "a\\u000c\\u0085\\u00a0b\\\\u001b"}]}'
    assert parse(text, Snapshot, "f").clauses[0].text == "a\f\x85\u00a0b\\u001b"


def test_the_parser_in_python_tells_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """PyYAML is also built without its C parser."""

    class Slow(yaml.SafeLoader):
        yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012  # PyYAML's own attribute

    monkeypatch.setattr(parse_module, "_Strings", Slow)
    slow = ("NUL", "all at once", "deep", "repeated key", "alias", "escaped control character")
    for name in slow:
        text, problems = MISTAKES[name]
        assert told(text) == problems
    assert clause("number", "1.10") == "1.10"
    assert told("clauses: " + "[" * 5000) == [f"f.yaml:1:1: {DEEP}"]


@given(st.text(st.sampled_from(list("clauses: -text[]{}\"'&*!|>#%@`?,\n\t\\\0é~<")), max_size=60))
def test_no_text_brings_anything_but_a_value_or_its_problems(text: str) -> None:
    for start in ("", "clauses:\n  - text: ", '{"clauses": [{"text": "'):
        problems: list[Problem] = []
        try:
            parse(start + text, Snapshot, "f.yaml")
        except UserError as error:
            problems.extend(error.problems)
        assert all(p.line and p.column and p.what for p in problems)


STRINGS = st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"))


@given(st.lists(STRINGS, min_size=1))
def test_json_texts_come_out_as_they_went_in(texts: list[str]) -> None:
    for ascii_only in (True, False):
        text = json.dumps({"clauses": [{"text": t} for t in texts]}, ensure_ascii=ascii_only)
        assert [c.text for c in parse(text, Snapshot, "f.json").clauses] == texts


# ---------------------------------------------------------------- what else the module offers


@pytest.mark.parametrize("kind", [Snapshot, Sources, Policy, Facts, Event, Review])
def test_the_schema_is_one_and_tells_every_key(kind: type) -> None:
    schema = json_schema(kind)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["additionalProperties"] is False
    assert schema["title"] == kind.__name__


def test_the_schema_and_the_reader_agree() -> None:
    validator = jsonschema.Draft202012Validator(json_schema(Snapshot))
    assert validator.is_valid({"clauses": [{"text": "x", "role": "purpose"}]})
    for wrong in ({}, {"clauses": "x"}, {"clauses": [{"txt": "x"}]}, {"clauses": [], "state": "x"}):
        assert not validator.is_valid(wrong)
        told(json.dumps(wrong))


def test_fields_are_found_by_their_type() -> None:
    text = (
        "as_of: 2025\nclauses:\n  - text: x\n    source: s\n    continues: [a#b, a#c]\n"
        "sources:\n  - id: s\n    title: S\n    issuer: I\n    date: 2024\n"
    )
    snapshot = parse(text, Snapshot, "f")
    dates = [(("as_of",), "2025"), (("sources", 0, "date"), "2024")]
    assert list(fields_of(snapshot, Date)) == dates
    assert [at for at, _ in fields_of(snapshot, SourceId)] == [
        ("clauses", 0, "source"),
        ("sources", 0, "id"),
    ]
    assert list(fields_of(snapshot, ClauseRef)) == [
        (("clauses", 0, "continues", 0), "a#b"),
        (("clauses", 0, "continues", 1), "a#c"),
    ]
