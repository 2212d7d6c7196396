{% load static %}// Without a network the recorder's pages, and a delegate's mandates, open as this device kept them:
// locked, and only for whoever is signed in. With one, nothing here stands between the browser and the server.
"use strict";

importScripts("{% static "vault.js" %}");

const PATIENCE = 8000;
const FILES = "komin-files";
const ROOMS = /^\/(items\/[0-9a-f-]{36}|meetings\/[0-9a-f-]{36}\/room(\/door)?)\/$/;
const MANDATES = "{% url "my_mandates" %}";
const AWAY = "{% url "away" %}";

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(FILES).then((files) => files.addAll([
    AWAY,
    "{% static "styles/komin.css" %}",
    "{% static "styles/frame.css" %}",
    "{% static "styles/forms.css" %}",
    "{% static "styles/pieces.css" %}",
    "{% static "styles/dark.css" %}",
    "{% static "styles/print.css" %}",
    "{% static "styles/recorder.css" %}",
    "{% static "styles/room.css" %}",
    "{% static "styles/door.css" %}",
    "{% static "mark.svg" %}",
    "{% static "django_htmx/htmx-2.min.js" %}",
    "{% static "komin.js" %}",
{% for name in scripts %}    "{% static name %}",
{% endfor %}  ])).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(self.clients.claim());
});

async function reached(request) {
  const ending = new AbortController();
  const clock = setTimeout(() => ending.abort(), PATIENCE);
  try {
    return await fetch(request, { signal: ending.signal });
  } finally {
    clearTimeout(clock);
  }
}

async function page(request) {
  for (let attempt = 0; attempt < 2; attempt += 1) { // a line that was cut is tried once more
    try {
      const answer = await reached(request);
      if (answer.status < 500) return answer;
    } catch {
      // no network: what was kept
    }
  }
  const { pathname: path, search } = new URL(request.url);
  const opens = ROOMS.test(path) || (path === MANDATES && !search);
  const kept = opens ? await vault.get("pages", path).catch(() => undefined) : undefined;
  if (!kept) return (await caches.match(AWAY)) || Response.error();
  const told = kept.html.replace("<html ", `<html data-kept="${Number(kept.at)}" `);
  return new Response(told, { headers: {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  } });
}

// The store of files is asked only when nothing else helps: after a crash it may be slow.
async function file(request) {
  try {
    const answer = await fetch(request);
    if (answer.ok) {
      const copy = answer.clone();
      caches.open(FILES).then((files) => files.put(request, copy)).catch(() => {});
    }
    return answer;
  } catch (failure) {
    const kept = await caches.match(request);
    if (kept) return kept;
    throw failure;
  }
}

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin) return;
  if (event.request.mode === "navigate") event.respondWith(page(event.request));
  else if (url.pathname.startsWith("{% get_static_prefix %}")) event.respondWith(file(event.request));
});
