// A log is sent in pieces, so that neither the server's memory nor a broken line matters: the answer says where to go on.
"use strict";
(() => {
  const form = document.querySelector("[data-log-form]");
  const input = form && form.querySelector("[data-log]");
  if (!form || !input || !window.fetch) return;
  const box = form.querySelector("[data-log-progress]");
  const refusal = form.querySelector("[data-log-refusal]");
  const button = form.querySelector("button[type=submit]");
  const TRIES = 5;

  const token = () => form.querySelector("[name=csrfmiddlewaretoken]").value;
  const wait = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));

  async function ask(url, fields) {
    const body = new FormData();
    body.set("csrfmiddlewaretoken", token());
    for (const [name, value] of Object.entries(fields)) body.set(name, value);
    const answer = await fetch(url, { method: "POST", body, headers: { Accept: "application/json" } });
    const told = await answer.json().catch(() => ({}));
    if (told.refusal) throw new Error(told.refusal);
    if (!answer.ok) throw new TypeError(String(answer.status));
    return told;
  }

  async function sendPiece(url, file, start, size) {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return (await ask(url, { start, piece: file.slice(start, start + size) })).received;
      } catch (fault) {
        if (!(fault instanceof TypeError) || attempt >= TRIES) throw fault;
        await wait(attempt * 2);
      }
    }
  }

  async function send(file) {
    const { url, piece } = await ask(form.action, {
      website: form.elements.website.value, name: file.name, size: file.size,
    });
    for (let sent = 0; sent < file.size;) {
      sent = await sendPiece(url, file, sent, piece);
      box.querySelector("progress").value = (100 * sent) / file.size;
    }
  }

  form.addEventListener("submit", async (event) => {
    const file = input.files[0];
    if (!file) return;
    event.preventDefault();
    box.hidden = false;
    refusal.hidden = true;
    button.disabled = true;
    try {
      await send(file);
      window.location.assign(form.action);
    } catch (fault) {
      refusal.textContent = fault.message;
      refusal.hidden = false;
      box.hidden = true;
      button.disabled = false;
    }
  });
})();
