/* The shell: menu on phones, theme button, menus that float, dialogs, messages, signed-out notice. */
(() => {
  "use strict";

  function reflectTheme() {
    const isDark = document.documentElement.dataset.bsTheme === "dark";
    for (const button of document.querySelectorAll("[data-theme-switch]")) {
      button.setAttribute("aria-pressed", String(isDark));
    }
  }

  function toggleMenu(button, isOpen) {
    const side = document.getElementById("side");
    const open = isOpen ?? !side.classList.contains("is-open");
    side.classList.toggle("is-open", open);
    button.setAttribute("aria-expanded", String(open));
    if (open) side.querySelector("a")?.focus();
  }

  function closeFloating(except) {
    for (const drop of document.querySelectorAll("details[data-drop][open]")) {
      if (!drop.contains(except)) drop.open = false;
    }
  }

  /* data-dialog="id" opens a dialog; data-dialog-url fills it first. */
  async function openDialog(button) {
    const dialog = document.getElementById(button.dataset.dialog);
    if (!dialog) return;
    if (button.dataset.dialogUrl && window.htmx) {
      await window.htmx.ajax("GET", button.dataset.dialogUrl, { target: dialog, swap: "innerHTML" });
    }
    if (!dialog.open) dialog.showModal();
  }

  async function copyText(button) {
    const source = button.dataset.copy ? document.querySelector(button.dataset.copy) : null;
    const text = button.dataset.copyText ?? (source ? source.value ?? source.innerText : "");
    try {
      await navigator.clipboard.writeText(text.trim());
    } catch {
      copyBySelection(text.trim());
    }
    sayOn(button, button.dataset.copied);
  }

  /* Plain http on the office network has no clipboard interface. */
  function copyBySelection(text) {
    const area = document.createElement("textarea");
    area.value = text;
    area.className = "o-hidden-text";
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }

  function sayOn(button, word) {
    if (!word) return;
    const place = button.querySelector("span") ?? button;
    const before = place.textContent;
    place.textContent = word;
    setTimeout(() => { place.textContent = before; }, 2000);
  }

  document.addEventListener("click", (event) => {
    const find = (selector) => event.target.closest?.(selector);
    closeFloating(event.target);
    const side = document.getElementById("side");
    const toggle = find("[data-menu-toggle]");
    if (toggle) return toggleMenu(toggle);
    if (side?.classList.contains("is-open") && !side.contains(event.target)) {
      toggleMenu(document.querySelector("[data-menu-toggle]"), false);
    }
    if (find("[data-theme-switch]")) return window.omos.toggleTheme();
    if (find("[data-dismiss]")) return find("[data-dismiss]").closest(".o-toast, [data-dismissable]")?.remove();
    if (find("[data-close]")) return find("[data-close]").closest("dialog")?.close();
    if (find("[data-dialog]")) return void openDialog(find("[data-dialog]"));
    if (find("[data-copy], [data-copy-text]")) return void copyText(find("[data-copy], [data-copy-text]"));
    if (find("[data-print]")) return window.print();
    if (event.target.tagName === "DIALOG") event.target.close();
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = document.querySelector("details[data-drop][open]");
    closeFloating(null);
    open?.querySelector("summary")?.focus();
  });

  /* The chart library is three times all the rest: only a page with a chart asks for it. */
  function loadCharts() {
    const sources = document.body.dataset.chartScripts;
    if (!sources || !document.querySelector("[data-chart]")) return;
    delete document.body.dataset.chartScripts;
    for (const source of sources.split(" ")) {
      const script = document.createElement("script");
      script.src = source;
      script.async = false;
      document.head.append(script);
    }
  }

  /* A page opened once stays in the menu: the others wait under "more" until they are used. */
  function unfoldForGood() {
    const key = document.querySelector("[data-unfolds]")?.dataset.unfolds;
    if (!key) return;
    const kept = document.cookie.match(/(?:^|; )omos_pages=([^;]*)/)?.[1].split(".") ?? [];
    const secure = location.protocol === "https:" ? "; Secure" : "";
    document.cookie = `omos_pages=${[...kept, key].join(".")}; Path=/; Max-Age=31536000; SameSite=Lax${secure}`;
  }

  /* What scrolls sideways must be reachable without a mouse. */
  function reachScrollers() {
    for (const box of document.querySelectorAll(".o-table-scroll, .o-steps, .o-tabs, .o-card:has(> .o-table)")) {
      if (box.scrollWidth > box.clientWidth && getComputedStyle(box).overflowX === "auto") box.tabIndex = 0;
      else box.removeAttribute("tabindex");
    }
  }

  document.addEventListener("omos:theme", reflectTheme);
  window.addEventListener("resize", reachScrollers);
  document.addEventListener("DOMContentLoaded", () => {
    reflectTheme();
    document.querySelector("[data-focus]")?.focus();
    loadCharts();
    reachScrollers();
    unfoldForGood();
  });

  document.addEventListener("htmx:responseError", (event) => {
    if (event.detail.xhr.status === 401) document.getElementById("sign-in-again")?.showModal();
  });

  document.addEventListener("htmx:afterSettle", () => {
    document.querySelector("#content [data-focus]")?.focus();
    loadCharts();
    reachScrollers();
  });
})();
