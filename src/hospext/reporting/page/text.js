// The documents: marks that answer to pointer and keys, the hint beside them, and the way to a record.
const marks = records.map(() => []); // the elements of each record, in the order of the text
const held = new Map(); // the records of each element, the innermost first
const tip = document.getElementById("tip");
const narrow = matchMedia("(max-width: 899px)");
let tipTimer = 0;
let entry = null; // the one mark that the Tab key stops at

function startText() {
  const text = document.getElementById("documents");
  for (const mark of text.querySelectorAll("a.m")) {
    const numbers = mark.dataset.r.split(" ").map(Number);
    held.set(mark, numbers);
    numbers.forEach((i) => marks[i].push(mark));
    mark.href = `#${records[numbers[0]].anchor}`;
    mark.tabIndex = -1;
  }
  text.addEventListener("click", (event) => {
    const mark = event.target.closest("a.m");
    if (!mark || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    select(held.get(mark)[0], "text");
  });
  text.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch") return;
    const mark = event.target.closest("a.m");
    if (mark) showTip(mark, 120);
  });
  text.addEventListener("pointerout", () => hideTip(200));
  text.addEventListener("focusin", (event) => {
    if (held.has(event.target) && event.target.matches(":focus-visible")) showTip(event.target, 0);
  });
  text.addEventListener("focusout", () => hideTip(0));
  tip.addEventListener("pointerenter", () => clearTimeout(tipTimer));
  tip.addEventListener("pointerleave", () => hideTip(100));
  addEventListener("scroll", () => hideTip(0), { passive: true });
  on("found", paintMarks);
  on("selected", paintSelected);
}

function paintMarks() {
  for (const article of document.querySelectorAll(".doc"))
    article.hidden = asked.document !== "" && asked.document !== article.dataset.doc;
  for (const [mark, numbers] of held) {
    const out = !numbers.some((i) => places.has(i));
    if (out !== mark.classList.contains("out")) mark.classList.toggle("out", out);
  }
  if (selected < 0) stopAt(found.length ? marks[found[0].i][0] : null);
}

function stopAt(mark) {
  if (entry) entry.tabIndex = -1;
  entry = mark || null;
  if (entry) entry.tabIndex = 0;
}

function paintSelected(from) {
  for (const mark of document.querySelectorAll("a.m.on")) {
    mark.classList.remove("on");
    mark.removeAttribute("aria-current");
  }
  hideTip(0);
  if (selected < 0) return;
  for (const mark of marks[selected]) {
    mark.classList.add("on");
    mark.setAttribute("aria-current", "true");
  }
  stopAt(marks[selected][0]);
  if (from === "text") requestAnimationFrame(() => goToText(false));
  else if (from !== "table" || !narrow.matches) goToText(from === "key");
}

// Brings the selected record into sight, where it is not; on a small screen that means showing the text first.
function goToText(withFocus) {
  const mark = selected < 0 ? null : marks[selected][0];
  if (!mark) return;
  mark.closest(".doc").hidden = false;
  if (narrow.matches) showView("text");
  const { top, bottom } = mark.getBoundingClientRect();
  const panel = document.getElementById("panel");
  const floor = narrow.matches && !panel.hidden ? panel.getBoundingClientRect().top : innerHeight;
  const ceiling = document.getElementById(narrow.matches ? "views" : "bar").getBoundingClientRect().bottom;
  if (top < ceiling + 8 || bottom > floor - 8) mark.scrollIntoView({ block: "start" });
  if (withFocus) mark.focus({ preventScroll: true });
}

function showTip(mark, delay) {
  clearTimeout(tipTimer);
  tipTimer = setTimeout(() => {
    const numbers = held.get(mark);
    tip.replaceChildren(...numbers.map((i) => tipOf(records[i])));
    for (const each of document.querySelectorAll("a.m.near")) each.classList.remove("near");
    numbers.forEach((i) => marks[i].forEach((each) => each.classList.add("near")));
    tip.hidden = false;
    const place = mark.getClientRects()[0];
    const below = place.bottom + tip.offsetHeight + 10 < innerHeight;
    const left = Math.min(place.left, document.documentElement.clientWidth - tip.offsetWidth - 8);
    tip.style.left = `${Math.max(8, left)}px`;
    tip.style.top = `${below ? place.bottom + 4 : Math.max(4, place.top - tip.offsetHeight - 4)}px`;
  }, delay);
}

function tipOf(record) {
  const about = [
    record.metric || record.label ? whatText(record) : "",
    visible(record.subject || ""),
    record.period,
  ];
  return el(
    "p",
    {},
    kindTag(record.kind),
    el("b", {}, bdi(valueText(record))),
    record.status === "target" ? el("span.plan", {}, label("target_tag")) : null,
    el("span.about", {}, bdi(about.filter(Boolean).join(" · "))),
  );
}

function hideTip(delay) {
  clearTimeout(tipTimer);
  const hide = () => {
    tip.hidden = true;
    for (const each of document.querySelectorAll("a.m.near")) each.classList.remove("near");
  };
  if (delay) tipTimer = setTimeout(hide, delay);
  else hide();
}
