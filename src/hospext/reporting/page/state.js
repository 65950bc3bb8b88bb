// What is asked for and what is selected; whoever shows it listens.
const NONE = "none"; // the choice of records that have no metric, or no subject
const asked = { kinds: new Set(), metric: "", subject: "", status: "", document: "", words: [] };
const sorting = { column: "", down: false };
let found = []; // the records that match, in the order of the list
let places = new Map(); // where each of them stands in it
let selected = -1;
const listeners = { found: [], selected: [] };

const on = (event, listener) => listeners[event].push(listener);
const tell = (event, ...what) => listeners[event].forEach((listener) => listener(...what));

function matches(record, kindsToo = true) {
  return (
    (!kindsToo || !asked.kinds.size || asked.kinds.has(record.kind)) &&
    (!asked.metric || asked.metric === choiceOf(record.metric)) &&
    (!asked.subject || asked.subject === choiceOf(record.subject)) &&
    (!asked.status || asked.status === record.status) &&
    (!asked.document || asked.document === String(record.document)) &&
    asked.words.every((word) => haystack(record).includes(word))
  );
}

// A choice that no name can be mistaken for the lack of one.
const choiceOf = (value) => (value === undefined ? NONE : `=${value}`);
const folded = (text) => text.normalize("NFKC").toLowerCase();

// Records share most of their words with others.
const folds = new Map();
function foldedOnce(text) {
  if (!folds.has(text)) folds.set(text, folded(text));
  return folds.get(text);
}

function haystack(record) {
  if (record.haystack === undefined) {
    const { text, label: name, subject, sentence, scope, grade, metric, period } = record;
    const names = metric ? Object.values(data.labels).map((each) => each.metrics[metric]) : [];
    const title = data.documents[record.document].name;
    const all = [text, name, subject, sentence, scope, grade, metric, period, record.shown, title, ...names];
    record.haystack = all.filter(Boolean).map(foldedOnce).join("\n");
  }
  return record.haystack;
}

const ORDERS = {
  kind: (record) => kindName(record.kind),
  value: (record) => (record.value === undefined ? null : record.value),
  what: whatText,
  subject: (record) => record.subject || null,
  period: (record) => record.period_end || record.period_start || record.date_end || null,
  place: (record) => record.i,
};

function refresh() {
  found = records.filter((record) => matches(record));
  if (sorting.column) {
    const collator = new Intl.Collator(language === "zh" ? "zh-CN" : language, { numeric: true });
    const keys = new Map(found.map((record) => [record, ORDERS[sorting.column](record)]));
    const sign = sorting.down ? -1 : 1;
    found.sort((a, b) => compare(keys.get(a), keys.get(b), sign, collator) || a.i - b.i);
  }
  places = new Map(found.map((record, place) => [record.i, place]));
  tell("found");
}

// What a record does not say comes last, whichever way the list is sorted.
function compare(a, b, sign, collator) {
  if (a === null || b === null) return (a === null) - (b === null);
  return sign * (typeof a === "number" ? a - b : collator.compare(a, b));
}

// `from` says where the reader is: text, table, panel, chart, key or link.
function select(i, from) {
  selected = i;
  const hash = i < 0 ? "" : `#${records[i].anchor}`;
  if (location.hash !== hash) {
    try {
      history.replaceState(null, "", hash || location.pathname + location.search);
    } catch {
      // A browser that is asked too often, or not for files, keeps the old address.
    }
  }
  tell("selected", from);
}

function step(by) {
  if (!found.length) return;
  const at = places.get(selected);
  const next = at === undefined ? nearest(by) : at + by;
  select(found[Math.min(Math.max(next, 0), found.length - 1)].i, "key");
}

// Where to go from a record that the list does not hold.
function nearest(by) {
  if (selected < 0) return by > 0 ? 0 : found.length - 1;
  const after = found.findIndex((record) => record.i > selected);
  if (by > 0) return after < 0 ? found.length - 1 : after;
  return (after < 0 ? found.length : after) - 1;
}
