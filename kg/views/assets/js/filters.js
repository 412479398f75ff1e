// The filters beside the findings.  Their boxes are made once and changed in place, so that the focus stays.

import { button, el } from "./element.js";
import { DOUBTFUL } from "./facets.js";
import { choose } from "./route.js";
import { number } from "./words.js";

const LISTS = ["kind", "grade", "region", "theme", "council", "type", "trend", "priority"];
const OPEN = ["kind", "grade", "region", "theme"];
const SIGNED = { __proto__: null, strength: "▲ ", weakness: "▼ ", mixed: "◆ ", recommendation: "➜ ", improving: "↗ ", declining: "↘ " };

const tokensOf = (choices, key) => (choices.get(key) || "").split(",").filter(Boolean);

const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/** A box of a filter; `update(counts, chosen)` changes it. */
function checkbox(value, change) {
  const input = el("input", { type: "checkbox", value: value.token, change: () => change(value.token, input.checked) });
  const count = el("span", { class: "count" });
  const row = el("li", null, el("label", null, input, el("span", { class: "value" }, SIGNED[value.token] ? el("span", { "aria-hidden": "true" }, SIGNED[value.token]) : "", capital(value.label)), count));
  return {
    row, input,
    update(found, most, chosen) {
      input.checked = chosen;
      count.textContent = number(found);
      row.classList.toggle("nothing", !found && !chosen);
      row.style.setProperty("--part", `${most ? (100 * found) / most : 0}%`);
    },
  };
}

/** A filter by the values of a facet. */
function listFilter(facet, state) {
  const change = (token, on) => {
    const others = tokensOf(state.choices, facet.key).filter((one) => one !== token);
    choose({ [facet.key]: (on ? [...others, token] : others).join(",") });
  };
  // Values that no finding here has would be dead ends; the search knows councils without findings.
  const values = facet.values.map((value, at) => ({ ...value, at })).filter(({ at }) => facet.used[at]);
  const boxes = values.map((value) => checkbox(value, change));
  const list = el("ul", { class: "plain values" }, boxes.map(({ row }) => row));
  const narrowed = values.length > 40 ? el("input", {
    type: "search", class: "narrowing", "aria-label": `Show only some: ${facet.label}`, placeholder: "Name …", autocomplete: "off",
    input: () => boxes.forEach(({ row }, n) => { row.hidden = !values[n].label.toLowerCase().includes(narrowed.value.trim().toLowerCase()); }),
  }) : "";
  const box = el("details", { class: "facet", "data-facet": facet.key, open: OPEN.includes(facet.key) },
    el("summary", null, facet.label), el("div", { role: "group", "aria-label": facet.label }, narrowed, list));
  return {
    box, empty: !values.length,
    update(counts) {
      const chosen = new Set(tokensOf(state.choices, facet.key));
      const most = Math.max(...counts, 0);
      boxes.forEach((one, n) => one.update(counts[values[n].at], most, chosen.has(values[n].token)));
      if (chosen.size) box.open = true;
    },
  };
}

