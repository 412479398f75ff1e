// The search box: suggestions while typing, with arrow keys and Enter to choose.

import { byName, kindNames, KINDS, nodes } from "./data.js";
import { el, sign } from "./element.js";
import { isShown } from "./state.js";

export const plainText = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();

const haystack = nodes.map((node) => ({
  node, name: plainText(node.label), all: plainText([node.label, ...node.also].join("\n")),
}));

/** The nodes that match a text: names that start with it first, then words, then the rest. */
export function suggestions(text, most) {
  const query = plainText(text.trim());
  if (!query) return [];
  const score = ({ name, all }) => {
    if (name === query) return 0;
    if (name.startsWith(query)) return 1;
    if (name.includes(` ${query}`)) return 2;
    if (all.includes(query)) return 3;
    return query.split(/\s+/).every((word) => all.includes(word)) ? 4 : 9;
  };
  return haystack
    .map((entry) => [score(entry), entry.node])
    .filter(([points]) => points < 9)
    .sort(([p, a], [q, b]) => p - q || KINDS.findIndex(([k]) => k === a.kind) - KINDS.findIndex(([k]) => k === b.kind) || byName(a, b))
    .slice(0, most)
    .map(([, node]) => node);
}

export function makeSearch(input, list, onPick) {
  let found = [];
  let active = -1;

  function draw() {
    list.replaceChildren(...found.map((node, i) =>
      el("li", { id: `found-${i}`, role: "option", "aria-selected": String(i === active), mousedown: (event) => {
        event.preventDefault();
        pick(node);
      } }, sign(node.kind, node.grade), el("span", { class: "name" }, node.label),
        el("span", { class: "relation" }, isShown(node) ? node.detail || kindNames.get(node.kind) : "hidden"))));
    if (!found.length && input.value.trim()) {
      list.replaceChildren(el("li", { class: "none" }, "Nothing in this picture has that name."));
    }
    list.hidden = !input.value.trim();
    input.setAttribute("aria-expanded", String(!list.hidden));
    if (active >= 0) {
      input.setAttribute("aria-activedescendant", `found-${active}`);
      list.children[active].scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  }

  function close() {
    found = [];
    active = -1;
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function pick(node) {
    input.value = "";
    close();
    onPick(node);
  }

  input.addEventListener("input", () => {
    found = suggestions(input.value, 12);
    active = found.length ? 0 : -1;
    draw();
  });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      event.stopPropagation();
      if (input.value) input.value = "";
      else input.blur();
      close();
    } else if (event.key === "Enter" && found[active]) pick(found[active]);
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!found.length) return;
      active = (active + (event.key === "ArrowDown" ? 1 : found.length - 1)) % found.length;
      draw();
    }
  });
}
