"""What every label of a report means, in one or two sentences a newcomer understands."""

from collections.abc import Mapping

VERDICT: Mapping[str, str] = {
    "loosened": "More is permitted, or less is required before it is permitted.",
    "tightened": "Less is permitted, or more is required before it is permitted.",
    "mixed": "Loosened in one respect and tightened in another.",
    "kept": "The words may differ; what is permitted and required does not.",
    "unclear": "The words differ and their effect cannot be told from them.",
    "disputed": "People who read the words carefully come to different readings; all are shown.",
    "no direction": "A purpose or background clause, or a clause whose missing counterpart "
    "proves nothing. It gets no verdict.",
}

KIND: Mapping[str, str] = {
    "identical": "The same words on both sides.",
    "typographic": "Only quotation marks, dashes, spaces or the like differ.",
    "reworded": "The words differ.",
    "renumbered": "The clause's number differs.",
    "moved": "The clause stands in another order among its neighbours.",
    "split": "One earlier clause became several.",
    "merged": "Several earlier clauses became one.",
    "new": "No counterpart in an earlier text that is known in full.",
    "no earlier text": "No counterpart on record. The earlier text is not known in full, so this "
    "does not show that the provision is new.",
    "removed": "No counterpart in a later text that is known in full.",
    "not restated": "The later text does not repeat it. That text is not known in full, so this "
    "does not show that the provision was dropped.",
    "still stands": "The later text does not repeat it, and its own document is in force at the "
    "later date: silence is not repeal.",
}

GRADE: Mapping[str, str] = {
    "official text": "The official wording was seen, in an official place or a faithful copy.",
    "reprint": "A reprint of the official wording was seen.",
    "press quotation": "Words of the document quoted by the press were seen.",
    "official summary": "An official description of the document was seen, not its own words.",
    "press report": "A press account was seen, without the document's own words.",
    "no grade": "No source was given, or nothing of it was seen.",
}

WORDING: Mapping[str, str] = {
    "verbatim": "All the clause's words, as the source has them.",
    "excerpt": "Part of a sentence or passage, cut off by whoever quoted it.",
    "restated": "Not the source's own words.",
}

CONFIDENCE: Mapping[str, str] = {
    "high": "Both wordings were seen and the reading hardly admits another.",
    "medium": "One side was seen in part or at second hand, or a careful reader could differ.",
    "low": "An inference.",
}

BASIS: Mapping[str, str] = {
    "concordance": "The editors say that the two are one provision.",
    "id": "The two clauses have the same id.",
    "text": "The two clauses were paired by their words.",
    "none": "The clause has no counterpart.",
}

STATE: Mapping[str, str] = {
    "in force": "The text was in force at its date.",
    "prospective": "The text was not yet in force at its date.",
    "stayed": "The text was suspended at its date.",
    "rescinded": "The text had been withdrawn at its date.",
    "unpublished": "The text itself was not published; its clauses are another document's "
    "description of it.",
}

STANCE: Mapping[str, str] = {
    "origin": "the act that made the provision",
    "carries out": "carries the provision out",
    "extends": "takes the provision further",
    "narrows": "takes the provision less far",
    "contradicts": "goes against the provision",
    "pauses": "suspends the provision",
    "reverses": "undoes the provision",
    "comments": "a view of the provision, not a fact about policy",
    "adjacent": "touches the subject; no effect on the provision was seen",
}

FORM: Mapping[str, str] = {
    "csv": "table (CSV)",
    "docx": "Word document with tracked changes",
    "html": "web page",
    "json": "data (JSON)",
    "markdown": "Markdown",
    "text": "plain text",
}

DEFINITIONS: Mapping[str, Mapping[str, str]] = {
    "Verdicts": VERDICT,
    "Kinds of change": KIND,
    "State of a text": STATE,
    "Grades of evidence, best first": GRADE,
    "Wording": WORDING,
    "Confidence": CONFIDENCE,
    "How clauses were paired": BASIS,
    "What an event does to a provision": STANCE,
}
"""Every label of a report by the group that it belongs to."""
