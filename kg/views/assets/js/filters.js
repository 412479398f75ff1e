// Filters by theme, region, dates and source document, and the line that lists the active ones.

import { startPath } from "./actions.js";
import { byName, documents, edges, KINDS, nodes, regionLabels } from "./data.js";
import { $, button, el } from "./element.js";
import { change, listeners, shown, state } from "./state.js";
import { ALL, cites } from "./visible.js";
import { plural } from "./words.js";

/** The choices of each list, in order. */
const CHOICES = {
  theme: nodes.filter((node) => node.kind === "theme").sort(byName).map((node) => [node, node.label]),
  region: [...regionLabels].filter(([token]) => nodes.some((node) => node.region === token)),
  source: documents.filter((one) => nodes.some((node) => cites(node, one)) || edges.some((edge) => cites(edge, one)))
    .map((one) => [one, documents.some((other) => other !== one && other.title === one.title) && one.path
      ? `${one.title} (${one.path})` : one.title])
    .sort(([, a], [, b]) => a.localeCompare(b, "en-GB")),
};

const DAY = /^\d{4}(-\d\d(-\d\d)?)?$/;

export function makeFilters(form) {
  const fields = [];

  function list(name, label, all) {
    const choices = CHOICES[name];
    if (choices.length < 2) return "";
    const select = el("select", { id: `by-${name}`, change: () => {
      const choice = choices[select.value];
      change({ [name]: choice ? choice[0] : ALL[name] });
    } }, el("option", { value: "" }, all), choices.map(([, text], i) => el("option", { value: i }, text)));
    fields.push(() => {
      const at = choices.findIndex(([value]) => value === state[name]);
      select.value = at < 0 ? "" : String(at);
    });
    return el("div", { class: "field" }, el("label", { for: select.id }, label), select);
  }

  function day(name, label, example) {
    const input = el("input", { id: `by-${name}`, type: "text", inputmode: "numeric", placeholder: example,
      autocomplete: "off", "aria-describedby": "day-note", change: () => {
        const text = input.value.trim();
        const good = !text || DAY.test(text);
        input.setAttribute("aria-invalid", String(!good));
        if (good) change({ [name]: text });
      } });
    fields.push(() => {
      input.value = state[name];
      input.setAttribute("aria-invalid", "false");
    });
    return el("div", { class: "field" }, el("label", { for: input.id }, label), input);
  }

  const days = nodes.filter((node) => node.kind === "inspection").map((node) => node.when).filter(Boolean).sort();
  const leaves = el("input", { type: "checkbox", id: "by-leaves", change: () => change({ noLeaves: leaves.checked }) });
  fields.push(() => {
    leaves.checked = state.noLeaves;
  });
  form.append(
    el("h2", null, "Filters"),
    list("theme", "Theme", "All themes"),
    list("region", "Region", "All regions"),
    list("source", "Source document", "All documents"),
    days.length ? el("fieldset", { class: "days" }, el("legend", null, "Inspections"),
      day("since", "Since", days[0].slice(0, 4)), day("until", "Until", days.at(-1).slice(0, 4)),
      el("p", { class: "note", id: "day-note" }, "A year, a month (2019-03) or a day.")) : "",
    el("label", { class: "check" }, leaves, "Hide things with only one neighbour"),
    el("p", { class: "note" }, "Use the legend to filter by kind or grade."),
    button("Clear all filters", () => change({ ...ALL, layout: state.layout }), { class: "wide", id: "clear-filters" }),
  );
  form.addEventListener("submit", (event) => event.preventDefault());
  const renew = () => fields.forEach((field) => field());
  listeners.push(renew);
  renew();
}

/** The active filters in words, each with the change that removes it. */
export function activeFilters() {
  const some = [];
  const add = (text, patch) => some.push([text, patch]);
  const named = (set) => (set.size === 1 ? [...set][0].label : plural(set.size, "thing", "things"));
  if (state.opened) add(`Around ${named(state.opened)}`, { opened: null });
  for (const kind of state.offKinds) {
    const [, many] = KINDS.find(([one]) => one === kind);
    add(`No ${many.toLowerCase()}`, { offKinds: new Set([...state.offKinds].filter((one) => one !== kind)) });
  }
  if (state.offGrades.size) add(`${plural(state.offGrades.size, "grade", "grades")} hidden`, { offGrades: new Set() });
  if (state.theme) add(state.theme.label, { theme: null });
  if (state.region) add(regionLabels.get(state.region) || state.region, { region: "" });
  if (state.source) add(state.source.title, { source: null });
  if (state.since) add(`Since ${state.since}`, { since: "" });
  if (state.until) add(`Until ${state.until}`, { until: "" });
  if (state.noLeaves) add("Two or more neighbours", { noLeaves: false });
  if (state.folded.size) add(`Folded: ${named(state.folded)}`, { folded: new Set() });
  if (state.unfolded.size) add(`Opened: ${named(state.unfolded)}`, { unfolded: new Set() });
  return some;
}

/** Make the line above the picture, with the number of things shown and the active filters. */
export function makeChips(box) {
  function draw() {
    const some = activeFilters();
    box.hidden = !some.length && !state.pathFrom;
    if (box.hidden) return;
    const all = [...shown().known].length;
    const focused = box.contains(document.activeElement);
    box.replaceChildren(
      el("span", { class: "shown" }, `${shown().nodes.size.toLocaleString("en-GB")} of ${nodes.length.toLocaleString("en-GB")} shown`),
      ...some.map(([text, patch]) => button([el("span", null, text), el("span", { "aria-hidden": "true" }, " ×")],
        () => change(patch), { class: "narrow", "aria-label": `Remove filter: ${text}` })),
      state.pathFrom ? el("span", { class: "picking" }, `Path from ${state.pathFrom.label}: choose where it ends, by a click or a search. `,
        button("Cancel", () => startPath(null), { class: "go" })) : "",
    );
    if (focused) (box.querySelector("button") || $("canvas")).focus();
    if (!all) box.append(el("strong", null, " Nothing matches these filters."));
  }
  listeners.push(draw);
  draw();
}
