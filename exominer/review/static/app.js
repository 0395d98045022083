// The page: a list of claims, the chosen claim with its words, and the PDF beside it.

import * as api from "./api.js";
import { Cells, SLOTS, SLOT_NAMES } from "./cells.js";
import { $, el, spaced, tell } from "./dom.js";
import { drawHelp, listenToKeys } from "./keys.js";
import { ClaimList } from "./list.js";
import { PageView } from "./page.js";
import { drawLegend, Passages } from "./passage.js";

const SHOWN = { open: "open", decided: "decided", accepted: "accepted", rejected: "rejected", corrected: "corrected", added: "added", gone: "no longer found", all: "all" };
const PAST = { accept: "Accepted", reject: "Rejected", correct: "Corrected", add: "Added", complete: "Complete", undo: "Taken back" };

let run;
let claim = null;
let draft = null;
let at = 0;

const list = new ClaimList(choose, showCounts);
const passages = new Passages(assign);
const cells = new Cells(onChange);
const page = new PageView();

async function guarded(work) {
  try {
    return await work();
  } catch (error) {
    tell(error.message, true);
    return null;
  }
}

function showCounts(counts, total) {
  const done = counts.decided;
  const all = counts.all - counts.gone;
  $("counts").textContent = `${done} of ${all} decided · ${total} shown`;
  $("progress").setAttribute("aria-valuemax", all);
  $("progress").setAttribute("aria-valuenow", done);
  $("progress").firstElementChild.style.width = `${all ? (100 * done) / all : 0}%`;
  for (const option of $("show").options) option.textContent = `${SHOWN[option.value]} (${counts[option.value]})`;
}

async function choose(item) {
  draft = null;
  if (!item) {
    claim = null;
    $("assign").hidden = true;
    cells.clear();
    passages.show([], [], "No claim is left in this list. Show others, or choose a paper and press n for a claim that was missed.");
    page.show(null);
    $("claim-title").textContent = "No claim chosen";
    onChange();
    return;
  }
  const found = await guarded(() => api.getClaim(item.claim_id));
  if (!found || list.chosen?.claim_id !== item.claim_id) return;
  showClaim(found);
}

function showClaim(found) {
  claim = found;
  draft = null;
  $("assign").hidden = true;
  at = found.claim.evidence[0].start;
  $("claim-title").replaceChildren(el("span", { class: `mark ${found.state}` }, found.is_gone ? `${found.state}, no longer found` : found.state),
    ` ${found.document}${found.is_complete ? " · complete" : ""}`);
  passages.show(found.passages, found.placed, "The run no longer has the text of this claim; its decision is kept.");
  cells.show(found.cells, found.placed, extras(found));
  page.show(found.claim_id);
}

function extras(found) {
  const cited = found.claim.citations.map((each) => el("li", {}, `${each.marker} ${each.reference}`));
  const history = found.history.map((each) => el("li", {},
    `${PAST[each.action]} by ${each.who}, ${each.at.slice(0, 16).replace("T", " ")} UTC`));
  return [
    cited.length ? el("div", { class: "extra" }, el("span", { class: "label" }, "cited here"), el("ul", {}, ...cited)) : null,
    history.length ? el("div", { class: "extra", id: "history" }, el("span", { class: "label" }, "decisions"), el("ul", {}, ...history)) : null,
  ].filter(Boolean);
}

function onChange() {
  const isDirty = cells.isDirty || Boolean(draft);
  $("save").hidden = !isDirty;
  $("discard").hidden = !isDirty;
  for (const id of ["accept", "reject"]) {
    $(id).hidden = isDirty;
    $(id).disabled = !claim || claim.is_gone;
  }
  if (cells.cells) passages.mark(cells.placed);
}

// Nothing typed is lost by a key too many.
function mayLeave() {
  if (!cells.isDirty) return true;
  tell("The cells have changed: Ctrl+Enter saves them, x discards them.", true);
  return false;
}

async function decide(action, body = {}) {
  if (!claim) return;
  const id = claim.claim_id;
  const saved = await guarded(() => api.decide(id, { action, ...body }));
  if (!saved) return;
  tell(`${PAST[saved.action]}.`);
  await guarded(() => list.refresh({ claimId: id, advance: true }));
  $("list").focus();
}

async function save() {
  if (!cells.isDirty && !draft) return;
  const body = { changes: cells.changes(), placed: cells.placed };
  if (!draft) return decide("correct", body);
  const saved = await guarded(() => api.addClaim({ document: draft, ...body }));
  if (!saved) return;
  tell("Added.");
  if (await guarded(() => list.find(saved.claim_id))) return $("list").focus();
  const found = await guarded(() => api.getClaim(saved.claim_id));
  if (found) showClaim(found);
  await guarded(() => list.load({ index: Math.max(list.index, 0) }));
  $("list").focus();
}

async function undo() {
  if (!mayLeave()) return;
  const undone = await guarded(() => api.undo());
  if (!undone) return;
  tell("The last decision is taken back.");
  if (undone.claim_id && (await guarded(() => list.find(undone.claim_id)))) return;
  await guarded(() => list.refresh({ claimId: undone.claim_id, advance: false }));
}

