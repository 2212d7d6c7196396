// Niceties of the recorder's screen. Everything works without them; nothing here decides anything.
"use strict";

const record = document.getElementById("record-form");
let unsaved = false;
let then = null;

function say(words, lost) {
  const saved = document.getElementById("saved");
  saved.textContent = words;
  saved.classList.toggle("lost", lost);
}

// What is typed and not yet on the server is told as such, and nobody leaves it by accident.
if (record) {
  record.addEventListener("input", () => {
    unsaved = true;
    say(record.dataset.unsaved, false);
  });
  record.addEventListener("htmx:afterRequest", (event) => {
    if (!record.contains(event.target)) return;
    const kept = event.detail.xhr && event.detail.xhr.status === 200;
    const typed = event.detail.requestConfig.parameters;
    const text = (typed.get ? typed.get("text") : typed.text) || "";
    if (kept) unsaved = text.replace(/\r\n/g, "\n") !== document.getElementById("record").value;
    if (kept && !unsaved && then) then();
    then = null;
  });
  for (const name of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
    record.addEventListener(name, () => say(record.dataset.lost, true));
  }
}

addEventListener("beforeunload", (event) => {
  if (unsaved) event.preventDefault();
});

// Going to another item, or entering a decision, saves the record first.
function saveFirst(event, resume) {
  if (!unsaved || !record) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  then = resume;
  htmx.trigger(record, "save");
}

document.addEventListener("click", (event) => {
  const link = event.target.closest(".recorder a[href]");
  if (!link || link.hash && link.pathname === location.pathname) return;
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  saveFirst(event, () => { location.href = link.href; });
}, true);

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form === record || form.hasAttribute("hx-post") || !form.closest(".recorder")) return;
  const button = event.submitter;
  saveFirst(event, () => form.requestSubmit(button));
}, true);

// After a check-in the next name is typed at once.
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.id !== "found" || document.activeElement !== document.body) return;
  const who = document.getElementById("who");
  who.focus();
  who.select();
});

// Polling leaves alone what a finger or the keyboard is just using.
let pressed = false;
document.addEventListener("pointerdown", () => { pressed = true; });
for (const name of ["pointerup", "pointercancel"]) {
  document.addEventListener(name, () => { setTimeout(() => { pressed = false; }, 300); });
}
document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.target.id === "meter" && pressed) event.preventDefault();
});

// The clock of the meeting, told in hours and minutes.
function tick() {
  for (const clock of document.querySelectorAll("time[data-since]")) {
    const minutes = Math.max(0, Math.floor((Date.now() - new Date(clock.dataset.since)) / 60000));
    clock.textContent = `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;
  }
}
tick();
setInterval(tick, 20000);

// Keys for those who never look up: they are told at the foot of the screen.
for (const told of document.querySelectorAll("[data-keys]")) told.hidden = false;

function step(by) {
  const links = [...document.querySelectorAll("#agenda-list a")];
  const here = links.findIndex((link) => link.hasAttribute("aria-current"));
  if (links[here + by]) links[here + by].click();
}

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select");
  if (event.key === "/" && !typing) {
    event.preventDefault();
    location.hash = "#room";
    document.getElementById("who").focus();
  } else if (event.altKey && event.key === "ArrowDown") {
    event.preventDefault();
    step(1);
  } else if (event.altKey && event.key === "ArrowUp") {
    event.preventDefault();
    step(-1);
  } else if ((event.ctrlKey || event.metaKey) && event.key === "s" && record) {
    event.preventDefault();
    htmx.trigger(record, "save");
  }
});
