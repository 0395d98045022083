// The list of claims: only the rows in sight exist, fetched a window at a time.

import { getClaims } from "./api.js";
import { $, el, spaced } from "./dom.js";

const ROW = 58;
const WINDOW = 60;
const MARKS = { open: "○", accepted: "✓", rejected: "✗", corrected: "✎", added: "+" };
const ARROWS = { increase: "↑", decrease: "↓", none: "•" };

export class ClaimList {
  constructor(onChoose, onCounts) {
    this.onChoose = onChoose;
    this.onCounts = onCounts;
    this.filters = {};
    this.total = 0;
    this.offset = 0;
    this.items = [];
    this.index = -1;
    this.box = $("list");
    this.rows = $("rows");
    this.box.addEventListener("scroll", () => this.fill());
    this.rows.addEventListener("click", (event) => {
      const row = event.target.closest("[data-index]");
      if (row) this.choose(Number(row.dataset.index));
    });
  }

  get chosen() {
    return this.items[this.index - this.offset];
  }

  // Fetch the window around an index or a claim; the newest request wins.
  async load({ index = 0, around } = {}) {
    const ticket = (this.ticket = Symbol("load"));
    const offset = Math.max(0, index - WINDOW / 2);
    const part = await getClaims({ ...this.filters, offset, limit: WINDOW, around });
    if (ticket !== this.ticket) return false;
    Object.assign(this, { total: part.total, offset: part.offset, items: part.items });
    this.onCounts(part.counts, part.total);
    this.draw();
    return true;
  }

  async filter(filters) {
    this.filters = filters;
    this.index = -1;
    this.box.scrollTop = 0;
    if (await this.load()) await this.choose(0);
  }

  async choose(index) {
    if (index < 0 || index >= this.total) {
      if (!this.total) this.onChoose(null);
      return;
    }
    if (!this.items[index - this.offset] && !(await this.load({ index }))) return;
    this.index = index;
    this.draw();
    this.reveal();
    await this.onChoose(this.chosen);
  }

  // After a decision: what is open now stands where the decided claim stood.
  async refresh({ claimId, advance }) {
    const before = this.index;
    if (!(await this.load({ index: Math.max(before, 0) }))) return;
    const place = this.items.findIndex((item) => item.claim_id === claimId);
    const next = place < 0 ? before : this.offset + place + (advance ? 1 : 0);
    await this.choose(Math.min(Math.max(next, 0), this.total - 1));
  }

  async find(claimId) {
    if (!(await this.load({ around: claimId }))) return false;
    const place = this.items.findIndex((item) => item.claim_id === claimId);
    if (place >= 0) await this.choose(this.offset + place);
    return place >= 0;
  }

  step(by) {
    return this.choose(Math.min(Math.max(this.index + by, 0), this.total - 1));
  }

  reveal() {
    const top = this.index * ROW;
    if (top < this.box.scrollTop) this.box.scrollTop = top;
    else if (top + ROW > this.box.scrollTop + this.box.clientHeight) {
      this.box.scrollTop = top + ROW - this.box.clientHeight;
    }
  }

  fill() {
    const first = Math.floor(this.box.scrollTop / ROW);
    const last = Math.min(this.total - 1, first + Math.ceil(this.box.clientHeight / ROW));
    const isLoaded = first >= this.offset && last < this.offset + this.items.length;
    if (!isLoaded && this.total) this.load({ index: Math.floor((first + last) / 2) });
  }

  draw() {
    this.rows.style.height = `${this.total * ROW}px`;
    this.rows.replaceChildren(...this.items.map((item, i) => this.row(item, this.offset + i)));
    if (!this.total) this.rows.replaceChildren(el("p", { class: "empty" }, "No claim here."));
    this.box.setAttribute("aria-activedescendant", this.index >= 0 ? `row-${this.index}` : "");
  }

  row(item, index) {
    const from = item.cargo.join(", ") || "vesicles";
    const cells = [item.donor.join(", "), item.recipient.join(", ")].map((cell) => cell || "?");
    const where = item.page ? `${item.document} p. ${item.page}` : item.document;
    const state = item.is_gone ? "gone" : item.state;
    const row = el("div", {
      class: `row ${state}`, id: `row-${index}`, role: "option", data: { index, claim: item.claim_id },
      "aria-selected": index === this.index ? "true" : "false",
      "aria-label": `${state}: ${from}, ${item.effect}; ${where}`,
    },
    el("span", { class: "mark", title: state }, item.is_gone ? "?" : MARKS[item.state]),
    el("span", { class: "what" }, el("b", {}, from), ` ${ARROWS[item.direction]} ${item.effect}`),
    el("span", { class: "score", title: `score; ${spaced(item.kind)}` }, item.score.toFixed(2)),
    el("span", { class: "where" }, `${cells.join(" → ")} · ${where}`));
    row.style.top = `${index * ROW}px`;
    return row;
  }
}
