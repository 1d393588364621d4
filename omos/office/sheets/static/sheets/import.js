/* The import wizard: suggestions that stay while clicked, the next wrong cell, figures on buttons, progress of a write. */
(() => {
  "use strict";
  const POLL = 700;

  /* A click on a suggestion must not first leave the cell: that alone would send what is typed so far. */
  document.addEventListener("mousedown", (event) => {
    if (event.target.closest?.(".s-suggestions button")) event.preventDefault();
  });

  document.addEventListener("htmx:afterSettle", (event) => {
    const row = event.target.closest?.("[data-mend-row]");
    if (!row || !row.contains(document.activeElement) && document.activeElement !== document.body) return;
    if (document.activeElement.matches?.("[aria-invalid=true]")) return;
    const wrong = [...document.querySelectorAll("[data-mend-row] [aria-invalid=true]")];
    const next = wrong.find((cell) => row.compareDocumentPosition(cell) & Node.DOCUMENT_POSITION_FOLLOWING) ?? wrong[0];
    next?.focus();
  });

  function reflectReplace() {
    const old = document.querySelector("[data-replace-old]");
    const number = document.querySelector("[data-replace-number]");
    if (old && number) number.textContent = old.selectedOptions[0]?.dataset.number ?? "";
  }

  function reflectSamples(select) {
    const place = document.querySelector(`[data-samples-of="${select.id}"]`);
    if (place) place.textContent = select.selectedOptions[0]?.dataset.samples ?? "";
  }

  function reflectWrites() {
    const chosen = document.querySelector("[data-write] input[name=decision]:checked");
    const number = document.querySelector("[data-write-number]");
    if (chosen && number) number.textContent = Number(chosen.dataset.writes).toLocaleString("en");
  }

  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-replace-old]")) reflectReplace();
    if (event.target.matches("[data-column-choice]")) reflectSamples(event.target);
    if (event.target.matches("[data-write] input[name=decision]")) reflectWrites();
  });

  document.addEventListener("submit", (event) => {
    const form = event.target.closest("[data-write]");
    if (!form) return;
    const place = form.querySelector("[data-write-progress]");
    const bar = place.querySelector("progress");
    place.hidden = false;
    setInterval(async () => {
      const answer = await fetch(form.dataset.progressUrl).catch(() => null);
      if (!answer?.ok) return;
      const { done, total } = await answer.json();
      if (total) bar.value = (100 * done) / total;
    }, POLL);
  });

  document.addEventListener("DOMContentLoaded", () => {
    reflectReplace();
    reflectWrites();
  });
})();
