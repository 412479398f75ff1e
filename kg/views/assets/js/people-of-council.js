// The people whom documents name at a council: its own, those of partners, and inspectors.

import { SIGNED } from "./careers.js";
import { el } from "./element.js";
import { openable } from "./quotes.js";
import { personAddress } from "./route.js";
import { dateInWords, inspectionName, listed, monthInWords } from "./words.js";

const dayOf = (post) => post.inspection?.when || post.document?.when || post.since || "";

/** Posts with the same person, role and organisation as one: {person, role, organisation, since, days, facts}. */
function held(posts) {
  const byKey = new Map();
  for (const post of posts) {
    const key = [post.person.iri, post.token, post.organisation].join("\n");
    const one = byKey.get(key) || { person: post.person, role: post.role, organisation: post.organisation, since: "", days: [], facts: [], newest: "" };
    const day = dayOf(post);
    if (day >= one.newest) [one.newest, one.role] = [day, post.role];
    if (day) one.days.push(day);
    one.since ||= post.since;
    one.facts.push(...post.facts);
    byKey.set(key, one);
  }
  return [...byKey.values()].sort((a, b) => (a.newest > b.newest ? -1 : a.newest < b.newest ? 1 : a.person.id - b.person.id));
}

const row = ({ person, role, since, days, facts }) => el("li", null,
  el("a", { href: personAddress(person) }, person.name), ", ",
  openable([role, since ? `, since ${dateInWords(since)}` : "", days.length ? `, named in ${listed([...new Set(days)].sort().reverse().map(monthInWords))}` : ", undated"], facts));

/** The council's own posts, newest first. */
export function ownPeople(council) {
  const some = held(council.posts.filter(({ own }) => own));
  return some.length ? el("ul", { class: "plain" }, some.map(row)) : el("p", { class: "note" }, "No document here names people in its posts.");
}

/** Posts of partners, by organisation. */
export function partners(council) {
  const some = held(council.posts.filter(({ own }) => !own));
  if (!some.length) return null;
  const names = [...new Set(some.map(({ organisation }) => organisation))].sort((a, b) => (!a - !b) || a.localeCompare(b, "en-GB"));
  return el("details", null, el("summary", null, `People of its partners (${some.length})`),
    el("dl", { class: "partners" }, names.map((name) => [
      el("dt", null, name || "Organisation not stated"),
      el("dd", null, el("ul", { class: "plain" }, some.filter(({ organisation }) => organisation === name).map(row)))])));
}

/** The inspectors who came, those who came most often first, and apart from them those who only signed letters. */
export function inspectors(council) {
  const visits = council.inspections.flatMap((inspection) => inspection.visits);
  const came = new Set(visits.filter(({ role }) => role !== SIGNED).map(({ person }) => person));
  return [
    visitors("Inspectors who came", visits.filter(({ person }) => came.has(person))),
    visitors("Others who signed letters", visits.filter(({ person }) => !came.has(person))),
  ];
}

function visitors(heading, visits) {
  const byPerson = new Map();
  for (const visit of visits) byPerson.set(visit.person, [...(byPerson.get(visit.person) || []), visit]);
  const some = [...byPerson].sort((a, b) => b[1].length - a[1].length || (a[0].name < b[0].name ? -1 : 1));
  if (!some.length) return null;
  return el("details", null, el("summary", null, `${heading} (${some.length})`),
    el("ul", { class: "plain" }, some.map(([person, visits]) => el("li", null,
      el("a", { href: personAddress(person) }, person.name), ": ",
      visits.map((visit, i) => [i ? "; " : "", openable(`${inspectionName(visit.inspection)} (${visit.role.toLowerCase()})`, visit.facts)])))));
}
