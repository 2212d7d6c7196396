// The outbox: an entry stays on the device until the server has acknowledged its very key.
// Sent again over a cut line it is still one act, because the key is the same. Whichever page
// carries the outbox sends what waits; one tab at a time, in the order of writing.
"use strict";

const outbox = (() => {
  const PATIENCE = 20000;
  const START = 2000;
  const PAUSES = [1000, 2000, 5000, 10000, 20000];
  const TRIED = 30;
  const words = document.getElementById("outbox").dataset;
  let token = "";
  let failures = 0;
  let timer = null;
  let last = 0;
  if (vault.usable) vault.belongsTo(words.owner);

  // A key for one act; insecure addresses have no crypto.randomUUID.
  function mint() {
    return Array.from(crypto.getRandomValues(new Uint8Array(16)), (one) => one.toString(16).padStart(2, "0")).join("");
  }

  // Ids that sort in the order of writing, also of entries made within one millisecond.
  function place() {
    last = Math.max(last + 0.001, Date.now());
    return last.toFixed(3).padStart(18, "0");
  }

  // An instant as the clock of the meeting's place shows it.
  function clock(made) {
    const shape = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: words.zone || undefined };
    return new Date(made).toLocaleTimeString(document.documentElement.lang, shape);
  }

  function announce(name, detail) {
    document.dispatchEvent(new CustomEvent(`outbox:${name}`, { detail }));
  }

  async function ask(url, options) {
    const ending = new AbortController();
    const patience = setTimeout(() => ending.abort(), PATIENCE);
    try {
      const answer = await fetch(url, { ...options, signal: ending.signal, cache: "no-store" });
      return { status: answer.status, text: await answer.text() };
    } finally {
      clearTimeout(patience);
    }
  }

  // Learn who is signed in: the vault opens for that person and for nobody else.
  async function identify() {
    const answer = await ask("/outbox/", { headers: { "Komin-Waited": "0" } });
    if (answer.status === 401) {
      if (vault.usable) await vault.lock();
      announce("locked");
      return false;
    }
    if (answer.status !== 200) throw new Error(`status ${answer.status}`);
    const told = JSON.parse(answer.text);
    if (told.owner !== words.owner) { // somebody else signed in beside this page
      token = "";
      announce("foreign");
      return false;
    }
    token = told.token;
    if (vault.usable) await vault.unlock(told);
    return true;
  }

  async function post(action, fields, made) {
    const body = new URLSearchParams(fields);
    body.set("csrfmiddlewaretoken", token);
    const headers = { "Komin-Waited": String(Math.max(0, Date.now() - made)), "Komin-Owner": words.owner };
    return ask(action, { method: "POST", body, headers });
  }

  // What became of a key: received, or refused with reasons. Nothing when nobody is signed in;
  // throws while it is not known, half an answer included: then it is asked again.
  async function handIn(action, fields, key, made) {
    if (!token && !(await identify())) return null;
    let answer = await post(action, fields, made);
    if (answer.status === 403 || answer.status === 401) { // perhaps signed in anew since
      if (!(await identify())) return null;
      answer = await post(action, fields, made);
    }
    if (answer.status === 200) {
      const told = JSON.parse(answer.text);
      if (told.received === key) return { received: told };
    }
    if (answer.status === 422) return { refused: JSON.parse(answer.text).problems };
    const final = { 403: words.forbidden, 404: words.gone, 405: words.gone, 413: words.large };
    if (answer.status in final) return { refused: [{ message: final[answer.status] }] };
    throw new Error(`status ${answer.status}`);
  }

  async function send({ id, value }) {
    const told = await handIn(value.action, value.fields, value.key, value.made);
    if (!told) return false;
    if (told.received) {
      await vault.remove("entries", id);
      announce("received", { id, entry: value, receipt: told.received });
    } else {
      await vault.put("entries", id, { ...value, problems: told.refused });
      announce("refused", { id, entry: value, problems: told.refused });
    }
    return true;
  }

  // A text left on another page: saved upon the version that it was written upon.
  async function sendDraft({ id, value }) {
    const tried = await withMark(value.tried, value.text);
    await vault.put("drafts", id, { ...value, tried });
    const told = await save(id, value.text, value.version, { made: value.made, tried });
    if (!told) return false;
    const now = await vault.get("drafts", id);
    if (!now || now.text !== value.text) return true; // typed on meanwhile
    if (told.received) await vault.remove("drafts", id);
    else await vault.put("drafts", id, { ...value, problems: told.refused });
    announce("draft");
    return true;
  }

  // What a text is known by; a digest where the browser has one, else the text itself.
  async function mark(text) {
    const plain = text.replace(/\r\n?/g, "\n");
    if (!vault.usable) return plain;
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(plain));
    return btoa(String.fromCharCode(...new Uint8Array(digest)));
  }

  const withMark = async (tried = [], text) => [...new Set([...tried, await mark(text)])].slice(-TRIED);

  // Save a text upon a version. `tried` are the marks of what was sent before: where the server
  // holds one of those, the answer was lost and not the text, and one goes on from there.
  async function save(action, text, version, { made = Date.now(), tried = [] } = {}) {
    const key = mint();
    const told = await handIn(action, [["text", text], ["version", version], ["submission", key]], key, made);
    const other = told?.refused?.find((one) => "theirs" in one);
    if (!other || !tried.includes(await mark(other.theirs))) return told;
    if ((await mark(other.theirs)) === (await mark(text))) return { received: { version: other.version } };
    return save(action, text, other.version, { made, tried });
  }

  async function sendAll() {
    for (;;) {
      const next = (await vault.all("entries")).find((row) => !row.value.problems);
      if (!next) break;
      if (!(await send(next))) return;
    }
    for (const draft of await vault.all("drafts")) {
      if (draft.value.problems) continue;
      // Whoever is typing in it saves it there.
      const busy = { ifAvailable: true };
      const sent = await navigator.locks.request(`komin:${draft.id}`, busy, (free) => !free || sendDraft(draft));
      if (!sent) return;
    }
  }

  async function flush() {
    clearTimeout(timer);
    if (!vault.usable || !(await vault.holder())) return;
    try {
      if (!token && !(await identify())) return;
      await navigator.locks.request("komin-outbox", sendAll);
      failures = 0;
      announce("reached");
    } catch {
      token = ""; // the next try asks first who is signed in, and so whether anyone answers
      timer = setTimeout(flush, PAUSES[Math.min(failures, PAUSES.length - 1)]);
      failures += 1;
      announce("unreached");
    }
  }

  addEventListener("online", flush);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) flush(); });

  return {
    mint,
    flush,
    identify,
    save,
    withMark,
    announce,
    clock,
    words,
    // Keep an entry, then send it. `instead` is the refused entry that it corrects; what is to
    // reach the server before it gets a moment's start.
    async add(entry, instead, before) {
      const id = place();
      await vault.put("entries", id, { ...entry, made: entry.made || Date.now() }, instead);
      announce("kept", { id, entry });
      if (before) await Promise.race([before, new Promise((rest) => setTimeout(rest, START))]);
      flush();
    },
    // The same once more, as a new act: what stood in its way may be gone.
    async again(id) {
      const { problems, ...entry } = await vault.get("entries", id);
      const key = mint();
      const fields = entry.fields.map(([name, value]) => [name, name === "submission" ? key : value]);
      await outbox.add({ ...entry, key, fields }, id);
    },
    async discard(store, id) {
      await vault.remove(store, id);
      announce("discarded", { id });
    },
  };
})();
