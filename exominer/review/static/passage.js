// Paragraphs with coloured mentions, and the choice of words in them by mouse or arrows.
// Offsets count code points of the document's text; strings of JavaScript do not.

import { $, el, spaced } from "./dom.js";

const GROUPS = {
  molecule: ["gene_or_protein", "mirna", "ncrna", "dna_rna_class", "lipid", "antigen", "chemical"],
  cell: ["cell_type", "cell_line", "tissue", "fluid", "organism", "disease"],
  vesicle: ["vesicle", "isolation_method"],
  radiation: ["radiation", "dose"],
  process: ["effect_process", "pathway"],
};
const GROUP_OF = Object.fromEntries(Object.entries(GROUPS).flatMap(([group, kinds]) => kinds.map((kind) => [kind, group])));
const LABELS = { radiation: "modality", dose: "dose" };

export function drawLegend() {
  $("legend").replaceChildren(
    ...Object.keys(GROUPS).map((group) => el("span", { class: `m ${group}`, title: GROUPS[group].map(spaced).join(", ") }, group)),
    el("span", { class: "role", data: { label: "cargo" } }, "part of the claim"),
  );
}

export class Passages {
  constructor(onAssign) {
    this.box = $("passages");
    this.passages = [];
    this.placed = [];
    this.range = null;
    this.onAssign = onAssign;
    this.box.addEventListener("mouseup", () => this.takeSelection());
    this.box.addEventListener("keydown", (event) => this.onKey(event));
  }

  show(passages, placed, otherwise = "") {
    this.otherwise = otherwise;
    this.passages = passages.map((passage) => ({ ...passage, points: Array.from(passage.text) }));
    this.range = null;
    this.mark(placed);
  }

  mark(placed) {
    this.placed = placed;
    this.box.replaceChildren(...this.passages.map((passage) => this.draw(passage)));
    if (!this.passages.length) this.box.append(el("p", { class: "empty" }, this.otherwise));
    // Elsewhere the selection would take the caret out of the field that is typed into.
    if (document.activeElement === this.box) this.select(this.range);
  }

  text(start, end) {
    const passage = this.passages.find((each) => each.start <= start && end <= each.end);
    return passage ? passage.points.slice(start - passage.start, end - passage.start).join("") : "";
  }

  draw(passage) {
    const where = [...new Set([passage.section, passage.table, passage.page && `page ${passage.page}`])].filter(Boolean).join(" · ");
    const body = passage.table ? this.drawTable(passage) : el("p", { class: "prose" }, ...this.pieces(passage, passage.start, passage.end));
    return el("article", { class: "passage" }, el("div", { class: "where" }, where), body);
  }

  drawTable(passage) {
    const rows = [];
    let start = passage.start;
    for (const line of passage.text.split("\n")) {
      const cells = [];
      for (const cell of line.split("\t")) {
        const end = start + Array.from(cell).length;
        cells.push(el("td", {}, ...this.pieces(passage, start, end)));
        start = end + 1;
      }
      rows.push(el("tr", {}, ...cells));
    }
    return el("div", { class: "scroll" }, el("table", {}, el("tbody", {}, ...rows)));
  }

  // Cut where a mention, a part of the claim or an evidence begins or ends.
  pieces(passage, from, to) {
    const inside = (each) => each.start < to && from < each.end;
    const mentions = passage.mentions.filter(inside);
    const placed = this.placed.filter(inside);
    const evidence = passage.evidence.map(([start, end]) => ({ start, end })).filter(inside);
    const edges = new Set([from, to]);
    for (const { start, end } of [...mentions, ...placed, ...evidence]) {
      edges.add(Math.max(start, from));
      edges.add(Math.min(end, to));
    }
    const cuts = [...edges].sort((a, b) => a - b);
    return cuts.slice(0, -1).map((start, i) => {
      const around = (each) => each.start <= start && cuts[i + 1] <= each.end;
      const mention = mentions.find(around);
      const roles = placed.filter(around);
      const label = roles.filter((role) => role.start === start).map((role) => LABELS[role.slot] ?? role.slot).join(" ");
      const classes = [
        evidence.some(around) ? "evidence" : "",
        mention ? `m ${GROUP_OF[mention.kind] ?? "process"}` : "",
        roles.length ? `role ${roles.map((role) => `is-${role.slot}`).join(" ")}` : "",
      ];
      const title = [mention && `${spaced(mention.kind)}${mention.name ? `: ${mention.name}` : ""}`, ...roles.map((role) => `${role.slot} of the claim`)];
      return el("span", {
        class: classes.join(" ").trim(), title: title.filter(Boolean).join("; ") || undefined,
        data: { start, ...(label ? { label } : {}) },
      }, passage.points.slice(start - passage.start, cuts[i + 1] - passage.start).join(""));
    });
  }

