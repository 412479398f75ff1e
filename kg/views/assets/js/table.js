// The same data as tables, for readers who do not see the picture and for those who like lists.

function sortable(columns, rows, caption) {
  const body = el("tbody");
  let sorted = rows;
  let by = null;
  let up = true;

  const line = (row) => el("tr", null,
    columns.map(([, , cell], i) => el(i ? "td" : "th", i ? null : { scope: "row" }, cell(row))));

  /** All rows, some at a time, so that a long table is there at once. */
  function draw() {
    const rows = sorted;
    body.replaceChildren(...rows.slice(0, 150).map(line));
    const more = (from) => {
      if (rows !== sorted || from >= rows.length) return;
      body.append(...rows.slice(from, from + 250).map(line));
      setTimeout(more, 0, from + 250);
    };
    setTimeout(more, 0, 150);
  }

  const heads = columns.map(([title, key], i) => {
    const head = el("th", { scope: "col", "aria-sort": "none" });
    head.append(el("button", { type: "button", click: () => {
      up = by === i ? !up : true;
      by = i;
      const order = (a, b) => {
        const [x, y] = [key(a), key(b)];
        return typeof x === "number" ? x - y : String(x).localeCompare(String(y), "en-GB");
      };
      sorted = [...rows].sort((a, b) => (up ? order(a, b) : order(b, a)));
      heads.forEach((other) => other.setAttribute("aria-sort", "none"));
      head.setAttribute("aria-sort", up ? "ascending" : "descending");
      draw();
    } }, title));
    return head;
  });
  draw();
  const widths = el("colgroup", null, columns.map(([, , , width]) => el("col", { class: width })));
  return el("table", null, el("caption", null, caption), widths, el("thead", null, el("tr", null, heads)), body);
}

function makeTable(section, onPick) {
  const go = (node) => el("button", { type: "button", class: "go", click: () => onPick(node) }, node.label);

  function things() {
    const order = (node) => KINDS.findIndex(([kind]) => kind === node.kind);
    const rows = nodes.filter(nodeIsOn).sort((a, b) => order(a) - order(b) || byName(a, b));
    return sortable([
      ["Name", (node) => node.label, go, "wide"],
      ["Kind", (node) => kindNames.get(node.kind), (node) => kindNames.get(node.kind)],
      ["Details", (node) => node.detail, (node) => node.detail, "wide"],
      ["Date", (node) => node.when, (node) => node.when],
      ["Grade", (node) => gradeLabels.get(node.grade) || "", (node) => (node.grade ? chip(node.grade) : "")],
      ["Links", (node) => node.links.length, (node) => String(node.links.length)],
    ], rows, `Things (${rows.length.toLocaleString("en-GB")})`);
  }

  function links() {
    const rows = edges.filter((edge) => nodeIsOn(edge.from) && nodeIsOn(edge.to));
    const relation = (edge) => (edge.kind === "theme" ? countsInWords(edge.counts) : edge.label || edge.kind);
    const first = (edge) => edge.facts[0];
    return sortable([
      ["From", (edge) => edge.from.label, (edge) => go(edge.from)],
      ["Link", relation, relation],
      ["To", (edge) => edge.to.label, (edge) => go(edge.to)],
      ["In the words of the source", (edge) => (first(edge) ? first(edge).quote : ""), (edge) =>
        first(edge) ? [el("q", null, first(edge).quote), sourceLine(first(edge)),
          edge.facts.length + edge.more > 1
            ? el("span", { class: "note" }, `and ${edge.facts.length + edge.more - 1} more`) : ""] : "", "widest"],
    ], rows, `Links (${rows.length.toLocaleString("en-GB")})`);
  }

  function fill() {
    if (section.hidden) return;
    section.replaceChildren(things(), links());
  }

  listeners.push((what) => {
    if (what === "filter" || what === "table") fill();
  });
}
