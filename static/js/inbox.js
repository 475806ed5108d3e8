// The inbox: J and K walk the list and open beside it, X ticks, Enter opens the whole document; T and R ask for the reason first.
// On the phone a tap is a plain page. Everything here also works as links and forms.
import { addKey, typing } from "./keys.js";

const root = () => document.getElementById("inbox");
const rows = () => [...(root()?.querySelectorAll(".inb") || [])];
const open = () => rows().findIndex((row) => row.classList.contains("on"));
const phone = matchMedia("(max-width: 767.98px)");

function walk(step) {
  const all = rows();
  const next = all[open() + step];
  if (!next) return false;
  next.querySelector("[data-pick]").click();
  return true;
}

function refresh() {
  const box = root();
  const form = box?.querySelector("#batch");
  if (!form) return;
  const able = [...box.querySelectorAll("input[name=item]:not(:disabled)")];
  const ticked = able.filter((input) => input.checked);
  const sum = ticked.reduce((total, input) => total + Number(input.dataset.amount), 0);
  const all = form.querySelector("[data-tick-all]");
  all.hidden = able.length < 2;
  const head = all.querySelector("input");
  head.checked = able.length > 0 && ticked.length === able.length;
  head.indeterminate = ticked.length > 0 && ticked.length < able.length;
  const text = form.querySelector("[data-ticked]");
  text.textContent = text.dataset.words.replace("%(n)s", ticked.length).replace("%(sum)s", (sum / text.dataset.unit).toFixed(1));
}

document.addEventListener("change", (event) => {
  if (event.target.closest("[data-tick-all]")) {
    for (const input of root().querySelectorAll("input[name=item]:not(:disabled)")) input.checked = event.target.checked;
  }
  if (event.target.closest("#inbox")) refresh();
});
document.addEventListener("reset", (event) => { if (event.target.id === "batch") setTimeout(refresh); });

document.addEventListener("htmx:confirm", (event) => {
  const link = event.detail.elt;
  if (!link.matches("[data-pick]") || !phone.matches) return;
  event.preventDefault();
  location.href = link.href;
});

// A refusal comes with the page that explains it: who decided when, or what changed.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target.id === "inbox" && [400, 403, 409, 412].includes(event.detail.xhr.status) && event.detail.xhr.responseText.includes('id="inbox"')) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  }
});
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target.id !== "inbox") return;
  if (event.detail.requestConfig.verb === "post") document.body.dispatchEvent(new CustomEvent("refresh-counts"));
});
// Transfer, add a signer, copy and withdraw are pages; here their form comes up over the one being read.
function dialogOf(page, url) {
  const form = page.getElementById("record-form");
  const dialog = document.createElement("dialog");
  dialog.className = "dlg";
  const head = document.createElement("div");
  head.className = "dlg-h";
  head.append(document.createElement("h2"));
  head.firstChild.id = "in-dialog-h";
  head.firstChild.textContent = page.querySelector("h1").textContent;
  dialog.setAttribute("aria-labelledby", "in-dialog-h");
  const body = form.querySelector(".s-form");
  body.className = "dlg-b s-form";
  const foot = form.querySelector(".s-act");
  foot.className = "dlg-f";
  foot.querySelector("a")?.setAttribute("data-dialog-close", "");
  const next = document.createElement("input");
  Object.assign(next, { type: "hidden", name: "next", value: location.pathname + location.search });
  form.querySelectorAll("input[name=next]").forEach((old) => old.remove());
  form.action = url;
  form.className = "";
  form.removeAttribute("data-guard");
  form.replaceChildren(...form.querySelectorAll(":scope > input"), next, head, body, foot);
  dialog.append(form);
  dialog.addEventListener("close", () => dialog.remove());
  return dialog;
}

document.addEventListener("click", async (event) => {
  if (event.target.closest("dialog a[data-dialog-close]")) event.preventDefault();
  const link = event.target.closest("a[data-in-dialog]");
  if (!link || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  link.closest("details")?.removeAttribute("open");
  const answer = await fetch(link.href, { credentials: "same-origin" });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (!answer.ok || !page.getElementById("record-form")) { location.href = link.href; return; }
  const dialog = dialogOf(page, link.href);
  document.body.append(dialog);
  dialog.showModal();
  htmx.trigger(dialog, "htmx:load", { elt: dialog });
});

let scroll = 0;
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target.id === "inbox") scroll = root().querySelector("[data-inbox-list]").scrollTop;
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && event.target.matches?.("[data-verdict] [name=comment]") && !typing({ ...event, target: document.body })) event.target.blur();
});

export function enhance() {
  const box = root();
  if (!box) return;
  refresh();
  box.querySelector("[data-inbox-list]").scrollTop = scroll;
  rows()[open()]?.scrollIntoView({ block: "nearest" });
  const say = box.dataset;
  addKey("j", say.keyDown, () => walk(1));
  addKey("k", say.keyUp, () => walk(-1));
  addKey("x", say.keyTick, () => {
    const input = rows()[open()]?.querySelector("input[name=item]:not(:disabled)");
    if (!input) return false;
    input.click();
    return true;
  });
  addKey("Enter", say.keyOpen, () => {
    if (document.activeElement?.matches("a, button, summary, input, textarea")) return false;
    const link = root().querySelector("[data-open]");
    if (!link) return false;
    link.click();
    return true;
  });
}
