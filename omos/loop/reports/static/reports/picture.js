/* Copies a report's picture into the clipboard; where the browser has none (plain http, phones), the picture opens. */
(() => {
  "use strict";

  function say(link, word) {
    const place = link.querySelector("span") ?? link;
    const before = place.textContent;
    place.textContent = word;
    setTimeout(() => (place.textContent = before), 2500);
  }

  async function copy(link) {
    const picture = fetch(link.href, { credentials: "same-origin" }).then((answer) => {
      if (!answer.ok) throw new Error("no picture");
      return answer.blob();
    });
    await navigator.clipboard.write([new ClipboardItem({ "image/png": picture })]);
  }

  document.addEventListener("click", async (event) => {
    const link = event.target.closest?.("[data-copy-picture]");
    if (!link || !window.ClipboardItem || !navigator.clipboard?.write) return;
    event.preventDefault();
    try {
      await copy(link);
      say(link, link.dataset.copied);
    } catch {
      window.location.assign(link.href);
    }
  });
})();
