// What a device keeps, locked: entries that the server has not got yet, texts as they are typed,
// pages to go on with. The key can be used here and never read out; it goes when its owner signs
// out or the sign-in ends, and the next sign-in of the same person brings it back.
// Used by the pages and by the service worker alike.
"use strict";

const vault = (() => {
  const STORES = ["keys", "entries", "drafts", "pages"];
  let opened = null;
  let whose = null;

  function database() {
    opened ||= new Promise((resolve, reject) => {
      const asked = indexedDB.open("komin", 1);
      asked.onupgradeneeded = () => {
        for (const name of STORES) asked.result.createObjectStore(name, { keyPath: "id" });
      };
      asked.onsuccess = () => {
        asked.result.onversionchange = () => { asked.result.close(); opened = null; };
        resolve(asked.result);
      };
      asked.onerror = () => { opened = null; reject(asked.error); };
    });
    return opened;
  }

  // One transaction; what it wrote is on the disk when the promise is kept.
  async function within(names, mode, act) {
    const db = await database();
    return new Promise((resolve, reject) => {
      const deal = db.transaction(names, mode, { durability: "strict" });
      const asked = act(...[names].flat().map((name) => deal.objectStore(name)));
      deal.oncomplete = () => resolve(asked && asked.result);
      deal.onabort = deal.onerror = () => reject(deal.error);
    });
  }

  // False when somebody else than the page's reader has signed in: nothing of either is touched.
  async function unlock({ owner, secret, until }) {
    if (whose && owner !== whose) return false;
    const bytes = Uint8Array.from(atob(secret), (letter) => letter.charCodeAt(0));
    const key = await crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
    await within("keys", "readwrite", (keys) => keys.put({ id: "key", owner, key, until }));
    return true;
  }

  const lock = () => within("keys", "readwrite", (keys) => keys.delete("key"));

  // Lock what is not this person's; in one step, so that a key of their own, just come, stays.
  const lockOthers = (owner) => within("keys", "readwrite", (keys) => {
    const asked = keys.get("key");
    asked.onsuccess = () => { if (asked.result && asked.result.owner !== owner) keys.delete("key"); };
  });

  // The key and whose it is; nothing when nobody is signed in, or somebody else than the page's
  // reader, or when the sign-in is over.
  async function holder() {
    const row = await within("keys", "readonly", (keys) => keys.get("key"));
    if (!row || (whose && row.owner !== whose)) return null;
    if (Date.parse(row.until) > Date.now()) return row;
    await lock();
    return null;
  }

  async function sealed(id, value) {
    const mine = await holder();
    if (!mine) throw new Error("locked");
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const plain = new TextEncoder().encode(JSON.stringify(value));
    // The place is sealed in: what is moved to another does not open there.
    const rest = { name: "AES-GCM", iv, additionalData: new TextEncoder().encode(id) };
    return { id, owner: mine.owner, iv, data: await crypto.subtle.encrypt(rest, mine.key, plain) };
  }

  async function open(row) {
    const mine = await holder();
    if (!mine || !row || row.owner !== mine.owner) return undefined;
    const rest = { name: "AES-GCM", iv: row.iv, additionalData: new TextEncoder().encode(row.id) };
    try {
      const plain = await crypto.subtle.decrypt(rest, mine.key, row.data);
      return JSON.parse(new TextDecoder().decode(plain));
    } catch {
      return undefined; // of an installation that has another secret now
    }
  }

  return {
    // The page was made for this person: it opens and keeps nothing of anybody else.
    belongsTo(owner) { whose = owner; },
    unlock,
    lock,
    lockOthers,
    holder,
    within,
    usable: Boolean(self.indexedDB && self.isSecureContext && self.crypto && crypto.subtle),

    async put(store, id, value, instead) {
      const row = await sealed(id, value);
      await within(store, "readwrite", (rows) => {
        if (instead) rows.delete(instead);
        rows.put(row);
      });
    },
    async get(store, id) {
      return open(await within(store, "readonly", (rows) => rows.get(id)));
    },
    // Everything that opens, in the order of its ids.
    async all(store) {
      const rows = await within(store, "readonly", (kept) => kept.getAll());
      const told = await Promise.all(rows.map(async (row) => ({ id: row.id, value: await open(row) })));
      return told.filter((row) => row.value !== undefined);
    },
    remove: (store, id) => within(store, "readwrite", (rows) => rows.delete(id)),
    clear: (store) => within(store, "readwrite", (rows) => rows.clear()),
  };
})();
