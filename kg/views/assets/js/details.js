// The side panel: what is selected, what the sources say about it, and what it leads to.
// Everything that comes from a document becomes a text node, never markup.

/** An element with attributes and children; strings become text. */
function el(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") made.addEventListener(key, value);
    else made.setAttribute(key, value === true ? "" : value);
  }
  for (const child of children.flat(Infinity)) {
    if (child !== null && child !== undefined && child !== "") made.append(child);
  }
  return made;
}

/** The colour sign of a kind or a grade, drawn by the style sheet. */
const sign = (kind, grade) =>
  el("span", { class: `sign sign-${kind}`, "data-grade": grade, "aria-hidden": "true" },
    kind === "inspection" && grade ? gradeLetters(grade) : "");

const chip = (token) =>
  el("span", { class: "chip", "data-grade": token }, gradeLabels.get(token) || token);

/** A link only when it leads to the web: no other scheme runs from a document's own words. */
function webLink(address, ...children) {
  if (!/^https?:\/\//i.test(address || "")) return null;
  return el("a", { href: address, rel: "noopener noreferrer", target: "_blank" }, ...children);
}

function sourceLine(fact) {
  const where = [
    fact.page === null ? "" : `p. ${fact.page}`,
    fact.paragraph ? `para. ${fact.paragraph}` : "",
  ].filter(Boolean).join(", ");
  return el("p", { class: "source" },
    el("cite", null, fact.source.title), where ? `, ${where}` : "",
    fact.source.path && fact.source.path !== fact.source.title
      ? el("span", { class: "path" }, fact.source.path) : "",
    webLink(fact.url, "Open the source", el("span", { "aria-hidden": "true" }, " ↗")));
}

/** One thing that is said, with every place that says it. */
function factItem(same) {
  const [{ label, value }] = same;
  const token = gradeOfLabel.get(value);
  return el("li", { class: "fact" },
    el("p", { class: "said" },
      el("span", { class: "label" }, label),
      value ? (token ? chip(token) : el("span", { class: "value" }, value)) : ""),
    same.map((fact) => [fact.quote ? el("blockquote", null, el("p", null, fact.quote)) : "", sourceLine(fact)]));
}

/** Facts that say the same of a thing, brought together in the order of the first of each. */
function together(found) {
  const groups = new Map();
  for (const fact of found) {
    const key = fact.value ? JSON.stringify([fact.label, fact.value]) : fact;
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(fact);
  }
  return [...groups.values()];
}

/** A list of facts, the first few at once and the rest on demand. */
function factList(found, first, more) {
  const some = together(found);
  const list = el("ul", { class: "facts" }, some.slice(0, first).map(factItem));
  const parts = [list];
  if (some.length > first) {
    const rest = some.length - first;
    const button = el("button", { type: "button", class: "more" }, `Show ${plural(rest, "more", "more")}`);
    button.addEventListener("click", () => {
      list.append(...some.slice(first).map(factItem));
      button.remove();
    });
    parts.push(button);
  }
  if (more) parts.push(el("p", { class: "note" }, `${plural(more, "more finding", "more findings")} not quoted here.`));
  return parts;
}

/** A bar whose parts are the kinds of findings, and their counts. */
function countBar(counts, widest) {
  const bar = el("span", { class: "counts", role: "img", "aria-label": countsInWords(counts) });
  FINDINGS.forEach(([kind, , glyph], i) => {
    if (!counts[i]) return;
    const part = el("span", { class: `part part-${kind}` }, `${glyph}${counts[i]}`);
    part.style.flexGrow = counts[i];
    bar.append(part);
  });
  const total = counts.reduce((sum, count) => sum + count, 0);
  bar.style.width = `${Math.max(22, (100 * total) / widest)}%`;
  return bar;
}

const NO_WORDS = "This link follows from others, or from reference data: it has no words of its own.";

/** A row that opens on the quotes behind a link. */
function linkRow(node, some, head, extra) {
  const row = el("details", { class: "link" }, el("summary", null, head, extra || ""));
  row.addEventListener("toggle", () => {
    if (!row.open || row.dataset.filled) return;
    row.dataset.filled = "yes";
    row.append(el("button", { type: "button", class: "go", click: () => select(node) }, `Go to ${node.label}`));
    for (const edge of some) row.append(...factList(edge.facts, 4, edge.more));
    if (!some.some((edge) => edge.facts.length)) {
      row.append(el("p", { class: "note" }, NO_WORDS));
    }
  });
  return row;
}

const heading = (text, count) =>
  el("h3", null, text, count === undefined ? "" : el("span", { class: "count" }, String(count)));

/** The neighbours of one kind, each with the edges that lead to it. */
function neighbours(node, edgeKinds, kinds) {
  const found = new Map();
  for (const edge of node.links) {
    const other = otherEnd(edge, node);
    if (!edgeKinds.includes(edge.kind) || !kinds.includes(other.kind)) continue;
    if (!found.has(other)) found.set(other, []);
    found.get(other).push(edge);
  }
  return found;
}

/** Rows, the first few at once and the rest on demand. */
function someRows(rows, first) {
  if (rows.length <= first + 1) return rows;
  const button = el("button", { type: "button", class: "more", click: () => button.replaceWith(...rows.slice(first)) },
    `Show ${plural(rows.length - first, "more", "more")}`);
  return [...rows.slice(0, first), button];
}

function plainSection(node, title, edgeKinds, kinds) {
  const found = [...neighbours(node, edgeKinds, kinds)];
  if (!found.length) return [];
  found.sort(([a], [b]) => (a.kind === "inspection" && b.kind === "inspection" ? byDate(a, b) : byName(a, b)));
  return [
    heading(title, found.length),
    ...someRows(found.map(([other, some]) => {
      const plain = ["inspection", "programme", "organisation"];
      const said = (edge) => {
        if (edge.kind === "follows") return edge.to === other ? "the one before" : "the one after";
        return plain.includes(edge.kind) ? "" : edge.label;
      };
      const relation = some.map(said).filter(Boolean).join("; ");
      const brief = node.kind === "council" && other.kind === "inspection" && other.detail;
      const named = [
        // Under its own council, an inspection is told by its kind and dates.
        el("span", { class: "name" }, brief ? other.detail : other.label),
        el("span", { class: "relation" }, relation || (brief ? "" : other.detail)),
      ];
      return linkRow(other, some, [sign(other.kind, other.grade), el("span", { class: "text" }, named)]);
    }), 8),
  ];
}

/** Findings by theme: of an inspection, or of all inspections of a council. */
function themeSection(node) {
  const sources = node.kind === "council"
    ? [node, ...neighbours(node, ["inspection"], ["inspection"]).keys()] : [node];
  const found = new Map();
  for (const source of sources) {
    for (const edge of source.links) {
      if (edge.kind !== "theme") continue;
      const other = node.kind === "theme" ? otherEnd(edge, node) : edge.to;
      if (!found.has(other)) found.set(other, []);
      found.get(other).push(edge);
    }
  }
  if (!found.size) return [];
  const total = (some) => some.reduce((sum, edge) => sum + edge.total, 0);
  const rows = [...found].sort(([a, x], [b, y]) => total(y) - total(x) || byName(a, b));
  const widest = total(rows[0][1]);
  return [
    heading(node.kind === "theme" ? "Findings by inspection" : "Findings by theme", rows.length),
    ...someRows(rows.map(([other, some]) =>
      linkRow(other, some, [el("span", { class: "text" }, el("span", { class: "name" }, other.label))],
        countBar(addCounts(some), widest))), 12),
  ];
}

function nodePanel(node) {
  const parts = [
    el("p", { class: "kind" }, sign(node.kind, node.grade), kindNames.get(node.kind) || "Thing"),
    el("h2", { tabindex: "-1" }, node.label),
  ];
  if (node.detail) parts.push(el("p", { class: "detail" }, node.detail));
  if (node.grade) parts.push(el("p", null, chip(node.grade)));
  const facts = node.facts.filter((fact) => fact.quote);
  const known = node.facts.filter((fact) => !fact.quote);
  if (facts.length) parts.push(heading("What the sources say", facts.length), ...factList(facts, 3));
  parts.push(
    ...plainSection(node, "Inspections", ["inspection", "follows", "inspector"], ["inspection"]),
    ...plainSection(node, "Councils", ["inspection", "post", "programme", "organisation", "inspector"], ["council"]),
    ...plainSection(node, "In post", ["post"], ["leader", "inspector"]),
    ...themeSection(node),
    ...plainSection(node, "Inspectors", ["inspector"], ["inspector", "leader"]),
    ...plainSection(node, "Programmes", ["programme"], ["programme"]),
    ...plainSection(node, "Organisations", ["organisation", "post"], ["organisation"]),
    ...plainSection(node, "Links", ["link"], KINDS.map(([kind]) => kind)),
  );
  if (known.length) {
    parts.push(heading("Reference data"), el("dl", null, known.map((fact) =>
      [el("dt", null, fact.label), el("dd", null, fact.value)])));
  }
  parts.push(el("p", { class: "iri" }, node.iri));
  return parts;
}

function edgePanel(edge) {
  const end = (node) => el("button", { type: "button", class: "end", click: () => select(node) },
    sign(node.kind, node.grade), node.label);
  return [
    el("p", { class: "kind" }, "Link"),
    el("h2", { tabindex: "-1" }, edge.kind === "theme" ? countsInWords(edge.counts) : edge.label || "Inspection"),
    el("p", { class: "ends" }, end(edge.from), end(edge.to)),
    edge.facts.length ? heading("What the sources say", edge.facts.length)
      : el("p", { class: "note" }, NO_WORDS),
    ...factList(edge.facts, 8, edge.more),
  ];
}

function introPanel() {
  const count = (kind) => nodes.filter((node) => node.kind === kind).length;
  const findings = addCounts(edges);
  const quoted = new Set(edges.flatMap((edge) => edge.facts).filter((fact) => fact.quote).map((fact) => fact.source));
  const tiles = KINDS.map(([kind, many, one]) =>
    el("li", null, el("strong", null, count(kind).toLocaleString("en-GB")), count(kind) === 1 ? one : many));
  const parts = [
    el("p", { class: "kind" }, "In this picture"),
    el("ul", { class: "tiles" }, tiles),
    el("p", { class: "lead" }, quoted.size
      ? `The links rest on the words of ${plural(quoted.size, "document", "documents")}. Select a thing or a link to read them, with the page and the paragraph that they stand on.`
      : "The links come from a query or from reference data: no words of a document stand behind them."),
  ];
  const inspections = nodes.filter((node) => node.kind === "inspection");
  const graded = inspections.filter((node) => node.grade);
  if (graded.length) {
    const bar = el("div", { class: "grades" });
    for (const [token, label] of raw.grades) {
      const some = graded.filter((node) => node.grade === token).length;
      if (!some) continue;
      const part = el("span", { "data-grade": token, title: label }, `${gradeLetters(token)} ${some}`);
      part.style.flexGrow = some;
      bar.append(part);
    }
    parts.push(heading("Overall grades"), bar);
    if (inspections.length > graded.length) {
      parts.push(el("p", { class: "note" }, `${plural(inspections.length - graded.length, "inspection gives", "inspections give")} no overall grade.`));
    }
  }
  if (findings.some(Boolean)) {
    parts.push(heading("Findings by theme"), ...themeTotals());
  }
  if (raw.folded.length) {
    parts.push(heading("Left out here"), el("ul", { class: "plain" }, raw.folded.map((text) => el("li", null, text))));
  }
  parts.push(heading("Keys"), el("p", { class: "note" },
    el("kbd", null, "/"), " find  ", el("kbd", null, "Esc"), " clear  ", el("kbd", null, "+"), " ",
    el("kbd", null, "−"), " zoom  ", el("kbd", null, "0"), " whole picture  ", el("kbd", null, "t"), " table"));
  return parts;
}

function themeTotals() {
  const rows = nodes.filter((node) => node.kind === "theme").map((node) => [node, addCounts(node.links)]);
  const total = (counts) => counts.reduce((sum, count) => sum + count, 0);
  rows.sort(([a, x], [b, y]) => total(y) - total(x) || byName(a, b));
  return rows.slice(0, 8).map(([node, counts]) =>
    el("button", { type: "button", class: "row", click: () => select(node) },
      el("span", { class: "name" }, node.label), countBar(counts, total(rows[0][1]))));
}

function makeDetails(panel) {
  function fill() {
    const back = state.node || state.edge
      ? [el("button", { type: "button", class: "close", "aria-label": "Clear the selection", click: clear }, "×")] : [];
    const parts = state.node ? nodePanel(state.node) : state.edge ? edgePanel(state.edge) : introPanel();
    panel.replaceChildren(...back, ...parts);
    panel.scrollTop = 0;
  }
  listeners.push((what) => {
    if (what === "selection") fill();
  });
  fill();
}
