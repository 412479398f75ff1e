// The legend: what the signs mean, and a switch for each.

function makeLegend(container) {
  function toggle(set, value) {
    const next = new Set(state[set]);
    if (!next.delete(value)) next.add(value);
    change({ [set]: next }, "filter");
  }

  const entry = (on, onClick, mark, text, count, more) => {
    const button = el("button", { type: "button", class: `key ${more || ""}`, "aria-pressed": String(on()), click: onClick },
      mark, el("span", null, text), count === null ? "" : el("span", { class: "count" }, String(count)));
    listeners.push(() => button.setAttribute("aria-pressed", String(on())));
    return button;
  };

  const kinds = KINDS.map(([kind, many]) =>
    entry(() => !state.offKinds.has(kind), () => toggle("offKinds", kind), sign(kind), many,
      nodes.filter((node) => node.kind === kind).length));
  const inspections = nodes.filter((node) => node.kind === "inspection");
  const grades = [...raw.grades, ["", "No overall grade"]]
    .map(([token, label]) => [token, label, inspections.filter((node) => node.grade === token).length])
    .filter(([, , count]) => count)
    .map(([token, label, count]) =>
      entry(() => !state.offGrades.has(token), () => toggle("offGrades", token), sign("inspection", token), label, count));
  const links = edges.some((edge) => edge.kind === "theme")
    ? [entry(() => state.findings, () => change({ findings: !state.findings }, "filter"),
        el("span", { class: "sign sign-findings", "aria-hidden": "true" }), "All links to themes", null, "switch")]
    : [];
  const head = el("button", { type: "button", class: "fold", "aria-expanded": "true" }, "Legend");
  const findings = links.length ? FINDINGS.map(([kind, many]) =>
    el("span", { class: "finding" }, el("i", { class: `part-${kind}` }), many)) : [];
  const body = el("div", { class: "keys" },
    el("div", null, kinds), el("div", null, grades), el("div", null, links, findings));
  const small = matchMedia("(max-width: 760px)").matches;
  body.hidden = small;
  head.setAttribute("aria-expanded", String(!small));
  head.addEventListener("click", () => {
    body.hidden = !body.hidden;
    head.setAttribute("aria-expanded", String(!body.hidden));
  });
  container.append(head, body);
}