/** Years: from, to, and a bar for each year that leads to it alone. */
function yearFilter(facet, state) {
  const yearOf = facet.values.map(({ token }) => token.slice(0, 4));
  const years = [...new Set(yearOf)].filter(Boolean).sort();
  const select = (key, label) => {
    const box = el("select", { "aria-label": label, change: () => choose({ [key]: box.value }) }, el("option", { value: "" }, "any"), years.map((year) => el("option", { value: year }, year)));
    return box;
  };
  const [from, to] = [select("since", "From year"), select("until", "To year")];
  const only = (year) => {
    const alone = state.choices.get("since") === year && state.choices.get("until") === year;
    choose(alone ? { since: "", until: "" } : { since: year, until: year });
  };
  const bars = years.map((year) => {
    const count = el("span", { class: "count" });
    const bar = el("button", { type: "button", class: "year", click: () => only(year) }, el("span", { class: "value" }, year), count);
    return { year, bar, count, row: el("li", null, bar) };
  });
  const none = el("li", { class: "nothing" });
  const box = el("details", { class: "facet", "data-facet": "year", open: true }, el("summary", null, "Years"),
    el("div", { role: "group", "aria-label": "Years" },
      el("p", { class: "span" }, el("label", null, "From ", from), " ", el("label", null, "to ", to)),
      el("ul", { class: "plain values" }, bars.map(({ row }) => row), none)));
  return {
    box,
    update(counts) {
      const perYear = new Map();
      counts.forEach((count, at) => perYear.set(yearOf[at], (perYear.get(yearOf[at]) || 0) + count));
      const most = Math.max(...perYear.values(), 0);
      const [since, until] = ["since", "until"].map((key) => (state.choices.get(key) || "").slice(0, 4));
      from.value = since;
      to.value = until;
      for (const { year, bar, count, row } of bars) {
        const found = perYear.get(year) || 0;
        count.textContent = number(found);
        bar.setAttribute("aria-pressed", String(since === year && until === year));
        row.style.setProperty("--part", `${most ? (100 * found) / most : 0}%`);
      }
      const undated = perYear.get("") || 0;
      none.hidden = !undated;
      none.textContent = `Undated: ${number(undated)}${since || until ? ", not in these years" : ""}`;
    },
  };
}

/** Whether doubtful findings are hidden. */
function doubtFilter() {
  const input = el("input", { type: "checkbox", change: () => choose({ min: input.checked ? DOUBTFUL : "" }) });
  const count = el("span", { class: "count" });
  const box = el("div", { class: "facet", "data-facet": "min" }, el("label", null, input, el("span", { class: "value" }, "Hide doubtful findings"), count));
  return {
    box,
    update(counts, choices) {
      input.checked = Number(choices.get("min")) > 0;
      count.textContent = number(counts.slice(0, Math.round(100 * DOUBTFUL)).reduce((sum, some) => sum + some, 0));
    },
  };
}

/** The filters: {box, update(choices, counts)}; `counts` are those of `Findings.narrow`. */
export function makeFilters(findings) {
  const state = { choices: new URLSearchParams() };
  const lists = LISTS.map((key) => [key, listFilter(findings.facet(key), state)]);
  const year = ["when", yearFilter(findings.facet("when"), state)];
  const all = [...lists.slice(0, 2), year, ...lists.slice(2), ["min", doubtFilter()]];
  const box = el("details", { class: "filters", open: innerWidth > 900 }, el("summary", null, "Filters"), all.filter(([, one]) => !one.empty).map(([, one]) => one.box));
  return {
    box,
    update(choices, counts) {
      state.choices = choices;
      for (const [key, one] of all) one.update(counts[findings.facets.findIndex((facet) => facet.key === key)], choices);
    },
  };
}

/** What is chosen, each with a button that takes it away. */
export function chips(findings, limits, choices, terms) {
  const without = (key, token) => tokensOf(choices, key).filter((one) => one !== token).join(",");
  const all = [
    ...(terms.length ? [{ label: `Words: ${(choices.get("q") || "").slice(0, 60)}`, gone: { q: "" } }] : []),
    ...findings.facets.flatMap(({ key, label }, n) => (limits[n]?.values || []).map((value) => ({
      label: `${label}: ${value.label}`, gone: key === "when" ? { since: "", until: "" } : { [key]: without(key, value.token) },
    }))),
  ];
  if (!all.length) return [];
  const every = Object.assign({}, ...all.map(({ gone }) => Object.fromEntries(Object.keys(gone).map((key) => [key, ""]))));
  return [
    ...all.map(({ label, gone }) => button([label, el("span", { "aria-hidden": "true" }, " ✕")], () => choose(gone), { class: "chosen", "aria-label": `Remove ${label}` })),
    ...(all.length > 1 ? [button("Remove all", () => choose(every), { class: "chosen every" })] : []),
  ];
}
