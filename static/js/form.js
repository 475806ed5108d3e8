// Forms: data-guard asks before leaving with unsaved changes, data-draft="key" keeps what is typed in this browser until it is
// sent, and no form is sent twice. Ctrl+Enter sends.
import { toast } from "./toasts.js";
import { word } from "./words.js";

const ready = new WeakSet();
const opened = new WeakMap();
const leaving = new WeakSet();
const fields = (form) => [...form.elements].filter((f) => f.name && !["file", "password", "hidden", "submit", "button"].includes(f.type));

function snapshot(form) {
  return JSON.stringify(fields(form).map((f) => {
    if (f.type === "checkbox" || f.type === "radio") return [f.name, f.value, f.checked];
    return f.type === "select-one" ? [f.name, f.value, null, f.selectedOptions[0]?.textContent || ""] : [f.name, f.value];
  }));
}

// As the server drew it. What somebody types on a slow line before this script is there differs from it and is not lost.
function pristine(form) {
  const copy = form.cloneNode(true);
  copy.reset();
  return snapshot(copy);
}

function touched(form) {
  const drawn = new Set(JSON.parse(opened.get(form)).map((item) => JSON.stringify(item)));
  return new Set(JSON.parse(snapshot(form)).filter((item) => !drawn.has(JSON.stringify(item))).map(([name]) => name));
}

// What came back with a fault in it is typed and not saved either, so it counts as changed from the start.
const changed = (form) => form.hasAttribute("data-bound") || snapshot(form) !== opened.get(form);

function guard(form) {
  form.addEventListener("submit", () => leaving.add(form));
  addEventListener("beforeunload", (event) => {
    if (!leaving.has(form) && form.isConnected && changed(form)) event.preventDefault();
  });
}

function put(field, value, on, text) {
  if (field.type === "checkbox" || field.type === "radio") {
    if (value === field.value) field.checked = on;
    return;
  }
  // A picker offers the first rows only; the one chosen may be another.
  if (field.type === "select-one" && value && ![...field.options].some((option) => option.value === value)) field.add(new Option(text, value));
  field.value = value;
  if (field.type === "select-one") field.dispatchEvent(new Event("change"));
}

export function restore(form, kept, except = new Set()) {
  const wanted = JSON.parse(kept).filter(([name]) => !except.has(name));
  const missing = new Set();
  for (const [name, value, on, text] of wanted) {
    const found = fields(form).filter((field) => field.name === name);
    for (const field of found) put(field, value, on, text);
    if (!found.length) missing.add(name);
  }
  // Rows that were added: the server draws as many as the draft has, with what is in them.
  const rows = form.elements.rows;
  const last = Math.max(-1, ...[...missing].map((name) => Number(/^line(\d+)-/.exec(name)?.[1] ?? -1)));
  if (rows && last >= 0) {
    const values = { ...Object.fromEntries(wanted.filter((item) => item[2] !== false)), rows: last + 1, preview: 1 };
    htmx.ajax("POST", location.href, { source: form, values, target: "#lines", select: "#lines", swap: "outerHTML" });
  }
  toast(word("draft_restored"));
}

function draft(form) {
  const key = `draft:${form.dataset.draft}`;
  const note = document.querySelectorAll("[data-draft-note]");
  const kept = localStorage.getItem(key);
  const early = form.hasAttribute("data-bound") ? new Set() : touched(form);
  if (kept && !form.hasAttribute("data-bound")) {
    try { restore(form, kept, early); } catch { localStorage.removeItem(key); }
  }
  let timer = 0;
  const keep = () => {
    clearTimeout(timer);
    try { localStorage.setItem(key, snapshot(form)); } catch { return; }
    note.forEach((node) => { node.textContent = word("draft_kept"); });
  };
  if (early.size) keep();
  form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(keep, 400); });
  form.addEventListener("change", () => { clearTimeout(timer); timer = setTimeout(keep, 400); });
  addEventListener("pagehide", () => { if (timer && !leaving.has(form) && changed(form)) keep(); });
  // A link that opens this form for another record takes along what is typed.
  form.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-draft-to]");
    if (!link || !changed(form)) return;
    localStorage.setItem(`draft:${link.dataset.draftTo}`, snapshot(form));
    localStorage.removeItem(key);
    clearTimeout(timer);
    leaving.add(form);
  });
}

function once(form) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    event.submitter?.setAttribute("aria-busy", "true");
    setTimeout(() => { delete form.dataset.sent; event.submitter?.removeAttribute("aria-busy"); }, 8000);
  });
}

export function enhance(root) {
  for (const form of root.querySelectorAll?.("form[data-guard], form[data-draft], form[data-once]") || []) {
    if (ready.has(form)) continue;
    ready.add(form);
    opened.set(form, pristine(form));
    if (form.dataset.draft) draft(form);
    if (form.hasAttribute("data-guard")) guard(form);
    once(form);
    form.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.isComposing) form.requestSubmit();
    });
    form.querySelector(".has-err input, .has-err select, .has-err textarea")?.focus();
  }
}
