// Toasts: those the server wrote into the page, those sent with an htmx answer (event "toast"), and those of scripts.
// They leave after five seconds, ten with undo, and stay while the pointer or the focus is on them.
import { word } from "./words.js";

const box = document.getElementById("toasts");

function element(name, css, text) {
  const node = document.createElement(name);
  if (css) node.className = css;
  if (text) node.textContent = text;
  return node;
}

function live(toast) {
  const keep = Number(toast.dataset.keep || 5000);
  let timer = setTimeout(leave, keep);
  function leave() { toast.remove(); }
  for (const kind of ["pointerenter", "focusin"]) toast.addEventListener(kind, () => clearTimeout(timer));
  for (const kind of ["pointerleave", "focusout"]) toast.addEventListener(kind, () => { clearTimeout(timer); timer = setTimeout(leave, 3000); });
  toast.addEventListener("click", (event) => event.target.closest("[data-toast-close]") && leave());
}

export function toast(text, { tone = "", undoUrl = "", linkUrl = "", linkText = "", csrf = "" } = {}) {
  const node = element("div", `tst${tone ? ` tst-${tone}` : ""}`);
  node.append(element("span", "grow", text));
  if (undoUrl) {
    node.dataset.keep = "10000";
    const form = element("form");
    form.method = "post";
    form.action = undoUrl;
    const token = element("input");
    Object.assign(token, { type: "hidden", name: "csrfmiddlewaretoken", value: csrf });
    form.append(token, element("button", "btn btn-sm", word("undo")));
    node.append(form);
  }
  if (linkUrl) {
    const link = element("a", "btn btn-sm", linkText);
    link.href = linkUrl;
    node.append(link);
  }
  const close = element("button", "btn btn-sm btn-i", "×");
  close.type = "button";
  close.dataset.toastClose = "";
  close.setAttribute("aria-label", word("close"));
  node.append(close);
  box?.append(node);
  live(node);
  return node;
}

box?.querySelectorAll("[data-toast]").forEach(live);
document.addEventListener("toast", (event) => {
  for (const item of event.detail.items || []) {
    toast(item.text, { tone: item.tone, undoUrl: item.undo_url, linkUrl: item.link_url, linkText: item.link_text, csrf: event.detail.csrf });
  }
});
