// The legend: the meaning of the signs, the number of things shown, and a switch for each.

import { edges, FINDINGS, folds, KINDS, nodes, raw } from "./data.js";
import { button, el, sign } from "./element.js";
import { isPhone } from "./screen.js";
import { change, isShown, listeners, state } from "./state.js";

export function makeLegend(container) {
  function toggle(set, value) {
    const next = new Set(state[set]);
    if (!next.delete(value)) next.add(value);
    change({ [set]: next });
  }

  const entry = (on, onClick, mark, text, some, more) => {
    const count = el("span", { class: "count" });
    const key = button([mark, el("span", null, text), some ? count : ""], onClick, { class: `key ${more || ""}` });
    const renew = () => {
      key.setAttribute("aria-pressed", String(on()));
      if (!some) return;
      const seen = some.filter(isShown).length;
      const [here, all] = [seen, some.length].map((number) => number.toLocaleString("en-GB"));
      count.textContent = seen === some.length || !on() ? all : `${here} of ${all}`;
    };
    listeners.push(renew);
    renew();
    return key;
  };

  const things = nodes.filter((node) => !folds.has(node));
  const kinds = KINDS.map(([kind, many]) =>
    entry(() => !state.offKinds.has(kind), () => toggle("offKinds", kind), sign(kind), many,
      things.filter((node) => node.kind === kind)));
  const inspections = things.filter((node) => node.kind === "inspection");
  const grades = [...raw.grades, ["", "No overall grade"]]
    .map(([token, label]) => [token, label, inspections.filter((node) => node.grade === token)])
    .filter(([, , some]) => some.length)
    .map(([token, label, some]) =>
      entry(() => !state.offGrades.has(token), () => toggle("offGrades", token), sign("inspection", token), label, some));
  const links = edges.some((edge) => edge.kind === "theme")
    ? [entry(() => state.findings, () => change({ findings: !state.findings }),
        el("span", { class: "sign sign-findings", "aria-hidden": "true" }), "All links to themes", null, "switch")]
    : [];
  const findings = links.length ? FINDINGS.map(([kind, many, glyph]) =>
    el("span", { class: "finding" }, el("i", { class: `part-${kind}`, "aria-hidden": "true" }, glyph), many)) : [];
  const body = el("div", { class: "keys", id: "keys" },
    el("div", null, kinds), el("div", null, grades), el("div", null, links, findings));
  const head = button("Legend", () => setOpen(body.hidden), { class: "fold", "aria-controls": "keys" });
  function setOpen(open) {
    body.hidden = !open;
    head.setAttribute("aria-expanded", String(open));
  }
  setOpen(!isPhone());
  container.append(head, body);
}
