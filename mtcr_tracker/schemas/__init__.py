"""The published JSON Schemas of what the program writes for other programs.

Each is a file of this folder, named for what it describes and its version; an output names it in
its key `schema`. The schemas of the files that a user writes are made of the model instead.
"""

import json
import re
from importlib.resources import files
from typing import Any

_FILE = re.compile(r"(.+)-1\.json")
_REFERENCE = re.compile(r'"urn:mtcr-tracker:([a-z-]+):1#')


def names() -> list[str]:
    """What there is a schema for, in the order of the alphabet."""
    found = (_FILE.fullmatch(each.name) for each in files(__name__).iterdir())
    return sorted(name[1] for name in found if name)


def published(name: str) -> dict[str, Any]:
    """The JSON Schema of that name; those that it refers to stand whole in its `$defs`, so that it
    can be used alone (JSON Schema 2020-12, section 9.3). Raises KeyError where there is none."""
    schema = _read(name)
    embedded: dict[str, Any] = {}
    wanted = _referred(schema) - {name}
    while wanted:
        found = {each: _read(each) for each in sorted(wanted)}
        embedded |= found
        wanted = {each for one in found.values() for each in _referred(one)} - {name, *embedded}
    return {**schema, "$defs": {**schema.get("$defs", {}), **embedded}} if embedded else schema


def _read(name: str) -> dict[str, Any]:
    if name not in names():
        raise KeyError(name)
    text = files(__name__).joinpath(f"{name}-1.json").read_text(encoding="utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema


def _referred(schema: dict[str, Any]) -> set[str]:
    return set(_REFERENCE.findall(json.dumps(schema)))
