// The page of the PDF, with the evidence marked; it comes after the claim, which never waits.

import { getPage } from "./api.js";
import { $, el } from "./dom.js";

const ZOOMS = [100, 140, 180, 230, 300];

export class PageView {
  constructor() {
    this.view = $("page-view");
    this.zoom = 1;
    $("page-back").addEventListener("click", () => this.turn(-1));
    $("page-on").addEventListener("click", () => this.turn(1));
    $("page-larger").addEventListener("click", () => this.resize(1));
    $("page-smaller").addEventListener("click", () => this.resize(-1));
  }

  async show(claimId, page) {
    this.claimId = claimId;
    const ticket = (this.ticket = Symbol("page"));
    if (!claimId) return this.say("");
    this.view.classList.add("waiting");
    let found;
    try {
      found = await getPage(claimId, page);
    } catch (error) {
      found = { missing: error.message };
    }
    if (ticket !== this.ticket) return;
    this.view.classList.remove("waiting");
    if (found.missing) return this.say(found.missing);
    this.found = found;
    document.body.classList.remove("no-page");
    const changed = found.has_changed ? " (the file has changed since the run)" : "";
    $("page-name").textContent = `${found.file}, page ${found.page} of ${found.n_pages}${changed}`;
    $("page-name").title = $("page-name").textContent;
    const image = el("img", { src: `data:image/png;base64,${found.image}`, alt: `Page ${found.page} of ${found.file}` });
    const boxes = found.boxes.map(([left, top, width, height]) => {
      const box = el("div", { class: "box" });
      Object.assign(box.style, { left: `${100 * left}%`, top: `${100 * top}%`, width: `${100 * width}%`, height: `${100 * height}%` });
      return box;
    });
    this.sheet = el("div", { class: "sheet" }, image, ...boxes);
    this.view.replaceChildren(this.sheet);
    await image.decode().catch(() => {});
    this.resize(0);
  }

  say(text) {
    this.found = null;
    document.body.classList.add("no-page");
    $("page-name").textContent = "";
    this.view.replaceChildren(el("p", { class: "empty" }, text));
  }

  turn(by) {
    if (!this.found) return;
    const page = this.found.page + by;
    if (page >= 1 && page <= this.found.n_pages) this.show(this.claimId, page);
  }

  resize(by) {
    if (!this.found) return;
    this.zoom = Math.min(Math.max(this.zoom + by, 0), ZOOMS.length - 1);
    this.sheet.style.width = `${ZOOMS[this.zoom]}%`;
    // The evidence in sight: in the middle if it fits, else from where its lines begin.
    const boxes = this.found.boxes.length ? this.found.boxes : [[0, 0, 1, 0]];
    const left = Math.min(...boxes.map((box) => box[0])) * this.sheet.clientWidth;
    const right = Math.max(...boxes.map((box) => box[0] + box[2])) * this.sheet.clientWidth;
    const spare = Math.max(this.view.clientWidth - (right - left), 24);
    this.view.scrollTo(left - spare / 2, boxes[0][1] * this.sheet.clientHeight - this.view.clientHeight / 3);
  }
}
