"""Values as the YAML that people read: plain, folded over lines, or quoted."""

import json
import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import Any


def as_yaml(values: Mapping[str, Any]) -> str:
    """A mapping of texts, numbers, lists and mappings as block YAML, in its own order, without
    what is empty. Every text is read back as it is."""
    return "".join(_entry(key, value, "") for key, value in values.items() if _told(value))


def _told(value: Any) -> bool:
    return bool(value) or value == 0


def _entry(key: str, value: Any, indent: str) -> str:
    if isinstance(value, Mapping):
        inner = "".join(_entry(k, v, f"{indent}  ") for k, v in value.items() if _told(v))
        return f"{indent}{key}:\n{inner}"
    if isinstance(value, str | int):
        return f"{indent}{key}: {_scalar(str(value), f'{indent}  ')}\n"
    return f"{indent}{key}:\n{''.join(_items_of(value, f'{indent}  '))}"


def _items_of(values: Sequence[Any], indent: str) -> Iterator[str]:
    for value in values:
        if isinstance(value, Mapping):
            inner = "".join(_entry(k, v, f"{indent}  ") for k, v in value.items() if _told(v))
            yield f"{indent}- {inner.lstrip()}"
        else:
            yield f"{indent}- {_scalar(str(value), f'{indent}  ')}\n"


def _scalar(text: str, indent: str) -> str:
    """A text as YAML that is read back as the same: plain, folded over lines, or quoted."""
    if len(text) < 80 and _PLAIN.fullmatch(text):
        return text
    if len(text) >= 80 and text.isprintable() and text == " ".join(text.split()):
        lines = textwrap.wrap(
            text, 100 - len(indent), break_long_words=False, break_on_hyphens=False
        )
        return "".join([">-", *(f"\n{indent}{line}" for line in lines)])
    quoted = json.dumps(text, ensure_ascii=False)
    return "".join(c if c.isprintable() else f"\\U{ord(c):08x}" for c in quoted)


_PLAIN = re.compile(
    r"""[A-Za-z0-9(]          # no sign that begins something else
        ([\w ,.()/;'&+=?%-] | (?<=\S)[#] | :(?=\S))*
        (?<![ #])""",
    re.ASCII | re.VERBOSE,
)
