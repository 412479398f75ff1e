// Elements of the page.  Text from documents becomes text nodes, never markup.

const SVG = "http://www.w3.org/2000/svg";

function made(element, attributes, children) {
  for (const [key, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") element.addEventListener(key, value);
    else element.setAttribute(key, value === true ? "" : value);
  }
  for (const child of children.flat(Infinity)) {
    if (child !== null && child !== undefined && child !== "" && child !== false) element.append(child);
  }
  return element;
}

/** An element with attributes, listeners and children; strings become text. */
export const el = (name, attributes, ...children) => made(document.createElement(name), attributes, children);

/** The same for an element of SVG. */
export const svg = (name, attributes, ...children) => made(document.createElementNS(SVG, name), attributes, children);

export const $ = (id) => document.getElementById(id);

export const button = (text, onClick, more) => el("button", { type: "button", click: onClick, ...more }, text);

/** A link for a web address, else null: addresses from documents must not use other schemes. */
export const webLink = (address, ...children) =>
  (/^https?:\/\//i.test(address || "") ? el("a", { href: address, rel: "noopener noreferrer", target: "_blank" }, ...children) : null);

/** Announce a text to screen readers. */
export function announce(text) {
  $("announcement").textContent = text;
}

/** A choice of one of several: `options` is a list of [value, label].  Its id comes from its label, so that it keeps the
 * focus when the screen is drawn anew. */
export function choice(label, options, value, onChange) {
  const box = el("select", { id: `choose-${label.toLowerCase().replace(/[^a-z]+/g, "-")}`, change: () => onChange(box.value) },
    options.map(([one, name]) => el("option", { value: one, selected: String(one) === String(value) }, name)));
  return el("label", { class: "choice" }, el("span", null, label), box);
}

/** A section with a heading. */
export const section = (heading, ...children) => el("section", null, el("h2", null, heading), ...children);
