// Niceties of the recorder's screen. Everything works without them; nothing here decides anything.
"use strict";

// Going to another item saves the record first; without an answer it stays kept on the device.
document.addEventListener("click", (event) => {
  const link = event.target.closest(".recorder a[href]");
  if (!link || !window.record || !record.unsaved()) return;
  if (link.hash && link.pathname === location.pathname) return;
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  record.leave().finally(() => { location.href = link.href; });
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
  } else if ((event.ctrlKey || event.metaKey) && event.key === "s" && window.record) {
    event.preventDefault();
    record.save();
  }
});
