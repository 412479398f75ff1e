// The layouts: the buttons to choose one, its description, and the lines behind the network.

import { layouts } from "./data.js";
import { button, el } from "./element.js";
import { faded, FONT, palette } from "./palette.js";
import { stretch } from "./layout-positions.js";
import { change, listeners, state } from "./state.js";
import { layoutOf } from "./visible.js";

/** Draw the lines and bands of a layout, such as the years of a timeline. */
export function drawMarks(ctx, { width, height, scale, centre, top }) {
  const colours = palette();
  const { marks } = layoutOf(state.layout);
  const onScreen = (axis, value) =>
    (value * (axis === "x" ? stretch() : 1) - centre[axis]) * scale + (axis === "x" ? width : height) / 2;
  let last = -Infinity;
  marks.forEach(([axis, start, end, label], i) => {
    const [from, to] = [onScreen(axis, start), onScreen(axis, end)];
    const across = axis === "x" ? height : width;
    if (start === end) {
      ctx.beginPath();
      ctx.moveTo(...(axis === "x" ? [from, 0] : [0, from]));
      ctx.lineTo(...(axis === "x" ? [from, across] : [across, from]));
      Object.assign(ctx, { lineWidth: 1, strokeStyle: faded(colours.muted, 0.28) });
      ctx.stroke();
    } else if (i % 2 === 0) {
      ctx.fillStyle = faded(colours.muted, 0.07);
      ctx.fillRect(...(axis === "x" ? [from, 0, to - from, across] : [0, from, across, to - from]));
    }
    // Names of columns are along the top and those of rows at the left, so that they stay visible.
    Object.assign(ctx, { font: `600 11.5px ${FONT}`, fillStyle: colours.muted, textBaseline: "middle" });
    const at = (from + to) / 2;
    const wide = ctx.measureText(label).width;
    if (axis === "x") {
      if (at - wide / 2 < last + 10) return;
      last = at + wide / 2;
      ctx.textAlign = "center";
      ctx.fillText(label, at, top + 14);
    } else {
      ctx.textAlign = "left";
      ctx.fillText(label, 12, start === end ? from - 9 : from + 13);
    }
  });
}

export function makeLayouts(box) {
  if (layouts.length < 2) return;
  const description = el("p", { class: "says" });
  const choices = layouts.map(({ name, label }) => [name, button(label, () => change({ layout: name }), { class: "layout" })]);
  const renew = () => {
    for (const [name, choice] of choices) choice.setAttribute("aria-pressed", String(name === state.layout));
    description.textContent = layoutOf(state.layout).description;
  };
  listeners.push(renew);
  renew();
  box.append(el("div", { class: "choices", role: "group", "aria-label": "Layout" }, choices.map(([, choice]) => choice)), description);
  box.hidden = false;
}
