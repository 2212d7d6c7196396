// A page made for one person locks what the device keeps for another; and whoever leaves, by
// signing out or by becoming somebody else with a slip, has locked it before the line can be cut.
"use strict";

(() => {
  const PATIENCE = 2000;
  const { owner } = document.currentScript.dataset;
  if (!vault.usable) return;
  vault.lockOthers(owner).catch(() => {});

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || !form.matches("[action*=logout], [data-leaves]")) return;
    event.preventDefault();
    const rest = new Promise((done) => setTimeout(done, PATIENCE)); // a slow disk keeps nobody in
    Promise.race([vault.lock(), rest]).catch(() => {}).finally(() => form.submit());
  });
})();
