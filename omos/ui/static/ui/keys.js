/* Keys: sequences from data-keys ("g h"), rows of a list (j k x o e), records ([ ]), search (/), help (?). */
(() => {
  "use strict";
  const SEQUENCE_PAUSE = 1200;
  let typed = "";
  let typedAt = 0;

  function areSingleKeysOn() {
    const kept = localStorage.getItem("omos.singleKeys");
    return (kept ?? document.body.dataset.singleKeys) !== "off";
  }

  function isTyping(target) {
    return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) && !/^(checkbox|radio|button|submit)$/.test(target.type);
  }

  function rows() {
    return [...document.querySelectorAll("[data-rows] [data-row]")].filter((row) => row.offsetParent);
  }

  function moveTo(step) {
    const all = rows();
    if (!all.length) return;
    const at = all.findIndex((row) => row.classList.contains("is-at"));
    const next = all[Math.min(Math.max(at + step, 0), all.length - 1)];
    all[at]?.classList.remove("is-at");
    next.classList.add("is-at");
    if (!next.hasAttribute("tabindex")) next.tabIndex = -1;
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
  }

  function inRow(selector) {
    const found = document.querySelector("[data-rows] .is-at")?.querySelector(selector);
    found?.click();
    return Boolean(found);
  }

  function press(element) {
    if (element.matches("input, textarea, select")) element.focus();
    else element.click();
  }

  const single = {
    "?": () => document.getElementById("key-help")?.showModal(),
    "/": () => (document.querySelector("[data-quick-search]") ?? document.querySelector("[data-palette-open]"))?.matches("input")
      ? document.querySelector("[data-quick-search]").focus()
      : document.querySelector("[data-palette-open]")?.click(),
    j: () => moveTo(1),
    k: () => moveTo(-1),
    x: () => inRow("input[type=checkbox]"),
    o: () => inRow("[data-open], a[href]"),
    e: () => inRow("[data-edit]"),
    "[": () => document.querySelector("[data-record-previous]")?.click(),
    "]": () => document.querySelector("[data-record-next]")?.click(),
  };

  function bySequence(key, now) {
    const known = [...document.querySelectorAll("[data-keys]")].filter((element) => !element.disabled);
    const both = typed && now - typedAt < SEQUENCE_PAUSE ? `${typed} ${key}` : key;
    /* A key that continues nothing begins anew: J K R may follow one another quickly. */
    typed = known.some((element) => `${element.dataset.keys.toLowerCase()} `.startsWith(`${both} `)) ? both : key;
    typedAt = now;
    const exact = known.find((element) => element.dataset.keys.toLowerCase() === typed);
    if (exact) {
      typed = "";
      press(exact);
      return true;
    }
    return known.some((element) => element.dataset.keys.toLowerCase().startsWith(`${typed} `));
  }

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "Enter" && event.target.matches("[data-cell]")) return event.target.click();
    if (isTyping(event.target) || document.querySelector("dialog[open]") || !areSingleKeysOn()) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : "";
    if (!key) return;
    if (bySequence(key, Date.now())) return event.preventDefault();
    if (single[key]) {
      event.preventDefault();
      single[key]();
    }
  });

  function listPlaces() {
    const places = document.getElementById("key-help-places");
    if (!places) return;
    for (const element of document.querySelectorAll("[data-keys]")) {
      const name = document.createElement("dt");
      const keys = document.createElement("dd");
      name.textContent = element.dataset.keysLabel ?? element.getAttribute("aria-label") ?? element.innerText.trim().split("\n")[0];
      for (const key of element.dataset.keys.toUpperCase().split(" ")) {
        const cap = document.createElement("kbd");
        cap.className = "o-key";
        cap.textContent = key;
        keys.append(cap, " ");
      }
      places.append(name, keys);
    }
  }

  document.addEventListener("DOMContentLoaded", () => {
    listPlaces();
    const knob = document.querySelector("[data-single-keys-switch]");
    if (!knob) return;
    knob.checked = areSingleKeysOn();
    knob.addEventListener("change", () => localStorage.setItem("omos.singleKeys", knob.checked ? "on" : "off"));
  });
})();
