// Saves files: the picture as PNG and SVG, the tables as CSV, what is shown as Turtle.

import { cellsIn, drawCells, isDrawnAsLine } from "./cells.js";
import { KINDS, nodes, raw } from "./data.js";
import { $, announce, button, el, makePopover } from "./element.js";
import { activeFilters } from "./filters.js";
import { toCsv, toTurtle } from "./formats.js";
import { drawLabels } from "./labels.js";
import { drawMarks } from "./layouts.js";
import { FONT, palette } from "./palette.js";
import { placeOf } from "./layout-positions.js";
import { plainText } from "./search.js";
import { outline, paintInspection, paintNode } from "./shapes.js";
import { spotsIn } from "./screen-positions.js";
import { change, shown, state } from "./state.js";
import { forXml, SVG, SvgContext } from "./svg.js";
import { plural } from "./words.js";

const MARGIN = { top: 54, bottom: 44 };

/** Draw the picture as on the screen, on a canvas or into an SVG, with its title above and the
 * meaning of its signs below. */
function drawSheet(ctx, picture) {
  const { width, height, scale, centre } = picture.view();
  const colours = palette();
  ctx.fillStyle = colours.paper;
  ctx.fillRect(0, 0, width, height + MARGIN.top + MARGIN.bottom);
  ctx.save();
  ctx.translate(0, MARGIN.top);
  drawMarks(ctx, picture.view());
  drawCells(ctx, picture.view());
  ctx.save();
  ctx.translate(width / 2, height / 2);
  ctx.scale(scale, scale);
  ctx.translate(-centre.x, -centre.y);
  for (const edge of shown().edges) if (isDrawnAsLine(edge)) picture.drawEdge(ctx, edge);
  for (const node of shown().nodes) {
    const { x, y } = placeOf(node);
    paintNode(ctx, node, x, y, scale);
  }
  ctx.restore();
  drawLabels(ctx, spotsIn(picture.view()), cellsIn(picture.view()), width, height);
  ctx.restore();
  // Cover what is outside the picture, above and below.
  ctx.fillStyle = colours.paper;
  ctx.fillRect(0, 0, width, MARGIN.top);
  ctx.fillRect(0, height + MARGIN.top, width, MARGIN.bottom);
  drawCaptions(ctx, width, height);
}

function drawCaptions(ctx, width, height) {
  const colours = palette();
  const text = (words, x, y, font, colour) => {
    Object.assign(ctx, { font: `${font} ${FONT}`, fillStyle: colour, textAlign: "left", textBaseline: "middle" });
    ctx.fillText(words, x, y);
    return ctx.measureText(words).width;
  };
  text(raw.title, 18, 22, "680 17px", colours.ink);
  const parts = activeFilters().map(([words]) => words);
  const count = `${plural(shown().nodes.size, "thing", "things")}, ${plural(shown().edges.size, "link", "links")}`;
  text([count, ...parts].join(" · "), 18, 42, "400 12px", colours.muted);
  let x = 18;
  const y = height + MARGIN.top + 22;
  for (const [token, label] of raw.grades) {
    const node = nodes.find((one) => one.grade === token);
    if (!node || x > width - 150) continue;
    ctx.beginPath();
    paintInspection(ctx, node, x + 8, y, 8.5, 1);
    x += 24 + text(label, x + 22, y, "400 12px", colours.ink) + 14;
  }
  for (const [kind, many] of KINDS) {
    if (!["inspector", "leader", "programme", "organisation"].includes(kind) || x > width - 150) continue;
    outline(ctx, kind, x + 6, y, 5.5);
    ctx.fillStyle = colours[kind];
    ctx.fill();
    x += 20 + text(many, x + 17, y, "400 12px", colours.ink) + 14;
  }
}

/** Save a file; its name comes from the title. */
function saveFile(content, type, extension) {
  const blob = content instanceof Blob ? content : new Blob([content], { type });
  const stem = plainText(raw.title).replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "").slice(0, 60) || "view";
  const link = el("a", { href: URL.createObjectURL(blob), download: `${stem}.${extension}` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  announce(`${link.download} saved`);
}

/** The sheet on a canvas, at twice the screen’s sharpness. */
export function sheetOf(picture) {
  const { width, height } = picture.view();
  const sharp = 2;
  const canvas = el("canvas", { width: width * sharp, height: (height + MARGIN.top + MARGIN.bottom) * sharp });
  const ctx = canvas.getContext("2d");
  ctx.scale(sharp, sharp);
  drawSheet(ctx, picture);
  return canvas;
}

const savePng = (picture) => sheetOf(picture).toBlob((blob) => saveFile(blob, "image/png", "png"));

function saveSvg(picture) {
  const { width, height } = picture.view();
  const ctx = new SvgContext(width, height + MARGIN.top + MARGIN.bottom);
  const name = document.createElementNS(SVG, "title");
  name.textContent = forXml(raw.title);
  ctx.root.append(name);
  ctx.set(ctx.root, { role: "img" });
  drawSheet(ctx, picture);
  saveFile(String(ctx), "image/svg+xml", "svg");
}

export function makeSave(box, picture, tables) {
  const popover = makePopover($("save"), box);
  const item = (text, more, run) => button([el("strong", null, text), el("span", null, more)], () => {
    run();
    popover.setOpen(false);
    $("save").focus();
  }, { class: "item" });
  const inPicture = (run) => () => {
    if (state.table) change({ table: "" });
    run(picture);
  };
  box.append(
    el("h2", null, "Save what is shown"),
    item("PNG", "the picture, at twice the screen’s sharpness", inPicture(savePng)),
    item("SVG", "the picture, to enlarge and edit", inPicture(saveSvg)),
    item("CSV of things", "the table, as it is sorted and filtered", () => saveFile(toCsv(tables.things()), "text/csv", "things.csv")),
    item("CSV of links", "each with its first quote, document and page", () => saveFile(toCsv(tables.links()), "text/csv", "links.csv")),
    item("Turtle", "things, links and their quotes as RDF", () => saveFile(toTurtle(shown().nodes, shown().edges), "text/turtle", "ttl")),
    item("Print", "picture and details, on white", () => window.print()),
  );
}
