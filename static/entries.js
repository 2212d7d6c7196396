// The room's forms hand in through the outbox: kept on the device, sent, and only then gone.
// The panel at the foot tells apart what is saved here and what the server has received.
"use strict";

(() => {
  const panel = document.getElementById("outbox");
  const room = document.querySelector("main.recorder");
  const words = outbox.words;
  const view = outbox.mint();
  const AGAIN = 300;
  const kept = document.documentElement.dataset.kept;
  const corrects = new Map(); // by address, the refused entry that its form corrects, and its instant
  const pressed = new WeakMap(); // what each form handed in a moment ago
  let begun = null;
  let refreshing = null;
  let caughtUp = false;
  let received = Number(panel.dataset.received || 0);

  // A field called "method" or "action" hides the form's own; its attributes stay.
  const posts = (form) => form.getAttribute("method") === "post";
  const address = (form) => new URL(form.getAttribute("action") || "", location.href).pathname;
  const plain = (text) => text.replace(/\s+/g, " ").trim();

  // What an entry is called: the form's own words with its values, else those of its button.
  function label(form, button, data) {
    const told = form.dataset.entry;
    if (told) return told.replace(/\{(\w+)\}/g, (_all, name) => data.get(name) || "0");
    return plain((button && button.textContent) || document.title);
  }

  function handed(form, button) {
    const data = new FormData(form, button);
    const key = outbox.mint();
    data.set("submission", key);
    data.delete("csrfmiddlewaretoken");
    return {
      key,
      view,
      action: address(form),
      page: location.pathname,
      label: label(form, button, data),
      made: corrects.get(address(form))?.made || Date.parse(room?.dataset.clock || "") || Date.now(),
      live: Boolean(form.closest("#room, #roll-call")),
      fields: [...data].filter(([, value]) => typeof value === "string"),
    };
  }

  // Kept here first; a name that was tapped is told as such at once, network or not.
  async function hand(entry, form, button) {
    const text = window.record?.unsaved() ? window.record.leave() : null;
    try {
      await outbox.add(entry, corrects.get(entry.action)?.id, text);
    } catch (failure) {
      return failure.message === "locked" ? tellWhy() : pass(form, button);
    }
    corrects.delete(entry.action);
    const row = button && button.closest("#found-list li");
    if (row) {
      const mark = document.createElement("span");
      mark.className = "here-mark";
      mark.textContent = words.kept;
      row.querySelector("form").replaceWith(mark);
      const who = document.getElementById("who");
      who.focus();
      who.select();
    }
  }

  // Where nothing is kept on the device, what was just typed is saved before the page goes.
  function saveFirst(event) {
    const form = event.target;
    if (form.dataset.passed || form.hasAttribute("hx-post")) return;
    if (!form.closest("main.recorder") || !window.record?.unsaved()) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    form.dataset.passed = "yes";
    window.record.save().finally(() => form.requestSubmit(event.submitter));
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || !posts(form) || form.id === "record-form") return;
    if (!vault.usable) return saveFirst(event);
    if (!form.closest("main.recorder, [data-outbox]") || !form.querySelector("[name=submission]")) return;
    if (form.hasAttribute("data-online")) return;
    if (event.submitter && event.submitter.name === "reckon") { // Enter in a count: reckoned while typed
      event.preventDefault();
      form.querySelector("button.primary:not([disabled])")?.focus();
      return;
    }
    if (form.dataset.passed) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const entry = handed(form, event.submitter);
    const told = JSON.stringify(entry.fields.filter(([name]) => name !== "submission"));
    if (pressed.get(form) === told) return; // a double press; another slip at once is another entry
    pressed.set(form, told);
    setTimeout(() => pressed.delete(form), AGAIN);
    begun = begun.then(() => outbox.open || begin());
    begun.then(
      () => (outbox.open ? hand(entry, form, event.submitter) : tellWhy()),
      () => pass(form, event.submitter),
    );
  }, true);

  // A device that keeps nothing hands in as a page does.
  function pass(form, button) {
    form.dataset.passed = "yes";
    form.requestSubmit(button);
  }

  // Nobody is signed in, somebody else is, or it is not known who: what was typed stays there.
  async function tellWhy() {
    await outbox.identify().catch(() => {});
    line(outbox.foreign ? words.foreign : outbox.locked ? words.locked : words.unkept, true);
    panel.hidden = false;
    panel.scrollIntoView({ block: "nearest" });
  }

  const edited = (field) => (["radio", "checkbox"].includes(field.type)
    ? field.checked !== field.defaultChecked : field.defaultValue !== undefined && field.value !== field.defaultValue);
  const inUse = (part) => part.contains(document.activeElement) || [...part.querySelectorAll("input, textarea")].some(edited);

  // Put the parts of the page that an entry changes in the place of the old ones; `gently` leaves
  // alone what somebody is filling in.
  async function refresh(parts, gently = false) {
    const part = room?.dataset.part; // a page that gives its parts alone, where it is not kept anew
    const headers = part ? { "HX-Request": "true", "HX-Target": part } : {};
    const answer = await fetch(location.href, { cache: "no-store", headers });
    if (!answer.ok || new URL(answer.url).pathname !== location.pathname) return location.reload();
    const html = await answer.text();
    const fresh = new DOMParser().parseFromString(html, "text/html");
    for (const id of parts) {
      const old = document.getElementById(id);
      const now = fresh.getElementById(id);
      if (!old || !now || (gently && inUse(old))) continue;
      const focus = old.contains(document.activeElement) ? document.activeElement.id : "";
      old.replaceWith(now);
      htmx.process(now);
      if (focus) document.getElementById(focus)?.focus();
    }
    const unkept = fresh.querySelector("[data-unkept]"); // confidential words are not kept
    if (vault.usable && !unkept && !part) vault.put("pages", location.pathname, { html, at: Date.now() }).catch(() => {});
    outbox.announce("refreshed");
  }

  const ROOM = ["meter", "people", "can-decide", "agenda-list", "roll-call", "speaking"];
  const ALL = ["messages", "meter", "people", "agenda", "item-head", "item-rest", "speaking"];

  document.addEventListener("outbox:received", ({ detail: { entry, receipt } }) => {
    received += 1;
    tell();
    if (!room || entry.view !== view) return;
    const who = new Map(entry.fields).get("person");
    const mark = who && document.querySelector(`#who-${CSS.escape(who)} .here-mark`);
    if (mark) mark.textContent = words.here;
    const there = new URL(receipt.url, location.href);
    if (there.pathname !== location.pathname && !entry.live) {
      location.assign(there.href);
      return;
    }
    const parts = entry.live ? ROOM : ALL;
    clearTimeout(refreshing);
    refreshing = setTimeout(() => refresh(parts).catch(() => {}), 60);
  });

  // Reasons stand at the form that was refused, as long as it is still there.
  document.addEventListener("outbox:refused", ({ detail: { id, entry, problems } }) => {
    tell();
    if (entry.view !== view) return;
    const form = [...document.querySelectorAll("main form")].find(
      (one) => posts(one) && address(one) === entry.action,
    );
    if (!form || entry.live) {
      panel.open = true;
      return;
    }
    corrects.set(entry.action, { id, made: entry.made });
    form.querySelector(".refusal")?.remove();
    const told = document.getElementById("refusal-shape").content.cloneNode(true).firstElementChild;
    for (const one of problems) {
      const line = document.createElement("li");
      line.textContent = one.message;
      told.querySelector("ul").append(line);
    }
    form.prepend(told);
    told.focus();
  });

  // The panel: every entry that waits, every refused one with its reasons and what can be done.
  function row({ id, value }, store) {
    const line = document.getElementById("outbox-row").content.cloneNode(true).firstElementChild;
    line.querySelector("bdi").textContent = value.label || value.title;
    const clock = line.querySelector("time");
    clock.dateTime = new Date(value.made).toISOString();
    clock.textContent = outbox.clock(value.made);
    const acts = line.querySelector(".actions");
    acts.hidden = !value.problems;
    line.querySelector(".reasons").textContent = (value.problems || []).map((one) => one.message).join(" ");
    acts.querySelector("a").href = store === "drafts" ? id.replace(/text\/$/, "") : `${value.page}#correct=${id}`;
    acts.querySelector("a").hidden = Boolean(value.live); // a tap has nothing to correct
    acts.querySelector("[data-again]").hidden = store === "drafts";
    acts.querySelector("[data-again]").onclick = () => outbox.again(id);
    acts.querySelector("[data-discard]").onclick = () => {
      if (confirm(words.sure)) outbox.discard(store, id);
    };
    return line;
  }

  async function tell() {
    if (!vault.usable || !outbox.open) return;
    const entries = await vault.all("entries");
    const drafts = (await vault.all("drafts")).filter(({ value }) => value.problems);
    const refused = entries.filter(({ value }) => value.problems).length + drafts.length;
    panel.querySelector("[data-count]").textContent = words.count
      .replace("{waiting}", entries.length + drafts.length).replace("{received}", received);
    panel.querySelector("[data-refused]").textContent = refused ? words.refusedCount.replace("{count}", refused) : "";
    panel.querySelector("ul").replaceChildren(
      ...entries.map((one) => row(one, "entries")), ...drafts.map((one) => row(one, "drafts")),
    );
    panel.querySelector("[data-empty]").hidden = Boolean(entries.length + drafts.length);
    panel.classList.toggle("refused", refused > 0);
    panel.hidden = !room && !entries.length && !drafts.length;
  }

  function line(text, away) {
    panel.querySelector("[data-line]").textContent = text;
    panel.classList.toggle("away", away);
  }

  for (const name of ["kept", "discarded", "draft"]) document.addEventListener(`outbox:${name}`, tell);
  document.addEventListener("outbox:reached", () => {
    outbox.open = true;
    outbox.locked = outbox.foreign = false;
    line("", false);
    if (!kept || caughtUp) return;
    caughtUp = true;
    refresh(ALL, true).catch(() => {});
  });
  document.addEventListener("outbox:unreached", () => { if (!kept) line(words.unreached, true); tell(); });
  document.addEventListener("outbox:locked", () => shut("locked"));
  document.addEventListener("outbox:foreign", () => shut("foreign"));

  function shut(why) {
    outbox.open = false;
    outbox[why] = true;
    line(words[why], true);
  }

  // "Correct" brings back the form as it was handed in.
  async function correct() {
    const id = new URLSearchParams(location.hash.slice(1)).get("correct");
    const entry = id && (await vault.get("entries", id));
    if (!entry) return;
    const form = [...document.querySelectorAll("main form")].find(
      (one) => posts(one) && address(one) === entry.action,
    );
    if (!form) return;
    corrects.set(entry.action, { id, made: entry.made });
    for (const [name, value] of entry.fields) {
      if (name === "submission") continue;
      for (const field of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
        if (["radio", "checkbox"].includes(field.type)) field.checked = field.value === value;
        else if (field.tagName !== "BUTTON") field.value = value;
      }
    }
    form.closest("details")?.setAttribute("open", "");
    form.scrollIntoView({ block: "center" });
  }

  addEventListener("hashchange", () => { if (outbox.open) correct(); });

  // A store that does not open, after a crash perhaps, is not waited for without end.
  const stuck = (why) => new Promise((_open, fail) => setTimeout(() => fail(new Error(why)), 10000));

  async function begin() {
    if (!vault.usable) {
      line(words.insecure, false);
      outbox.identify().catch(() => {});
      return;
    }
    if (room && "serviceWorker" in navigator) navigator.serviceWorker.register("/worker.js").catch(() => {});
    // The reader's own key is here: no need to ask anybody before keeping what they enter.
    outbox.open = Boolean(await Promise.race([vault.holder(), stuck(words.broken)]));
    if (kept) line(words.asOf.replace("{time}", outbox.clock(Number(kept))), true);
    if (!outbox.open) {
      try {
        outbox.open = await outbox.identify() && Boolean(await vault.holder());
      } catch {
        line(words.unreached, true);
      }
    }
    if (!outbox.open) return;
    await window.record?.opened();
    await tell();
    await correct();
    outbox.flush();
  }
  begun = begin();
  begun.catch(() => line(words.broken, true));
})();
