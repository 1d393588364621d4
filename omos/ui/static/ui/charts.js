/* Draws every [data-chart] from its JSON; colours come from the tokens, so a switch of theme redraws. */
(() => {
  "use strict";
  const drawn = new Map();

  function mixed(color, opacity) {
    const canvas = document.createElement("canvas").getContext("2d");
    canvas.fillStyle = color;
    const hex = canvas.fillStyle;
    const [red, green, blue] = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
    return `rgba(${red}, ${green}, ${blue}, ${opacity / 100})`;
  }

  /* "@accent/14" → the accent with 14 % opacity, as the theme has it now. */
  function resolved(value, tokens) {
    if (typeof value === "string" && /^@[a-z-]+(\/\d+)?$/.test(value)) {
      const [name, opacity] = value.slice(1).split("/");
      const color = tokens.getPropertyValue(`--o-${name}`).trim();
      return opacity ? mixed(color, Number(opacity)) : color;
    }
    if (Array.isArray(value)) return value.map((item) => resolved(item, tokens));
    if (value && typeof value === "object") {
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolved(item, tokens)]));
    }
    return value;
  }

  function writer({ style, language }, isShort) {
    const isChinese = language.startsWith("zh");
    const notation = isShort ? { notation: "compact", maximumFractionDigits: 2, useGrouping: "always" } : { maximumFractionDigits: 2 };
    const figures = new Intl.NumberFormat(isChinese ? "zh-CN" : "en", notation);
    return (value) => {
      if (value === null || value === undefined || Number.isNaN(value)) return "—";
      if (style === "percent") return `${Math.round(value * 1000) / 10}%`;
      const text = figures.format(value).replace(/(\d)(?=[万亿])/, "$1 ");
      return style === "money" && !isShort ? `¥${text}` : text;
    };
  }

  function option(payload) {
    const made = resolved(payload.option, getComputedStyle(document.documentElement));
    const short = writer(payload, true);
    for (const axis of [made.xAxis, made.yAxis]) {
      if (axis?.type === "value") axis.axisLabel = { ...axis.axisLabel, formatter: short };
    }
    if (made.xAxis?.type === "category" && payload.shown.length) {
      const shown = new Set(payload.shown);
      made.xAxis.axisLabel.interval = (at) => shown.has(at);
    }
    made.tooltip = { ...made.tooltip, valueFormatter: writer(payload, false) };
    made.textStyle = { ...made.textStyle, fontFamily: getComputedStyle(document.body).fontFamily };
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) made.animation = false;
    return made;
  }

  function draw(place) {
    const data = document.getElementById(place.dataset.chart);
    if (!data || drawn.has(place)) return;
    const payload = JSON.parse(data.textContent);
    const chart = window.echarts.init(place, null, { renderer: "canvas" });
    chart.setOption(option(payload));
    const observer = new ResizeObserver(() => chart.resize());
    observer.observe(place);
    drawn.set(place, { chart, payload, observer });
  }

  function drawAll() {
    for (const [place, { chart, observer }] of drawn) {
      if (place.isConnected) continue;
      observer.disconnect();
      chart.dispose();
      drawn.delete(place);
    }
    document.querySelectorAll("[data-chart]").forEach(draw);
  }

  function redraw() {
    for (const { chart, payload } of drawn.values()) chart.setOption(option(payload), true);
  }

  function save(name, address) {
    const link = document.createElement("a");
    link.href = address;
    link.download = name;
    link.click();
  }

  function savePicture(key) {
    const place = document.querySelector(`[data-chart="${CSS.escape(key)}"]`);
    const ground = getComputedStyle(document.documentElement).getPropertyValue("--o-card").trim();
    save(`${place.dataset.title}.png`, drawn.get(place).chart.getDataURL({ pixelRatio: 2, backgroundColor: ground }));
  }

  /* A cell that a spreadsheet would run as a formula is written as text. */
  function safeCell(text) {
    const plain = /^[=+@\t\r]/.test(text) || /^-(?![\d.])/.test(text) ? `'${text}` : text;
    return `"${plain.replaceAll('"', '""')}"`;
  }

  function saveTable(key) {
    const lines = [...document.querySelectorAll(`#${CSS.escape(key)}-table tr`)];
    const text = lines.map((line) => [...line.cells].map((cell) => safeCell(cell.textContent.trim())).join(",")).join("\r\n");
    const address = URL.createObjectURL(new Blob(["\ufeff", text], { type: "text/csv;charset=utf-8" }));
    save(`${document.getElementById(`${key}-title`).textContent}.csv`, address);
    URL.revokeObjectURL(address);
  }

  function show(id) {
    const part = document.getElementById(id);
    part.hidden = !part.hidden;
    if (!part.hidden) part.focus();
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-chart-show], [data-chart-png], [data-chart-csv]");
    if (!button) return;
    const { chartShow, chartPng, chartCsv } = button.dataset;
    if (chartShow) show(chartShow);
    if (chartPng) savePicture(chartPng);
    if (chartCsv) saveTable(chartCsv);
    button.closest("details").open = false;
  });
  document.addEventListener("omos:theme", redraw);
  document.addEventListener("htmx:afterSettle", drawAll);
  drawAll();
})();
