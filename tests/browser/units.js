// Tests of the page's modules that touch no page, on the network `world` of conftest.py.

import { fromHash, toHash } from "../../kg/views/assets/js/address.js";
import { documents, edges, facts, nodes } from "../../kg/views/assets/js/data.js";
import { toCsv, tripleOf, turtleDate, turtleIri, turtleText } from "../../kg/views/assets/js/formats.js";
import { lines } from "../../kg/views/assets/js/labels.js";
import { balance } from "../../kg/views/assets/js/palette.js";
import { shortestPath } from "../../kg/views/assets/js/path.js";
import { plainText, suggestions } from "../../kg/views/assets/js/search.js";
import { nodeInDirection } from "../../kg/views/assets/js/screen-positions.js";
import { FINDINGS_SHOWN } from "../../kg/views/assets/js/state.js";
import { sortedBy } from "../../kg/views/assets/js/table.js";
import { ALL, expandPatch, foldPatch, gain, visibleIn, within } from "../../kg/views/assets/js/visible.js";
import { countsInWords, gradeLetters } from "../../kg/views/assets/js/words.js";

const named = (label) => nodes.find((node) => node.label === label);
const labels = (some) => [...some].map((node) => node.label).sort();
const seen = (patch) => labels(visibleIn({ ...ALL, ...patch }).nodes);
const rest = (...gone) => labels(nodes.filter((node) => !["Safe Steps", "Kite", ...gone].includes(node.label)));
const source = (title) => documents.find((one) => one.title === title);

function same(got, wanted) {
  const [a, b] = [got, wanted].map((value) => JSON.stringify(value));
  if (a !== b) throw new Error(`got ${a}, wanted ${b}`);
}

