// Words: labels in the language of the page, values as people read them, and elements made of text alone.
let language = document.documentElement.dataset.language;

const words = () => data.labels[language];

function label(key, ...parts) {
  return words().ui[key].replace(/\{(\d)\}/g, (_, place) => parts[place]);
}

const fieldName = (field) => words().fields[field] || field;
const valueName = (field, value) => (words().values[field] || {})[value] || visible(String(value));
const metricName = (id) => words().metrics[id] || id;
const kindName = (kind) => valueName("kind", kind);

// What would turn text around, or cannot be seen, as something to see.
function visible(text) {
  return text
    .replace(/\r\n|\r|\n/g, "↵")
    .replace(/\t/g, " ")
    .replace(
      /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g,
      (char) => `⟨U+${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}⟩`,
    );
}

function withUnit(text, unit) {
  if (!unit) return text;
  const name = valueName("unit", unit);
  return /^[%‰/]/.test(name) ? text + name : `${text} ${name}`;
}

// A standing is best said in the document's own words: 首家, 前10%, 第3位.
function valueText(record) {
  if (!record.shown || (record.kind === "ranking" && record.aspect === "level")) return visible(record.text);
  return withUnit(visible(record.shown), record.unit);
}

const whatText = (record) =>
  record.metric ? metricName(record.metric) : visible(record.label || record.text);

function reasonText([, reason, quoted]) {
  const text = words().reasons[reason] || "";
  return quoted
    ? text.replace("{0}", () => visible(quoted))
    : text.replace("“{0}”", "").replace(/[ ：:]+$/, "");
}

// el("button.quiet", {type: "button"}, "text", child …): text is only ever text.
function el(name, attributes, ...children) {
  const [tag, ...classes] = name.split(".");
  return fill(document.createElement(tag), classes, attributes, children);
}

function svg(name, attributes, ...children) {
  const [tag, ...classes] = name.split(".");
  return fill(document.createElementNS("http://www.w3.org/2000/svg", tag), classes, attributes, children);
}

function fill(element, classes, attributes, children) {
  if (classes.length) element.setAttribute("class", classes.join(" "));
  for (const [key, value] of Object.entries(attributes || {})) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(key, value);
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

const kindTag = (kind) => el(`span.tag.k-${kind}`, {}, kindName(kind));
const bdi = (text) => el("bdi", {}, text);

// Every element with a label takes it anew.
function relabel() {
  document.documentElement.lang = language === "zh" ? "zh-CN" : language;
  document.documentElement.dataset.language = language;
  for (const element of document.querySelectorAll("[data-t]"))
    element.textContent = label(element.dataset.t, element.dataset.n, element.dataset.m);
  if (data.documents.length > 1) document.title = label("title");
  for (const element of document.querySelectorAll("[data-t-name]"))
    element.setAttribute("aria-label", label(element.dataset.tName));
  for (const element of document.querySelectorAll("[data-t-hint]"))
    element.setAttribute("placeholder", label(element.dataset.tHint));
}
