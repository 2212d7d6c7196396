// The record of an item: every keystroke is kept on the device at once, and saved on the server
// as the writer pauses. Where somebody else saved first, both texts stand side by side.
"use strict";

(() => {
  const form = document.getElementById("record-form");
  if (!form) return;
  const area = document.getElementById("record");
  const version = document.getElementById("text-version");
  const place = new URL(form.action).pathname;
  const words = form.dataset;
  let saved = area.defaultValue.replace(/\r\n/g, "\n");
  let sent = null;
  let saving = null;
  let keeping = null;
  let pause = null;

  function say(text, lost = false) {
    const told = document.getElementById("saved");
    told.textContent = text;
    told.classList.toggle("lost", lost);
  }

  const unsaved = () => area.value !== saved;

  // One writing at a time, and the last word is always written.
  function keep() {
    if (!vault.usable) return Promise.resolve();
    keeping ||= (async () => {
      let text;
      do {
        text = area.value;
        await vault.put("drafts", place, { text, version: version.value, made: Date.now(), title: document.title });
      } while (text !== area.value);
    })().catch(() => {}).finally(() => { keeping = null; });
    return keeping;
  }

  function side(name, text) {
    document.querySelector(`#conflict [data-text="${name}"]`).textContent = text;
  }

  function quarrel(theirs, mine) {
    const shape = document.getElementById("conflict-shape").content.cloneNode(true);
    document.getElementById("conflict").replaceChildren(shape);
    side("theirs", theirs.theirs);
    side("yours", mine);
    document.querySelector("#conflict button").value = theirs.version;
  }

  async function settled(told, text) {
    if (told.received) {
      saved = text;
      version.value = told.received.version;
      document.getElementById("conflict").replaceChildren();
      if (!unsaved() && vault.usable) {
        await keeping;
        if (!unsaved()) await vault.remove("drafts", place);
      }
      say(words.saved.replace("{time}", outbox.clock(Date.now())));
      return;
    }
    const theirs = told.refused.find((one) => "theirs" in one);
    if (theirs && sent !== null && theirs.theirs === sent) { // saved, and the answer was lost
      version.value = theirs.version;
      saved = sent;
      return save();
    }
    if (theirs) quarrel(theirs, text);
    say(`${words.refused} ${told.refused.map((one) => one.message).join(" ")}`, true);
  }

  // Save what stands there now; `over` is the version that the writer has read and replaces.
  async function save(over) {
    clearTimeout(pause);
    if (saving) await saving.catch(() => {});
    const text = area.value;
    if (!unsaved() && over === undefined) return;
    await keep();
    saving = outbox.save(place, text, over ?? version.value);
    try {
      const told = await saving;
      saving = null;
      if (told) {
        await settled(told, text);
        sent = text;
      } else say(words.locked, true);
    } catch {
      saving = null;
      sent ??= text;
      say(vault.usable ? words.kept : words.lost, !vault.usable);
      pause = setTimeout(save, 5000);
    }
  }

  area.addEventListener("input", () => {
    say(words.unsaved);
    keep();
    clearTimeout(pause);
    pause = setTimeout(save, 1500);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    const over = event.submitter && event.submitter.name === "over" ? event.submitter.value : undefined;
    save(over);
  }, true);
  document.addEventListener("outbox:reached", () => { if (unsaved()) save(); });
  addEventListener("beforeunload", (event) => {
    if (unsaved() && !vault.usable) event.preventDefault();
  });

  // What this device kept and the server never got is taken up again, upon its own version.
  async function takeUp() {
    navigator.locks.request(`komin:${place}`, () => new Promise(() => {}));
    const draft = await vault.get("drafts", place);
    if (!draft || unsaved()) return;
    if (draft.text === area.value) return void vault.remove("drafts", place);
    area.value = draft.text;
    version.value = draft.version;
    say(words.kept);
    save();
  }

  window.record = { save, unsaved, opened: () => vault.usable && takeUp() };
})();
