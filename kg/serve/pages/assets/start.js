// Fetches the data of the explorer, and then runs its program, which reads it as if it had come with the page.
"use strict";

(async () => {
  const data = document.getElementById("data");
  const note = document.createElement("p");
  note.className = "note";
  note.setAttribute("role", "status");
  note.textContent = "Reading the graph. The first time after a build, this takes some seconds.";
  document.getElementById("screen").append(note);
  try {
    const answer = await fetch(data.dataset.from);
    const text = await answer.text();
    if (!answer.ok) throw new Error(text);
    data.textContent = text;
  } catch (error) {
    note.textContent = `The graph can’t be read. ${error.message}`;
    return;
  }
  note.remove();
  const program = document.createElement("script");
  program.src = "/explorer/program.js";
  document.body.append(program);
})();
