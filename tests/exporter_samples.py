"""What the tests of the exporters share: two comparisons made by hand, and a reader of HTML."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from typing import Any

from mtcr_tracker import model
from mtcr_tracker.model import (
    Assessment,
    Change,
    Clause,
    ClauseRef,
    Comparison,
    Date,
    Dossier,
    Edit,
    Event,
    Facts,
    Id,
    Judgement,
    Match,
    NotCompared,
    Policy,
    Reading,
    Renumbering,
    Review,
    Ripple,
    Signal,
    Snapshot,
    Source,
    SourceId,
    Span,
    Term,
)

# ---------------------------------------------------------------- two comparisons made by hand

GUIDELINES = Source(
    id=SourceId("mtcr-gl-current"),
    title="Guidelines for Sensitive Missile-Relevant Transfers",
    issuer="MTCR partners",
    address="http://mtcr.info/guidelines-for-sensitive-missile-relevant-transfers/",
    grade="official text",
    completeness="partial",
    standing="in force",
)
STATEMENT = Source(
    id=SourceId("wh-2025-fs"),
    title="Fact sheet on missile technology exports",
    issuer="The White House",
    date=Date("2025-01-07"),
    grade="reprint",
    completeness="partial",
    standing="statement at its date",
)
PRESUMPTION = (
    "Particular restraint will be exercised in the consideration of Category I transfers "
    "regardless of their purpose, and there will be a strong presumption to deny such transfers."
)
FLEXIBILITY = (
    "The NSM directs the interagency to provide increased flexibility for case-by-case review "
    "and facilitate support for certain MTCR Category I military missiles, Unmanned Aerial "
    "Systems (UAS), and Space Launch Vehicle (SLV) systems"
)
SPACE_BEFORE = (
    "The Guidelines are not designed to impede national space programs or international "
    "cooperation in such programs as long as such programs could not contribute to delivery "
    "systems for weapons of mass destruction."
)
SPACE_AFTER = (
    "The NSM establishes that the MTCR is not designed to impede national space programs or "
    "international cooperation in such programs as long as such programs could not contribute "
    "to delivery systems for WMD."
)
LAW = "The Government will implement the Guidelines in accordance with national legislation."


def clause(id_: str, text: str, source: Source = STATEMENT, **more: Any) -> Clause:
    """A clause of one of the two sources."""
    return Clause(id=Id(id_), text=text, source=source.id, at="paragraph 1", **more)


def span(side: model.Side, text: str, words: str) -> Span:
    """The first place of the words in a text."""
    start = text.index(words)
    return Span(side, start, start + len(words), words)


def change(
    number: int,
    old: Sequence[Clause],
    new: Sequence[Clause],
    kinds: tuple[model.Kind, ...],
    edits: Sequence[tuple[model.Op, str]] = (),
    **more: Any,
) -> Change:
    """A change with what a test does not care about filled in."""
    old_text, new_text = ("\n".join(c.text for c in side) for side in (old, new))
    whole: list[tuple[model.Op, str]] = [("delete", old_text), ("insert", new_text)]
    values: dict[str, Any] = {
        "match": Match(
            old=tuple(old), new=tuple(new), basis="text", score=0.8123456, reason="alike"
        ),
        "edits": tuple(Edit(op, words) for op, words in edits or whole if words),
        "machine": Assessment(direction=None, reason="Nothing to say."),
        "verdict": None,
        "origin": "none",
        "grade": "reprint",
        **more,
    }
    return Change(number=number, kinds=kinds, old_text=old_text, new_text=new_text, **values)


def disputed() -> Change:
    """Category I: two readings that disagree, and a signal."""
    signal = Signal(
        rule="standard of review",
        dimension="standard of review",
        direction="loosened",
        for_whom="missiles",
        spans=(
            span("old", PRESUMPTION, "strong presumption to deny"),
            span("new", FLEXIBILITY, "case-by-case review"),
        ),
        reason="A presumption of denial stands against review case by case.",
        confidence="medium",
    )
    readings = (
        Reading(
            direction="loosened",
            reason="More flexibility is asked for.",
            confidence="medium",
            for_whom="certain partners",
            words="increased flexibility",
        ),
        Reading(direction="kept", reason="The Guidelines stand.", confidence="high"),
    )
    review = Review(
        old="pre-2025",
        new="nsm-2025",
        clause=Id("category-i-review"),
        by="the editors",
        on=Date("2026-11-24"),
        readings=readings,
        say_with_it="Silence is not repeal.",
    )
    lacking = span("old", PRESUMPTION, "Particular restraint")
    old = clause("presumption", PRESUMPTION, GUIDELINES, heading="Presumption")
    new = clause(
        "category-i-review",
        FLEXIBILITY,
        number="P3a",
        heading="Category I",
        compare_with=(ClauseRef("pre-2025#law"),),
        topics=(Id("transfers"),),
    )
    return change(
        1,
        [old],
        [new],
        ("reworded",),
        match=Match(old=(old,), new=(new,), basis="concordance", score=0.13, reason="as named"),
        side_by_side=True,
        machine=Assessment(
            direction="loosened", signals=(signal,), not_restated=(lacking,), reason="One signal."
        ),
        judgements=(Judgement(review=review, readings=readings),),
        verdict="disputed",
        origin="reviews",
        old_stood="stood on January 2, 2025",
    )


def kept() -> Change:
    """Space programmes: near enough for a redline."""
    edits: list[tuple[model.Op, str]] = [
        ("keep", "The "),
        ("delete", "Guidelines are"),
        ("insert", "NSM establishes that the MTCR is"),
        ("keep", SPACE_BEFORE[len("The Guidelines are") : -len("weapons of mass destruction.")]),
        ("delete", "weapons of mass destruction"),
        ("insert", "WMD"),
        ("keep", "."),
    ]
    return change(
        2,
        [clause("space", SPACE_BEFORE, GUIDELINES)],
        [clause("space-programs", SPACE_AFTER, number="P4")],
        ("reworded",),
        edits,
        machine=Assessment(direction="kept", reason="Only wording without force."),
        verdict="kept",
        origin="machine",
    )


def sample() -> tuple[Comparison, Dossier]:
    """A small comparison with one of everything, in words of the record."""
    same = clause("same", LAW)
    stands = clause("law", LAW, GUIDELINES)
    history = clause("history", "Its membership has grown to 35 countries.", role="background")
    changes = (
        disputed(),
        kept(),
        change(3, [], [history], ("no earlier text",)),
        change(
            4, [same], [same], ("identical",), [("keep", LAW)], verdict="kept", origin="machine"
        ),
        change(5, [stands], [], ("still stands",), old_stood="stood on January 2, 2025"),
    )
    comparison = Comparison(
        old=snapshot("pre-2025", changes, "old", "in force"),
        new=snapshot("nsm-2025", changes, "new", "unpublished"),
        changes=changes,
        not_compared=(NotCompared(side="old", what="Paragraphs 3 to 7.", why="not seen"),),
    )
    event = Event(
        id="2025-04-09-order",
        date=Date("2025-04-09"),
        actor="The President",
        what="An order is signed.",
        type="directive",
        stance="extends",
        effect="in force",
        grade="press quotation",
        seen_at=("https://example.org/order", "javascript:alert(1)"),
    )
    dossier = Dossier(
        policy=Policy(
            id=Id("us-mtcr"),
            title="How the regime is carried out",
            issuer="United States",
            summary="-",
            topics=(Term(id=Id("transfers"), title="Transfers"),),
            looked_until=Date("2026-10"),
        ),
        facts=Facts(),
        sources={source.id: source for source in (GUIDELINES, STATEMENT)},
        events=(event, replace(event, id="b", date=Date("2025-05/2025-06"), stance="comments")),
        touching={1: (event,)},
        bearing={ClauseRef("pre-2025#law"): stands},
    )
    return comparison, dossier


def snapshot(
    label: str, changes: Sequence[Change], side: model.Side, state: model.State
) -> Snapshot:
    """The snapshot on one side of the changes."""
    clauses = [c for ch in changes for c in (ch.match.old if side == "old" else ch.match.new)]
    return Snapshot(
        label=label,
        title=f"The {side} text",
        clauses=tuple(clauses),
        as_of=Date("2025-01-02"),
        state=state,
        coverage="partial",
    )


def shifted() -> tuple[Comparison, Dossier]:
    """Two texts known in full, between which clauses were split, merged, moved, renumbered, put in
    and taken out, with what that does to references and a definition in other clauses."""
    first = clause("scope", "This text is about permits.", number="1")
    (two, three, four, five) = (
        clause("fees", "A fee is due. It is paid in advance.", number="2"),
        clause("forms", "Forms are in writing.", number="3"),
        clause("copies", "Copies are kept.", number="4"),
        clause("permit", "A permit is as section 4 has it.", number="5"),
    )
    fee, paid = (
        clause("fee", "A fee is due.", number="3"),
        clause("paid", "It is paid in advance.", number="4"),
    )
    both = clause("records", "Forms are in writing. Copies are kept.", number="5")
    put_in = clause("aim", "All permits end.", number="2")
    kept_ = clause("permit", "A permit is as section 4 has it.", number="6")
    gone = clause("end", "This part ends.", number="6")
    went, came = (clause("moved", "Seals are round.", number=n) for n in ("7", "7"))
    term = "“Permit” means a paper permit."
    before, after = (
        clause("term", words, number="8") for words in (term, term.replace("a paper", "any"))
    )
    changes = (
        change(1, [went], [came], ("moved",), [("keep", came.text)], verdict="kept"),
        change(2, [first], [first], ("identical",), [("keep", first.text)], verdict="kept"),
        change(3, [], [put_in], ("new",), verdict="tightened", origin="machine"),
        change(
            4, [two], [fee, paid], ("split",),
            [("keep", fee.text), ("delete", " "), ("insert", "\n"), ("keep", paid.text)],
            verdict="kept", origin="machine",
        ),
        change(
            5, [three, four], [both], ("merged",),
            [("keep", three.text), ("delete", "\n"), ("insert", " "), ("keep", four.text)],
            verdict="kept", origin="machine",
        ),
        change(
            6, [five], [kept_], ("renumbered",), [("keep", five.text)], verdict="kept",
            origin="machine",
        ),
        change(7, [gone], [], ("removed",), verdict="unclear", origin="machine"),
        change(
            8, [before], [after], ("reworded",),
            [("keep", "“Permit” means "), ("delete", "a paper"), ("insert", "any"),
             ("keep", " permit.")],
            verdict="unclear", origin="machine",
        ),
    )  # fmt: skip
    order = (first, two, three, four, five, gone, went, before)
    old, new = (snapshot(label, changes, side, "in force") for label, side in _ENDS)
    return Comparison(
        old=replace(old, clauses=order, coverage="complete"),
        new=replace(new, coverage="complete"),
        changes=changes,
        renumberings=(
            Renumbering(
                cause="A clause was put in as 2",
                because=(3,),
                changes=(4, 6),
                numbers=(("2", "3"), ("5", "6")),
            ),
        ),
        ripples=(
            Ripple(
                kind="stale reference",
                change=6,
                words="section 4",
                touches=(4, 5),
                why="what was 4 is 5 now",
            ),
            Ripple(
                kind="changed definition",
                change=8,
                words="Permit",
                touches=(6,),
                why="its meaning changed, the clauses that use it did not",
            ),
        ),
    ), Dossier(sources={STATEMENT.id: STATEMENT})


_ENDS: tuple[tuple[str, model.Side], ...] = (("a", "old"), ("b", "new"))


HOSTILE = (
    "<script>alert(1)</script> & \"quoted\" 'too' </style>{{ 7 * 7 }} {% raw %}",
    "right \u05d0\u05d1 to left \u202eoverride\u202c \u2066isolate\u2069 \u200fmark",
    "e\u0301 combining a\u0300\u0301\u0302\u0303 marks \u0301first",
    "control \x00\x01\x1b[31m \x7f \x9b31m \r carriage\ttab\x0c",
    "unpaired \ud800 surrogate \udfff \ufffe",
    "x" * 100_000,
    "# heading\n- item\n1. one\n> quote\n```\n---\n| a | b |\n=== [link](http://a.example) ![](x)",
    "*a* _b_ **c** ~~d~~ `e` $f$ \\g @user #12 GH-3 :tada: www.a.example <b>h</b> a@b.example",
    "   leading and trailing   ",
    "=HYPERLINK(1)",
)


def hostile() -> tuple[Comparison, Dossier]:
    """A comparison whose every text is out to break the page."""
    changes = tuple(
        change(
            number,
            [clause(f"{text[:9]} {number}", text, number=text[:9], note=text[:200])],
            [clause(f"new {number}", f"{text} more", heading=text[:50])],
            ("reworded",),
            [("delete", text), ("insert", f"{text} more")]
            if number % 2
            else [("keep", text), ("insert", " more")],
            machine=Assessment(
                direction="unclear", reason=text[:300], not_restated=(span("old", text, text[:9]),)
            ),
            judgements=(_review(text[:300]),),
            verdict="unclear",
            origin="reviews",
            old_stood=text[:30],
        )
        for number, text in enumerate(HOSTILE, start=1)
    )
    old, new = (
        snapshot("old", changes, "old", "in force"),
        snapshot("new", changes, "new", "stayed"),
    )
    comparison = Comparison(
        old=replace(old, title=HOSTILE[0]),
        new=replace(new, gaps=HOSTILE[:4]),
        changes=changes,
        not_compared=tuple(
            NotCompared(side="new", what=text[:300], why=text[:90]) for text in HOSTILE
        ),
        renumberings=tuple(
            Renumbering(cause=text[:90], because=(), changes=(n,), numbers=((text[:9], "2"),))
            for n, text in enumerate(HOSTILE, start=1)
        ),
        ripples=tuple(
            Ripple(kind="stale reference", change=n, words=text[:90], touches=(), why=text[:90])
            for n, text in enumerate(HOSTILE, start=1)
        ),
    )
    _, dossier = sample()
    source = replace(STATEMENT, title=HOSTILE[0], issuer=HOSTILE[7], address=HOSTILE[6])
    known = {**dossier.sources, source.id: source}
    return comparison, replace(dossier, touching={}, bearing={}, sources=known)


def _review(words: str) -> Judgement:
    """A review all of whose words are these."""
    reading = Reading(direction="unclear", reason=words, for_whom=words[:30], words=words[:90])
    review = Review(
        old="old", new="new", clause=Id("c"), by=words[:60], on=Date("2026"), readings=(reading,),
        say_with_it=words,
    )  # fmt: skip
    return Judgement(review=review, readings=(reading,))


def long(size: int, every: int = 10) -> Comparison:
    """A comparison of two long texts in which every tenth clause (or as asked) changes a word."""
    words = LAW.removesuffix(".").split()
    changes = []
    for number in range(1, size + 1):
        shift = number % len(words)
        text = f"({number}) " + " ".join([*words[shift:], *words[:shift]] * 3) + "."
        old = Clause(id=Id(f"c{number}"), number=str(number), text=text)
        if number % every:
            edits: list[tuple[model.Op, str]] = [("keep", text)]
            same = change(number, [old], [old], ("identical",), edits, verdict="kept")
            changes.append(replace(same, origin="machine"))
            continue
        new = replace(old, text=text.replace("will", "may"))
        edits = [("keep", words) for words in text.split("will")]
        for place in range(len(edits) - 1, 0, -1):
            edits[place:place] = [("delete", "will"), ("insert", "may")]
        changes.append(
            change(
                number,
                [old],
                [new],
                ("reworded",),
                edits,
                verdict="loosened",
                origin="machine",
                machine=Assessment(direction="loosened", reason="A duty became a choice."),
            )
        )
    return Comparison(
        old=Snapshot(clauses=tuple(c.match.old[0] for c in changes), label="old", title="Old"),
        new=Snapshot(clauses=tuple(c.match.new[0] for c in changes), label="new", title="New"),
        changes=tuple(changes),
    )


# ---------------------------------------------------------------- reading HTML back


@dataclass
class Node:
    """An element of a page, or (without a tag) some of its text."""

    tag: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["Node"] = field(default_factory=list)
    words: str = ""

    def all(self) -> Iterator["Node"]:
        """This node and all below it, in order."""
        yield self
        for child in self.children:
            yield from child.all()

    def find(self, tag: str = "", **attributes: str) -> list["Node"]:
        """Elements by tag and attributes; an empty value asks only for the attribute."""
        asked = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        return [
            node
            for node in self.all()
            if (not tag or node.tag == tag)
            and all(
                k in node.attributes and node.attributes[k] in (v, v or node.attributes[k])
                for k, v in asked.items()
            )
        ]

    def text(self, without: str = "") -> str:
        """The words below, save those in elements of a tag or class."""
        if without and without in (self.tag, self.attributes.get("class")):
            return ""
        return self.words + "".join(child.text(without) for child in self.children)


class Reader(HTMLParser):
    """Builds the tree of a page whose elements are all closed."""

    VOID = frozenset({"meta", "br", "link", "img", "hr", "input"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.path = [Node("root")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        assert len(node.attributes) == len(attrs), f"an attribute twice in <{tag}>"
        self.path[-1].children.append(node)
        if tag not in self.VOID:
            self.path.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in self.VOID:
            self.path.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.path[-1].tag == tag, f"</{tag}> closes <{self.path[-1].tag}>"
        self.path.pop()

    def handle_data(self, data: str) -> None:
        self.path[-1].children.append(Node(words=data))


def read(page: str) -> Node:
    """The tree of a page, checked to be well nested."""
    reader = Reader()
    reader.feed(page)
    reader.close()
    assert len(reader.path) == 1
    return reader.path[0]


def strip_hidden(node: Node) -> Node:
    """The node without what only screen readers say."""
    kept_ = [
        strip_hidden(c) for c in node.children if "vh" not in c.attributes.get("class", "").split()
    ]
    return replace(node, children=kept_)
