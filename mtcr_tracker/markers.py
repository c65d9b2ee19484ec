"""Numbers and markers at the head of a text: "(b)", "4.", "Sec. 4.", "§ 742.5"."""

import re

_PARENTHESES = r"\((?:\d{1,3}[A-Za-z]?|[A-Za-z]{1,2}|[ivxl]{1,7}|[IVXL]{1,7})\)"
_NAMES = (
    "Sec(?:tion|s)?|Art(?:icle)?|Para(?:graph)?|Reg(?:ulation)?|Clause|Rule|Part|Chapter|Annex|"
    "Appendix|Schedule|Item|SECTION|ARTICLE|PARAGRAPH|REGULATION|CLAUSE|RULE|PART|CHAPTER|ANNEX|"
    "APPENDIX|SCHEDULE|ITEM"
)
_NAMED = (
    rf"(?=[ACIPRS§])(?:(?:{_NAMES})\.?|§{{1,2}})\s*(?:\d|[IVXL]++(?![A-Za-z]))[\w.()-]*[.:]?"
    r"(?=\s*$|\s+[A-Z\[(\"“]|\s*[—–]|\s+-\s)"
)
_PLAIN = (
    r"\d{1,4}(?:\.\d{1,4}|\.[A-Z](?![A-Za-z]))*[A-Z]?[.)](?=\s|$)|"
    r"\d{1,4}[A-Z]?\.[—–](?=\(\d)|"
    r"\d{1,4}(?:\.\d{1,4}|\.[A-Z](?![A-Za-z]))+(?=\s+[A-Z\[(\"“]|$)|"
    r"(?:[A-Za-z]|[ivxl]{1,7}|[IVXL]{1,7})[.)](?=\s|$)"
)
_MARKER = re.compile(rf"\s*(?:{_PARENTHESES}|{_NAMED}|{_PLAIN})")
_MAYBE = re.compile(r"[ASPCRI]|(?=[(§0-9A-Za-z \t\n\u00a0])[^.()§]{0,15}[.()§]", re.DOTALL).match
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
