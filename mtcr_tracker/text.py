"""Words: tokens that keep their white space, typographic folding, fingerprints."""

import re
import unicodedata
from hashlib import sha256

from mtcr_tracker.model import Fingerprint

_TOKEN = re.compile(r"\s+|\w+(?:[-'’.,/‐‑]\w+)*|[^\w\s]")
# A number with its separators (1,000; 742.5; 300/500), a hyphenated word and a possessive are
# one token: their parts mean something else.

_TYPOGRAPHIC = {
    **dict.fromkeys("‘’‚‛ʼ", "'"),
    **dict.fromkeys("“”„‟", '"'),
    **dict.fromkeys("‐‑‒–−", "-"),  # hyphens, figure and en dash, minus; not the em dash
    "ﬀ": "ff",
    "ﬁ": "fi",
    "ﬂ": "fl",
    "ﬃ": "ffi",
    "ﬄ": "ffl",
    "ﬅ": "st",
    "ﬆ": "st",
    **dict.fromkeys("\u00ad\u200b\u2060\ufeff", ""),  # soft hyphen, zero-width marks
    "…": "...",
}
_FOLD = str.maketrans(_TYPOGRAPHIC)
# NFC and not NFKC, which would turn 10² into 102 and so hide a change of number.


def tokens(text: str) -> list[str]:
    """The text cut into words, runs of white space and single marks; joined they are the text."""
    return _TOKEN.findall(text)


def fold(text: str) -> str:
    """The text without what is typographic: kinds of space, quotation mark, dash and ligature,
    invisible marks, Unicode composition. Case, numbers and punctuation stand."""
    return " ".join(unicodedata.normalize("NFC", text.translate(_FOLD)).split())


def words(text: str) -> list[str]:
    """The folded words in lower case, without white space and punctuation, for scoring."""
    return [token for token in tokens(fold(text).lower()) if token[0].isalnum()]


def fingerprint(text: str) -> Fingerprint:
    """A name for the words of a text that typographic mending does not change."""
    return Fingerprint(sha256(fold(text).encode("utf-8", "surrogatepass")).hexdigest()[:16])
