/* The command palette: Ctrl/⌘-K; the server searches (names, actions, pinyin), this only asks and shows. */
(() => {
  "use strict";
  let dialog, input, list, asked = 0, timer = 0;

  function show(selector, isShown) {
    dialog.querySelector(selector).hidden = !isShown;
  }

  function iconOf(name) {
    const sprite = document.querySelector(".o-icon use").getAttribute("href").split("#")[0];
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
    svg.setAttribute("class", "o-icon");
    svg.setAttribute("width", "18");
    svg.setAttribute("height", "18");
    svg.setAttribute("aria-hidden", "true");
    use.setAttribute("href", `${sprite}#${name || "arrow-right"}`);
    svg.append(use);
    return svg;
  }

  function line(found, position) {
    const item = document.createElement("li");
    const words = document.createElement("span");
    item.className = "o-palette__item";
    item.id = `palette-${position}`;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", String(position === 0));
    item.dataset.url = found.url;
    words.className = "o-fill";
    for (const part of ["title", "subtitle"]) {
      if (!found[part]) continue;
      const text = document.createElement("span");
      text.className = `o-palette__${part}`;
      text.textContent = found[part];
      words.append(text);
    }
    item.append(iconOf(found.icon), words);
    for (const key of (found.keys || "").toUpperCase().split(" ").filter(Boolean)) {
      const cap = document.createElement("kbd");
      cap.className = "o-key";
      cap.textContent = key;
      item.append(cap);
    }
    return item;
  }

  async function ask() {
    const turn = ++asked;
    try {
      const answer = await fetch(`${document.body.dataset.paletteUrl}?q=${encodeURIComponent(input.value.trim())}`, {
        headers: { Accept: "application/json" },
      });
      if (!answer.ok) throw new Error(String(answer.status));
      const found = await answer.json();
      if (turn !== asked) return;
      const results = Array.isArray(found) ? found : found.results;
      list.replaceChildren(...results.map(line));
      show("[data-palette-nothing]", results.length === 0);
      show("[data-palette-failed]", false);
      input.setAttribute("aria-activedescendant", results.length ? "palette-0" : "");
    } catch {
      if (turn === asked) show("[data-palette-failed]", true);
    }
  }

  function open() {
    if (!dialog || dialog.open || !document.body.dataset.paletteUrl) return;
    dialog.showModal();
    input.value = "";
    input.focus();
    ask();
  }

  function select(step) {
    const items = [...list.children];
    if (!items.length) return;
    const at = items.findIndex((item) => item.getAttribute("aria-selected") === "true");
    const next = items[(at + step + items.length) % items.length];
    items[at]?.setAttribute("aria-selected", "false");
    next.setAttribute("aria-selected", "true");
    next.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", next.id);
  }

  /* The server's list names only our own pages; anything else is not followed. */
  function go(item, isNewTab) {
    const target = new URL(item.dataset.url, location.href);
    if (target.origin !== location.origin) return;
    if (isNewTab) window.open(target.href, "_blank", "noopener");
    else location.assign(target.href);
  }

  document.addEventListener("DOMContentLoaded", () => {
    dialog = document.getElementById("palette");
    if (!dialog) return;
    input = dialog.querySelector("input");
    list = dialog.querySelector("ul");
    input.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(ask, 120);
    });
    input.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      /* A search field keeps the first Esc for itself, to empty the text. */
      if (event.key === "Escape") dialog.close();
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        select(event.key === "ArrowDown" ? 1 : -1);
      }
      const chosen = list.querySelector("[aria-selected=true]");
      if (event.key === "Enter" && chosen) go(chosen, event.ctrlKey || event.metaKey);
    });
    list.addEventListener("click", (event) => {
      const item = event.target.closest("li");
      if (item) go(item, event.ctrlKey || event.metaKey);
    });
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("[data-palette-open]")) open();
  });
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      open();
    }
  });
})();
