// The list: a grid of which only the rows in sight exist, so that thousands scroll and filter at once.
const COLUMNS = ["kind", "value", "what", "subject", "period", "place"];
const MARGIN = 12; // rows kept above and below those in sight
const scroller = document.getElementById("scroller");
const grid = document.getElementById("table");
const body = document.getElementById("rows");
const drawn = { first: -1, last: -1 };
let rowHeight = 34;

function startTable() {
  scroller.addEventListener("scroll", () => requestAnimationFrame(() => drawRows(false)), { passive: true });
  body.addEventListener("click", (event) => {
    const row = event.target.closest("tr[data-i]");
    if (!row) return;
    select(Number(row.dataset.i), "table");
    if (narrow.matches) goToText(false);
  });
  grid.addEventListener("keydown", tableKey);
  new ResizeObserver(() => drawRows(false)).observe(scroller);
  on("found", () => {
    scroller.scrollTop = 0;
    drawHead();
    drawRows(true);
    showRow();
  });
  on("selected", () => {
    drawRows(true);
    showRow();
  });
  addEventListener("beforeprint", () => drawRows(true, true));
  addEventListener("afterprint", () => drawRows(true));
}

function drawHead() {
  const focused = document.activeElement && document.activeElement.dataset.sort;
  const cells = COLUMNS.map((column) => {
    const name = label(`column_${column}`);
    const own = sorting.column === column;
    const direction = own ? (sorting.down ? "descending" : "ascending") : "none";
    const button = el(
      "button",
      {
        type: "button",
        "data-sort": column,
        "aria-label": label("sort_by", name),
        onclick: () => sortBy(column),
      },
      name,
      el("span.arrow", { "aria-hidden": "true" }, own ? (sorting.down ? "↓" : "↑") : ""),
    );
    return el(`th.${column}`, { scope: "col", "aria-sort": direction }, button);
  });
  document.getElementById("columns").replaceChildren(...cells);
  if (focused) document.querySelector(`[data-sort=${focused}]`).focus();
}

// Up, then down, then the order of the documents again.
function sortBy(column) {
  if (sorting.column !== column) Object.assign(sorting, { column, down: false });
  else if (!sorting.down) sorting.down = true;
  else Object.assign(sorting, { column: "", down: false });
  refresh();
}

function drawRows(anew, all = false) {
  const inSight = Math.ceil(scroller.clientHeight / rowHeight);
  const top = Math.floor(scroller.scrollTop / rowHeight);
  const first = all ? 0 : Math.max(0, Math.min(top, found.length) - MARGIN);
  const last = all ? found.length : Math.min(found.length, top + inSight + MARGIN);
  if (!anew && first === drawn.first && last === drawn.last) return;
  Object.assign(drawn, { first, last });
  const rows = found.slice(first, last).map((record, place) => rowOf(record, first + place));
  body.replaceChildren(spacer(first), ...rows, spacer(found.length - last));
  document.getElementById("nothing").hidden = found.length > 0;
  grid.setAttribute("aria-rowcount", found.length + 1);
  const active = rows.length && places.has(selected) ? `row-${selected}` : null;
  if (active && document.getElementById(active)) grid.setAttribute("aria-activedescendant", active);
  else grid.removeAttribute("aria-activedescendant");
  measure(rows[0]);
}

// The height of a row is the style sheet's business; where it is another than was reckoned with, all is
// drawn once more.
function measure(row) {
  const height = row ? row.offsetHeight : 0;
  if (height && height !== rowHeight) {
    rowHeight = height;
    drawRows(true);
  }
}

function spacer(count) {
  const columns = [...document.getElementById("columns").cells].filter((cell) => cell.offsetWidth > 0);
  const cell = el("td", { colspan: columns.length || COLUMNS.length });
  cell.style.height = `${count * rowHeight}px`;
  return el("tr.spacer", { "aria-hidden": "true", role: "presentation" }, cell);
}

function rowOf(record, place) {
  const plan = record.status === "target" ? el("span.plan", {}, label("target_tag")) : null;
  const where = data.documents.length > 1 ? `${record.document + 1}:${record.line}` : String(record.line);
  const subject = visible(record.subject || "");
  const cell = (column, ...children) => el(`td.${column}`, {}, ...children);
  return el(
    "tr",
    {
      id: `row-${record.i}`,
      "data-i": record.i,
      "aria-rowindex": place + 2,
      "aria-selected": record.i === selected ? "true" : "false",
    },
    cell("kind", kindTag(record.kind)),
    cell("value", bdi(valueText(record)), plan),
    cell("what", bdi(whatText(record)), el("span.sub", {}, bdi(subject))),
    cell("subject", bdi(subject)),
    cell("period", bdi(record.period || "")),
    cell("place", where),
  );
}

function showRow() {
  const place = places.get(selected);
  if (place === undefined || !scroller.clientHeight) return;
  const head = grid.tHead.offsetHeight;
  const top = place * rowHeight;
  if (top < scroller.scrollTop) scroller.scrollTop = top - rowHeight;
  else if (top + rowHeight + head > scroller.scrollTop + scroller.clientHeight)
    scroller.scrollTop = top + 2 * rowHeight + head - scroller.clientHeight;
  drawRows(false);
}

function tableKey(event) {
  if (event.target !== grid || !found.length) return;
  const at = places.has(selected) ? places.get(selected) : -1;
  const page = Math.max(1, Math.floor(scroller.clientHeight / rowHeight) - 2);
  const moves = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    PageDown: at + page,
    PageUp: at - page,
    Home: 0,
    End: found.length,
  };
  if (event.key === "Enter") goToText(true);
  else if (event.key in moves) {
    const next = Math.min(Math.max(moves[event.key], 0), found.length - 1);
    select(found[next].i, "table");
  } else return;
  event.preventDefault();
}
