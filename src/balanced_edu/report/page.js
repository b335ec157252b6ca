(() => {
  "use strict";
  const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });

  function folded() {
    return document.querySelectorAll("details[data-folded]");
  }

  // Without this script everything is open; with it, detail is folded away until it is asked for or printed.
  for (const fold of folded()) fold.open = false;
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...folded()].filter((fold) => !fold.open);
    for (const fold of opened) fold.open = true;
  });
  addEventListener("afterprint", () => {
    for (const fold of opened) fold.open = false;
  });

  function key(row, column) {
    const cell = row.cells[column];
    const text = cell.dataset.value ?? cell.textContent.trim();
    return { text, number: text === "" ? NaN : Number(text), unknown: cell.classList.contains("unknown") && !("value" in cell.dataset) };
  }

  function compared(one, other) {
    const difference = one.number - other.number;
    return Number.isNaN(difference) ? collator.compare(one.text, other.text) : difference;
  }

  // What is not known comes last, whatever the direction.
  function sorted(rows, column, direction) {
    return rows
      .map((row) => [key(row, column), row])
      .sort(([one], [other]) => one.unknown - other.unknown || direction * compared(one, other))
      .map(([, row]) => row);
  }

  function makeSortable(table) {
    const body = table.tBodies[0];
    const given = [...body.rows];
    const heads = [...table.tHead.querySelectorAll("th[data-column]")];
    for (const head of heads) {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const next = { ascending: "descending", descending: null }[head.getAttribute("aria-sort")];
        const order = next === undefined ? "ascending" : next;
        for (const one of heads) one.removeAttribute("aria-sort");
        if (order) head.setAttribute("aria-sort", order);
        const direction = order === "descending" ? -1 : 1;
        body.append(...(order ? sorted(given, Number(head.dataset.column), direction) : given));
      });
    }
  }

  function plain(text) {
    return text.normalize("NFKC").toLowerCase();
  }

  function makeFiltered(table, filter) {
    const rows = [...table.tBodies[0].rows];
    const field = filter.querySelector("input");
    const count = filter.querySelector("output");
    const texts = rows.map((row) => plain(row.textContent));
    filter.hidden = false;
    field.addEventListener("input", () => {
      const words = plain(field.value).split(/\s+/).filter(Boolean);
      rows.forEach((row, place) => {
        row.hidden = !words.every((word) => texts[place].includes(word));
      });
      const shown = rows.filter((row) => !row.hidden).length;
      filter.classList.toggle("active", words.length > 0);
      count.textContent = words.length ? filter.dataset.shown.replace("{shown}", shown).replace("{all}", rows.length) : "";
    });
  }

  for (const filter of document.querySelectorAll(".filter")) {
    const table = filter.nextElementSibling.querySelector("table");
    makeSortable(table);
    makeFiltered(table, filter);
  }
})();
