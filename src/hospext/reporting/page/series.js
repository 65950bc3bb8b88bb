// A metric by period and organisation: lines where there are three periods and more, else bars.
const MOST_SERIES = SHAPES.length;
let chosenSeries = "";
let seriesChoices = new Map(); // by metric, kind, unit and aspect: its values

function chooseSeries() {
  seriesChoices = new Map();
  for (const record of found) {
    if (record.value === undefined || !record.metric || !(record.period_start || record.period_end)) continue;
    const key = [record.metric, record.kind, record.unit || "", record.aspect].join("|");
    if (!seriesChoices.has(key)) seriesChoices.set(key, []);
    seriesChoices.get(key).push(record);
  }
  const sorted = [...seriesChoices].sort((a, b) => b[1].length - a[1].length || (a[0] < b[0] ? -1 : 1));
  const choice = document.getElementById("by-series");
  choice.replaceChildren(
    ...sorted.map(([key, [first, ...rest]]) =>
      el("option", { value: key }, `${seriesName(first)} (${rest.length + 1})`),
    ),
  );
  choice.hidden = !sorted.length;
  if (!seriesChoices.has(chosenSeries)) chosenSeries = sorted.length ? sorted[0][0] : "";
  choice.value = chosenSeries;
}

function seriesName(record) {
  const name = metricName(record.metric);
  const unit = record.unit ? `（${valueName("unit", record.unit)}）` : "";
  return (
    (record.aspect === "change" ? label("chart_growth", name) : name) +
    (language === "zh" ? unit : unit.replace("（", " (").replace("）", ")"))
  );
}

// Equal values of one organisation, period and status are one point, whichever records say it.
function pointsOf(chosen) {
  const points = new Map();
  for (const record of chosen) {
    const sign = record.direction === "decrease" ? -1 : 1;
    const key = [record.subject, record.period, record.value, sign, record.status].join("|");
    if (!points.has(key))
      points.set(key, { record, all: [], value: sign * record.value, span: spanOf(record) });
    points.get(key).all.push(record.i);
  }
  return [...points.values()];
}

// How long the period of a record is: values of a half-year and of a year are no line.
function spanOf({ period_start: first, period_end: last }) {
  if (!first || !last) return "day";
  const days = (Date.parse(last) - Date.parse(first)) / 864e5 + 1;
  const spans = [
    ["day", 1, 1],
    ["month", 28, 31],
    ["quarter", 89, 93],
    ["half", 180, 185],
    ["year", 364, 367],
  ];
  return (spans.find(([, least, most]) => days >= least && days <= most) || ["other"])[0];
}

function drawSeries() {
  const target = document.getElementById("series");
  const points = pointsOf(seriesChoices.get(chosenSeries) || []);
  if (!points.length) {
    target.replaceChildren(el("p.note", {}, label("chart_none")));
    return;
  }
  const lines = new Map();
  for (const point of points) {
    const subject = point.record.subject ? visible(point.record.subject) : label("none_subject");
    if (!lines.has(subject)) lines.set(subject, []);
    lines.get(subject).push(point);
  }
  const ranked = [...lines].sort((a, b) => b[1].length - a[1].length).slice(0, MOST_SERIES);
  ranked.forEach(([, each]) => each.sort((a, b) => comparePeriods(a.record, b.record)));
  const drawn = ranked.flatMap(([, each]) => each);
  const periods = periodsOf(drawn);
  const chart = periods.length > 2 ? lineChart(ranked, periods, drawn) : barChart(ranked, drawn);
  const notes = [
    lines.size > ranked.length ? label("chart_more", ranked.length, lines.size - ranked.length) : "",
    drawn.some((point) => point.record.status === "target") ? label("chart_plan") : "",
    periods.length > 2 && new Set(drawn.map((point) => point.span)).size > 1 ? label("chart_spans") : "",
  ];
  target.replaceChildren(
    chart,
    ...notes.filter(Boolean).map((note) => el("p.note", {}, note)),
    valuesOf(ranked),
  );
}

const keyOfPeriod = (record) => `${record.period_end || record.period_start}|${record.period_start || ""}`;
const comparePeriods = (a, b) =>
  keyOfPeriod(a) < keyOfPeriod(b) ? -1 : keyOfPeriod(a) > keyOfPeriod(b) ? 1 : 0;

function periodsOf(points) {
  const sorted = points.map((point) => point.record).sort(comparePeriods);
  return [...new Set(sorted.map((record) => record.period))];
}

// The part of a chart that stands for one value; it leads to its record.
function pointShape(point, subject, ...shapes) {
  const { record } = point;
  const name = `${subject} · ${record.period} · ${valueText(record)}`;
  const plan = record.status === "target" ? ".target" : "";
  const chosen = point.all.includes(selected) ? ".on" : "";
  const element = svg(
    `g.point${plan}${chosen}`,
    { role: "button", tabindex: 0, "data-i": point.all.join(" "), "aria-label": name },
    svg("title", {}, name),
    ...shapes,
  );
  return pressable(element, () => {
    select(record.i, "chart");
  });
}

