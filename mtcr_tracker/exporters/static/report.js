"use strict";
// What needs a script: finding, copying, and writing out what is folded. All words are there
// without it, save the unchanged ones of a long report.
(() => {
  const byId = (id) => document.getElementById(id);
  const say = (text) => { byId("status").textContent = text; };
  const make = (tag, attributes = {}, ...children) => {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    node.append(...children.filter((child) => child !== null && child !== ""));
    return node;
  };

  // ------------------------------------------------------------- the data block, read when needed
  let read = null;
  const data = () => {
    if (!read) {
      read = JSON.parse(byId("comparison").textContent);
      read.at = new Map(read.changes.map((change) => [change.number, change]));
    }
    return read;
  };
  const rowsOf = (fold) => JSON.parse(document.querySelector(`[data-rows="${fold}"]`).textContent);
  const label = (clause) => [clause.number, clause.heading].filter(Boolean).join(" ") || clause.id || "clause";
  const clauses = (change) => [...(change.old ?? []), ...(change.new ?? [])];
  const title = (change) => (change.new ?? change.old ?? []).map(label).join(" + ");
  const verdict = (change) => change.verdict ?? "no direction";
  const wordsOf = (change, other) => (change.redline ?? []).filter((edit) => edit.op !== other).map((edit) => edit.words).join("");

  // -------------------------------------------------------- a folded change, as the page writes it
  const spoken = (tag, edit) => {
    const words = edit.words.trimEnd() || edit.words;
    const tail = edit.words.slice(words.length);
    return tag === "del"
      ? make("del", {}, make("span", { class: "vh open" }, "[", make("span", { class: "vh say" }, "deleted: ")), words, make("span", { class: "vh open" }, "]"), tail)
      : make("ins", {}, make("span", { class: "vh say" }, "[inserted: "), words, make("span", { class: "vh say" }, "]"), tail);
  };
  const edited = (edits) => make("bdi", { class: "words" }, ...edits.map((edit) =>
    edit.op === "keep" ? edit.words : spoken(edit.op === "delete" ? "del" : "ins", edit)));
  const side = (change, name, other) => {
    const edits = (change.redline ?? []).filter((edit) => edit.op !== other);
    const words = edited(edits.length === 1 ? [{ op: "keep", words: edits[0].words }] : edits);
    words.dataset.quote = name === "Earlier" ? "old" : "new";
    const shown = edits.length ? make("blockquote", {}, make("p", {}, words)) : make("p", { class: "none" }, "Nothing on record.");
    return make("div", {}, make("p", { class: "side" }, name), shown);
  };
  const place = (clause, name) => make("div", {}, make("dt", {}, `${name}: ${label(clause)}`), make("dd", {},
    make("span", { "data-cite": name.toLowerCase() }, [data().sources?.[clause.source] ?? clause.source ?? "no source given", clause.at].filter(Boolean).join(", ") + "."),
    make("span", { class: "facts" }, `${clause.wording ?? "verbatim"}; ${clause.grade ?? "no grade"}`)));
  const reasons = (change) => {
    const people = (change.reviews ?? []).flatMap((review) => (review.readings ?? []).map((reading) =>
      make("li", {}, make("strong", {}, `${review.by}${review.stale ? " (stale)" : ""}: ${reading.direction}. `), reading.reason)));
    const signals = (change.machine.signals ?? []).map((signal) => make("li", {},
      make("strong", {}, `${signal.direction}: ${signal.dimension}. `), `${signal.reason ?? ""} `,
      ...signal.spans.flatMap((span) => [make("mark", {}, span.words), " "])));
    return make("div", { class: "why" }, people.length ? make("section", { class: "people" }, make("h4", {}, "People's review"), make("ul", {}, ...people)) : null,
      make("section", { class: "machine" }, make("h4", {}, "Machine's reading"), make("p", {}, change.machine.reason ?? ""), make("ul", {}, ...signals)));
  };
  const article = (change) => {
    const name = change.anchor ?? change.id;
    const taken = byId(name) ? {} : { id: name };
    const word = verdict(change);
    const made = make("article", { class: "change", "data-change": change.number, "data-verdict": word },
      make("h3", taken, make("a", { class: "self", href: `#${encodeURIComponent(name)}` }, `${change.number}. `, make("bdi", {}, title(change)))),
      make("p", { class: "verdict" }, make("span", { class: `tag ${word.replace(" ", "-")}` }, word[0].toUpperCase() + word.slice(1)),
        make("span", { class: "facts" }, `${{ reviews: "Verdict by people's review; ", machine: "Verdict by the machine alone; ", none: "" }[change.origin]}rests on: ${change.grade ?? "no grade"}; ${change.kinds.join(", ")}`)),
      make("div", { class: "inline" }, make("p", {}, edited(change.redline ?? []))),
      make("div", { class: "pair" }, side(change, "Earlier", "insert"), side(change, "Later", "delete")),
      make("dl", { class: "from" }, ...(change.old ?? []).map((clause) => place(clause, "Earlier")), ...(change.new ?? []).map((clause) => place(clause, "Later"))),
      reasons(change));
    equip(made);
    return made;
  };
  const row = ([number, , , , , name, words]) => make("li", {}, make("p", { class: "side" }, `${number}. ${name}`),
    make("blockquote", {}, make("p", { class: "words" }, make("bdi", {}, words))));

  const unfold = (fold) => {
    if (fold.dataset.done) return;
    fold.dataset.done = "yes";
    if (fold.dataset.same) fold.append(make("ul", { class: "brief" }, ...rowsOf(fold.dataset.same).map(row)));
    if (fold.dataset.fold && byId("comparison")) {
      const numbers = fold.dataset.fold.split(",").map(Number);
      fold.querySelector("pre").replaceWith(...numbers.map((number) => article(data().at.get(number))));
    }
    if (fold.dataset.full && !fold.querySelector("ol") && byId("comparison")) fullText(fold, fold.dataset.full);
  };
  for (const fold of document.querySelectorAll("details[data-fold], details[data-same], details[data-full]"))
    fold.addEventListener("toggle", () => { if (fold.open) unfold(fold); });

  // ----------------------------------------------------- a whole text of a long report, by the page
  const PAGE = 100;
  const blocks = [...document.querySelectorAll("[data-rows]")].map((node) => ({ node, last: Number(node.dataset.last), rows: null }));
  const sameRow = (number) => {
    const block = blocks.find((each) => each.last >= number);
    block.rows ??= new Map(JSON.parse(block.node.textContent).map((each) => [each[0], each]));
    return block.rows.get(number);
  };
  const fullText = (fold, which) => {
    const order = [...new Set(data()[which].order.flatMap((entry) =>
      typeof entry === "number" ? [entry] : Array.from({ length: entry[1] - entry[0] + 1 }, (_, at) => entry[0] + at)))];
    const list = make("ol", { class: "text" });
    const more = make("button", { type: "button" });
    const next = () => {
      list.append(...order.splice(0, PAGE).map((number) => line(number, which)));
      more.textContent = `Show the next ${Math.min(PAGE, order.length)} of ${order.length} clauses left`;
      more.hidden = order.length === 0;
    };
    more.addEventListener("click", next);
    next();
    fold.append(list, more);
  };
  const line = (number, which) => {
    const change = data().at.get(number);
    if (!change) return make("li", { class: "same" }, make("p", { class: "margin" }, "Same words"), make("p", {}, make("bdi", { class: "words" }, sameRow(number)[6])));
    const edits = (change.redline ?? []).filter((edit) => edit.op !== (which === "old" ? "insert" : "delete"));
    return make("li", { class: "differs" }, make("p", { class: "margin" }, make("a", { href: `#${encodeURIComponent(change.anchor ?? change.id)}` }, `${number}. ${title(change)}`), ` ${change.kinds.join(", ")}; ${verdict(change)}`),
      make("p", {}, edited(edits.length === 1 ? [{ op: "keep", words: edits[0].words }] : edits)));
  };

  // ------------------------------------------------------------------------------------- finding
  const KEYS = ["words", "verdict", "topic", "dimension", "review"];
  const fields = Object.fromEntries(KEYS.map((key) => [key, byId(`filter-${key}`)]).filter(([, field]) => field));
  const written = [...document.querySelectorAll("article[data-change]")].map((node) => ({
    node, row: document.querySelector(`tbody[data-change="${node.dataset.change}"]`), text: node.textContent.toLowerCase(),
    verdict: [node.dataset.verdict], topic: node.dataset.topics.split(" "), dimension: node.dataset.dimensions.split("|"), review: [node.dataset.review],
  }));
  const foldedNumbers = [...document.querySelectorAll("#section-changes ~ details[data-fold]")].flatMap((fold) => fold.dataset.fold.split(",").map(Number));
  let folded = null;
  const foldedFacts = () => folded ??= foldedNumbers.map((number) => {
    const change = data().at.get(number);
    const live = (change.reviews ?? []).filter((review) => !review.stale);
    return {
      change, verdict: [verdict(change)], topic: clauses(change).flatMap((clause) => clause.topics ?? []),
      dimension: (change.machine.signals ?? []).map((signal) => signal.dimension),
      review: [live.length ? "reviewed" : (change.reviews ?? []).length ? "stale" : "not reviewed"],
      text: `${number}. ${title(change)} ${wordsOf(change)} ${change.machine.reason ?? ""}`.toLowerCase(),
    };
  });
  const asked = () => Object.fromEntries(Object.entries(fields).map(([key, field]) => [key, field.value.trim()]).filter(([, value]) => value));
  const fits = (facts, wanted) => Object.entries(wanted).every(([key, value]) =>
    key === "words" ? facts.text.includes(value.toLowerCase()) : facts[key].includes(value));
  const show = (wanted) => {
    const any = Object.keys(wanted).length > 0;
    let number = 0;
    for (const facts of written) {
      const hidden = !fits(facts, wanted);
      if (facts.node.hidden !== hidden) {
        facts.node.hidden = hidden;
        if (facts.row) facts.row.hidden = hidden;
      }
      number += hidden ? 0 : 1;
    }
    const found = any && foldedNumbers.length ? foldedFacts().filter((facts) => fits(facts, wanted)) : [];
    for (const fold of document.querySelectorAll("#section-changes ~ details[data-fold]")) fold.hidden = any;
    const more = byId("filter-more");
    more.replaceChildren();
    const button = make("button", { type: "button" });
    const next = () => {
      button.before(...found.splice(0, 10).map((facts) => article(facts.change)));
      button.hidden = found.length === 0;
      button.textContent = `Show the next ${Math.min(10, found.length)} of ${found.length} left`;
    };
    const total = written.length + foldedNumbers.length;
    const count = number + (any ? found.length : foldedNumbers.length);
    byId("filter-found").textContent = `${count} of ${total} ${total === 1 ? "change" : "changes"} shown`;
    if (found.length) {
      more.append(button);
      button.addEventListener("click", next);
      next();
    }
  };
  const PREFIX = "#show:";
  const readings = [...document.querySelectorAll('input[name="reading"]')];
  const remember = () => {
    const state = new URLSearchParams(asked());
    const reading = readings.find((input) => input.checked);
    if (reading && reading.id !== "reading-redline") state.set("reading", reading.id.replace("reading-", ""));
    const hash = state.toString();
    if (hash || location.hash.startsWith(PREFIX)) history.replaceState(null, "", hash ? PREFIX + hash : "#section-changes");
  };
  const recall = () => {
    if (!location.hash.startsWith(PREFIX)) return reveal();
    const state = new URLSearchParams(location.hash.slice(PREFIX.length));
    for (const [key, field] of Object.entries(fields)) field.value = state.get(key) ?? "";
    const reading = byId(`reading-${state.get("reading") ?? "redline"}`);
    if (reading) reading.checked = true;
    show(asked());
    byId("section-changes").scrollIntoView();
  };
  const clear = () => {
    for (const field of Object.values(fields)) field.value = "";
    show({});
    remember();
  };
  // a link leads to its change also where that is filtered away or folded
  const reveal = () => {
    const name = decodeURIComponent(location.hash.slice(1));
    let target = name && byId(name);
    if (!target && name && byId("comparison")) {
      const change = data().changes.find((each) => (each.anchor ?? each.id) === name);
      const fold = change && document.querySelector(`details[data-fold~="${change.number}"], details[data-fold^="${change.number},"], details[data-fold*=",${change.number},"], details[data-fold$=",${change.number}"]`);
      if (fold) { fold.open = true; unfold(fold); target = byId(name); }
    }
    if (!target) return;
    for (let node = target; node; node = node.parentElement) if (node.tagName === "DETAILS") node.open = true;
    if (target.closest("[hidden]")) clear();
    target.scrollIntoView();
  };
  let timer = 0;
  if (byId("filter")) {
    byId("filter").hidden = false;
    for (const field of Object.values(fields)) field.addEventListener("input", () => { show(asked()); clearTimeout(timer); timer = setTimeout(remember, 200); });
    byId("filter-clear").addEventListener("click", () => { clear(); fields.words.focus(); });
    for (const input of readings) input.addEventListener("change", remember);
    addEventListener("hashchange", recall);
    show({});
  }

  // ------------------------------------------------------------------------------------- copying
  const fallback = (text) => {
    const field = make("textarea");
    field.value = text;
    document.body.append(field);
    field.select();
    const copied = document.execCommand("copy");
    field.remove();
    return copied ? Promise.resolve() : Promise.reject(new Error("not copied"));
  };
  const copy = (text, what, button) => {
    const done = navigator.clipboard ? navigator.clipboard.writeText(text).catch(() => fallback(text)) : fallback(text);
    done.then(() => say(`${what} copied.`), () => say("The browser did not allow copying; select the words instead.")).finally(() => button.focus());
  };
  const plain = (node) => node.textContent.replace(/\s+/g, " ").trim();
  const quoted = (node) => {
    const bare = node.cloneNode(true);
    for (const hidden of bare.querySelectorAll(".vh")) hidden.remove();
    return bare.textContent;
  };
  const address = (change) => `${location.href.split("#")[0]}${change.querySelector(".self").getAttribute("href")}`;
  const named = (change) => `change ${plain(change.querySelector(".self"))}: ${plain(change.querySelector(".verdict"))}`;
  const citation = (change) => `${plain(document.querySelector(".cite")).replace(/change number.*$/, "")}${named(change)}. ${address(change)}`;
  const asText = (change) => [
    `${plain(change.querySelector(".self"))}`, plain(change.querySelector(".verdict")),
    ...[["old", "earlier"], ["new", "later"]].map(([which, name]) => {
      const quote = change.querySelector(`[data-quote="${which}"]`);
      const cites = [...change.querySelectorAll(`[data-cite="${name}"]`)].map(plain).join(" ");
      return quote ? `${name === "earlier" ? "Earlier" : "Later"}: “${quoted(quote)}” ${cites}` : `${name === "earlier" ? "Earlier" : "Later"}: nothing on record.`;
    }),
    ...[...change.querySelectorAll(".why h4")].map((heading) => `${plain(heading)}: ${plain(heading.parentElement).slice(plain(heading).length).trim()}`), address(change),
  ].join("\n");
  const TOOLS = [["Copy link", "Link", address], ["Copy citation", "Citation", citation], ["Copy as text", "Text", asText]];
  function equip(change) {
    const number = plain(change.querySelector(".self")).split(".")[0];
    change.append(make("p", { class: "tools" }, ...TOOLS.map(([words, what, text]) => {
      const button = make("button", { type: "button" }, words, make("span", { class: "vh" }, ` of change ${number}`));
      button.addEventListener("click", () => copy(text(change), what, button));
      return button;
    })));
  }
  for (const { node } of written) equip(node);
  // the data of a long report are read while nobody waits
  if (foldedNumbers.length) (window.requestIdleCallback ?? setTimeout)(() => { data(); (window.requestIdleCallback ?? setTimeout)(foldedFacts); });
  if (byId("filter") && location.hash) recall();

  // paper shows every change: what is closed on the screen is opened for it, and closed again
  let closed = [];
  addEventListener("beforeprint", () => { closed = [...document.querySelectorAll("details:not([open])")].filter((node) => !node.dataset.same && !node.dataset.full); for (const node of closed) node.open = true; });
  addEventListener("afterprint", () => { for (const node of closed) node.open = false; });
})();
