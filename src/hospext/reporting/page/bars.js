// Charts, small: how many records of each kind, and what both charts share.
const SHAPES = ["circle", "square", "diamond", "triangle", "circle", "square"];
// The kinds whose colours the series take.
const SERIES_KINDS = ["count", "ranking", "score", "rate", "money", "bed_count"];

function startCharts() {
  on("found", drawCharts);
  on("selected", () => {
    for (const mark of document.querySelectorAll("#series [data-i]"))
      mark.classList.toggle("on", mark.dataset.i.split(" ").map(Number).includes(selected));
  });
  new ResizeObserver(drawCharts).observe(document.getElementById("charts"));
  document.getElementById("by-series").addEventListener("change", (event) => {
    chosenSeries = event.target.value;
    drawSeries();
  });
}

function drawCharts() {
  if (!document.getElementById("charts").clientWidth) return; // hidden: drawn when it is shown
  drawBars();
  chooseSeries();
  drawSeries();
}

const chartWidth = () => Math.max(260, document.getElementById("bars").clientWidth);

function drawBars() {
  const counts = new Map();
  for (const record of records)
    if (matches(record, false)) counts.set(record.kind, (counts.get(record.kind) || 0) + 1);
  const rows = [...counts].sort((a, b) => b[1] - a[1]);
  const most = rows.length ? rows[0][1] : 1;
  const [width, height, left] = [chartWidth(), 26, 72];
  const focused = document.activeElement && document.activeElement.dataset.bar;
  const bars = rows.map(([kind, count], place) => {
    const length = Math.max(2, (count / most) * (width - left - 48));
    const pressed = asked.kinds.has(kind);
    const bar = svg(
      `g.bar.k-${kind}`,
      {
        role: "button",
        tabindex: 0,
        "data-bar": kind,
        "aria-pressed": String(pressed),
        "aria-label": label("chart_kinds_bar", kindName(kind), count),
      },
      svg("rect.hit", { x: 0, y: place * height, width, height }),
      svg("text", { x: left - 8, y: place * height + 17, "text-anchor": "end" }, kindName(kind)),
      svg("rect.length", { x: left, y: place * height + 6, width: length, height: height - 12, rx: 2 }),
      svg("text.number", { x: left + length + 6, y: place * height + 17 }, String(count)),
    );
    return pressable(bar, () => toggleKind(kind));
  });
  const chart = svg(
    "svg",
    { width, height: rows.length * height, role: "group", "aria-label": label("chart_kinds") },
    ...bars,
  );
  document.getElementById("bars").replaceChildren(chart);
  if (focused) chart.querySelector(`[data-bar=${focused}]`)?.focus();
}

// A shape that works as a button does.
function pressable(element, action) {
  element.addEventListener("click", action);
  element.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    action();
  });
  return element;
}

function shape(number, x, y, size) {
  const points = {
    square: `${x - size},${y - size} ${x + size},${y - size} ${x + size},${y + size} ${x - size},${y + size}`,
    diamond: `${x},${y - size * 1.3} ${x + size * 1.3},${y} ${x},${y + size * 1.3} ${x - size * 1.3},${y}`,
    triangle: `${x},${y - size * 1.2} ${x + size * 1.2},${y + size} ${x - size * 1.2},${y + size}`,
  };
  const form = SHAPES[number];
  return form === "circle"
    ? svg("circle", { cx: x, cy: y, r: size })
    : svg("polygon", { points: points[form] });
}

// 51360.68万 rather than 513606800: enough to read an axis by.
function short(number) {
  const scales =
    language === "zh"
      ? [
          [1e8, "亿"],
          [1e4, "万"],
        ]
      : [
          [1e9, "B"],
          [1e6, "M"],
          [1e3, "K"],
        ];
  const [scale, name] = scales.find(([each]) => Math.abs(number) >= each) || [1, ""];
  return String(Number((number / scale).toPrecision(4))) + name;
}
