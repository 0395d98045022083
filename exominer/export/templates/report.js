"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const cards = [...document.querySelectorAll(".card")];
  const groups = [...document.querySelectorAll(".document")];
  const controls = ["search", "kind", "direction", "polarity", "radiation", "least", "sort"].map($);
  if (!cards.length) return;
  for (const [at, card] of cards.entries()) {
    card.at = at;
    card.words = (card.dataset.words + " " + card.textContent).toLowerCase();
  }
  const wants = (name, value) => !$(name).value || $(name).value === value;
  const fits = (card, words) =>
    words.every((word) => card.words.includes(word)) &&
    wants("kind", card.dataset.kind) && wants("direction", card.dataset.direction) &&
    wants("polarity", card.dataset.polarity) && wants("radiation", card.dataset.radiation) &&
    Number(card.dataset.score) >= Number($("least").value) / 100;
  const orders = {
    document: (a, b) => a.at - b.at,
    score: (a, b) => b.dataset.score - a.dataset.score || a.at - b.at,
    cargo: (a, b) => a.dataset.cargo.localeCompare(b.dataset.cargo) || a.at - b.at,
  };
  const filter = () => {
    const words = $("search").value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const card of cards) { card.hidden = !fits(card, words); shown += !card.hidden; }
    for (const group of groups) group.hidden = !group.querySelector(".card:not([hidden])");
    $("least-value").textContent = ($("least").value / 100).toFixed(2);
    $("shown").textContent = shown + " of " + cards.length + (cards.length === 1 ? " claim" : " claims");
    $("nothing").hidden = shown > 0;
  };
  const sort = () => {
    const order = orders[$("sort").value];
    for (const group of groups) group.append(...[...group.querySelectorAll(".card")].sort(order));
    const first = (group) => group.querySelector(".card");
    $("claims").append(...[...groups].sort((a, b) => order(first(a), first(b))));
  };
  for (const control of controls) control.addEventListener("input", control.id === "sort" ? sort : filter);
  addEventListener("beforeprint", () => document.querySelectorAll("details").forEach((d) => { d.open = true; }));
  filter();
  sort();
})();
