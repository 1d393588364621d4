/* The verify desk: after a swap the opened line of the queue stays in sight. */
(() => {
  "use strict";
  let scrolled = 0;

  document.addEventListener("htmx:beforeSwap", () => {
    scrolled = document.querySelector("[data-queue]")?.scrollTop ?? 0;
  });

  document.addEventListener("htmx:afterSettle", () => {
    const queue = document.querySelector("[data-queue]");
    if (!queue) return;
    queue.scrollTop = scrolled;
    queue.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
  });
})();
