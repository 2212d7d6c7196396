// The door: numbers checked before they are handed in, slips read by the camera, and households
// opened from the register that this device keeps when there is no network.
"use strict";

(() => {
  const room = document.querySelector("main.door");
  const form = document.getElementById("code-form");
  const said = document.getElementById("door-said");
  const camera = document.getElementById("camera");
  const store = room && room.dataset.kept;
  const SLIP = 30; // digits of a slip's code, as in communes.domain.issuing
  const MARK = 24; // signs of its digest by which this device knows it
  const DAMM = ["0317598642", "7092154863", "4206871359", "1750983426", "6123045978", "3674209581", "5869720134", "8945362017", "9438617205", "2581436790"];
  let away = Boolean(document.documentElement.dataset.kept);
  if (!room) return;

  // Digits of any script in ASCII, without gaps; nothing where there is anything else.
  function digits(text) {
    let plain = "";
    for (const sign of text.replace(/[\s\-‐–·]/g, "")) {
      if (!/\p{Nd}/u.test(sign)) return "";
      let zero = sign.codePointAt(0);
      while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1)) && sign.codePointAt(0) - zero < 9) zero -= 1;
      plain += sign.codePointAt(0) - zero;
    }
    return plain;
  }

  const right = (number) => [...number].reduce((row, digit) => Number(DAMM[row][digit]), 0) === 0;

  function say(text, wrong) {
    said.textContent = text;
    said.classList.toggle("wrong", Boolean(wrong));
  }

  const register = () => vault.get("pages", store).catch(() => null);

  async function digest(text) {
    const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
    return [...new Uint8Array(bytes)].map((one) => one.toString(16).padStart(2, "0")).join("");
  }

  // Whom the kept register knows by a number or by the digest of a slip's code.
  async function bearer(plain) {
    const known = await register();
    if (!known || !known.codes) return null;
    const code = plain.length === SLIP ? (await digest(plain)).slice(0, MARK) : plain;
    return known.people[known.codes[code]] || null;
  }

  // Without a network whoever is known here is let in by name; a code nobody has is said so now.
  async function letIn(plain) {
    const person = await bearer(plain);
    if (!person) return say(said.dataset.unknown, true);
    const line = filled(person, new Set(), new Set());
    const row = line.querySelector("form");
    row.hidden = true;
    form.after(row);
    row.requestSubmit();
    setTimeout(() => row.remove(), 0);
    say(person[1]);
    form.querySelector("[name=code]").value = "";
    return null;
  }

  // Before the outbox takes it: a wrong digit is told at once, and nothing is handed in.
  window.addEventListener("submit", (event) => {
    if (!form || event.target !== form) return;
    const field = form.querySelector("[name=code]");
    const plain = digits(field.value);
    const wrong = plain && plain.length !== SLIP && !right(plain);
    if (wrong || (away && vault.usable && plain)) {
      event.preventDefault();
      event.stopImmediatePropagation();
      if (wrong) say(said.dataset.wrong, true);
      else letIn(plain);
      field.select();
      return;
    }
    say("");
    setTimeout(() => { field.value = ""; field.focus(); }, 0);
  }, true);

  // The camera, where the browser has one and reads codes by itself.
  let stream = null;
  let last = "";

  async function scan() {
    if (!window.isSecureContext) return say(said.dataset.insecure, true);
    if (!("BarcodeDetector" in window)) return say(said.dataset.noDetector, true);
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" }, audio: false });
    } catch {
      return say(said.dataset.noCamera, true);
    }
    const picture = camera.querySelector("video");
    camera.hidden = false;
    picture.srcObject = stream;
    await picture.play();
    say(said.dataset.looking);
    return look(picture, new BarcodeDetector({ formats: ["qr_code"] }));
  }

  async function look(picture, detector) {
    while (stream) {
      const seen = await detector.detect(picture).catch(() => []);
      const code = seen.map((one) => digits(one.rawValue)).find((one) => one.length === SLIP);
      if (code && code !== last) {
        last = code; // the same slip held on is one arrival
        form.querySelector("[name=code]").value = code;
        form.requestSubmit();
      }
      await new Promise((rest) => setTimeout(rest, 250));
    }
  }

  function stop() {
    for (const track of stream ? stream.getTracks() : []) track.stop();
    stream = null;
    last = "";
    camera.hidden = true;
    say("");
  }

  if (form) {
    const button = document.getElementById("scan");
    button.hidden = false;
    button.addEventListener("click", scan);
    document.getElementById("scan-end").addEventListener("click", stop);
    addEventListener("pagehide", () => { if (stream) stop(); });
    if (matchMedia("(pointer: fine)").matches) form.querySelector("[name=code]").focus();
  }

  // A person of the kept register as a row; the same row as the finder's.
  function filled([id, name, , , year], inside, waiting) {
    const line = document.getElementById("found-row").content.cloneNode(true).firstElementChild;
    line.id = `in-${id}`;
    line.querySelector("bdi").textContent = name;
    line.querySelector(".soft").textContent = year || "";
    const row = line.querySelector("form");
    row.querySelector("[name=person]").value = id;
    row.querySelector(".visually-hidden").textContent = ` ${name}`;
    if (inside.has(id) || waiting.has(id)) mark(row, inside.has(id) ? outbox.words.here : outbox.words.kept);
    return line;
  }

  function mark(row, text) {
    const told = document.createElement("span");
    told.className = "here-mark";
    told.textContent = text;
    row.replaceWith(told);
  }

  async function open(home, name) {
    const known = await register();
    if (!known) return;
    const waiting = (await vault.all("entries")).flatMap(({ value }) => value.fields)
      .filter(([field]) => field === "person").map(([, person]) => person);
    const shape = document.getElementById("home-shape").content.cloneNode(true);
    shape.querySelector("h2 bdi").textContent = name;
    const people = known.people.filter(([, , , , , key]) => key === home);
    shape.querySelector("ul").append(...people.map((one) => filled(one, new Set(known.here), new Set(waiting))));
    document.getElementById("people").replaceChildren(shape);
    document.getElementById("people").scrollIntoView({ block: "nearest" });
  }

  document.addEventListener("outbox:unreached", () => { away = true; });
  document.addEventListener("outbox:reached", () => { away = false; });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-home]");
    if (!link || !away || !vault.usable) return;
    event.preventDefault();
    open(new URL(link.href).searchParams.get("home"), link.querySelector("bdi").textContent);
  });

  // Whoever was tapped is told as kept at once; when it is received the list comes anew.
  document.addEventListener("outbox:kept", ({ detail: { entry } }) => {
    const told = new Map(entry.fields);
    const person = told.get("person");
    if (form && entry.action === form.getAttribute("action")) {
      bearer(digits(told.get("code") || "")).then((known) => { if (known) say(known[1]); });
    }
    const row = person && document.querySelector(`#in-${CSS.escape(person)} form`);
    if (row) mark(row, outbox.words.kept);
  });
  document.addEventListener("outbox:refused", ({ detail: { entry, problems } }) => {
    if (!form || entry.action !== form.getAttribute("action")) return;
    last = "";
    say(problems.map((one) => one.message).join(" "), true);
  });
})();