function barChart(ranked, drawn) {
  const [width, height, left] = [chartWidth(), 26, 92];
  const most = Math.max(...drawn.map((point) => Math.abs(point.value))) || 1;
  const parts = [];
  let y = 0;
  ranked.forEach(([subject, points], number) => {
    parts.push(svg("text.heading", { x: 0, y: y + 17 }, subject));
    y += height;
    for (const point of points) {
      const length = Math.max(2, (Math.abs(point.value) / most) * (width - left - 130));
      parts.push(
        pointShape(
          point,
          subject,
          svg("rect.hit", { x: 0, y, width, height }),
          svg("text", { x: left - 8, y: y + 17, "text-anchor": "end" }, point.record.period),
          svg(`rect.length.k-${SERIES_KINDS[number]}`, {
            x: left,
            y: y + 6,
            width: length,
            height: height - 12,
            rx: 2,
          }),
          svg("text.number", { x: left + length + 6, y: y + 17 }, valueText(point.record)),
        ),
      );
      y += height;
    }
    y += 8;
  });
  return svg("svg", { width, height: y, role: "group", "aria-label": seriesName(drawn[0].record) }, ...parts);
}

function lineChart(ranked, periods, drawn) {
  const [width, height, left, right, floor] = [chartWidth(), 240, 52, 14, 200];
  const scale = scaleOf(drawn.map((point) => point.value));
  const x = (period) =>
    left + 10 + (periods.indexOf(period) * (width - left - right - 20)) / (periods.length - 1);
  const y = (value) => floor - ((value - scale.low) / (scale.high - scale.low)) * (floor - 14);
  const every = Math.ceil((periods.length * 78) / (width - left));
  const parts = scale.ticks.map((tick) =>
    svg(
      "g.tick",
      {},
      svg("line", { x1: left, x2: width - right, y1: y(tick), y2: y(tick) }),
      svg("text", { x: left - 6, y: y(tick) + 4, "text-anchor": "end" }, short(tick)),
    ),
  );
  periods.forEach((period, place) => {
    if (place % every === 0)
      parts.push(svg("text.when", { x: x(period), y: floor + 20, "text-anchor": "middle" }, period));
  });
  ranked.forEach(([subject, points], number) => {
    const group = svg(`g.line.k-${SERIES_KINDS[number]}`, {});
    const facts = points.filter((point) => point.record.status === "actual");
    for (const span of new Set(facts.map((point) => point.span))) {
      const along = facts
        .filter((point) => point.span === span)
        .map((point) => `${x(point.record.period)},${y(point.value)}`);
      if (along.length > 1) group.append(svg("polyline", { points: along.join(" ") }));
    }
    for (const point of points) {
      const [cx, cy] = [x(point.record.period), y(point.value)];
      group.append(
        pointShape(point, subject, svg("circle.hit", { cx, cy, r: 11 }), shape(number, cx, cy, 4.5)),
      );
    }
    parts.push(group);
  });
  const legend = ranked.map(([subject], number) =>
    el(
      "li",
      {},
      svg(
        `svg.k-${SERIES_KINDS[number]}`,
        { width: 14, height: 14, "aria-hidden": "true" },
        shape(number, 7, 7, 4.5),
      ),
      bdi(subject),
    ),
  );
  const chart = svg(
    "svg",
    { width, height: height - 8, role: "group", "aria-label": seriesName(drawn[0].record) },
    ...parts,
  );
  return el("figure", {}, chart, el("ul.legend", {}, ...legend));
}

// Round steps below and above all values; from zero, unless that would press them together.
function scaleOf(values) {
  let [low, high] = [Math.min(...values), Math.max(...values)];
  if (low > 0 && low < high * 0.6) low = 0;
  if (low === high) [low, high] = [low - Math.abs(low || 1) * 0.1, high + Math.abs(high || 1) * 0.1];
  const raw = (high - low) / 4;
  const power = 10 ** Math.floor(Math.log10(raw));
  const size = [1, 2, 2.5, 5, 10].map((each) => each * power).find((each) => each >= raw);
  const [first, last] = [Math.floor(low / size), Math.ceil(high / size)];
  const ticks = Array.from({ length: last - first + 1 }, (_, n) => (first + n) * size);
  return { low: first * size, high: last * size, ticks };
}

// The same as text.
function valuesOf(ranked) {
  const rows = ranked.flatMap(([subject, points]) =>
    points.map(({ record }) =>
      el(
        "tr",
        {},
        el("td", {}, bdi(subject)),
        el("td", {}, record.period),
        el("td.number", {}, valueText(record)),
      ),
    ),
  );
  return el(
    "details",
    {},
    el("summary", {}, label("chart_table")),
    el("table.values", {}, el("tbody", {}, ...rows)),
  );
}
