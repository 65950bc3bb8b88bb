// The controls above the page: search, filters, kinds, views, language and colours.
const CHOICES = ["metric", "subject", "status", "document"];
const control = (id) => document.getElementById(id);

function startControls() {
  control("search").addEventListener("input", (event) => event.isComposing || searchSoon());
  control("search").addEventListener("compositionend", searchSoon); // Pinyin in the making is not searched for
  for (const name of CHOICES)
    control(`by-${name}`).addEventListener("change", (event) => {
      asked[name] = event.target.value;
      refresh();
    });
  control("clear").addEventListener("click", () => {
    Object.assign(asked, { metric: "", subject: "", status: "", document: "", words: [] });
    asked.kinds.clear();
    control("search").value = "";
    CHOICES.forEach((name) => (control(`by-${name}`).value = ""));
    refresh();
    control("search").focus();
  });
  control("more").addEventListener("click", () => {
    const open = document.querySelector(".controls").classList.toggle("open");
    control("more").setAttribute("aria-expanded", String(open));
  });
  for (const button of document.querySelectorAll("#views button"))
    button.addEventListener("click", () => showView(button.dataset.view));
  control("theme").addEventListener("click", () => showTheme(isDark() ? "light" : "dark"));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => showTheme(""));
  control("language").addEventListener("click", () => speak(language === "zh" ? "en" : "zh"));
  control("help").addEventListener("click", () => control("keys").showModal());
  control("keys-close").addEventListener("click", () => control("keys").close());
  on("found", showFound);
}

let typing = 0;
function searchSoon() {
  clearTimeout(typing);
  typing = setTimeout(() => {
    asked.words = folded(control("search").value).split(/\s+/).filter(Boolean);
    refresh();
  }, 60);
}

function showFound() {
  control("count").textContent = label("count", found.length, records.length);
  control("clear").disabled =
    !asked.kinds.size && !asked.words.length && CHOICES.every((name) => !asked[name]);
  for (const chip of document.querySelectorAll("#kinds button"))
    chip.setAttribute("aria-pressed", String(asked.kinds.has(chip.dataset.kind)));
}

function toggleKind(kind) {
  if (!asked.kinds.delete(kind)) asked.kinds.add(kind);
  refresh();
}

// Everything that the records choose between, the commonest first.
function drawChoices() {
  const kinds = counted((record) => record.kind);
  const chips = Object.keys(words().values.kind)
    .filter((kind) => kinds.has(kind))
    .map((kind) =>
      el(
        `button.chip.k-${kind}`,
        { type: "button", "data-kind": kind, "aria-pressed": "false", onclick: () => toggleKind(kind) },
        kindName(kind),
        el("span.number", {}, ` ${kinds.get(kind)}`),
      ),
    );
  control("kinds").replaceChildren(...chips);
  const names = {
    metric: (record) => (record.metric ? metricName(record.metric) : label("none_metric")),
    subject: (record) => (record.subject ? visible(record.subject) : label("none_subject")),
    status: (record) => valueName("status", record.status),
    document: (record) => `${record.document + 1} ${visible(data.documents[record.document].name)}`,
  };
  for (const name of CHOICES) drawChoice(name, names[name]);
}

function drawChoice(name, nameOf) {
  const value = (record) =>
    name === "metric" || name === "subject" ? choiceOf(record[name]) : String(record[name]);
  const first = new Map(records.map((record) => [value(record), record]).reverse());
  const counts = [...counted(value)];
  if (name === "document") counts.sort((a, b) => a[0] - b[0]);
  const options = counts.map(([key, count]) =>
    el("option", { value: key }, `${nameOf(first.get(key))} (${count})`),
  );
  control(`by-${name}`).replaceChildren(el("option", { value: "" }, label(`all_${name}`)), ...options);
  control(`by-${name}`).value = asked[name];
  control(`by-${name}`).hidden = name === "document" && data.documents.length < 2;
}

function counted(keyOf) {
  const counts = new Map();
  for (const record of records) counts.set(keyOf(record), (counts.get(keyOf(record)) || 0) + 1);
  return new Map([...counts].sort((a, b) => b[1] - a[1]));
}

function showView(view) {
  document.body.dataset.view = view;
  for (const button of document.querySelectorAll("#views button"))
    button.setAttribute(
      "aria-pressed",
      String(
        button.dataset.view === view ||
          (!narrow.matches && view === "text" && button.dataset.view === "table"),
      ),
    );
  drawCharts();
  drawRows(true);
  showRow();
}

const isDark = () => {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
};

// The name says what the button will do; an empty theme is the system's.
function showTheme(theme) {
  if (theme) document.documentElement.dataset.theme = theme;
  const to = isDark() ? "light" : "dark";
  control("theme").textContent = label(to);
  control("theme").setAttribute("aria-label", label(`${to}_name`));
}

function speak(other) {
  language = other;
  relabel();
  drawChoices();
  showTheme("");
  refresh();
}
