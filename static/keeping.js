// A page that its reader may need without a network is kept on the device each time it is opened:
// locked, for them alone. Without a network it opens as it stood then, says so, and only tells.
"use strict";

(() => {
  const panel = document.getElementById("keeping");
  if (!panel || !vault.usable || !("serviceWorker" in navigator)) return;
  const { owner } = panel.dataset;
  vault.belongsTo(owner);

  async function keep() {
    const asked = await fetch("/outbox/", { cache: "no-store" });
    if (!asked.ok) return;
    const told = await asked.json();
    if (told.owner !== owner || !(await vault.unlock(told))) return; // somebody else signed in beside
    const answer = await fetch(location.pathname, { cache: "no-store" });
    const html = await answer.text();
    if (!answer.ok || !html.includes(`data-owner="${owner}"`)) return;
    await vault.put("pages", location.pathname, { html, at: Date.now() });
    await navigator.serviceWorker.register("/worker.js");
    panel.querySelector("[data-kept-here]").hidden = false;
  }

  // What was kept knows nothing of what ended since; the device's own clock does.
  function tell() {
    panel.querySelector("[data-as-of]").hidden = false;
    for (const button of document.querySelectorAll("main form button")) button.disabled = true;
    for (const part of document.querySelectorAll("[data-until]")) {
      if (Date.parse(part.dataset.until) <= Date.now()) part.querySelector("[data-over]").hidden = false;
    }
    addEventListener("online", () => location.reload());
  }

  if (document.documentElement.dataset.kept) tell();
  else keep().catch(() => {}); // the next time it is opened, it is kept
})();
