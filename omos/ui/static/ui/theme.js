/* Loaded before the first paint: light, dark or as the machine has it. */
(() => {
  "use strict";
  const root = document.documentElement;
  const machine = window.matchMedia("(prefers-color-scheme: dark)");

  function choice() {
    const kept = document.cookie.match(/(?:^|; )omos_theme=(light|dark|auto)/);
    return kept ? kept[1] : root.dataset.themeChoice || "auto";
  }

  function apply() {
    const chosen = choice();
    root.dataset.bsTheme = chosen === "auto" ? (machine.matches ? "dark" : "light") : chosen;
    document.dispatchEvent(new CustomEvent("omos:theme"));
  }

  function toggle() {
    const next = root.dataset.bsTheme === "dark" ? "light" : "dark";
    const secure = location.protocol === "https:" ? "; Secure" : "";
    document.cookie = `omos_theme=${next}; Path=/; Max-Age=31536000; SameSite=Lax${secure}`;
    apply();
  }

  /* Paper is light; charts are pictures and must be drawn again for it. */
  function applyForPaper() {
    root.dataset.bsTheme = "light";
    document.dispatchEvent(new CustomEvent("omos:theme"));
  }

  apply();
  window.addEventListener("beforeprint", applyForPaper);
  window.addEventListener("afterprint", apply);
  machine.addEventListener("change", apply);
  window.omos = { toggleTheme: toggle };
})();
