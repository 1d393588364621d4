/* The service worker: without a network it shows one empty page to write the daily report on, and sends it later.
   No page of the company is ever stored on the device. */
"use strict";
importScripts("/static/ui/kept.js");

const STORE = "omos-offline-3";
const PAGE = "/offline/";
const PARTS = [
  PAGE,
  "/static/ui/tokens.css", "/static/ui/shell.css", "/static/ui/cards.css", "/static/ui/controls.css",
  "/static/ui/states.css", "/static/ui/phone.css", "/static/ui/logo.svg",
  "/static/ui/theme.js", "/static/ui/kept.js", "/static/ui/app.js", "/static/desk/offline.js",
  "/static/desk/offline.css",
];

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(STORE).then((store) => store.addAll(PARTS)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) if (name !== STORE) await caches.delete(name);
    await self.clients.claim();
  })());
});

async function fromStore(path, missing) {
  const found = await caches.match(path, { ignoreSearch: true });
  return found || missing();
}

self.addEventListener("fetch", (event) => {
  const request = event.request;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== self.location.origin) return;
  if (request.mode === "navigate") {
    event.respondWith(fetch(request).catch(() => fromStore(PAGE, () => Response.error())));
  } else if (PARTS.includes(address.pathname)) {
    event.respondWith(fetch(request).catch(() => fromStore(address.pathname, () => Response.error())));
  }
});

self.addEventListener("sync", (event) => {
  if (event.tag === "omos-kept") event.waitUntil(self.omosKept.sendAll());
});
