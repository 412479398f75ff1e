// Makes the text field an editor, and shows answers below it.  It asks this server alone.
/* global Yasgui */
"use strict";

(() => {
  const form = document.getElementById("ask");
  const field = document.getElementById("sparql");
  const answer = document.getElementById("answer");
  const said = document.getElementById("said");
  const place = document.createElement("div");
  field.after(place);
  const editor = new Yasgui.Yasqe(place, {
    value: field.value,
    requestConfig: { endpoint: "/sparql", method: "POST", headers: {} },
    autocompleters: ["variables"], // the others ask servers elsewhere
    prefixCcApi: null,
    persistenceId: null,
    consumeShareLink: null,
    createShareableLink: null,
    showQueryButton: false,
    editorHeight: "320px",
    extraKeys: { ...Yasgui.Yasqe.defaults.extraKeys, Tab: false, "Shift-Tab": false },
  });
  const table = new Yasgui.Yasr(answer, {
    persistenceId: null,
    maxPersistentResponseSize: 0,
    prefixes: () => editor.getPrefixesFromQuery(),
  });
  field.hidden = true;
  editor.getInputField().setAttribute("aria-label", "SPARQL query");
  editor.getScrollerElement().tabIndex = 0; // so that keys can scroll it

  /** Names for what the table has without any, for those who don't see it. */
  table.on("drawn", () => {
    answer.querySelector("select.tableSizer")?.setAttribute("aria-label", "Rows on a page");
    for (const heading of answer.querySelectorAll("th")) if (!heading.textContent.trim()) heading.textContent = "#";
  });

  let asked = 0;
  editor.on("query", () => {
    asked = performance.now();
    said.textContent = "Asking …";
  });
  editor.on("queryResponse", (...[, response]) => {
    table.setResponse(response, Math.round(performance.now() - asked));
    const rows = table.results?.getBindings()?.length;
    said.textContent = response instanceof Error || response?.error ? "The query was refused: see below." : rows === undefined ? "Answered." : `${rows.toLocaleString("en-GB")} ${rows === 1 ? "row" : "rows"}`;
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    editor.query().catch(() => {}); // what went wrong is shown with the answer
  });
})();
