// Boards: a card is dragged onto a column, or moved by keys; both press the button of the card's own menu, which works without
// this. Onto a column no menu item leads to, the server is asked all the same and says why not.
import { addKey } from "./keys.js";

const box = () => document.querySelector("[data-board]");
const cardAt = (node) => node?.closest?.("[data-card]");
let lifted = null;

function way(card, column) {
  return [...card.querySelectorAll("[data-to]")].find((item) => item.dataset.to === column);
}

function move(card, column) {
  if (!card || card.dataset.column === column) return;
  const item = way(card, column);
  if (item) { item.click(); return; }
  const ask = document.createElement("button");
  Object.assign(ask, { name: "drop", value: `${column}.${card.dataset.card}`, hidden: true });
  card.append(ask);
  ask.click();
  ask.remove();
}

function land() {
  for (const part of document.querySelectorAll("[data-board] .takes, [data-board] .over")) part.classList.remove("takes", "over");
  lifted?.classList.remove("lifted");
  lifted = null;
}

document.addEventListener("dragstart", (event) => {
  lifted = cardAt(event.target);
  if (!lifted) return;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", lifted.querySelector("a").href);
  event.dataTransfer.setDragImage(lifted, 20, 20);
  lifted.classList.add("lifted");
  for (const part of box().querySelectorAll("section[data-column]")) part.classList.toggle("takes", Boolean(way(lifted, part.dataset.column)));
});
document.addEventListener("dragover", (event) => {
  const part = lifted && event.target.closest?.("section[data-column]");
  for (const other of box()?.querySelectorAll(".over") || []) if (other !== part) other.classList.remove("over");
  if (!part) return;
  event.preventDefault();
  part.classList.add("over");
});
document.addEventListener("drop", (event) => {
  const part = lifted && event.target.closest?.("section[data-column]");
  if (!part) return;
  event.preventDefault();
  const card = lifted;
  land();
  move(card, part.dataset.column);
});
document.addEventListener("dragend", land);

function focused() { return cardAt(document.activeElement); }

function go(card) {
  card?.querySelector("a").focus();
  card?.scrollIntoView({ block: "nearest", inline: "nearest" });
}

// Arrows walk over the cards; with Shift the left and right one move the card to the nearest column its menu leads to.
document.addEventListener("keydown", (event) => {
  const card = focused();
  if (!card || !event.key.startsWith("Arrow") || document.activeElement !== card.querySelector("a")) return;
  const columns = [...box().querySelectorAll("section[data-column]")];
  const at = columns.indexOf(card.closest("section"));
  const step = event.key === "ArrowRight" || event.key === "ArrowDown" ? 1 : -1;
  event.preventDefault();
  if (event.key === "ArrowUp" || event.key === "ArrowDown") {
    const cards = [...columns[at].querySelectorAll("[data-card]")];
    go(cards[cards.indexOf(card) + step]);
    return;
  }
  const ahead = step > 0 ? columns.slice(at + 1) : columns.slice(0, at).reverse();
  if (!event.shiftKey) { go(ahead.map((part) => part.querySelector("[data-card]")).find(Boolean)); return; }
  const target = ahead.find((part) => way(card, part.dataset.column)) || ahead[0];
  if (target) move(card, target.dataset.column);
});

export function enhance() {
  const board = box();
  if (!board) return;
  for (const card of board.querySelectorAll("[data-card]")) card.draggable = true;
  addKey("m", board.dataset.keyMove, () => {
    const menu = focused()?.querySelector("details");
    if (!menu) return false;
    menu.open = true;
    menu.querySelector(".drop-m a, .drop-m button").focus();
    return true;
  });
}
