// Addresses: "#/council/E08000032?area=care-leavers" is the screen "council" with an argument and choices.
// The browser's own history is the undo.

/** A part of an address; one that is no valid encoding stays as it is. */
function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** {screen, argument, choices} of an address; `choices` is a URLSearchParams. */
export function readAddress(hash) {
  const [path, query] = hash.replace(/^#\/?/, "").split("?");
  const [screen, ...rest] = path.split("/");
  return { screen, argument: rest.map(decoded).join("/"), choices: new URLSearchParams(query || "") };
}

/** The address of a screen; choices that are empty are left out. */
export function addressOf(screen, argument = "", choices = {}) {
  const query = new URLSearchParams(Object.entries(choices).filter(([, value]) => value !== "" && value !== null && value !== undefined && value !== false));
  const path = [screen, ...String(argument).split("/").map(encodeURIComponent)].filter(Boolean).join("/");
  return `#/${path}${query.size ? `?${query}` : ""}`;
}

/** Change choices of the screen that is shown; `replace` leaves no step in the history. */
export function choose(changed, replace = false) {
  const { screen, argument, choices } = readAddress(location.hash);
  const address = addressOf(screen, argument, { ...Object.fromEntries(choices), ...changed });
  if (replace) {
    history.replaceState(null, "", address);
    window.dispatchEvent(new HashChangeEvent("hashchange"));
  } else location.hash = address;
}

/** Note choices in the address without drawing the screen anew or making a step in the history. */
export function noteChoice(changed) {
  const { screen, argument, choices } = readAddress(location.hash);
  history.replaceState(null, "", addressOf(screen, argument, { ...Object.fromEntries(choices), ...changed }));
}

const last = (iri, parts) => iri.split("/").slice(-parts).join("/");

export const councilAddress = (council, choices) => addressOf("council", council.gss, choices);
export const themeAddress = (theme, choices) => addressOf("theme", theme.token, choices);
export const personAddress = (person) => addressOf("person", last(person.iri, 1));
export const bodyAddress = (body) => addressOf(body.sort, body.iri.split(`/${body.sort}/`).pop());
export const findingsAddress = (choices) => addressOf("findings", "", choices);
export const documentAddress = ({ document, start, end }) => addressOf("document", document.id, { at: start === undefined ? "" : `${start}-${end}` });
export const networkAddress = (iri) => addressOf("network", "", { from: iri });

/** The thing of a list whose IRI ends in this argument. */
export const withIri = (list, argument) => list.find((thing) => thing.iri.endsWith(`/${argument}`));
