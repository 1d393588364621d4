/* Forms: pressed once, drafts kept on the server, Enter does not send a long form, changes not lost by leaving. */
(() => {
  "use strict";
  const DRAFT_PERIOD = 10000;
  const LONGEST_LOCK = 8000;

  function lock(form, submitter) {
    form.dataset.sent = "yes";
    for (const button of form.querySelectorAll("button:not([type=button])")) {
      button.classList.add("is-busy");
      if (button !== submitter) button.disabled = true;
    }
    /* The pressed button's name and value must still travel with the form. */
    setTimeout(() => { if (submitter) submitter.disabled = true; }, 0);
    /* An answer that is a download leaves the page standing. */
    setTimeout(() => unlock(form), LONGEST_LOCK);
  }

  function unlock(form) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll(".is-busy")) {
      button.classList.remove("is-busy");
      button.disabled = false;
    }
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.sent) return event.preventDefault();
    if (!form.hasAttribute("hx-post") && form.target !== "_blank") lock(form, event.submitter);
  });
  window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(unlock));

  document.addEventListener("htmx:beforeRequest", (event) => {
    const form = event.detail.elt.closest?.("form[hx-post]");
    if (!form) return;
    if (form.dataset.sent) return event.preventDefault();
    lock(form, null);
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.detail.elt.closest?.("form[data-sent]");
    if (form) unlock(form);
  });

  /* Enter in a one-line field of a form with more than three of them moves on instead of sending. */
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || event.target.tagName !== "INPUT") return;
    const form = event.target.form;
    if (!form || form.method !== "post" || ["submit", "button", "checkbox", "radio"].includes(event.target.type)) return;
    const fields = [...form.querySelectorAll("input:not([type=hidden]), select, textarea")].filter((field) => !field.disabled);
    if (fields.length <= 3) return;
    event.preventDefault();
    fields[fields.indexOf(event.target) + 1]?.focus();
  });

  function watchDraft(form) {
    let isChanged = false;
    form.addEventListener("input", () => { isChanged = true; });
    setInterval(async () => {
      if (!isChanged || form.dataset.sent) return;
      isChanged = false;
      const body = new FormData(form);
      for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
      try {
        const answer = await fetch(form.dataset.draftUrl, { method: "POST", body, headers: { "X-Draft": "1" } });
        if (answer.status === 401) document.getElementById("sign-in-again")?.showModal();
        if (!answer.ok) throw new Error(String(answer.status));
        const note = form.querySelector("[data-draft-note]");
        if (note) note.hidden = false;
      } catch {
        isChanged = true;
      }
    }, DRAFT_PERIOD);
  }

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("form[data-draft-url]").forEach(watchDraft);
  });

  /* A list's filter: a select with data-send sends its form at once. */
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-send]")) event.target.form.requestSubmit();
  });
})();
