/* The browser helper: pressed on a result page, it sends that page to OMOS and shows the answer. */
(async () => {
  "use strict";
  const message = document.getElementById("message");
  const settings = await (await fetch(chrome.runtime.getURL("settings.json"))).json();
  message.textContent = settings.words.sending;

  const line = (page) => {
    const item = document.createElement("li");
    const verdict = document.createElement("b");
    verdict.className = page.verdict;
    verdict.textContent = page.word;
    const about = document.createElement("small");
    about.textContent = page.reason;
    item.append(verdict, ` ${page.title || page.url}`, about);
    return item;
  };

  try {
    const [tab] = await chrome.tabs.query({ active: true, currentWindow: true });
    const [read] = await chrome.scripting.executeScript({
      target: { tabId: tab.id },
      func: () => ({ address: location.href, html: document.documentElement.outerHTML }),
    });
    const answer = await fetch(settings.address, {
      method: "POST",
      headers: { "Content-Type": "application/json", Authorization: `Bearer ${settings.key}` },
      body: JSON.stringify({
        address: read.result.address,
        at: new Date().toISOString(),
        html: read.result.html.slice(0, settings.most),
      }),
    });
    const told = await answer.json();
    message.textContent = told.message;
    document.getElementById("pages").append(...(told.pages || []).map(line));
  } catch {
    message.textContent = settings.words.failed;
  }
})();
