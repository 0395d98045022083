// What each key does, for the hands and for the list of keys.

import { $, el } from "./dom.js";

export const KEYS = [
  ["j", "next claim"], ["k", "claim before"], ["a", "accept"], ["r", "reject"], ["e", "edit the cells"],
  ["u", "undo the last decision"], ["n", "new claim, from the chosen words if there are any"],
  ["s", "choose words in the paragraph"], ["l", "back to the list"], ["x", "discard changes"],
  ["[", "paragraph before"], ["]", "next paragraph"], [",", "page before"], [".", "next page"],
  ["+", "larger page"], ["-", "smaller page"], ["/", "search"], ["f", "filters"],
  ["c", "this paper is complete: no claim of it is missing"], ["?", "this list"],
];
const OTHERS = [
  ["Ctrl ⏎", "save the changed cells"], ["F2", "in a cell: take its words from the paragraph"],
  ["← →", "in the paragraph: word by word; with Shift: more words; with Alt: one character"],
  ["↑ ↓", "in the paragraph: from mention to mention"], ["⏎", "in the paragraph: into the cell you came from"],
  ["1 … 9, 0", "in the paragraph: the words are effect, cargo, donor, recipient, process, target, pathway, modality, dose, cue"],
  ["Esc", "leave a cell, the paragraph or this list"],
];

export function drawHelp() {
  const rows = [...KEYS, ...OTHERS].map(([key, text]) => el("div", {}, el("kbd", {}, key), el("span", {}, text)));
  $("help-keys").replaceChildren(...rows);
}

const isTyping = (target) => target.matches("input, select, textarea");

// Single keys work wherever nothing is typed; the others everywhere.
export function listenToKeys(actions) {
  document.addEventListener("keydown", (event) => {
    const { key, ctrlKey, metaKey, altKey, target } = event;
    if ($("help").open) return;
    const act = (name) => {
      event.preventDefault();
      actions[name]();
    };
    if ((ctrlKey || metaKey) && key === "Enter") return act("save");
    if (key === "F2") return act("take");
    if (key === "Escape") return act("leave");
    if (ctrlKey || metaKey || altKey || isTyping(target)) return;
    if (target === $("list") && key === "ArrowDown") return act("j");
    if (target === $("list") && key === "ArrowUp") return act("k");
    if (KEYS.some(([known]) => known === key)) act(key);
  });
}
