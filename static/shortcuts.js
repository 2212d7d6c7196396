// Keys for whoever records: data-key="x" presses the button, or goes to the field or part, that
// carries it. Nothing fires while a field is in use. Nothing here decides anything.
"use strict";

const FIELDS = "input, textarea, select, [contenteditable]";

function inUse(event) {
  const held = event.ctrlKey || event.metaKey || event.altKey || event.isComposing;
  return held || event.defaultPrevented || event.target.closest(FIELDS);
}

function keyed(key) {
  const all = [...document.querySelectorAll("[data-key]")];
  return all.find((one) => one.dataset.key === key && one.getClientRects().length && !one.disabled);
}

// What opens goes on at its first field, so that the hands stay on the keys.
function press(found) {
  found.click();
  const opened = found.matches("summary") && found.parentElement;
  const field = opened && opened.querySelector(FIELDS.replace("input", "input:not([type=hidden])"));
  if (field) setTimeout(() => (opened.open ? field : found).focus());
}

function showKeys() {
  const list = document.getElementById("shortcuts");
  if (!list) return;
  list.open = !list.open;
  if (list.open) list.querySelector("summary").focus();
}

document.addEventListener("keydown", (event) => {
  if (inUse(event)) return;
  if (event.key === "?") {
    event.preventDefault();
    showKeys();
    return;
  }
  const found = keyed(event.key);
  if (!found) return;
  event.preventDefault();
  if (found.matches(FIELDS)) found.focus();
  else press(found);
});
