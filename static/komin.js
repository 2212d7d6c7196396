// Niceties for pages that already work without them. Nothing here decides anything.
"use strict";

// One press, one sending. The server keeps "one act" by itself; this spares the waiting.
const RESTED = 10000;

function release(form) {
  delete form.dataset.sent;
  for (const button of form.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
  tellWhileSending(form, false);
}

// What takes some seconds says so, aloud too.
function tellWhileSending(form, sending) {
  for (const told of form.querySelectorAll("[data-while-sending]")) {
    told.textContent = sending ? told.dataset.whileSending : "";
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.getAttribute("method") !== "post") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  if (event.submitter) event.submitter.setAttribute("aria-busy", "true");
  tellWhileSending(form, true);
  setTimeout(() => release(form), RESTED);
});

// A page fetched from the browser's memory with "back" can be sent again.
addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(release));

// Where the reader's clock differs from that of the body, the title says both.
function tellLocalTimes(root) {
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const words = document.body.dataset.yourClock;
  for (const element of root.querySelectorAll("time[data-zone]:not([data-told])")) {
    element.dataset.told = "yes";
    const instant = new Date(element.dateTime);
    const local = instant.toLocaleString(document.documentElement.lang, { timeZone: here });
    const there = instant.toLocaleString(document.documentElement.lang, { timeZone: element.dataset.zone });
    if (local !== there) element.title += ` · ${local} ${words}`;
  }
}

// What went wrong is read first, also when a fragment brings it.
function faceProblems(root) {
  const problem = root.querySelector("[data-focus]");
  if (problem) problem.focus();
}

// Opened menus close with Escape and with a press elsewhere.
function closeDrops(except) {
  for (const drop of document.querySelectorAll("details.drop[open]")) {
    if (!drop.contains(except)) drop.open = false;
  }
}

document.addEventListener("click", (event) => closeDrops(event.target));
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") closeDrops(null);
});

document.addEventListener("htmx:load", (event) => {
  tellLocalTimes(event.target);
  if (event.target !== document.body) faceProblems(event.target);
});
document.addEventListener("DOMContentLoaded", () => {
  tellLocalTimes(document);
  faceProblems(document);
});

// Printing is the browser's own; the button only saves looking for it.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

// A slip's picture carries its code behind the "#", where no server and no log sees it.
for (const input of document.querySelectorAll("[data-from-fragment]")) {
  const carried = new URLSearchParams(location.hash.slice(1)).get(input.dataset.fromFragment);
  if (carried && !input.value) input.value = carried;
}

// A place's clocks are most likely those of the device.
for (const input of document.querySelectorAll("input[data-own-zone]")) {
  input.value = Intl.DateTimeFormat().resolvedOptions().timeZone || input.value;
}
