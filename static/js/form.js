// Forms: data-guard asks before leaving with unsaved changes, data-draft="key" keeps what is typed in this browser until it is
// sent, and no form is sent twice. Ctrl+Enter sends.
import { toast } from "./toasts.js";
import { word } from "./words.js";

const ready = new WeakSet();
const fields = (form) => [...form.elements].filter((f) => f.name && !["file", "password", "hidden", "submit", "button"].includes(f.type));

function snapshot(form) {
  return JSON.stringify(fields(form).map((f) => (f.type === "checkbox" || f.type === "radio" ? [f.name, f.value, f.checked] : [f.name, f.value])));
}

function guard(form) {
  const clean = snapshot(form);
  let sending = false;
  form.addEventListener("submit", () => { sending = true; });
  addEventListener("beforeunload", (event) => {
    if (!sending && form.isConnected && snapshot(form) !== clean) event.preventDefault();
  });
}

function draft(form) {
  const key = `draft:${form.dataset.draft}`;
  const note = document.querySelectorAll("[data-draft-note]");
  const kept = localStorage.getItem(key);
  if (kept && !form.hasAttribute("data-bound")) {
    try {
      const wanted = JSON.parse(kept);
      for (const field of fields(form)) {
        for (const [name, value, on] of wanted) {
          if (name !== field.name) continue;
          if (on === undefined) field.value = value;
          else if (value === field.value) field.checked = on;
        }
      }
      toast(word("draft_restored"));
    } catch { localStorage.removeItem(key); }
  }
  let timer = 0;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      try { localStorage.setItem(key, snapshot(form)); } catch { return; }
      note.forEach((node) => { node.textContent = word("draft_kept"); });
    }, 400);
  });
  if (form.dataset.draftDone) localStorage.removeItem(key);
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
    if (form.dataset.draft) draft(form);
    if (form.hasAttribute("data-guard")) guard(form);
    once(form);
    form.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.isComposing) form.requestSubmit();
    });
    form.querySelector(".has-err input, .has-err select, .has-err textarea")?.focus();
  }
}
