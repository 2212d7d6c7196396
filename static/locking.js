// Nobody is signed in here: what the device keeps is locked, and told to whoever signs in next.
"use strict";

(async () => {
  if (!vault.usable) return;
  await vault.lock();
  const told = document.getElementById("kept-locked");
  const waiting = await vault.within("entries", "readonly", (rows) => rows.count());
  if (told && waiting) told.hidden = false;
})();
