/* What was typed while nothing could be reached: kept in this browser, sent once the network is back, never twice.
   Loaded by pages and by the service worker. Holds only what the person typed, never a page of the company. */
const omosKept = (() => {
  "use strict";
  const NAME = "omos-kept";

  function open() {
    return new Promise((resolve, reject) => {
      const asked = indexedDB.open(NAME, 1);
      asked.onupgradeneeded = () => {
        asked.result.createObjectStore("texts", { keyPath: "id" });
        asked.result.createObjectStore("facts");
      };
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    });
  }

  async function within(store, mode, act) {
    const base = await open();
    try {
      return await new Promise((resolve, reject) => {
        const asked = act(base.transaction(store, mode).objectStore(store));
        asked.onsuccess = () => resolve(asked.result);
        asked.onerror = () => reject(asked.error);
      });
    } finally {
      base.close();
    }
  }

  /* crypto.randomUUID is there on https only; phones on the office network may come by http. */
  function freshId() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    const text = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return text.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  }

  const all = () => within("texts", "readonly", (store) => store.getAll());
  const put = (text) => within("texts", "readwrite", (store) => store.put(text));
  const drop = (id) => within("texts", "readwrite", (store) => store.delete(id));
  const know = (name, value) => within("facts", "readwrite", (store) => store.put(value, name));
  const known = (name) => within("facts", "readonly", (store) => store.get(name));

  async function keep(url, fields, owner) {
    const text = { id: freshId(), url, fields, owner, at: new Date().toISOString(), refusal: "" };
    await put(text);
    return text;
  }

  /* One text: "sent", "refused" (the server says why, and the text stays), "later" (not reached, or signed out). */
  async function send(text, door) {
    const body = new URLSearchParams({ ...text.fields, client_id: text.id });
    let answer;
    try {
      answer = await fetch(text.url, {
        method: "POST", body, redirect: "error", credentials: "same-origin", headers: { "X-CSRFToken": door.token },
      });
    } catch {
      return "later";
    }
    if (answer.ok) {
      await drop(text.id);
      return "sent";
    }
    if (![409, 422].includes(answer.status)) return "later";
    const said = await answer.json().catch(() => ({}));
    await put({ ...text, refusal: said.refusal || String(answer.status) });
    return "refused";
  }

  /* Everything of the person who is signed in, oldest first; what was refused waits for a look. */
  async function sendAll() {
    const texts = (await all()).filter((text) => !text.refusal).sort((one, other) => (one.at < other.at ? -1 : 1));
    const counts = { sent: 0, refused: 0, later: 0 };
    if (!texts.length) return counts;
    let door;
    try {
      const answer = await fetch("/daily-report/kept/", { credentials: "same-origin", redirect: "error" });
      if (!answer.ok) return { ...counts, later: texts.length };
      door = await answer.json();
    } catch {
      return { ...counts, later: texts.length };
    }
    for (const text of texts) {
      const mine = !text.owner || text.owner === String(door.staff);
      counts[mine ? await send(text, door) : "later"] += 1;
    }
    return counts;
  }

  /* Two tabs and the worker may wake at once: one of them sends, and the server knows each id anyway. */
  function sendAllOnce() {
    if (typeof navigator === "undefined" || !navigator.locks) return sendAll();
    return navigator.locks.request("omos-kept", sendAll);
  }

  return { all, drop, keep, know, known, sendAll: sendAllOnce };
})();
if (typeof self !== "undefined") self.omosKept = omosKept;
