// What was filled in without signal (worker.js): says how much waits, sends it when the signal is back, opens it again.
import { toast } from "./toasts.js";
import { word } from "./words.js";

const link = document.querySelector("a[data-offline]");
const dialog = document.getElementById("held");
const badge = document.querySelector("[data-held-badge]");
const user = document.querySelector("[data-user]")?.dataset.user;
const place = new URL(location);
const CALM = 5000;

const tell = (message) => navigator.serviceWorker.ready.then((known) => known.active.postMessage(message));

function line(row) {
  const node = dialog.querySelector("template").content.firstElementChild.cloneNode(true);
  const at = new Date(row.at).toLocaleString(document.documentElement.lang, { month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit" });
  node.querySelector("[data-held-title]").textContent = row.title;
  node.querySelector("[data-held-note]").textContent = `${at} · ${word(`held_${row.state}`)}`;
  node.querySelector("a").href = `${link.pathname}?customer=${row.customer}&again=${row.key}`;
  node.querySelector("button").addEventListener("click", () => {
    if (confirm(word("held_drop", { name: row.title }))) tell({ do: "drop", key: row.key });
  });
  return node;
}

function show(held) {
  const own = held.filter((row) => row.user === user);
  badge.hidden = !own.length;
  badge.querySelector("[data-held-number]").textContent = own.length;
  badge.classList.toggle("bad", own.some((row) => row.state === "refused"));
  dialog.querySelector("[data-held-rows]").replaceChildren(...own.map(line));
  dialog.querySelector("[data-held-send]").hidden = own.every((row) => row.state === "refused");
  if (!own.length) dialog.close();
}

// One that waits, in its form again: what was ticked, what was typed, the photos, and the key by which it is known.
async function reopen(row) {
  const form = document.querySelector("form[data-holds]");
  if (!row || !form || row.user !== user) return;
  const { restore } = await import("./form.js");
  const texts = row.fields.filter(([, value]) => typeof value === "string");
  restore(form, JSON.stringify(texts.map(([name, value]) => [name, value, true, row.title])));
  for (const [name, value] of texts) if (form.elements[name]?.type === "hidden" && name !== "csrfmiddlewaretoken") form.elements[name].value = value;
  const files = new DataTransfer();
  for (const [name, value] of row.fields) if (name === "files" && value instanceof File) files.items.add(value);
  const input = form.querySelector("[data-dz-input]");
  if (input && files.files.length) { input.files = files.files; input.dispatchEvent(new Event("change")); }
}

// The draft of what is held would fill the next form.
function forget(customer) {
  const key = `draft:${document.querySelector("form[data-holds]")?.dataset.draft.replace(/-\d+$/, "")}`;
  for (const one of [key, `${key}-${customer}`]) localStorage.removeItem(one);
}

function begin(onTheForm) {
  const worker = `${link.dataset.offline}?${new URLSearchParams({ form: link.pathname, apart: link.dataset.apart })}`;
  navigator.serviceWorker.register(worker, { scope: "/" }).catch(() => {});
  if (navigator.onLine) { tell({ do: "send" }); tell({ do: "warm" }); }
  if (onTheForm && place.searchParams.has("again")) tell({ do: "open", key: place.searchParams.get("again") });
}

// A page that is being drawn on a slow phone has no time for copies; the form itself cannot wait.
function start() {
  const onTheForm = place.pathname === link.pathname;
  navigator.serviceWorker.addEventListener("message", ({ data }) => {
    if (data.held) show(data.held);
    if (data.sent && data.user === user) toast(word("held_sent", { name: data.sent }), { tone: "ok" });
    if ("opened" in data) reopen(data.opened);
  });
  if (navigator.serviceWorker.controller) tell({ do: "ask" });
  if (onTheForm) addEventListener("load", () => begin(true), { once: true });
  else setTimeout(begin, CALM);
  addEventListener("online", () => tell({ do: "send" }));
  badge.addEventListener("click", () => dialog.showModal());
  dialog.querySelector("[data-held-send]").addEventListener("click", () => tell({ do: "send" }));
  if (onTheForm && place.searchParams.has("held")) {
    forget(place.searchParams.get("held"));
    toast(word("held_here"));
    history.replaceState(null, "", place.pathname);
  }
}

if (link && badge && dialog && navigator.serviceWorker) start();
