// Shortcuts. Anything with data-key="v" is clicked by V; scripts add their own with addKey. `?` lists what works here.
// Never while typing, composing, or with a modifier held.
import { word } from "./words.js";

const own = new Map();
const dialog = document.getElementById("keys");

export function addKey(key, label, run) { own.set(key, { label, run }); }

export function typing(event) {
  if (event.isComposing || event.keyCode === 229) return true;
  const { target } = event;
  return target.isContentEditable || target.matches?.("textarea, select, input:not([type=checkbox]):not([type=radio]):not([type=button])");
}

const scope = () => [...document.querySelectorAll("dialog:is([open], :popover-open)")].at(-1) || document;
const shown = (node) => node.getClientRects().length > 0 && !node.disabled && node.getAttribute("aria-disabled") !== "true";

function labelled(node) {
  const copy = node.cloneNode(true);
  copy.querySelectorAll("kbd, svg").forEach((extra) => extra.remove());
  return node.getAttribute("aria-label") || copy.textContent.trim();
}

function row(key, label) {
  const line = document.createElement("div");
  const text = document.createElement("span");
  const cap = document.createElement("kbd");
  text.textContent = label;
  cap.textContent = key.length === 1 ? key.toUpperCase() : key;
  line.append(text, cap);
  return line;
}

export function showKeys() {
  if (!dialog) return;
  const sheet = dialog.querySelector("[data-keys-sheet]");
  sheet.replaceChildren();
  const seen = new Set();
  for (const node of document.querySelectorAll("[data-key]")) {
    if (!shown(node) || seen.has(node.dataset.key)) continue;
    seen.add(node.dataset.key);
    sheet.append(row(node.dataset.key, labelled(node)));
  }
  for (const [key, { label }] of own) if (label) sheet.append(row(key, label));
  dialog.showModal();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event) || event.defaultPrevented) return;
  if (event.key === "?") { event.preventDefault(); showKeys(); return; }
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  // Enter belongs to the link or button that has the focus.
  if (key === "Enter" && event.target.closest?.("a, button, summary")) return;
  const node = [...scope().querySelectorAll(`[data-key="${CSS.escape(key)}"]`)].find(shown);
  if (node) {
    event.preventDefault();
    if (node.matches("input, textarea, select")) node.focus(); else node.click();
    return;
  }
  const mine = own.get(key);
  if (mine && scope() === document && mine.run(event) !== false) event.preventDefault();
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-keys-open]")) { event.target.closest("details")?.removeAttribute("open"); showKeys(); }
});

addKey("?", word("keys"), () => false);
