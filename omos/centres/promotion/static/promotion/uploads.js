// Files dropped anywhere on the zone go into its input, and the form is sent at once: dropping is the whole gesture.
"use strict";
(() => {
  const zone = document.querySelector("[data-drop-zone]");
  const form = document.querySelector("[data-drop-form]");
  const input = zone && zone.querySelector("input[type=file]");
  if (!zone || !form || !input) return;
  const mark = (isOver) => zone.classList.toggle("p-drop--over", isOver);
  zone.addEventListener("dragover", (event) => { event.preventDefault(); mark(true); });
  zone.addEventListener("dragleave", () => mark(false));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    mark(false);
    if (!event.dataTransfer || !event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    form.requestSubmit();
  });
})();
