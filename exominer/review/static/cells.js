// The cells of a claim as fields; what is typed or taken from the text becomes the changes.

import { getRadiation } from "./api.js";
import { $, el, select, spaced } from "./dom.js";

// In the order of the number keys; process is words of the text without a place of its own.
export const SLOTS = ["effect", "cargo", "donor", "recipient", "process", "target", "pathway", "radiation", "dose", "cue"];
export const SLOT_NAMES = { radiation: "modality" };
const LISTS = { cargo: "cargo", donor: "donor_cell", recipient: "recipient_cell" };
const EMPTY = {
  kind: "function", cargo: [], donor_cell: [], recipient_cell: [], radiation: null, polarity: "asserted",
  cue: "", study_model: "unspecified", finding: "own",
  effect: { text: "", process: "", direction: "none", target: "", pathway: "" },
};
const NO_RADIATION = { modality: "", modality_class: "unspecified", dose_text: "", dose_gy: [], fractions: null, exposed: "unspecified" };

export class Cells {
  constructor(onChange) {
    this.form = $("cells");
    this.onChange = onChange;
    this.closed = {};
    this.armed = null;
    this.form.addEventListener("input", () => this.changed());
    // The cell that words of the text go into, for as long as the person is at cells or text.
    document.addEventListener("focusin", ({ target }) => {
      if (this.form.contains(target)) this.armed = target.dataset.slot ? target : null;
      else if (!$("passage-pane").contains(target)) this.armed = null;
    });
    this.form.addEventListener("submit", (event) => event.preventDefault());
  }

  show(cells, placed, extras) {
    this.cells = cells ?? EMPTY;
    this.placed = [...placed];
    this.radiation = this.cells.radiation ?? NO_RADIATION;
    this.armed = null;
    this.draw(extras);
    this.before = JSON.stringify(this.collect());
    this.changed();
  }

  clear() {
    this.cells = null;
    this.placed = [];
    this.form.replaceChildren();
    this.before = "";
  }

  get isDirty() {
    return Boolean(this.cells) && JSON.stringify(this.collect()) !== this.before;
  }

  changed() {
    this.onChange();
  }

  choice(name, label, value) {
    const values = this.closed[name].map((each) => [each, spaced(each)]);
    return el("label", {}, label, select(values, value, { name }));
  }

  words(name, label, value, slot, wide = "") {
    const input = el("input", { name, value, data: slot ? { slot } : {}, spellcheck: false });
    return el("label", { class: wide }, label, input);
  }

  draw(extras) {
    const { effect, kind, polarity, finding, study_model: model, cue } = this.cells;
    const radiation = this.radiation;
    this.form.replaceChildren(
      el("fieldset", { class: "line" },
        this.words("effect", "effect", effect.text, "effect", "wide"),
        this.choice("direction", "direction", effect.direction),
        this.choice("kind", "kind", kind)),
      el("fieldset", { class: "lists" }, ...Object.keys(LISTS).map((slot) => this.items(slot))),
      el("fieldset", { class: "line" },
        this.words("process", "process", effect.process, "process"),
        this.words("target", "target", effect.target, "target"),
        this.words("pathway", "pathway", effect.pathway, "pathway")),
      el("fieldset", { class: "line" },
        this.words("modality", "radiation", radiation.modality, "radiation"),
        this.choice("modality_class", "class", radiation.modality_class),
        this.words("dose_text", "dose", radiation.dose_text, "dose"),
        this.words("dose_gy", "Gy per fraction", radiation.dose_gy.join("; "), null, "short"),
        this.words("fractions", "fractions", radiation.fractions ?? "", null, "short"),
        this.choice("exposed", "exposed", radiation.exposed)),
      el("fieldset", { class: "line" },
        this.choice("polarity", "polarity", polarity),
        this.words("cue", "cue", cue, "cue"),
        this.choice("finding", "finding", finding),
        this.choice("study_model", "study model", model)),
      ...extras);
    for (const name of ["modality", "dose_text"]) {
      this.form.elements[name].addEventListener("change", () => this.followRadiation(name));
    }
    const tie = () => { this.form.elements.cue.disabled = this.form.elements.polarity.value === "asserted"; };
    this.form.elements.polarity.addEventListener("change", tie);
    tie();
  }

