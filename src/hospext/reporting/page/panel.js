// The panel: the selected record in full, each field with the reason of what it holds.
const panel = document.getElementById("panel");
// What other parts of the panel show already, or the page alone knows.
const SHOWN_ELSEWHERE = new Set(["i", "chain", "anchor", "haystack", "shown", "sentence", "document"]);
const PAIRS = {
  period: ["period_start", "period_end"],
  date: ["date_start", "date_end"],
  value: ["value_max"],
  aspect: ["direction"],
  place: ["start", "end"],
};

function startPanel() {
  on("selected", drawPanel);
  on("found", () => selected >= 0 && drawPanel(""));
}

function drawPanel() {
  panel.hidden = selected < 0;
  document.body.classList.toggle("reading", selected >= 0);
  if (selected < 0) return;
  const focused = panel.contains(document.activeElement) ? document.activeElement.id : "";
  const record = records[selected];
  panel.replaceChildren(headOf(record), bodyOf(record));
  panel.scrollTop = 0;
  if (focused) (document.getElementById(focused) || panel).focus({ preventScroll: true });
}

function headOf(record) {
  const place = places.get(record.i);
  const button = (id, text, action, disabled = false) =>
    el(
      "button.quiet",
      {
        type: "button",
        id,
        "aria-label": label(id),
        title: label(id),
        disabled: disabled || null,
        onclick: action,
      },
      text,
    );
  return el(
    "div.head",
    {},
    kindTag(record.kind),
    el("span.at", {}, place === undefined ? "" : label("position", place + 1, found.length)),
    button("previous", "‹", () => step(-1), place === 0),
    button("next", "›", () => step(1), place === found.length - 1),
    button("close", "×", close),
  );
}

function bodyOf(record) {
  const about = [
    record.metric || record.label ? whatText(record) : "",
    visible(record.subject || ""),
    record.period,
  ];
  const others = new Set(marks[record.i].flatMap((mark) => held.get(mark)).filter((i) => i !== record.i));
  return el(
    "div.body",
    {},
    el(
      "p.value",
      { "aria-live": "polite" },
      bdi(valueText(record)),
      record.status === "target" ? el("span.plan", {}, label("target_tag")) : null,
    ),
    el("p.about", {}, bdi(about.filter(Boolean).join(" · "))),
    el(
      "p.source",
      {},
      bdi(visible(data.documents[record.document].name)),
      ` · ${label("line", record.line)} `,
      marks[record.i].length
        ? el(
            "button.link",
            { type: "button", id: "show_in_text", onclick: () => goToText(true) },
            label("show_in_text"),
          )
        : null,
    ),
    others.size ? el("p.others", {}, `${label("also_here")} `, ...[...others].map(otherOf)) : null,
    tableOf(record),
    el("blockquote", { lang: "zh-CN" }, ...quoteOf(record)),
    record.chain ? null : el("p.note", {}, label("no_chain")),
  );
}

function otherOf(i) {
  const record = records[i];
  return el(
    "button.link",
    { type: "button", onclick: () => select(i, "panel") },
    `${kindName(record.kind)} ${visible(record.text)}`,
  );
}

// The sentence, with the record's words marked: the first of them that are not part of a longer number
// and belong to no record before this one.
function quoteOf(record) {
  const bare = record.text.replace(/\s+/g, "");
  const wanted = record.sentence.includes(record.text) ? record.text : bare;
  const earlier = records.filter(
    (each) =>
      each.document === record.document &&
      each.start < record.start &&
      each.sentence === record.sentence &&
      each.text === record.text,
  ).length;
  let at = -1;
  for (let n = 0; n <= earlier; n++) {
    at = whole(record.sentence, wanted, at + 1);
    if (at < 0) return [bdi(visible(record.sentence))];
  }
  const end = at + wanted.length;
  return [
    visible(record.sentence.slice(0, at)),
    el(`mark.k-${record.kind}`, {}, bdi(visible(wanted))),
    visible(record.sentence.slice(end)),
  ].map((part) => (typeof part === "string" ? bdi(part) : part));
}

function whole(sentence, wanted, from) {
  const digit = /[0-9０-９.．]/;
  for (let at = sentence.indexOf(wanted, from); at >= 0; at = sentence.indexOf(wanted, at + 1)) {
    const before = at > 0 && digit.test(wanted[0]) && digit.test(sentence[at - 1]);
    const after = digit.test(wanted[wanted.length - 1]) && digit.test(sentence[at + wanted.length] || "");
    if (!before && !after) return at;
  }
  return -1;
}

// First the fields in the order in which they were decided, then those that needed no decision.
function tableOf(record) {
  const rows = [];
  const told = new Set(SHOWN_ELSEWHERE);
  for (const reason of record.chain || []) {
    const [field] = reason;
    [field, ...(PAIRS[field] || [])].forEach((each) => told.add(each));
    rows.push([field, contentOf(record, field), reasonText(reason)]);
  }
  for (const field of Object.keys(record)) {
    if (told.has(field)) continue;
    const pair = Object.keys(PAIRS).find(
      (each) => (each === field || PAIRS[each].includes(field)) && !told.has(each),
    );
    [field, ...(pair ? [pair, ...PAIRS[pair]] : [])].forEach((each) => told.add(each));
    rows.push([pair || field, contentOf(record, pair || field), ""]);
  }
  return el(
    "dl.fields",
    {},
    ...rows.flatMap(([field, content, reason]) => [
      el("dt", {}, fieldName(field)),
      el("dd", {}, el("span.content", {}, bdi(content)), reason ? el("span.reason", {}, bdi(reason)) : null),
    ]),
  );
}

const between = (first, last) => (first === last ? first || "—" : `${first || "…"} – ${last || "…"}`);
const grouped = (number) =>
  String(number).replace(/^\d+/, (digits) => digits.replace(/\B(?=(\d{3})+$)/g, ","));

function contentOf(record, field) {
  const value = record[field];
  if (field === "period") return between(record.period_start, record.period_end);
  if (field === "date") return between(record.date_start, record.date_end);
  if (field === "place") return `${record.start}–${record.end}`;
  if (value === undefined) return "—";
  if (field === "value")
    return [value, record.value_max]
      .filter((each) => each !== undefined)
      .map(grouped)
      .join("–");
  if (field === "metric") return language === "zh" ? `${metricName(value)}（${value}）` : metricName(value);
  if (field === "aspect" && record.direction)
    return `${valueName("aspect", value)} · ${valueName("direction", record.direction)}`;
  return valueName(field, value);
}

function close() {
  const mark = selected < 0 ? null : marks[selected][0];
  const inside = panel.contains(document.activeElement);
  select(-1, "key");
  if (inside && mark && (!narrow.matches || document.body.dataset.view === "text"))
    mark.focus({ preventScroll: true });
}
