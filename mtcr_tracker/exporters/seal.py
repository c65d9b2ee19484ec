"""The seal of a report: of each part of the page the hash, in one last data block.

It tells a page that was altered from one as it was written, part by part; whoever alters a page
on purpose can make the seal again, so it proves nothing about who wrote it.
"""

import json
import re
from collections.abc import Mapping
from hashlib import sha256

_PART = re.compile(
    '(?=<section [^>]*aria-labelledby="section-|<footer |<script type="application/json"|</body>)'
)
_NAME = re.compile(
    '<section [^>]*aria-labelledby="section-([^"]*)"|<script[^>]* id="([^"]*)"|<(footer)'
)
_SEAL = re.compile('<script type="application/json" id="seal">([^<]*)</script>\n')


def sealed(page: str) -> str:
    """The page with its seal before the end."""
    told = json.dumps(hashes(page), separators=(",", ":"))
    block = f'<script type="application/json" id="seal">{told}</script>\n'
    before, end, after = page.rpartition("</body>")
    return f"{before}{block}{end}{after}"


def hashes(page: str) -> dict[str, str]:
    """SHA-256 of each part of a page as UTF-8, without its seal, by the part's name; line ends
    count as line feeds, whatever brought the file here."""
    bare = _SEAL.sub("", page.replace("\r\n", "\n"))
    found: dict[str, str] = {}
    for number, part in enumerate(_PART.split(bare)):
        told = _NAME.match(part)
        name = next(filter(None, told.groups()), "") if told else "end" if number else "head"
        while name in found:
            name += "+"
        found[name] = sha256(part.encode("utf-8", "surrogatepass")).hexdigest()
    return found


def seal(page: str) -> Mapping[str, str] | None:
    """The hashes that a page's seal names; None where it has none."""
    told = _SEAL.search(page.replace("\r\n", "\n"))
    read = json.loads(told[1]) if told else None
    return read if isinstance(read, dict) else None
