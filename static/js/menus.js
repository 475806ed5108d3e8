// Menus are <details class="drop">, dialogs are <dialog>: both work alone. This adds closing by Escape, by a click elsewhere,
// arrow keys inside a menu, and opening a dialog from a link: <a href="/page/" data-dialog="id">.
// What every page opens (palette, + sheet) is a <dialog class="pal" popover>: a modal dialog makes everything behind it inert,
// and a slow phone then styles the whole page anew before it paints, 70 ms of a tap instead of 28. It covers the page, so no
// tap reaches through. Old browsers get the dialog.
const open = () => document.querySelectorAll("details.drop[open]");

export const isOpen = (dialog) => dialog.matches(":is([open], :popover-open)");

export function show(dialog) {
  if (dialog.popover && dialog.showPopover) dialog.showPopover(); else dialog.showModal();
}

export function hide(dialog) {
  if (dialog.popover && dialog.hidePopover) dialog.hidePopover(); else dialog.close();
}

document.addEventListener("click", (event) => {
  for (const menu of open()) if (!menu.contains(event.target)) menu.open = false;
  const opener = event.target.closest("[data-dialog]");
  const dialog = opener && document.getElementById(opener.dataset.dialog);
  if (dialog && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    show(dialog);
  }
  const left = event.target.closest("[data-dialog-close]")?.closest("dialog");
  if (left) hide(left);
  if (event.target instanceof HTMLDialogElement && event.target.matches(".dlg")) {
    const box = event.target.getBoundingClientRect();
    const inside = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
    if (!inside) event.target.close();
  }
});

document.querySelectorAll("dialog.pal").forEach((dialog) => {
  dialog.addEventListener("click", (event) => { if (event.target === dialog) hide(dialog); });
  dialog.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !dialog.contains(event.relatedTarget)) hide(dialog);
  });
});

document.addEventListener("keydown", (event) => {
  const menu = event.target.closest?.("details.drop[open]") || [...open()].at(-1);
  if (!menu) return;
  if (event.key === "Escape") {
    menu.open = false;
    menu.querySelector("summary").focus();
    return;
  }
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  if (event.target.matches("input, textarea, select")) return;
  const items = [...menu.querySelectorAll(".drop-m a, .drop-m button")];
  if (!items.length) return;
  const at = items.indexOf(document.activeElement);
  const next = event.key === "ArrowDown" ? at + 1 : at - 1;
  items[(next + items.length) % items.length].focus();
  event.preventDefault();
});

document.querySelectorAll("dialog[data-open]").forEach((dialog) => dialog.showModal());
