// Sorts a table by the column whose heading is pressed: the other way round the second time, as printed the third.
"use strict";
(() => {
  const MONTHS = "ม.ค. ก.พ. มี.ค. เม.ย. พ.ค. มิ.ย. ก.ค. ส.ค. ก.ย. ต.ค. พ.ย. ธ.ค.".split(" ");
  const LIGHTS = ["check", "red", "yellow", "green", "gray"];
  const LEAST_ROWS = 3;
  const number = (text) => parseFloat(text.replace(/[,\s+]/g, "").replace("−", "-"));
  const day = (text) => {
    const [date, month, year] = text.trim().split(/\s+/);
    return parseInt(year) * 10000 + MONTHS.indexOf(month) * 100 + parseInt(date);
  };
  const light = (cell) => LIGHTS.findIndex((name) => cell.querySelector(".st." + name));

  // What a cell is sorted by: a number, or a text where it holds none; nothing at all comes last.
  function key(cell) {
    const text = cell.textContent.trim();
    if (cell.classList.contains("status") && light(cell) >= 0) return light(cell);
    const value = cell.classList.contains("date") ? day(text) : cell.matches(".num, .place, .figures td") ? number(text) : NaN;
    if (!Number.isNaN(value)) return value;
    return text === "–" || text === "" ? null : text;
  }

  function compare(one, other) {
    if (one === null || other === null) return (one === null) - (other === null);
    if (typeof one === "number" && typeof other === "number") return one - other;
    return String(one).localeCompare(String(other), "th", { numeric: true });
  }

  function sort(table, printed, place, way) {
    const keyed = printed.map((row) => [key(row.cells[place]), row]);
    if (way) {
      const turn = way === "descending" ? -1 : 1;
      keyed.sort(([one], [other]) => (one === null || other === null ? 1 : turn) * compare(one, other));
    }
    table.tBodies[0].append(...keyed.map(([, row]) => row));
  }

  for (const table of document.querySelectorAll("main table")) {
    const printed = [...(table.tBodies[0]?.rows ?? [])];
    const heads = [...(table.tHead?.rows[0]?.cells ?? [])];
    if (printed.length < LEAST_ROWS || printed.some((row) => row.cells.length !== heads.length)) continue;
    heads.forEach((head, place) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const first = head.classList.contains("num") ? "descending" : "ascending";
        const second = first === "descending" ? "ascending" : "descending";
        const now = head.getAttribute("aria-sort");
        const way = now === first ? second : now === second ? "" : first;
        heads.forEach((one) => one.removeAttribute("aria-sort"));
        if (way) head.setAttribute("aria-sort", way);
        sort(table, printed, place, way);
      });
    });
  }
})();