const UNITS = {
  "nothing is hidden but the members of folds": () => same(seen({}), rest()),
  "a kind that is off": () => same(seen({ offKinds: new Set(["inspector"]) }), rest("Ada Marsh", "Tom Birch")),
  "a grade that is off takes its inspector, and leaves the council that has another": () =>
    same(seen({ offGrades: new Set(["inadequate"]) }), rest("North 2018", "Workforce")),
  "a council whose only inspection is off goes too": () =>
    same(seen({ offGrades: new Set(["good"]) }).includes("South"), false),
  "a theme keeps what is said of it": () =>
    same(seen({ theme: named("Workforce") }), labels(["North", "North 2018", "Ada Marsh", "Joan Pell", "Open Door", "Workforce"].map(named))),
  "a region": () => same(seen({ region: "urn:region:south" }),
    labels(["South", "South 2019", "Ada Marsh", "Open Door", "Early help", "2 programmes of South"].map(named))),
  "a document keeps what it says": () =>
    same(seen({ source: source("Letter of 2022") }), labels(["North", "North 2022", "Tom Birch"].map(named))),
  "since a year": () =>
    same(seen({ since: "2020" }), labels(["Joan Pell", "North", "North 2022", "Open Door", "Tom Birch"].map(named))),
  "a day is as coarse as it is known": () => {
    for (const [when, since, until, wanted] of [
      ["2018-03-05", "2018", "2018", true], ["2018-03-05", "2018-03", "", true],
      ["2018-03-05", "2018-04", "", false], ["2018-03-05", "", "2018-03-04", false],
      ["2019", "2019-06", "", true], ["2019", "", "2019-01", true], ["2019", "2020-01", "", false],
      ["", "2019", "", false], ["", "", "", true],
    ]) same([when, since, until, within(when, since, until)], [when, since, until, wanted]);
  },
  "leaves have one neighbour at most": () => {
    const left = seen({ noLeaves: true });
    same([left.includes("Joan Pell"), left.includes("Ada Marsh"), left.includes("Tom Birch")], [false, true, false]);
  },
  "a folded council puts away its inspections and what hangs on them alone": () =>
    same(seen({ folded: new Set([named("North")]) }), rest("North 2018", "North 2022", "Tom Birch", "Joan Pell")),
  "two folded councils put away what they share": () =>
    same(seen({ folded: new Set([named("North"), named("South")]) }), labels(["North", "South", "Workforce", "Early help"].map(named))),
  "what is folded comes back": () => {
    const view = { ...ALL, ...foldPatch(ALL, named("North")) };
    same(gain(ALL, foldPatch(ALL, named("North"))), -4);
    same(gain(view, expandPatch(view, named("North"))), 4);
  },
  "only a thing and its neighbours, then those of a neighbour": () => {
    const one = { ...ALL, opened: new Set([named("Ada Marsh")]) };
    same(labels(visibleIn(one).nodes), ["Ada Marsh", "North 2018", "South 2019"]);
    const two = { ...one, ...expandPatch(one, named("South 2019")) };
    same(labels(visibleIn(two).nodes), ["Ada Marsh", "Early help", "North 2018", "South", "South 2019"]);
    same(labels(visibleIn({ ...two, ...foldPatch(two, named("South 2019")) }).nodes), labels(visibleIn(one).nodes));
  },
  "a placeholder gives way to its members": () => {
    const open = expandPatch(ALL, named("2 programmes of South"));
    same(gain(ALL, open), 1);
    same(seen(open), labels([...nodes].filter((node) => node.label !== "2 programmes of South")));
  },
  "a layout shows what has a place in it": () =>
    same(seen({ layout: "timeline" }), ["North 2018", "North 2022", "South 2019"]),
  "links are shown between things that are": () =>
    same([...visibleIn({ ...ALL, opened: new Set([named("Tom Birch")]) }).edges].map((edge) => edge.kind), ["inspector"]),
  "the shortest path goes round the themes": () => {
    const all = new Set(edges);
    same(shortestPath(named("North"), named("South"), all).map((edge) => edge.from.label), ["Open Door", "Open Door"]);
    same(shortestPath(named("Tom Birch"), named("Ada Marsh"), all).map((edge) => edge.kind), ["inspector", "follows", "inspector"]);
    same(shortestPath(named("North"), named("North"), all), []);
    same(shortestPath(named("North"), named("South"), new Set()), null);
  },
  "an address holds a view": () => {
    const view = {
      ...ALL, node: named("Ada Marsh"), edge: null, path: null, findings: !FINDINGS_SHOWN, table: "links",
      offKinds: new Set(["leader"]), offGrades: new Set(["", "good"]), theme: named("Workforce"), region: "urn:region:north",
      source: source("Letter of 2018"), since: "2018-03", until: "2022", noLeaves: true,
      opened: new Set([named("North"), named("South")]), folded: new Set([named("South")]),
      unfolded: new Set([named("2 programmes of South")]), layout: "timeline",
    };
    const hash = toHash(view, { x: -12, y: 7, scale: 0.5 });
    const back = fromHash(hash);
    for (const [name, value] of Object.entries(view)) {
      const plain = (one) => (one instanceof Set ? [...one].map((item) => item.iri ?? item) : one?.iri ?? one);
      same([name, plain(back.view[name])], [name, plain(value)]);
    }
    same(back.at, { x: -12, y: 7, scale: 0.5 });
    same(toHash(back.view, back.at), hash);
    same(/^[#\w=&%,.:~!*'()-]+$/.test(hash), true);
  },
  "an address holds a link and a path": () => {
    const [edge] = edges;
    same(fromHash(toHash({ ...ALL, edge, findings: FINDINGS_SHOWN })).view.edge.id, edge.id);
    const path = [named("North"), named("South")];
    same(labels(fromHash(toHash({ ...ALL, path, findings: FINDINGS_SHOWN })).view.path), ["North", "South"]);
  },
  "an address of nothing is the whole": () => {
    same(toHash({ ...ALL, findings: FINDINGS_SHOWN, table: "" }, null), "");
    for (const hash of ["", "#", "#node=%E0%A4%A", "#node=urn:none&at=1,2", "#=&&=x", "#since=soon&at=a,b,c", "#link=,,&table=x&layout=no&hide=constructor,__proto__"]) {
      const { view, at } = fromHash(hash);
      same([labels(visibleIn(view).nodes), view.node, view.table, at], [rest(), null, "", null]);
    }
  },
  "CSV quotes what it must": () =>
    same(toCsv([["a", 'b"c', "d,e", "f\ng"], [1, null, undefined, "=1"]]), 'a,"b""c","d,e","f\ng"\r\n1,,,=1\r\n'),
  "Turtle escapes": () => {
    same(turtleText('a"b\\c\n'), '"a\\u0022b\\u005Cc\\u000A"');
    for (const iri of ["urn:kg:a", "https://w3id.org/inspection-kg/id/council/E06000056", "http://a.example:80/é?b=%20#c"]) same(turtleIri(iri), `<${iri}>`);
    for (const [iri, wanted] of [["urn:kg:a> <b", "urn%3Akg%3Aa%3E%20%3Cb"], ["no scheme", "no%20scheme"], ["https://a b/", "https%3A%2F%2Fa%20b%2F"], ["http://[x", "http%3A%2F%2F%5Bx"]]) same(turtleIri(iri), `<urn:x-name:${wanted}>`);
    same([turtleDate("2019"), turtleDate("2019-03"), turtleDate("soon")], ['"2019"^^xsd:gYear', '"2019-03"^^xsd:gYearMonth', '"soon"']);
  },
  "links become the properties of the library's networks": () => {
    const of = (from, to) => tripleOf(edges.find((edge) => edge.from === named(from) && edge.to === named(to))).join(" ");
    same(of("North", "North 2018"), "<urn:kg:n1> kg:council <urn:kg:north>");
    same(of("Ada Marsh", "South 2019"), "<urn:kg:s1> prov:wasAssociatedWith <urn:kg:ada>");
    same(of("North 2022", "North 2018"), "<urn:kg:n2> kg:follows <urn:kg:n1>");
    same(of("Joan Pell", "North"), "<urn:kg:joan> kg:council <urn:kg:north>");
  },
  "rows sort by number and by name, and keep the order of equals": () => {
    same(sortedBy([3, 20, 1], (x) => x, true), [1, 3, 20]);
    same(sortedBy(["é", "f", "e"], (x) => x, false), ["f", "é", "e"]);
    same(sortedBy([[1, "b"], [1, "a"]], ([x]) => x, true), [[1, "b"], [1, "a"]]);
  },
  "the next thing in a direction": () => {
    same(nodeInDirection(named("North"), [1, 0], new Set(["South", "North 2018"].map(named))).label, "South");
    same(nodeInDirection(named("North"), [0, -1]).label, "North 2018");
    same(nodeInDirection(named("Workforce"), [-1, 0]), null);
  },
  "names are found by their beginning, by another name and without accents": () => {
    same(labels(suggestions("ada", 5)), ["Ada Marsh"]);
    same(labels(suggestions("a. marsh", 5)), ["Ada Marsh"]);
    same(labels(suggestions("birch tom", 5)), ["Tom Birch"]);
    same([plainText("Ynys Môn"), suggestions("  ", 5), suggestions("zzz", 5)], ["ynys mon", [], []]);
    same(suggestions("nor", 5)[0].label, "North");
  },
  "grades have letters and findings have words": () => {
    same([gradeLetters("requires-improvement"), gradeLetters("good")], ["RI", "G"]);
    same(countsInWords([1, 2, 0, 1]), "1 strength, 2 weaknesses, 1 recommendation");
    same([balance([9, 1, 0, 0]), balance([1, 1, 0, 4]), balance([1, 1, 5, 0])], ["strength", "weakness", "mixed"]);
  },
  "long names take two lines": () => same(lines("Supervision and management oversight", 17), ["Supervision and", "management oversight"]),
  "a page of a document has an address": () => same([facts[0].url, facts.at(-1).url], ["https://a.example/1.pdf#page=1", ""]),
};

const failed = [];
for (const [name, run] of Object.entries(UNITS)) {
  try {
    run();
  } catch (error) {
    failed.push(`${name}: ${error.message}`);
  }
}

window.units = [Object.keys(UNITS).length, failed];
