// Names are found without a network too: in the register as this device kept it, locked.
// It also keeps the meeting's pages, so that a reload or another item opens without a network.
"use strict";

(() => {
  const room = document.querySelector("main.recorder");
  const who = document.getElementById("who");
  const store = room && room.dataset.kept;
  const FRESH = 10 * 60 * 1000;
  const SHOWN = 12;
  let known = null;
  let keeping = false;
  let away = Boolean(document.documentElement.dataset.kept);

  // As the server folds names, as far as letters of a keyboard go.
  const LETTERS = { "ı": "i", "ə": "e", "ł": "l", "ø": "o", "đ": "d", "ى": "ي", "ی": "ي", "ێ": "ي", "ک": "ك", "ە": "ه", "ة": "ه", "ۆ": "و", "ڕ": "ر", "ڵ": "ل", "ڤ": "ف" };
  const fold = (text) => text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "")
    .replace(/./gu, (letter) => LETTERS[letter] ?? letter).replace(/[^\p{L}\p{N}]+/gu, " ").trim();

  async function fetched(url) {
    const answer = await fetch(url, { cache: "no-store", headers: { "Komin-Waited": "0" } });
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    return answer;
  }

  // The register and each page of the meeting, one after the other and never twice in a while.
  async function keep() {
    keeping = true;
    known = await (await fetched(store)).json();
    await vault.put("pages", store, known);
    const rows = new Map((await vault.all("pages")).map((row) => [row.id, row.value]));
    for (const page of known.pages) {
      const old = rows.get(page);
      if (old && Date.now() - old.at < FRESH) continue;
      const html = await (await fetched(page)).text();
      await vault.put("pages", page, { html, at: Date.now() });
      await new Promise((rest) => setTimeout(rest, 150));
    }
    room.dataset.ready = "yes";
  }

  async function waiting() {
    const entries = await vault.all("entries");
    const people = entries.flatMap(({ value }) => value.fields.filter(([name]) => name === "person"));
    return new Set(people.map(([, person]) => person));
  }

  async function search(letters) {
    known ||= await vault.get("pages", store);
    const typed = fold(letters).split(" ").filter(Boolean);
    if (!known || !typed.length) return;
    const inside = new Set(known.here);
    const kept = await waiting();
    const found = known.people.filter(([, , folded, home]) => {
      const all = ` ${folded} ${fold(home || "")}`;
      return typed.every((word) => all.includes(word));
    });
    found.sort((one, other) => other[2].startsWith(typed[0]) - one[2].startsWith(typed[0]));
    const list = document.createElement("ul");
    list.className = "room-list";
    for (const person of found.slice(0, SHOWN)) list.append(row(person, inside, kept));
    const told = document.createElement("div");
    told.id = "found-list";
    told.setAttribute("role", "status");
    told.dataset.letters = letters;
    told.append(found.length ? list : document.getElementById("nobody").content.cloneNode(true));
    document.getElementById("found").replaceChildren(told);
  }

  function row([id, name, , home, year], inside, kept) {
    const line = document.getElementById("found-row").content.cloneNode(true).firstElementChild;
    line.id = `who-${id}`;
    line.querySelector("bdi").textContent = name;
    line.querySelector(".soft").textContent = [home, year].filter(Boolean).join(" · ");
    const form = line.querySelector("form");
    form.querySelector("[name=person]").value = id;
    form.querySelector(".visually-hidden").textContent = ` ${name}`;
    if (inside.has(id) || kept.has(id)) {
      const mark = document.createElement("span");
      mark.className = "here-mark";
      mark.textContent = inside.has(id) ? outbox.words.here : outbox.words.kept;
      form.replaceWith(mark);
    }
    return line;
  }

  if (!room || !who) return;
  document.addEventListener("outbox:unreached", () => { away = true; });
  document.addEventListener("outbox:reached", () => {
    away = false;
    if (!outbox.open || keeping) return;
    keep().catch(() => {
      keeping = false;
      setTimeout(outbox.flush, 10000); // which comes back here
    });
  });
  who.addEventListener("htmx:beforeRequest", (event) => {
    if (!away || !vault.usable) return;
    event.preventDefault();
    search(who.value);
  });
  // Enter lets the one in who is meant; where several may be, it looks for them.
  document.getElementById("find").addEventListener("submit", (event) => {
    const told = document.getElementById("found-list");
    const one = told.querySelectorAll("li").length === 1 && told.querySelector("li form button");
    if (who.value.trim() && told.dataset.letters === who.value && one) {
      event.preventDefault();
      one.click();
    } else if (away && vault.usable) {
      event.preventDefault();
      search(who.value);
    }
  });
  for (const name of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
    who.addEventListener(name, () => { if (vault.usable) search(who.value); });
  }
})();
