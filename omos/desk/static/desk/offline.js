/* The page without a network: today's date into the form, and back to where one was once the network is there. */
(() => {
  "use strict";
  document.addEventListener("DOMContentLoaded", () => {
    const day = document.querySelector("[name=day]");
    const now = new Date();
    const two = (number) => String(number).padStart(2, "0");
    if (day && !day.value) day.value = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
    document.querySelector("[data-again]")?.addEventListener("click", () => location.reload());
  });
})();
