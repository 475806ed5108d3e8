// Starts everything. Pages work without it; what only some pages need is loaded when they have it.
import "./requests.js";
import "./toasts.js";
import "./menus.js";
import "./keys.js";
import "./reason.js";
import "./palette.js";
import "./counts.js";
import "./bell.js";
import "./prefetch.js";
import "./theme.js";
import "./held.js";

const lazy = [
  ["[data-inbox], [data-verdict]", () => import("./inbox.js")],
  ["[data-list]", () => import("./list.js")],
  ["[data-board], [data-card]", () => import("./board.js")],
  ["form[data-guard], form[data-draft], form[data-once]", () => import("./form.js")],
  ["[data-meeting]", () => import("./meeting.js")],
  ["[data-picker]", () => import("./picker.js")],
  ["[data-mention]", () => import("./mention.js")],
  ["[data-dropzone]", () => import("./dropzone.js")],
  ["form[data-holds]", () => import("./visit.js")],
];

// A phone shows three tabs of ten: the one we are in is among them when the page comes, and when the numbers of views do.
function showTab() {
  for (const tab of document.querySelectorAll(".s-views a.on")) {
    const row = tab.closest(".s-views");
    const before = tab.getBoundingClientRect().left - row.getBoundingClientRect().left;
    row.scrollLeft += before - (row.clientWidth - tab.offsetWidth) / 2;
  }
}

export function enhance(root) {
  if (root === document || root.id === "views") showTab();
  for (const [selector, load] of lazy) {
    const found = root.matches?.(selector) || root.querySelector(selector);
    if (found) load().then((part) => part.enhance(root));
  }
}

// A draft is forgotten by the page that follows the save, which has no form: its toast names the keys.
for (const toast of document.querySelectorAll("[data-draft-done]")) {
  for (const key of toast.dataset.draftDone.split(" ")) localStorage.removeItem(`draft:${key}`);
}

// What an ellipsis shortens is said whole to whoever points at it.
document.addEventListener("pointerover", ({ target }) => {
  const short = target.closest?.(".ell, .t-list td, .s-steps small");
  if (short && !short.title && short.scrollWidth > short.clientWidth) short.title = short.innerText.trim();
});

enhance(document);
document.addEventListener("htmx:load", (event) => enhance(event.detail.elt));
