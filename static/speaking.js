// The time of a speech runs on by itself; the server keeps the true one. Nothing here decides.
"use strict";

function tellSpeech() {
  for (const watch of document.querySelectorAll("[data-speaks-since]")) {
    const seconds = Math.max(0, Math.floor((Date.now() - new Date(watch.dataset.speaksSince)) / 1000));
    const over = watch.dataset.limit && seconds > Number(watch.dataset.limit);
    const told = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    watch.textContent = over ? `${told} · ${watch.dataset.over}` : told;
    watch.classList.toggle("over", Boolean(over));
  }
}

setInterval(tellSpeech, 1000);
tellSpeech();
