// Passkeys: asks the browser to make one or to show one, and hands its answer in with the form.
// Where the browser has none, the page keeps the sentence that says so and its other ways.
"use strict";

(() => {
  const usable = Boolean(self.PublicKeyCredential && self.isSecureContext && navigator.credentials);

  function bytes(text) {
    const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
  }

  function text(buffer) {
    const plain = String.fromCharCode(...new Uint8Array(buffer));
    return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  }

  // The question as the browser wants it: what travels as text becomes bytes.
  function question(told) {
    const asked = { ...told.publicKey, challenge: bytes(told.publicKey.challenge) };
    if (asked.user) asked.user = { ...asked.user, id: bytes(asked.user.id) };
    for (const list of ["excludeCredentials", "allowCredentials"]) {
      if (asked[list]) asked[list] = asked[list].map((one) => ({ ...one, id: bytes(one.id) }));
    }
    return { publicKey: asked };
  }

  function answer(made) {
    const response = {};
    for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (made.response[part]) response[part] = text(made.response[part]);
    }
    return JSON.stringify({ id: made.id, rawId: text(made.rawId), type: made.type, response, clientExtensionResults: {} });
  }

  async function ask(part) {
    const told = part.querySelector("[data-passkey-told]");
    const form = part.closest("form");
    if (!form.reportValidity()) return;
    try {
      const asked = question(JSON.parse(part.dataset.passkey));
      const made = part.dataset.kind === "new" ? await navigator.credentials.create(asked) : await navigator.credentials.get(asked);
      part.querySelector("input[type=hidden]").value = answer(made);
      form.requestSubmit();
    } catch (failure) {
      told.textContent = failure.name === "InvalidStateError" ? part.dataset.known : part.dataset.failed;
    }
  }

  function prepare(root) {
    for (const part of root.querySelectorAll("[data-passkey]:not([data-prepared])")) {
      part.dataset.prepared = "yes";
      if (!usable) continue;
      part.querySelector("[data-passkey-none]").hidden = true;
      const button = part.querySelector("button");
      button.hidden = false;
      // What else the form asks for is not needed by who answers with a passkey.
      button.addEventListener("click", () => {
        const others = [...part.closest("form").querySelectorAll("[data-passkey-instead] input")];
        const needed = others.filter((one) => one.required);
        for (const one of needed) one.required = false;
        ask(part).finally(() => { for (const one of needed) one.required = true; });
      });
    }
  }

  document.addEventListener("htmx:load", (event) => prepare(event.target));
  prepare(document);
})();