  items(slot) {
    const names = { cargo: "cargo", donor: "donor cell", recipient: "recipient cell" };
    const box = el("div", { class: "items", role: "group", "aria-label": names[slot], data: { list: slot } });
    const grow = () => {
      const last = box.lastElementChild.querySelector("input");
      if (last.value.trim()) box.append(this.item(slot, { text: "" }, grow));
    };
    for (const item of [...this.cells[LISTS[slot]], { text: "" }]) box.append(this.item(slot, item, grow));
    return el("div", { class: "list" }, el("span", { class: "label" }, names[slot]), box);
  }

  item(slot, item, grow) {
    const row = el("div", { class: "item" });
    const name = el("input", { class: "name", value: item.name ?? "", placeholder: "name", title: "Normalised name", "aria-label": `${slot} name` });
    const text = el("input", {
      class: "text", value: item.text, data: { slot }, "aria-label": slot, spellcheck: false, placeholder: slot === "cargo" ? "molecule" : "cell",
      oninput: () => {
        // Name and concept are those of the words that stood here.
        if (name.value === row.item.name) name.value = "";
        row.item = { ...row.item, concept_id: "" };
        grow();
      },
    });
    row.item = item;
    row.append(text);
    if (slot === "cargo") {
      const types = [["", "type ?"], ...this.closed.type.map((each) => [each, each])];
      row.append(select(types, item.type ?? "", { class: "type", "aria-label": "cargo type" }));
    }
    row.append(name);
    return row;
  }

  async followRadiation(source) {
    const fields = this.form.elements;
    const found = await getRadiation(fields.modality.value, fields.dose_text.value);
    if (source === "modality") fields.modality_class.value = found.modality_class;
    else {
      fields.dose_gy.value = found.dose_gy.join("; ");
      fields.fractions.value = found.fractions ?? "";
    }
    this.changed();
  }

  collectItems(slot) {
    const rows = [...this.form.querySelectorAll(`[data-list=${slot}] .item`)];
    return rows.map((row) => {
      const text = row.querySelector(".text").value.trim();
      const item = { text, concept_id: row.item.concept_id ?? "", name: row.querySelector(".name").value.trim() };
      return slot === "cargo" ? { ...item, type: row.querySelector(".type").value || null } : item;
    }).filter((item) => item.text);
  }

  collect() {
    const fields = this.form.elements;
    const value = (name) => fields[name].value.trim();
    const radiation = {
      modality: value("modality"), modality_class: value("modality_class"), dose_text: value("dose_text"),
      dose_gy: value("dose_gy").split(/[;,\s]+/).filter(Boolean).map((each) => (Number.isFinite(Number(each)) ? Number(each) : each)),
      fractions: value("fractions") === "" ? null : Number(value("fractions")), exposed: value("exposed"),
    };
    return {
      kind: value("kind"), polarity: value("polarity"), cue: value("polarity") === "asserted" ? "" : value("cue"),
      finding: value("finding"), study_model: value("study_model"),
      effect: { text: value("effect"), process: value("process"), direction: value("direction"), target: value("target"), pathway: value("pathway") },
      cargo: this.collectItems("cargo"), donor_cell: this.collectItems("donor"), recipient_cell: this.collectItems("recipient"),
      radiation: radiation.modality || radiation.dose_text ? radiation : null,
    };
  }

  // Only the cells that differ, so that the others stay as the run has them.
  changes() {
    const now = this.collect();
    const before = JSON.parse(this.before);
    return Object.fromEntries(Object.entries(now).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name])));
  }

  // Words of the text into a cell: the field at hand, else the first of the part that is free.
  assign(slot, range, words, armed) {
    const fields = [...this.form.querySelectorAll(`[data-slot=${slot}]`)];
    const field = armed ?? (slot in LISTS ? fields.find((each) => !each.value.trim()) : fields[0]);
    if (field.disabled) {
      this.form.elements.polarity.value = "speculative";
      field.disabled = false;
    }
    const isJoined = ["target", "pathway"].includes(slot) && field.value.trim() && !armed;
    const old = field.value.trim();
    field.value = isJoined ? `${old}; ${words}` : words;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
    if (slot !== "process") {
      const isSingle = !(slot in LISTS) && !isJoined;
      this.placed = this.placed.filter((each) => each.slot !== slot || !isSingle);
      if (!this.placed.some((each) => each.slot === slot && each.start === range.start && each.end === range.end)) {
        this.placed.unshift({ slot, start: range.start, end: range.end });
      }
    }
    this.changed();
    return field;
  }

  focusFirst() {
    this.form.querySelector("input")?.focus();
    this.form.querySelector("input")?.select();
  }
}
