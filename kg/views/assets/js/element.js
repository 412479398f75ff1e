// Elements of the page.  Text from documents becomes text nodes, never markup.

import { gradeLabels } from "./data.js";
import { gradeLetters } from "./words.js";

/** An element with attributes and children; strings become text. */
export function el(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") element.addEventListener(key, value);
    else element.setAttribute(key, value === true ? "" : value);
  }
  for (const child of children.flat(Infinity)) {
    if (child !== null && child !== undefined && child !== "") element.append(child);
  }
  return element;
}

/** The sign of a kind or a grade, drawn by the style sheet. */
export const sign = (kind, grade) =>
  el("span", { class: `sign sign-${kind}`, "data-grade": grade, "aria-hidden": "true" },
    kind === "inspection" && grade ? gradeLetters(grade) : "");

export const chip = (token) =>
  el("span", { class: "chip", "data-grade": token }, gradeLabels.get(token) || token);

/** A link for a web address, else null: addresses from documents must not use other schemes. */
function webLink(address, ...children) {
  if (!/^https?:\/\//i.test(address || "")) return null;
  return el("a", { href: address, rel: "noopener noreferrer", target: "_blank" }, ...children);
}

export function sourceLine(fact) {
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

export const $ = (id) => document.getElementById(id);

export const button = (text, onClick, more) => el("button", { type: "button", click: onClick, ...more }, text);

export const heading = (text, count) =>
  el("h3", null, text, count === undefined ? "" : el("span", { class: "count" }, String(count)));

/** Announce a text to screen readers. */
export function announce(text) {
  $("announcement").textContent = text;
}

/** Make a box that a button opens and closes; Escape and a click elsewhere also close it. */
export function makePopover(opener, box) {
  function setOpen(open) {
    box.hidden = !open;
    opener.setAttribute("aria-expanded", String(open));
    if (open) (box.querySelector("select, input, button") || box).focus();
  }
  opener.addEventListener("click", () => setOpen(box.hidden));
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    setOpen(false);
    opener.focus();
  });
  document.addEventListener("pointerdown", (event) => {
    if (!box.hidden && !box.contains(event.target) && !opener.contains(event.target)) setOpen(false);
  });
  return { setOpen };
}