async function startNew() {
  if (!mayLeave()) return;
  const document = claim?.document ?? $("document").value;
  if (!document) return tell("Choose a paper first (f).", true);
  const range = passages.range;
  const words = range ? passages.text(range.start, range.end) : "";
  if (!passages.passages.length) {
    const passage = await guarded(() => api.getPassage(document, at));
    if (!passage) return;
    passages.show([passage], []);
  }
  draft = document;
  $("assign").hidden = true;
  $("claim-title").replaceChildren(el("span", { class: "mark added" }, "new"), ` ${document}`);
  cells.show(null, [], []);
  if (range) cells.assign("effect", range, words);
  tell("New claim: choose words in the paragraph (s) and give their part, then Ctrl+Enter.");
  cells.focusFirst();
}

async function turnParagraph(step) {
  const document = draft ?? claim?.document ?? $("document").value;
  if (!document) return;
  const first = passages.passages[0];
  const passage = await guarded(() => api.getPassage(document, first ? first.start : at, step));
  if (!passage) return;
  at = passage.start;
  passages.show([passage], cells.placed);
  $("passages").focus();
}

function assign(number) {
  const range = passages.range;
  if (!range || !cells.cells) return;
  const words = passages.text(range.start, range.end);
  const armed = number === null ? cells.armed : null;
  if (number === null && !armed) return offer(words);
  const slot = armed ? armed.dataset.slot : SLOTS[(number + 9) % 10];
  const field = cells.assign(slot, range, words, armed);
  $("assign").hidden = true;
  passages.select(null);
  if (armed) field.focus();
  tell(`${SLOT_NAMES[slot] ?? slot}: ${words}`);
}

function offer(words) {
  const buttons = SLOTS.map((slot, i) => el("button", { type: "button", onclick: () => assign(i + 1) },
    el("kbd", {}, String((i + 1) % 10)), ` ${SLOT_NAMES[slot] ?? slot}`));
  const fresh = el("button", { type: "button", onclick: startNew }, el("kbd", {}, "n"), " new claim");
  $("assign").replaceChildren(el("span", {}, `“${words.length > 60 ? `${words.slice(0, 60)}…` : words}” is`), ...buttons, fresh);
  $("assign").hidden = false;
}

function discard() {
  if (claim) showClaim(claim);
  else choose(null);
  tell("");
  $("list").focus();
}

function leave() {
  $("assign").hidden = true;
  cells.armed = null;
  $("list").focus();
}

async function complete() {
  const document = claim?.document ?? $("document").value;
  if (!document) return;
  if (await guarded(() => api.completeDocument(document))) tell(`${document} is complete: no claim of it is missing.`);
}

function applyFilters() {
  const document = $("document").value.trim();
  if (document && !run.documents.some((each) => each.document === document)) return tell(`No paper ${document} in this run.`, true);
  at = 0;
  return guarded(() => list.filter({ sort: $("sort").value, show: $("show").value, document, q: $("search").value }));
}

function changeFilters() {
  if (mayLeave()) return applyFilters();
  const { sort, show, document, q } = list.filters;
  Object.entries({ sort, show, document, search: q }).forEach(([id, value]) => { $(id).value = value; });
  return null;
}

function later(work, milliseconds) {
  let timer;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(work, milliseconds);
  };
}

const step = (by) => mayLeave() && guarded(() => list.step(by));
const ifSaved = (work) => mayLeave() && work();

listenToKeys({
  j: () => step(1), k: () => step(-1), a: () => ifSaved(() => decide("accept")), r: () => ifSaved(() => decide("reject")),
  e: () => cells.focusFirst(), u: undo, n: startNew, s: () => { cells.armed = null; $("passages").focus(); passages.start(); },
  l: () => $("list").focus(), x: discard, "[": () => turnParagraph(-1), "]": () => turnParagraph(1),
  ",": () => page.turn(-1), ".": () => page.turn(1), "+": () => page.resize(1), "-": () => page.resize(-1),
  "/": () => $("search").focus(), f: () => $("sort").focus(), c: complete, "?": () => $("help").showModal(),
  save, leave, take: () => { const { armed } = cells; $("passages").focus(); cells.armed = armed; passages.start(); },
});
$("accept").addEventListener("click", () => decide("accept"));
$("reject").addEventListener("click", () => decide("reject"));
$("new").addEventListener("click", startNew);
$("save").addEventListener("click", save);
$("discard").addEventListener("click", discard);
$("undo").addEventListener("click", undo);
$("help-open").addEventListener("click", () => $("help").showModal());
$("filters").addEventListener("submit", (event) => event.preventDefault());
for (const id of ["sort", "show", "document"]) $(id).addEventListener("change", changeFilters);
$("search").addEventListener("input", later(changeFilters, 150));
addEventListener("beforeunload", (event) => { if (cells.isDirty) event.preventDefault(); });

drawLegend();
drawHelp();
await guarded(async () => {
  run = await api.getRun();
  cells.closed = run.closed;
  $("reviewer").textContent = run.reviewer;
  $("show").replaceChildren(...Object.keys(SHOWN).map((value) => el("option", { value }, spaced(SHOWN[value]))));
  $("documents").replaceChildren(...run.documents.map((each) => el("option", { value: each.document }, `${each.title} (${each.n_claims})`)));
  await applyFilters();
  $("list").focus();
});
document.body.dataset.ready = "yes";
