// Puts it all together: keys, links to a record, and the first drawing.
function startKeys() {
  const keys = {
    j: () => step(1),
    ArrowRight: () => step(1),
    k: () => step(-1),
    ArrowLeft: () => step(-1),
    "/": () => {
      control("search").focus();
      control("search").select();
    },
    "?": () => control("keys").showModal(),
  };
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || control("keys").open) return;
    if (event.key === "Escape") return leave(event);
    if (!(event.key in keys) || event.target.closest("input, select")) return;
    event.preventDefault();
    keys[event.key]();
  });
}

// Escape takes away the nearest thing: the hint, what is being searched, the record.
function leave(event) {
  const hint = document.getElementById("tip");
  if (!hint.hidden) hideTip(0);
  else if (event.target === control("search")) {
    if (control("search").value) {
      control("search").value = "";
      control("search").dispatchEvent(new Event("input"));
    } else control("search").blur();
  } else if (selected >= 0) close();
  else return;
  event.preventDefault();
}

function openLink() {
  const wanted = location.hash.slice(1);
  const record = wanted && records.find((each) => each.anchor === wanted);
  if (record && record.i !== selected) select(record.i, "link");
}

function start() {
  document.documentElement.classList.add("scripted");
  startText();
  startPanel(); // before the list, which it leaves less room
  startTable();
  startCharts();
  startControls();
  startKeys();
  const bar = document.getElementById("bar");
  new ResizeObserver(() => {
    document.documentElement.style.setProperty("--bar", `${bar.offsetHeight}px`);
  }).observe(bar);
  narrow.addEventListener("change", () => showView(document.body.dataset.view));
  speak(language);
  showView("text");
  addEventListener("hashchange", openLink);
  openLink();
}

start();