  // Mouse: the browser's selection, without the spaces at its ends.
  takeSelection() {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return;
    const range = selection.getRangeAt(0);
    const [start, end] = [this.offset(range.startContainer, range.startOffset), this.offset(range.endContainer, range.endOffset)];
    if (start === null || end === null || start >= end) return;
    const words = this.text(start, end);
    const lead = Array.from(words.match(/^\s*/)[0]).length;
    const length = Array.from(words.trim()).length;
    if (!length) return;
    this.range = { start: start + lead, end: start + lead + length };
    this.onAssign(null);
  }

  offset(node, place) {
    const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node.childNodes[place] ?? node;
    const piece = (element.nodeType === Node.ELEMENT_NODE ? element : element.parentElement)?.closest("[data-start]");
    if (!piece || !this.box.contains(piece)) return null;
    const before = node.nodeType === Node.TEXT_NODE ? Array.from(node.data.slice(0, place)).length : 0;
    return Number(piece.dataset.start) + before;
  }

  // Keyboard: words and mentions.
  words() {
    const found = [];
    for (const passage of this.passages) {
      let start = null;
      passage.points.forEach((point, i) => {
        const isWord = /[\p{L}\p{N}]/u.test(point) || (start !== null && /[-‐–/+.']/.test(point) && /[\p{L}\p{N}]/u.test(passage.points[i + 1] ?? ""));
        if (isWord && start === null) start = i;
        if (!isWord && start !== null) { found.push({ start: passage.start + start, end: passage.start + i }); start = null; }
      });
      if (start !== null) found.push({ start: passage.start + start, end: passage.end });
    }
    return found;
  }

  start() {
    const effect = this.placed.find((each) => each.slot === "effect");
    const first = this.passages[0];
    if (!first) return;
    const near = effect?.start ?? first.evidence[0]?.[0] ?? first.start;
    const word = this.words().find((each) => each.end > near);
    if (word) this.select(word);
  }

  move(by, isExtending) {
    if (!this.range) return this.start();
    const words = this.words();
    const { start, end } = this.range;
    const last = words.findLastIndex((word) => word.start < end);
    const first = words.findLastIndex((word) => word.start <= start);
    if (isExtending) {
      const word = words[Math.min(Math.max(last + by, first), words.length - 1)];
      const isHere = this.text(start, word.end) !== "";
      if (isHere) this.select({ start, end: word.end });
    } else {
      const word = words[Math.min(Math.max((by > 0 ? last : first) + by, 0), words.length - 1)];
      this.select(word);
    }
  }

  leap(by) {
    const mentions = this.passages.flatMap((passage) => passage.mentions);
    const from = this.range?.start ?? -1;
    const next = by > 0 ? mentions.find((each) => each.start > from) : mentions.findLast((each) => each.start < from);
    if (next) this.select({ start: next.start, end: next.end });
  }

  nudge(by) {
    const { start, end } = this.range;
    if (end + by > start && this.text(start, end + by)) this.select({ start, end: end + by });
  }

  select(range) {
    this.range = range;
    const selection = getSelection();
    if (!range) return;
    const [first, last] = [this.point(range.start, false), this.point(range.end, true)];
    if (!first || !last) return;
    selection.setBaseAndExtent(...first, ...last);
    last[0].parentElement.scrollIntoView({ block: "nearest" });
  }

  point(offset, isEnd) {
    for (const piece of this.box.querySelectorAll("[data-start]")) {
      const start = Number(piece.dataset.start);
      const points = Array.from(piece.textContent);
      const inside = isEnd ? start < offset && offset <= start + points.length : start <= offset && offset < start + points.length;
      if (inside) return [piece.firstChild, points.slice(0, offset - start).join("").length];
    }
    return null;
  }

  onKey(event) {
    const { key, shiftKey, altKey, ctrlKey, metaKey } = event;
    if (ctrlKey || metaKey || !this.passages.length) return;
    if (key === "ArrowRight" || key === "ArrowLeft") {
      const by = key === "ArrowRight" ? 1 : -1;
      if (altKey && this.range) this.nudge(by);
      else this.move(by, shiftKey);
    } else if (key === "ArrowDown" || key === "ArrowUp") {
      this.leap(key === "ArrowDown" ? 1 : -1);
    } else if (key === "Enter" && this.range) {
      this.onAssign(null);
    } else if (/^[0-9]$/.test(key) && this.range) {
      this.onAssign(Number(key));
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }
}
