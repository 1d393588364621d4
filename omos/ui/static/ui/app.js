/* OMOS on the phone: the service worker, forms that are kept while nothing can be reached, and sending them later. */
(() => {
  "use strict";
  const kept = window.omosKept;
  if (!kept || !window.indexedDB) return;

  if ("serviceWorker" in navigator && window.isSecureContext) {
    navigator.serviceWorker.register("/sw.js").catch(() => {});
  }

  function say(note, words, tone) {
    if (!note) return;
    note.textContent = words;
    note.className = `o-note o-${tone}`;
    note.hidden = false;
  }

  async function show(form) {
    const note = form.querySelector("[data-kept-note]");
    const texts = (await kept.all()).filter((text) => text.url === form.dataset.keptUrl);
    const refused = texts.find((text) => text.refusal);
    const mine = texts.find((text) => form.dataset.keptAlways || text.fields.day === form.elements.day?.value);
    for (const [name, value] of Object.entries(mine?.fields ?? {})) {
      const control = form.elements[name];
      if (control && !control.value) control.value = value;
    }
    if (refused) say(note, `${form.dataset.keptRefused} ${refused.refusal}`, "warning");
    else if (texts.length) say(note, form.dataset.keptWaiting, "warning");
    else if (note) note.hidden = true;
  }

  async function keep(form) {
    const fields = {};
    for (const [name, value] of new FormData(form)) {
      if (name !== "csrfmiddlewaretoken" && typeof value === "string") fields[name] = value;
    }
    for (const text of await kept.all()) {
      /* The newest wording of the same day stands for the earlier ones. */
      if (text.url === form.dataset.keptUrl && text.fields.day === fields.day) await kept.drop(text.id);
    }
    await kept.keep(form.dataset.keptUrl, fields, form.dataset.keptOwner || (await kept.known("owner")) || "");
    const worker = await navigator.serviceWorker?.getRegistration?.();
    if (worker?.sync) worker.sync.register("omos-kept").catch(() => {});
    await show(form);
  }

  async function reaches() {
    if (!navigator.onLine) return false;
    try {
      return (await fetch("/healthz", { cache: "no-store" })).ok;
    } catch {
      return false;
    }
  }

  function watch(form) {
    let isReached = false;
    form.addEventListener("submit", async (event) => {
      if (isReached) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const submitter = event.submitter;
      if (!form.dataset.keptAlways && await reaches()) {
        isReached = true;
        form.requestSubmit(submitter);
        return;
      }
      await keep(form);
      await send();
    }, true);
    if (form.dataset.keptOwner) kept.know("owner", form.dataset.keptOwner);
    show(form);
  }

  async function send() {
    const counts = await kept.sendAll();
    for (const form of document.querySelectorAll("form[data-kept-url]")) await show(form);
    const place = document.querySelector("[data-kept-sent]");
    if (counts.sent && place) {
      place.hidden = false;
      if (place.dataset.keptSent) location.assign(place.dataset.keptSent);
    }
  }

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("form[data-kept-url]").forEach(watch);
    send().catch(() => {});
  });
  window.addEventListener("online", () => send().catch(() => {}));
})();
