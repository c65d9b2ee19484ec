"""Numbers and markers at the head of a text: "(b)", "4.", "Sec. 4.", "§ 742.5"."""

import re

_PARENTHESES = r"\((?:\d{1,3}[a-z]?|[A-Za-z]{1,2}|[ivxl]{1,7}|[IVXL]{1,7})\)"
_NAMED = (
    r"(?:Sec(?:tion|s)?\.?|§{1,2}|Art(?:icle)?\.?|Para(?:graph|\.)?|Clause|Rule|Part|Chapter|"
    r"Annex|Appendix|Schedule)\s*[\dIVXL][\w.()-]*[.:]?(?=\s*$|\s+[A-Z\[(\"“]|\s*[—–-]\s)"
)
_PLAIN = (
    r"\d{1,4}(?:\.\d{1,4})*[.)](?=\s|$)|\d{1,4}(?:\.\d{1,4})+(?=\s+[A-Z\[(\"“]|$)|"
    r"(?:[A-Za-z]|[ivxl]{1,7}|[IVXL]{1,7})[.)](?=\s|$)"
)
_MARKER = re.compile(rf"\s*(?:{_PARENTHESES}|{_NAMED}|{_PLAIN})")
_FIRST = frozenset("(§0123456789SACPR \t\n\u00a0ivxlIVXL").union(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
)


def head(text: str) -> int:
    """Where the words begin: the length of the markers at the head of the text and of the space
    behind them, 0 where there are none. "Section 4 applies" begins with no marker but with a
    sentence, and "(Reserved)" is words."""
    if text[:1] not in _FIRST or not _maybe(text):
        return 0
    end = 0
    while found := _MARKER.match(text, end):
        end = found.end()
    return len(text) - len(text[end:].lstrip()) if end else 0


def _maybe(text: str) -> bool:
    """Cheap: whether a mark that every marker needs stands near the head."""
    start = text[:16]
    return any(mark in start for mark in ".()§") or start[:1] in "ASPCR"


def marker(text: str) -> str:
    """The markers at the head of the text, without space around them; empty where none."""
    return text[: head(text)].strip()


def body(text: str) -> str:
    """The text behind its markers."""
    return text[head(text) :]
