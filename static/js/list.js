// Lists: a cursor moved by J and K, X ticks, Enter opens; the bulk bar with "all that match". Selection survives nothing: it is
// of the page one sees. Without scripts the checkboxes and the bulk buttons are a plain form.
import { addKey } from "./keys.js";
import { word } from "./words.js";

const box = () => document.querySelector("[data-list]");
const rows = () => [...(box()?.querySelectorAll("[data-row]") || [])];
const tick = (row) => row.querySelector("input[type=checkbox][name=id]:not(:disabled)");
let at = -1;

function move(step) {
  const all = rows();
  if (!all.length) return false;
  all[at]?.classList.remove("cur");
  at = Math.max(0, Math.min(all.length - 1, at + step));
  all[at].classList.add("cur");
  all[at].scrollIntoView({ block: "nearest" });
  all[at].dispatchEvent(new CustomEvent("row:cursor", { bubbles: true }));
  return true;
}

function refresh() {
  const list = box();
  if (!list) return;
  const ticks = rows().map(tick).filter(Boolean);
  const chosen = ticks.filter((input) => input.checked);
  for (const row of rows()) row.classList.toggle("sel", Boolean(tick(row)?.checked));
  const head = list.querySelector("[data-check-all]");
  if (head) {
    head.checked = ticks.length > 0 && chosen.length === ticks.length;
    head.indeterminate = chosen.length > 0 && chosen.length < ticks.length;
  }
  const all = list.querySelector("input[name=all_matching]");
  const whole = ticks.length > 0 && chosen.length === ticks.length;
  if (all) {
    if (!whole) all.checked = false;
    all.closest("label").hidden = !whole;
  }
  list.classList.toggle("has-sel", chosen.length > 0);
  const text = list.querySelector("[data-selected]");
  if (text) text.textContent = all?.checked ? word("selected_all", { n: all.dataset.total, unit: text.dataset.unit }) : word("selected", { n: chosen.length, unit: text.dataset.unit });
}

document.addEventListener("change", (event) => {
  if (!event.target.closest?.("[data-list]")) return;
  if (event.target.matches("[data-check-all]")) {
    for (const row of rows()) { const input = tick(row); if (input) input.checked = event.target.checked; }
  }
  if (event.target.matches("[data-check-all], input[name=id], input[name=all_matching]")) refresh();
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-clear-selection]")) {
    for (const row of rows()) { const input = tick(row); if (input) input.checked = false; }
    refresh();
  }
});

let last = null;
document.addEventListener("click", (event) => {
  if (!event.target.matches?.("[data-row] input[name=id]")) return;
  const ticks = rows().map(tick);
  const here = ticks.indexOf(event.target);
  if (event.shiftKey && last !== null) {
    const [from, to] = [Math.min(last, here), Math.max(last, here)];
    for (const input of ticks.slice(from, to + 1)) if (input) input.checked = event.target.checked;
    refresh();
  }
  last = here;
});

export function enhance() {
  const list = box();
  at = rows().findIndex((row) => row.classList.contains("cur"));
  if (!list) return;
  refresh();
  const say = list.dataset;
  addKey("j", say.keyDown, () => move(1));
  addKey("k", say.keyUp, () => move(-1));
  addKey("x", say.keyTick, () => {
    const input = rows()[at] && tick(rows()[at]);
    if (!input) return false;
    input.click();
    return true;
  });
  addKey("Enter", say.keyOpen, () => {
    const link = rows()[at]?.querySelector("a[href]");
    if (!link || document.activeElement?.matches("a, button, summary, input")) return false;
    link.click();
    return true;
  });
}
