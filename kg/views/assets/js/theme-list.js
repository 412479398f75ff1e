// All themes in one table.

import { inspections, KINDS, themes } from "./data.js";
import { bar, percent } from "./chart.js";
import { choice, el } from "./element.js";
import { choose, findingsAddress, themeAddress } from "./route.js";
import { FEW, fullTypes, isFull, sharesOf, wanted } from "./shares.js";
import { sortable } from "./sortable.js";
import { signed, visitsChoice } from "./theme.js";
import { kindName, kindNames, KIND_SIGNS, number, plural } from "./words.js";

/** The two newest frameworks of full inspections, or the two newest years with enough of them: [{label, some}, ...], older first. */
function periods(by) {
  const full = inspections.filter((one) => isFull(one) && one.when);
  const keyOf = by === "years" ? (one) => one.when.slice(0, 4) : (one) => one.type.token;
  const groups = new Map();
  for (const one of full) groups.set(keyOf(one), [...(groups.get(keyOf(one)) || []), one]);
  return [...groups.values()].filter((some) => some.length >= FEW)
    .map((some) => {
      const years = some.map(({ when }) => when.slice(0, 4)).sort();
      const [first, last] = [years[0], years[years.length - 1]];
      return { first, some, label: first === last ? first : `${first} to ${last}` };
    })
    .sort((a, b) => (a.first < b.first ? -1 : 1)).slice(-2);
}

export function themeList(choices) {
  const visits = choices.get("count") === "visits";
  const some = wanted(visits);
  const [before, after] = periods(choices.get("compare") || "");
  const rows = themes.map((theme) => ({
    theme, ...sharesOf(some, theme),
    ...(after ? { then: sharesOf(before.some, theme).share, now: sharesOf(after.some, theme).share } : {}),
  }));
  const change = ({ then, now }) => (then === null || now === null ? null : now - then);
  const most = Math.max(...rows.map(({ share }) => share || 0));
  const shareColumn = (key, label, of) => ({ key, label, number: true, value: (row) => (of(row) === null ? "" : Number((100 * of(row)).toFixed(1))), cell: (row) => (of(row) === null ? "–" : percent(of(row))) });
  const link = (theme, kind) => findingsAddress({ theme: theme.token, kind, ...(visits ? {} : { type: fullTypes() }) });
  return [
    el("h1", null, headline(rows)),
    el("div", { class: "controls" }, visitsChoice(choices),
      choice("Change between", [["", "the last two frameworks"], ["years", "the last two years"]], choices.get("compare") || "", (value) => choose({ compare: value }))),
    el("p", { class: "note" }, `The share of weaknesses is that among strengths, weaknesses and mixed findings. A finding on two themes counts in both. ${after ? `Change compares the full inspections of ${before.label} (${number(before.some.length)}) with those of ${after.label} (${number(after.some.length)}), in points.` : ""}`),
    sortable({
      name: "sort", caption: plural(rows.length, "theme", "themes"), choices, rows, order: "-share", file: "themes",
      columns: [
        { key: "theme", label: "Theme", value: ({ theme }) => theme.label, cell: ({ theme }) => el("a", { href: themeAddress(theme) }, theme.label) },
        { key: "share", label: "Share of weaknesses", number: true, value: ({ share }) => (share === null ? "" : Number((100 * share).toFixed(1))), cell: ({ share, small }) => (share === null ? "–" : bar(share, most, `${percent(share)}${small ? " (few)" : ""}`, small)) },
        ...KINDS.map((kind, i) => ({
          key: kind, label: `${KIND_SIGNS[kind]} ${kindNames(kind).charAt(0).toUpperCase()}${kindNames(kind).slice(1)}`, number: true, value: ({ counts }) => counts[i],
          cell: ({ theme, counts }) => el("a", { href: link(theme, kind), "aria-label": `${plural(counts[i], kindName(kind), kindNames(kind))}: ${theme.label}` }, number(counts[i])),
        })),
        ...(after ? [
          shareColumn("then", before.label, ({ then }) => then), shareColumn("now", after.label, ({ now }) => now),
          { key: "change", label: "Change", number: true, value: (row) => (change(row) === null ? "" : Math.round(100 * change(row))), rank: change, cell: (row) => (change(row) === null ? "–" : signed(change(row))) },
        ] : []),
      ],
    }).box,
  ];
}

/** A label within a sentence. */
const within = (label) => label.charAt(0).toLowerCase() + label.slice(1);

function headline(rows) {
  const ranked = rows.filter(({ share, small }) => share !== null && !small).sort((a, b) => b.share - a.share);
  if (!ranked.length) return plural(rows.length, "theme", "themes");
  const [top, low] = [ranked[0], ranked[ranked.length - 1]];
  return `Weaknesses are most common in ${within(top.theme.label)} (${percent(top.share)} of findings) and rarest in ${within(low.theme.label)} (${percent(low.share)})`;
}
