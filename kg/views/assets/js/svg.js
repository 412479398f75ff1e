// A drawing context that writes SVG, with the methods of a canvas that the picture uses.

export const SVG = "http://www.w3.org/2000/svg";

/** A number with two decimals, which are enough for pixels. */
const round = (number) => Math.round(number * 100) / 100;

/** A text with the characters that XML forbids replaced. */
export const forXml = (text) => text.replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "\ufffd");

export class SvgContext {
  constructor(width, height) {
    this.root = document.createElementNS(SVG, "svg");
    this.set(this.root, { xmlns: SVG, width, height, viewBox: `0 0 ${width} ${height}` });
    this.ruler = document.createElement("canvas").getContext("2d");
    Object.assign(this, {
      fillStyle: "#000", strokeStyle: "#000", lineWidth: 1, globalAlpha: 1, font: "10px sans-serif",
      textAlign: "start", textBaseline: "alphabetic", lineJoin: "miter", lineCap: "butt",
    });
    this.matrix = [1, 0, 0];
    this.saved = [];
    this.path = "";
  }

  set(element, attributes) {
    for (const [name, value] of Object.entries(attributes)) {
      if (name !== "xmlns") element.setAttribute(name, forXml(String(value)));
    }
  }

  save() {
    this.saved.push({ ...this, saved: null });
  }

  restore() {
    const { saved } = this;
    Object.assign(this, saved.pop(), { saved });
  }

  translate(x, y) {
    const [scale, left, top] = this.matrix;
    this.matrix = [scale, left + x * scale, top + y * scale];
  }

  scale(by) {
    const [scale, left, top] = this.matrix;
    this.matrix = [scale * by, left, top];
  }

  at(x, y) {
    const [scale, left, top] = this.matrix;
    return `${round(x * scale + left)} ${round(y * scale + top)}`;
  }

  beginPath() {
    this.path = "";
  }

  moveTo(x, y) {
    this.path += `M${this.at(x, y)}`;
  }

  lineTo(x, y) {
    this.path += `${this.path ? "L" : "M"}${this.at(x, y)}`;
  }

  quadraticCurveTo(a, b, x, y) {
    this.path += `Q${this.at(a, b)} ${this.at(x, y)}`;
  }

  bezierCurveTo(a, b, c, d, x, y) {
    this.path += `C${this.at(a, b)} ${this.at(c, d)} ${this.at(x, y)}`;
  }

  closePath() {
    this.path += "Z";
  }

  arc(x, y, radius, from, to) {
    const r = round(radius * this.matrix[0]);
    const on = (angle) => this.at(x + radius * Math.cos(angle), y + radius * Math.sin(angle));
    const turn = to - from;
    if (turn >= 2 * Math.PI - 1e-6) {
      this.path += `M${on(0)}A${r} ${r} 0 1 1 ${on(Math.PI)}A${r} ${r} 0 1 1 ${on(0)}Z`;
    } else this.path += `M${on(from)}A${r} ${r} 0 ${turn > Math.PI ? 1 : 0} 1 ${on(to)}`;
  }

  roundRect(x, y, width, height, r) {
    this.moveTo(x + r, y);
    for (const [cx, cy, ex, ey, lx, ly] of [
      [x + width, y, x + width, y + r, x + width - r, y],
      [x + width, y + height, x + width - r, y + height, x + width, y + height - r],
      [x, y + height, x, y + height - r, x + r, y + height],
      [x, y, x + r, y, x, y + r],
    ]) {
      this.lineTo(lx, ly);
      this.quadraticCurveTo(cx, cy, ex, ey);
    }
    this.closePath();
  }

  rect(x, y, width, height) {
    this.path += `M${this.at(x, y)}L${this.at(x + width, y)}L${this.at(x + width, y + height)}L${this.at(x, y + height)}Z`;
  }

  fillRect(...box) {
    this.beginPath();
    this.rect(...box);
    this.fill();
  }

  draw(attributes) {
    const shape = document.createElementNS(SVG, "path");
    this.set(shape, { d: this.path, ...attributes, ...this.faint() });
    this.root.append(shape);
  }

  faint() {
    return this.globalAlpha < 1 ? { opacity: this.globalAlpha } : {};
  }

  pen() {
    return {
      stroke: this.strokeStyle, "stroke-width": round(this.lineWidth * this.matrix[0]),
      "stroke-linejoin": this.lineJoin, "stroke-linecap": this.lineCap,
    };
  }

  fill() {
    this.draw({ fill: this.fillStyle });
  }

  stroke() {
    this.draw({ fill: "none", ...this.pen() });
  }

  measureText(text) {
    this.ruler.font = this.font;
    return this.ruler.measureText(text);
  }

  write(text, x, y, attributes) {
    const [, style, size, family] = /^(.*?)([\d.]+)px (.*)$/.exec(this.font);
    const [left, top] = this.at(x, y).split(" ");
    const down = { top: 0.8, middle: 0.35 }[this.textBaseline] || 0;
    const element = document.createElementNS(SVG, "text");
    const pixels = Number(size) * this.matrix[0];
    this.set(element, {
      x: left, y: round(Number(top) + down * pixels), "font-size": round(pixels), "font-family": family,
      "font-weight": style.trim() || "normal",
      "text-anchor": { center: "middle", right: "end", end: "end" }[this.textAlign] || "start",
      ...attributes, ...this.faint(),
    });
    element.textContent = forXml(text);
    this.root.append(element);
  }

  fillText(text, x, y) {
    this.write(text, x, y, { fill: this.fillStyle });
  }

  strokeText(text, x, y) {
    this.write(text, x, y, { fill: "none", ...this.pen(), "aria-hidden": "true" });
  }

  setLineDash() {}

  toString() {
    return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(this.root)}\n`;
  }
}
