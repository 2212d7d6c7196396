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
  let tried = []; // marks of what was sent and perhaps received, until an answer tells
  let disputed = false; // another's text was shown, and the writer has not yet chosen
  let stuck = null; // a text that the server refused for its own sake
  let saving = null;
  let keeping = null;
  let pause = null;

  // `state` is what the sentence says: unsaved, kept, saved, or lost.
  function say(text, state) {
    const told = document.getElementById("saved");
    told.textContent = text;
    told.dataset.state = state;
    told.classList.toggle("lost", state === "lost");
  }

  const unsaved = () => area.value !== saved;

  // One writing at a time, and the last word is always written.
  function keep() {
    if (!vault.usable) return Promise.resolve();
    keeping ||= (async () => {
      let text;
      let marks;
      do {
        [text, marks] = [area.value, tried];
        await vault.put("drafts", place, { text, version: version.value, made: Date.now(), title: document.title, tried });
      } while (text !== area.value || marks !== tried);
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

  async function received(told, text) {
    saved = text;
    tried = [];
    disputed = false;
    stuck = null;
    version.value = told.version;
    document.getElementById("conflict").replaceChildren();
    if (vault.usable) {
      await keeping;
      if (unsaved()) keep();
      else await vault.remove("drafts", place);
    }
    say(words.saved.replace("{time}", outbox.clock(Date.now())), "saved");
  }

  function refused(problems, text) {
    const theirs = problems.find((one) => "theirs" in one);
    disputed = Boolean(theirs);
    if (theirs) quarrel(theirs, text);
    else stuck = text;
    say(`${words.refused} ${problems.map((one) => one.message).join(" ")}`, "lost");
  }

  // What was refused is not sent again by itself: the writer reads why, and decides.
  const waits = () => !unsaved() || disputed || area.value === stuck;

  // Save what stands there now; `over` is the version that the writer has read and replaces.
  async function save(over) {
    clearTimeout(pause);
    if (saving) await saving.catch(() => {});
    const text = area.value;
    if (!unsaved() && over === undefined) return;
    tried = await outbox.withMark(tried, text);
    await keep();
    saving = outbox.save(place, text, over ?? version.value, { tried });
    try {
      const told = await saving;
      saving = null;
      if (!told) say(words.locked, "lost");
      else if (told.received) await received(told.received, text);
      else refused(told.refused, text);
    } catch {
      saving = null;
      say(vault.usable ? words.kept : words.lost, vault.usable ? "kept" : "lost");
      pause = setTimeout(autosave, 5000);
    }
  }

  const autosave = () => (waits() ? keep() : save());

  // Before the page goes: kept here, and a moment's time to reach the server.
  const leave = () => Promise.race([autosave(), new Promise((rest) => setTimeout(rest, 2000))]);

  area.addEventListener("input", () => {
    keep();
    if (disputed) return;
    say(words.unsaved, "unsaved");
    clearTimeout(pause);
    pause = setTimeout(autosave, 1500);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    const over = event.submitter && event.submitter.name === "over" ? event.submitter.value : undefined;
    save(over);
  }, true);
  document.addEventListener("outbox:reached", autosave);
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
    tried = draft.tried || [];
    say(words.kept, "kept");
    save();
  }

  window.record = { save, leave, unsaved, opened: () => vault.usable && takeUp() };
})();
