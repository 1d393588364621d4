/* List pages: ticking rows, dragging and sizing columns. Everything else is done by htmx and by the forms themselves. */
(() => {
  "use strict";
  const STEP = 16;
  const NARROWEST = 40;
  let lastTicked = null;

  const list = () => document.querySelector("[data-list]");
  const ticks = () => [...document.querySelectorAll("[data-list] [data-tick]")];

  /* ---- ticking ---- */
  function reflectTicks() {
    const bar = document.querySelector("[data-bulk]");
    if (!bar) return;
    const all = ticks();
    const ticked = all.filter((box) => box.checked);
    const everything = bar.querySelector("[data-bulk-everything]");
    for (const box of all) {
      box.closest("[data-row]").classList.toggle("is-selected", box.checked || everything.checked);
    }
    const page = document.querySelector("[data-tick-page]");
    if (page) {
      page.checked = all.length > 0 && ticked.length === all.length;
      page.indeterminate = ticked.length > 0 && ticked.length < all.length;
    }
    bar.toggleAttribute("data-idle", ticked.length === 0 && !everything.checked);
    say(bar, everything.checked ? Number(everything.dataset.count) : ticked.length);
  }

  function say(bar, number) {
    const count = bar.querySelector("[data-bulk-count]");
    const [before, after] = count.dataset.words.split("{n}");
    const figure = document.createElement("b");
    figure.textContent = number.toLocaleString("en");
    for (const place of bar.querySelectorAll("[data-bulk-number]")) place.textContent = number.toLocaleString("en");
    count.replaceChildren(before, figure, after ?? "");
  }

  function tickRange(box) {
    const all = ticks();
    const [from, to] = [all.indexOf(lastTicked), all.indexOf(box)].sort((one, other) => one - other);
    if (from < 0) return;
    for (const between of all.slice(from, to + 1)) between.checked = box.checked;
  }

  document.addEventListener("click", (event) => {
    if (!event.target.matches?.("[data-tick]")) return;
    if (event.shiftKey && lastTicked) tickRange(event.target);
    lastTicked = event.target;
    reflectTicks();
  });

  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-tick-page]")) {
      for (const box of ticks()) box.checked = event.target.checked;
    }
    if (event.target.matches("[data-tick], [data-tick-page], [data-bulk-everything]")) reflectTicks();
  });

  /* ---- the address: empty filters are left out of it ---- */
  document.addEventListener("htmx:configRequest", (event) => {
    if (event.detail.elt.id !== "list-filters") return;
    const sent = event.detail.parameters;
    for (const name of [...Object.keys(sent)]) if (sent[name] === "") delete sent[name];
  });

  /* ---- order of columns ---- */
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-move]");
    if (!button) return;
    event.preventDefault();
    const line = button.closest("li");
    const other = button.dataset.move === "up" ? line.previousElementSibling : line.nextElementSibling;
    if (!other || other.classList.contains("s-column--pinned")) return;
    if (button.dataset.move === "up") other.before(line);
    else other.after(line);
    button.focus();
  });

  function makeSortable() {
    const lines = document.querySelector("[data-columns] [data-sortable]");
    if (!lines || !window.Sortable || lines.dataset.isSortable) return;
    lines.dataset.isSortable = "yes";
    window.Sortable.create(lines, { handle: ".s-column__grip", filter: ".s-column--pinned", animation: 120 });
  }

  /* ---- width of columns ---- */
  function makeSizable() {
    const table = document.querySelector("[data-widths-url]");
    if (!table || table.dataset.isSizable) return;
    table.dataset.isSizable = "yes";
    for (const head of table.querySelectorAll("th[data-column]")) head.append(resizer(head, table));
  }

  function resizer(head, table) {
    const handle = document.createElement("button");
    handle.type = "button";
    handle.className = "s-resizer";
    handle.tabIndex = -1;
    handle.setAttribute("aria-label", head.innerText.trim());
    handle.addEventListener("pointerdown", (event) => drag(event, handle, head, table));
    handle.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: -STEP, ArrowRight: STEP }[event.key];
      if (!step) return;
      event.preventDefault();
      setWidth(head, table, head.offsetWidth + step);
      keepWidth(head, table);
    });
    return handle;
  }

  function column(head, table) {
    return table.querySelectorAll("col")[[...head.parentElement.children].indexOf(head)];
  }

  function setWidth(head, table, width) {
    column(head, table).setAttribute("width", String(Math.max(Math.round(width), NARROWEST)));
  }

  function drag(event, handle, head, table) {
    event.preventDefault();
    const [start, before] = [event.clientX, head.offsetWidth];
    handle.setPointerCapture(event.pointerId);
    handle.classList.add("is-dragged");
    handle.onpointermove = (move) => setWidth(head, table, before + move.clientX - start);
    handle.onpointerup = () => {
      handle.onpointermove = handle.onpointerup = null;
      handle.classList.remove("is-dragged");
      keepWidth(head, table);
    };
  }

  function keepWidth(head, table) {
    const body = new URLSearchParams({ do: "columns", quiet: "1" });
    body.set(`width-${head.dataset.column}`, column(head, table).getAttribute("width"));
    const { "X-CSRFToken": token } = JSON.parse(document.body.getAttribute("hx-headers") ?? "{}");
    fetch(table.dataset.widthsUrl, { method: "POST", body, headers: { "X-CSRFToken": token ?? "" } });
  }

  function start() {
    if (!list()) return;
    makeSortable();
    makeSizable();
    reflectTicks();
  }

  document.addEventListener("DOMContentLoaded", start);
  document.addEventListener("htmx:afterSettle", start);
})();
