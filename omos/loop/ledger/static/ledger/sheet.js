// Keys in the grid, and a block pasted into a cell is sent to the server to be read.
(() => {
  const sheet = document.getElementById("sheet");
  if (!sheet) return;

  const rows = () => [...sheet.querySelectorAll("tbody tr")];

  const go = (input, down, right) => {
    const all = rows();
    const row = all.indexOf(input.closest("tr"));
    const cells = [...input.closest("tr").cells];
    const column = cells.indexOf(input.closest("td"));
    for (let y = row + down, x = column + right; all[y]?.cells[x]; y += down, x += right) {
      const next = all[y].cells[x].querySelector("[data-cell]");
      if (next) {
        next.focus();
        next.select();
        return true;
      }
    }
    return false;
  };

  const atEdge = (input, right) =>
    input.selectionStart === input.selectionEnd && input.selectionStart === (right > 0 ? input.value.length : 0);

  sheet.addEventListener("keydown", (event) => {
    const input = event.target.closest("[data-cell]");
    if (!input || event.isComposing) return;
    const moves = { Enter: [1, 0], ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
    const move = moves[event.key];
    if (!move || (move[1] && !atEdge(input, move[1]) && !(input.selectionEnd - input.selectionStart === input.value.length))) return;
    // Enter never sends the sheet, and goes down here where other long forms go to the next field.
    event.preventDefault();
    event.stopPropagation();
    go(input, event.shiftKey && event.key === "Enter" ? -1 : move[0], move[1]);
  });

  sheet.addEventListener("paste", (event) => {
    const input = event.target.closest("[data-cell]");
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!input || !/[\t\n]/.test(text.trimEnd())) return;
    event.preventDefault();
    const [, channel, measure] = input.name.match(/^cell-(\d+)-(\w+)$/);
    document.getElementById("sheet-block").value = text;
    document.getElementById("sheet-first-channel").value = channel;
    document.getElementById("sheet-first-measure").value = measure;
    sheet.requestSubmit(document.getElementById("sheet-paste"));
  });
})();
