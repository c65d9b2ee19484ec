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
_MAYBE = re.compile(r"[ASPCR]|(?=[(§0-9A-Za-z \t\n\u00a0])[^.()§]{0,15}[.()§]", re.DOTALL).match
# Cheap: whether a mark that every marker needs stands near the head.


def head(text: str) -> int:
    """Where the words begin: the length of the markers at the head of the text and of the space
    behind them, 0 where there are none. "Section 4 applies" begins with no marker but with a
    sentence, and "(Reserved)" is words."""
    if not _MAYBE(text):
        return 0
    end = 0
    while found := _MARKER.match(text, end):
        end = found.end()
    return len(text) - len(text[end:].lstrip()) if end else 0


def marker(text: str) -> str:
    """The markers at the head of the text, without space around them; empty where none."""
    return text[: head(text)].strip()


def body(text: str) -> str:
    """The text behind its markers."""
    return text[head(text) :]
