// What people did: the inspections that they took part in, and the posts that they held.

import { councils, people } from "./data.js";
import { nameOf, plainText, plural } from "./words.js";

const LED = "Lead inspector";
export const SIGNED = "Signatory";

/** The inspections of a person in words: "3 inspections, led 2", "signed the letters of 4"; "" for none. */
export function partsInWords(took) {
  const [came, signed, led] = [took.filter((one) => !one.signed), took.filter((one) => one.signed), took.filter((one) => one.led)];
  return [
    came.length ? `${plural(came.length, "inspection", "inspections")}${led.length ? `, led ${led.length}` : ""}` : "",
    signed.length ? `signed the ${signed.length === 1 ? "letter" : "letters"} of ${signed.length}${came.length ? " more" : ""}` : "",
  ].filter(Boolean).join("; ");
}

const oldestFirst = (a, b) => Number(!a) - Number(!b) || (a < b ? -1 : a > b ? 1 : 0);

/** The inspections of a person, oldest first and undated ones last: {inspection, roles, facts, led, signed (only signed its letter)}. */
export function inspectionsOf(person) {
  const found = new Map();
  for (const { inspection, role, facts } of person.visits) {
    const one = found.get(inspection) || { inspection, roles: [], facts: [] };
    if (!one.roles.includes(role)) one.roles.push(role);
    one.facts.push(...facts);
    found.set(inspection, one);
  }
  return [...found.values()]
    .map((one) => ({ ...one, led: one.roles.includes(LED), signed: one.roles.every((role) => role === SIGNED) }))
    .sort((a, b) => oldestFirst(a.inspection.when, b.inspection.when) || a.inspection.id - b.inspection.id);
}

/** When a document names a person in a post. */
const dayOf = ({ inspection, document }) => inspection?.when || document?.when || "";

/** The first and last day of a post that is known, or "". */
export const firstDay = ({ since, days }) => since || days[0] || "";
export const lastDay = ({ since, days }) => days[days.length - 1] || since || "";

/** The posts of a person, oldest first: {councils, council (where there is one alone), own, place, role, token, since, days,
 * facts}; one for each role at a council or partner, whichever councils' documents name the partner. */
export function postsOf(person) {
  const found = new Map();
  for (const post of person.posts) {
    const { own } = post;
    const place = own ? nameOf(post.council) : post.organisation;
    const key = [own || !place ? post.council?.gss : "", place, post.token === "other" ? plainText(post.role) : post.token].join("\n");
    const one = found.get(key) || { councils: [], own, place, role: post.role, token: post.token, since: "", days: [], facts: [] };
    const day = dayOf(post);
    if (day && day >= (one.days[one.days.length - 1] || "")) one.role = post.role;
    if (day) one.days = [...new Set([...one.days, day])].sort();
    if (post.council && !one.councils.includes(post.council)) one.councils.push(post.council);
    one.since ||= post.since;
    one.facts.push(...post.facts);
    found.set(key, one);
  }
  return [...found.values()]
    .map((one) => ({ ...one, council: one.councils.length === 1 ? one.councils[0] : null }))
    .sort((a, b) => oldestFirst(firstDay(a), firstDay(b)));
}

/** The councils that a person inspected, or held posts at or near, by name. */
export const councilsOf = (person) => {
  const found = new Set([...person.visits.flatMap(({ inspection }) => inspection.councils), ...person.posts.map(({ council }) => council)]);
  return councils.filter((council) => found.has(council));
};

let byPlainName = null;

/** Other people with this name. */
export function namesakes(person) {
  if (!byPlainName) {
    byPlainName = new Map();
    for (const one of people) byPlainName.set(plainText(one.name), [...(byPlainName.get(plainText(one.name)) || []), one]);
  }
  return byPlainName.get(plainText(person.name)).filter((other) => other !== person);
}
