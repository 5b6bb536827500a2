"use strict";
// Draws the maps of the page from the JSON beside it. All text is set as text, never as markup.
(() => {
  const maps = JSON.parse(document.getElementById("maps").textContent);
  const NAME = 0, DISK = 1, PULL = 2, WASTED = 3, FILES = 4, RULES = 5, CHILDREN = 6;
  const HEADING = 20, LEAST = 3, UNITS = ["B", "KiB", "MiB", "GiB", "TiB"];

  function size(bytes) {
    let unit = 0, value = bytes;
    while (value >= 1024 && unit < UNITS.length - 1) { value /= 1024; unit++; }
    return (unit === 0 ? value : value.toFixed(1)) + " " + UNITS[unit];
  }

  function element(name, type, text) {
    const made = document.createElement(name);
    if (type) made.className = type;
    if (text !== undefined) made.textContent = text;
    return made;
  }

  // The JSON as nodes that know their parent, their layer and their path.
  function grow(raw, parent, layer, name) {
    const node = {
      name: name ?? raw[NAME], disk: raw[DISK], pull: raw[PULL], wasted: raw[WASTED],
      files: raw[FILES], rules: raw[RULES], parent, layer, children: [],
    };
    const above = parent && parent.parent && parent.path !== undefined ? parent.path : "";
    node.path = parent === null || !parent.parent ? "" : above + "/" + node.name;
    node.children = raw[CHILDREN].map((child) => grow(child, node, layer));
    return node;
  }

  function plant(map) {
    const root = { name: map.title, disk: 0, pull: 0, wasted: 0, files: 0, rules: [], parent: null, children: [] };
    map.layers.forEach((layer) => {
      const node = grow(layer.tree, root, layer, layer.label);
      node.heads = true;
      root.children.push(node);
      for (const sum of ["disk", "pull", "wasted", "files"]) root[sum] += node[sum];
    });
    return root;
  }

  // Squarified: rows of tiles as near to squares as they come.
  function rows(nodes, measure, box, place) {
    const all = nodes.filter((node) => node[measure] > 0).sort((a, b) => b[measure] - a[measure]);
    let left = all.reduce((sum, node) => sum + node[measure], 0);
    let { x, y, w, h } = box;
    let i = 0;
    while (i < all.length && w >= LEAST && h >= LEAST && left > 0) {
      const side = Math.min(w, h), scale = (w * h) / left;
      let sum = 0, worst = Infinity, end = i;
      while (end < all.length) {
        const next = sum + all[end][measure] * scale;
        const thick = next / side;
        const most = Math.max(all[i][measure] * scale / thick / thick, thick * thick / (all[end][measure] * scale));
        if (most > worst) break;
        worst = most; sum = next; end++;
      }
      const thick = sum / side;
      let at = 0;
      for (; i < end; i++) {
        const long = all[i][measure] * scale / thick;
        place(all[i], w >= h
          ? { x, y: y + at, w: thick, h: long }
          : { x: x + at, y, w: long, h: thick });
        at += long;
        left -= all[i][measure];
      }
      if (w >= h) { x += thick; w -= thick; } else { y += thick; h -= thick; }
    }
  }

  function draw(host) {
    const map = maps[host.dataset.map];
    if (!map) return;
    const root = plant(map);
    const state = { at: root, measure: map.fleet ? "pull" : "disk", rule: -1, wasted: false };
    const bar = element("div", "bar"), tiles = element("div", "tiles");
    const says = element("p", "says"), crumbs = element("div", "crumbs");
    host.replaceChildren(bar, tiles, says, key());
    tiles.setAttribute("role", "group");
    tiles.setAttribute("aria-label",
      "Map of " + map.title + ". Arrows move, Enter opens, Escape goes back.");
    says.setAttribute("aria-live", "polite");

    function key() {
      const list = element("ul", "key");
      const marks = map.fleet
        ? [["k-base", "shared by images"], ["k-own", "of one image"]]
        : [["k-base", "came with the base"], ["k-own", "added on top"],
           ["k-waste", "wasted: a later layer hides it"], ["k-found", "named by a violation"]];
      marks.forEach(([type, text]) => {
        const item = element("li");
        item.append(element("i", type), document.createTextNode(text));
        list.append(item);
      });
      return list;
    }

    function toggle(text, isOn, set) {
      const button = element("button", "", text);
      button.type = "button";
      button.setAttribute("aria-pressed", String(isOn()));
      button.addEventListener("click", () => { set(); render(); });
      button.isOn = isOn;
      return button;
    }
    if (!map.fleet) {
      bar.append(
        toggle("on disk", () => state.measure === "disk", () => { state.measure = "disk"; }),
        toggle("to pull", () => state.measure === "pull", () => { state.measure = "pull"; }));
      bar.append(element("span", "gap"));
      if (root.wasted > 0) {
        bar.append(toggle("wasted " + size(root.wasted), () => state.wasted,
          () => { state.wasted = !state.wasted; state.rule = -1; }));
      }
      map.rules.forEach((rule, i) => bar.append(toggle(rule, () => state.rule === i,
        () => { state.rule = state.rule === i ? -1 : i; state.wasted = false; })));
    }
    bar.append(crumbs);

    const isWasted = (node) => node.wasted > 0 && node.wasted * 2 >= node.disk;
    const isFound = (node) => node.rules.length > 0 || node.children.some(isFound);
    const isMeant = (node) => node.children.length ? node.children.some(isMeant)
      : state.wasted ? isWasted(node) : state.rule < 0 || node.rules.includes(state.rule);

    function describe(node) {
      const parts = [node.heads ? node.name : node.path || node.name,
        size(node.disk) + " on disk, " + size(node.pull) + " to pull"];
      if (map.fleet) parts[1] = size(node.pull) + " to pull";
      if (node.files > 1) parts.push(node.files + " files");
      if (node.wasted > 0) parts.push(size(node.wasted) + " wasted");
      if (node.rules.length) parts.push("violates " + node.rules.map((i) => map.rules[i]).join(", "));
      if (node.layer && !node.heads) parts.push(node.layer.label);
      return parts.join(" · ");
    }

    function place(node, box, depth, order) {
      const inner = { x: box.x, y: box.y, w: Math.max(0, box.w), h: Math.max(0, box.h) };
      const tile = element("div", "tile");
      const opens = node.children.length > 0 && inner.w > 44 && inner.h > HEADING + 14;
      tile.style.left = inner.x + "px"; tile.style.top = inner.y + "px";
      tile.style.width = inner.w + "px"; tile.style.height = inner.h + "px";
      const own = node.layer && !node.layer.base;
      tile.style.setProperty("--fill", "color-mix(in oklab, var(" + (own ? "--own" : "--base") + ") "
        + Math.max(38, 100 - depth * 9) + "%, var(--card))");
      if (node.heads) tile.classList.add("layer");
      if (!node.children.length) tile.classList.add("file");
      if (!opens && isWasted(node)) tile.classList.add("wasted");
      if (!opens && isFound(node)) tile.classList.add("found");
      if (!opens && !isMeant(node)) tile.classList.add("dim");
      if (inner.w > 30 && inner.h > 16) {
        const bytes = size(node[state.measure]);
        const split = node.heads ? node.name.indexOf(": ") : -1;
        tile.append(element("span", "", split > 0
          ? node.name.slice(0, split) + " · " + bytes + " · " + node.name.slice(split + 2)
          : opens || node.heads ? node.name + " " + bytes : node.name));
        if (!opens && !node.heads && inner.h > 38 && inner.w > 52) {
          tile.append(element("span", "bytes", bytes));
        }
      }
      tile.tabIndex = -1;
      tile.setAttribute("role", "button");
      tile.setAttribute("aria-label", describe(node));
      tile.node = node;
      node.tile = tile;
      order.push(tile);
      tiles.append(tile);
      if (opens) {
        rows(node.children, state.measure,
          { x: inner.x + 3, y: inner.y + HEADING, w: inner.w - 6, h: inner.h - HEADING - 3 },
          (child, place_) => place(child, place_, depth + 1, order));
      }
    }

    function render(focus) {
      bar.querySelectorAll("button").forEach((b) => b.isOn && b.setAttribute("aria-pressed", String(b.isOn())));
      crumbs.replaceChildren();
      for (let node = state.at; node; node = node.parent) {
        const crumb = element("button", "", node.parent ? node.name : "whole image");
        if (map.fleet && !node.parent) crumb.textContent = "all images";
        crumb.type = "button";
        crumb.disabled = node === state.at;
        crumb.addEventListener("click", () => zoom(node));
        if (crumbs.firstChild) crumbs.prepend(document.createTextNode("›"));
        crumbs.prepend(crumb);
      }
      const width = tiles.clientWidth;
      const height = Math.round(Math.min(560, Math.max(260, innerHeight * .6, width * .4)));
      tiles.style.height = height + "px";
      tiles.replaceChildren();
      const order = [];
      const top = state.at.children.length ? state.at.children : [state.at];
      rows(top, state.measure, { x: 0, y: 0, w: width, h: height },
        (node, box) => place(node, box, node.heads || !node.parent ? 0 : 1, order));
      if (order.length) {
        const start = focus && focus.tile && focus.tile.isConnected ? focus.tile : order[0];
        start.tabIndex = 0;
        if (focus) start.focus();
      }
      if (!focus) says.textContent = describe(state.at);
    }

    function zoom(node, focus) {
      state.at = node;
      render(focus || node);
    }

    function open(node) {
      if (node.children.length) zoom(node, node.children[0]);
    }

    function go(tile) {
      if (!tile) return;
      tiles.querySelectorAll('[tabindex="0"]').forEach((other) => { other.tabIndex = -1; });
      tile.tabIndex = 0;
      tile.focus();
    }

    // The neighbour in a direction among the tiles that lie side by side.
    function beside(node, key) {
      const here = node.tile.getBoundingClientRect();
      const others = (node === state.at || !node.parent ? [node] : node.parent.children)
        .filter((other) => other !== node && other.tile && other.tile.isConnected);
      const horizontal = key === "ArrowLeft" || key === "ArrowRight";
      const sign = key === "ArrowLeft" || key === "ArrowUp" ? -1 : 1;
      let best = null, least = Infinity;
      for (const other of others) {
        const there = other.tile.getBoundingClientRect();
        const dx = there.x + there.width / 2 - here.x - here.width / 2;
        const dy = there.y + there.height / 2 - here.y - here.height / 2;
        const along = (horizontal ? dx : dy) * sign, across = Math.abs(horizontal ? dy : dx);
        const far = along + 2 * across;
        if (along > 1 && far < least) { least = far; best = other.tile; }
      }
      return best;
    }

    function inside(node) {
      return node.children.filter((child) => child.tile && child.tile.isConnected)
        .sort((a, b) => b[state.measure] - a[state.measure])[0]?.tile;
    }

    tiles.addEventListener("keydown", (event) => {
      const node = event.target.node;
      if (!node) return;
      if (event.key === "Enter" || event.key === " ") open(node);
      else if (event.key === "Escape" || event.key === "Backspace") {
        if (state.at.parent) zoom(state.at.parent, state.at);
      } else if (event.key === "PageDown") go(inside(node));
      else if (event.key === "PageUp") {
        if (node.parent && node.parent.tile && node.parent.tile.isConnected) go(node.parent.tile);
      } else if (event.key.startsWith("Arrow")) {
        const next = beside(node, event.key)
          || (event.key === "ArrowDown" ? inside(node) : null)
          || (event.key === "ArrowUp" && node.parent?.tile?.isConnected ? node.parent.tile : null);
        go(next);
      } else return;
      event.preventDefault();
    });
    tiles.addEventListener("click", (event) => {
      const tile = event.target.closest(".tile");
      if (tile) { if (tile.node.children.length) open(tile.node); else go(tile); }
    });
    tiles.addEventListener("mouseover", (event) => {
      const tile = event.target.closest(".tile");
      if (tile) says.textContent = describe(tile.node);
    });
    tiles.addEventListener("mouseleave", () => { says.textContent = describe(state.at); });
    tiles.addEventListener("focusin", (event) => {
      if (event.target.node) says.textContent = describe(event.target.node);
    });
    let width = 0;
    new ResizeObserver(() => {
      if (tiles.clientWidth !== width) { width = tiles.clientWidth; render(); }
    }).observe(tiles);
    render();
  }

  document.querySelectorAll("[data-map]").forEach(draw);
})();
