// The picture: vis-network keeps the view, pans, zooms and draws the edges; nodes are drawn here.

/** The least radius of a node on the screen, in pixels, by kind: all can be seen and hit. */
const LEAST = { council: 6, inspection: 7.5, theme: 8, programme: 4, organisation: 4 };

/** But never so large, in canvas units, that an inspection would cover its council. */
const ROOMY = 30;

function makePicture(container, onTip) {
  const looks = new Map();
  // Lines keep about the same width on the screen, however large the whole picture is.
  const thickness = Math.min(2.6, Math.max(1, Math.sqrt(nodes.length) / 9));
  const mostFindings = edges.reduce((most, edge) => Math.max(most, edge.total), 1);
  const nodeSet = new vis.DataSet(
    raw.network.nodes.map((node) => ({ ...node, ctxRenderer: (call) => drawNode(call, nodes[node.id]) })),
  );
  const edgeSet = new vis.DataSet(
    raw.network.edges.map((edge) => ({
      ...edge, smooth: raw.network.smooth[edges[edge.id].kind] || false, ...look(edges[edge.id]),
    })),
  );
  const shown = {
    nodes: new vis.DataView(nodeSet, { filter: (item) => nodeIsOn(nodes[item.id]) }),
    edges: new vis.DataView(edgeSet, { filter: (item) => edgeIsOn(edges[item.id]) }),
  };
  const network = new vis.Network(container, shown, { ...raw.network.options, autoResize: true });
  let scale = 1;
  let labels = [];
  let donutTotals = null;
  const apart = betweenThemes();

  /** The space between two themes of a column, in canvas units. */
  function betweenThemes() {
    const rows = nodes.filter((node) => node.kind === "theme").map((node) => raw.network.nodes[node.id].y);
    return (Math.max(...rows) - Math.min(...rows)) / Math.max(1, Math.ceil(rows.length / 2) - 1);
  }

  function totals() {
    if (!donutTotals) {
      donutTotals = new Map(
        nodes.filter((node) => node.kind === "theme").map((node) => [node, addCounts(node.links)]),
      );
    }
    return donutTotals;
  }

  /** The radius of a node in canvas units: it grows more slowly than the view when zoomed in. */
  function radiusOf(node) {
    const small = node.kind === "inspection" && !node.grade ? 0.8 : 1;
    const grown = (raw.network.nodes[node.id].size * Math.min(scale, Math.sqrt(scale))) / scale;
    const room = node.kind === "theme" ? 0.42 * apart : ROOMY;
    const least = Math.min(LEAST[node.kind] || 3, room * scale);
    return small * Math.max(grown, least / scale);
  }

  /** Colour and width of an edge under the present selection. */
  function look(edge) {
    const colours = palette();
    const dim = light && !light.edges.has(edge);
    const strong = light && !dim;
    let colour = colours.ink;
    let alpha = 0.3;
    let width = 1.2;
    if (edge.kind === "inspection") {
      colour = GRADES[edge.to.grade] ? gradeColours(edge.to.grade)[0] : colours.muted;
      alpha = 0.75;
      width = 2.4;
    } else if (edge.kind === "follows") {
      colour = colours.muted;
      alpha = 0.5;
      width = 1.5;
    } else if (edge.kind === "theme") {
      colour = colours[balance(edge.counts)];
      alpha = strong ? Math.min(0.65, 4 / Math.sqrt(light.edges.size)) : 0.22;
      width = 0.8 + 5 * Math.sqrt(edge.total / mostFindings);
    } else if (colours[edge.from.kind]) {
      colour = colours[edge.from.kind];
      // What links to many would cover the rest.
      const crowd = Math.min(1, 3 / Math.sqrt(edge.from.links.length));
      alpha = edge.kind === "post" ? 0.5 : 0.3 * crowd;
    }
    if (strong && edge.kind !== "theme") {
      alpha = 0.9;
      width += 0.8;
    }
    return { color: { color: faded(colour, dim ? alpha * 0.16 : alpha) }, width: width * thickness };
  }

  function restyle() {
    const changed = [];
    for (const edge of edges) {
      if (!edgeIsOn(edge)) continue;
      const next = look(edge);
      const key = next.color.color + next.width;
      if (looks.get(edge.id) !== key) {
        looks.set(edge.id, key);
        changed.push({ id: edge.id, ...next });
      }
    }
    if (changed.length) edgeSet.update(changed);
  }

  function drawNode({ ctx, x, y }, node) {
    return {
      drawNode: () => {
        const radius = radiusOf(node);
        ctx.globalAlpha = light && !light.nodes.has(node) ? 0.13 : 1;
        paint(ctx, node, x, y, radius);
        if (node === state.node || raw.focus.includes(node.id)) {
          const ring = radius + 4.5 / scale;
          ctx.beginPath();
          if (node.kind === "council") ctx.roundRect(x - ring, y - ring, 2 * ring, 2 * ring, ring * 0.42);
          else ctx.arc(x, y, ring, 0, 2 * Math.PI);
          ctx.lineWidth = (node === state.node ? 2.5 : 1.4) / scale;
          ctx.strokeStyle = palette().accent;
          ctx.stroke();
        }
      },
      nodeDimensions: { width: 2, height: 2 },
    };
  }

  /** The shape of a node: each kind has its own, so that none is told by colour alone. */
  function paint(ctx, node, x, y, radius) {
    const colours = palette();
    ctx.beginPath();
    if (node.kind === "council") {
      ctx.roundRect(x - radius, y - radius, 2 * radius, 2 * radius, radius * 0.38);
      ctx.fillStyle = colours.council;
      ctx.fill();
    } else if (node.kind === "inspection") {
      paintInspection(ctx, node, x, y, radius, colours);
    } else if (node.kind === "theme") {
      paintTheme(ctx, node, x, y, radius, colours);
    } else {
      shapePath(ctx, node.kind, x, y, radius);
      ctx.fillStyle = colours[node.kind];
      ctx.fill();
      ctx.lineWidth = 1 / scale;
      ctx.strokeStyle = colours.paper;
      ctx.stroke();
    }
  }

  function paintInspection(ctx, node, x, y, radius, colours) {
    const [fill, text] = gradeColours(node.grade);
    ctx.arc(x, y, radius, 0, 2 * Math.PI);
    ctx.fillStyle = fill;
    ctx.fill();
    ctx.lineWidth = (node.grade ? 1.2 : 1.6) / scale;
    ctx.strokeStyle = node.grade ? colours.paper : colours.muted;
    ctx.stroke();
    if (!node.grade || radius * scale < 6) return;
    const letters = gradeLetters(node.grade);
    ctx.font = `700 ${radius * (letters.length > 1 ? 0.92 : 1.15)}px ${FONT}`;
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    ctx.fillStyle = text;
    ctx.fillText(letters, x, y + radius * 0.06);
  }

  /** A ring whose parts are the kinds of findings on the theme. */
  function paintTheme(ctx, node, x, y, radius, colours) {
    const counts = totals().get(node);
    const all = counts.reduce((sum, count) => sum + count, 0);
    ctx.arc(x, y, radius, 0, 2 * Math.PI);
    ctx.fillStyle = colours.paper;
    ctx.fill();
    const band = Math.max(radius * 0.38, 2 / scale);
    ctx.lineWidth = band;
    let angle = -Math.PI / 2;
    if (!all) {
      ctx.strokeStyle = colours.theme;
      ctx.beginPath();
      ctx.arc(x, y, radius - band / 2, 0, 2 * Math.PI);
      ctx.stroke();
    }
    FINDINGS.forEach(([kind], i) => {
      if (!counts[i]) return;
      const turn = (counts[i] / all) * 2 * Math.PI;
      ctx.beginPath();
      ctx.strokeStyle = colours[kind];
      ctx.arc(x, y, radius - band / 2, angle, angle + turn);
      ctx.stroke();
      angle += turn;
    });
  }

  function onScreen() {
    const rect = container.getBoundingClientRect();
    const centre = network.getViewPosition();
    const spots = [];
    for (const node of nodes) {
      if (!nodeIsOn(node)) continue;
      const place = raw.network.nodes[node.id];
      const x = (place.x - centre.x) * scale + rect.width / 2;
      const y = (place.y - centre.y) * scale + rect.height / 2;
      const radius = radiusOf(node) * scale;
      if (x < -radius || y < -radius || x > rect.width + radius || y > rect.height + radius) continue;
      spots.push({ node, x, y, radius, dim: Boolean(light) && !light.nodes.has(node) });
    }
    return { spots, width: rect.width, height: rect.height };
  }

  network.on("beforeDrawing", () => {
    scale = network.getScale();
  });

  network.on("afterDrawing", (context) => {
    const ratio = context.canvas.width / (context.canvas.clientWidth || 1);
    context.save();
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const { spots, width, height } = onScreen();
    labels = drawLabels(context, spots, width, height);
    context.restore();
  });

  /** The node under a point of the screen, with some grace for fingers. */
  function nodeAt(point, grace) {
    let best = null;
    let least = grace;
    for (const spot of onScreen().spots) {
      const away = Math.hypot(spot.x - point.x, spot.y - point.y) - spot.radius;
      if (away < least) {
        least = away;
        best = spot.node;
      }
    }
    return best;
  }

  network.on("click", ({ pointer, event }) => {
    const grace = event && event.pointerType === "touch" ? 16 : 7;
    const node = nodeAt(pointer.DOM, grace);
    if (node) return select(node);
    const id = network.getEdgeAt(pointer.DOM);
    return id === undefined ? clear() : selectEdge(edges[id]);
  });

  let waiting = null;
  container.addEventListener("mousemove", (event) => {
    const first = !waiting;
    const rect = container.getBoundingClientRect();
    waiting = { x: event.clientX - rect.left, y: event.clientY - rect.top };
    if (!first) return;
    requestAnimationFrame(() => {
      const node = nodeAt(waiting, 5);
      container.style.cursor = node ? "pointer" : "grab";
      onTip(node, waiting);
      waiting = null;
    });
  });
  container.addEventListener("mouseleave", () => onTip(null));

  /** Room for the names of the themes on one side, which stand outside them. */
  function sideLabels(onSide) {
    const context = document.createElement("canvas").getContext("2d");
    const themes = nodes.filter((node) => node.kind === "theme" && onSide(raw.network.nodes[node.id].x));
    return Math.max(48, ...themes.map((node) => measure(context, node).width + 24));
  }

  let moved = false;

  /** Show the whole picture, with room for the labels at the sides. */
  function fit(animated) {
    moved = false;
    const places = nodes.filter(nodeIsOn).map((node) => raw.network.nodes[node.id]);
    const { width, height } = container.getBoundingClientRect();
    if (!places.length || !width || !height) return;
    const [left, right] = [Math.min(...places.map((p) => p.x)), Math.max(...places.map((p) => p.x))];
    const [top, bottom] = [Math.min(...places.map((p) => p.y)), Math.max(...places.map((p) => p.y))];
    const middle = (left + right) / 2;
    const [west, east] = [sideLabels((x) => x < middle), sideLabels((x) => x >= middle)]
      .map((wide) => Math.min(wide, width * 0.2));
    const zoom = Math.min(
      (width - west - east) / (right - left || 1), (height - 76) / (bottom - top || 1), 1.35,
    );
    const aside = (east - west) / 2 / zoom;
    const view = { position: { x: middle + aside, y: (top + bottom) / 2 + 6 / zoom }, scale: zoom };
    network.moveTo(animated && !still() ? { ...view, animation: { duration: 350 } } : view);
  }

  /** Bring a node into the middle when it is out of sight or too small to tell. */
  function show(node) {
    const place = raw.network.nodes[node.id];
    const seen = spotOf(node);
    const { width, height } = container.getBoundingClientRect();
    const inside = seen && seen.x > 60 && seen.y > 40 && seen.x < width - 60 && seen.y < height - 60;
    if (inside) return;
    const view = { position: { x: place.x, y: place.y }, scale: Math.max(scale, 0.6) };
    network.moveTo(still() ? view : { ...view, animation: { duration: 350 } });
  }

  function zoom(factor) {
    moved = true;
    network.moveTo({ scale: Math.min(6, Math.max(0.02, network.getScale() * factor)) });
  }

  function pan(x, y) {
    moved = true;
    const centre = network.getViewPosition();
    network.moveTo({ position: { x: centre.x + x / scale, y: centre.y + y / scale } });
  }

  for (const gesture of ["dragEnd", "zoom"]) network.on(gesture, () => { moved = true; });

  /** The picture of a window of another size, unless the reader has chosen a view. */
  const refit = () => moved || fit();

  listeners.push((what) => {
    restyle();
    shown.edges.refresh();
    if (what === "filter") shown.nodes.refresh();
    network.redraw();
  });

  fit();
  /** Where a node is on the screen: {x, y, radius, dim}; undefined when it is out of sight. */
  const spotOf = (node) => onScreen().spots.find((spot) => spot.node === node);

  return { fit, refit, show, zoom, pan, spotOf, labels: () => labels };
}

const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** The outline of a person, a programme, an organisation or another thing. */
function shapePath(context, kind, x, y, radius) {
  const corners = { leader: 4, programme: 6, organisation: 3 }[kind];
  context.beginPath();
  if (!corners) {
    context.arc(x, y, radius, 0, 2 * Math.PI);
    return;
  }
  const reach = radius * (corners === 6 ? 1.08 : 1.22);
  for (let i = 0; i < corners; i += 1) {
    const angle = (i / corners) * 2 * Math.PI - Math.PI / 2;
    context.lineTo(x + reach * Math.cos(angle), y + reach * Math.sin(angle));
  }
  context.closePath();
}
