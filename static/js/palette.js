// Ctrl+K or /: the palette. Results are a fragment of /search/. Up, Down, Enter; Tab goes to what can be done with the first hit.
import { typing } from "./keys.js";
import { hide, isOpen, show } from "./menus.js";

const dialog = document.getElementById("palette");
const input = dialog?.querySelector("input");
const list = dialog?.querySelector(".pal-list");
let waiting = 0;
let asked = null;
let answered = null;

const options = () => [...list.querySelectorAll("a")];

function choose(link) {
  list.querySelector("a.on")?.classList.remove("on");
  list.querySelectorAll("[aria-selected]").forEach((node) => node.removeAttribute("aria-selected"));
  if (!link) { input.removeAttribute("aria-activedescendant"); return; }
  link.id ||= `pal-${options().indexOf(link)}`;
  link.classList.add("on");
  link.setAttribute("aria-selected", "true");
  input.setAttribute("aria-activedescendant", link.id);
  link.scrollIntoView({ block: "nearest" });
}

async function ask() {
  asked?.abort();
  asked = new AbortController();
  answered = null;
  const text = input.value.trim();
  const url = `${dialog.dataset.url}?q=${encodeURIComponent(text)}`;
  try {
    const answer = await fetch(url, { headers: { "X-Fragment": "1" }, signal: asked.signal });
    if (!answer.ok) return;
    list.innerHTML = await answer.text();
    answered = text;
    list.querySelectorAll("ul").forEach((group) => group.setAttribute("role", "group"));
    list.querySelectorAll("li").forEach((line) => line.setAttribute("role", "presentation"));
    options().forEach((link) => link.setAttribute("role", "option"));
    choose(options()[0]);
  } catch (error) {
    if (error.name !== "AbortError") list.replaceChildren();
  }
}

// Who types and presses Enter at once means what they typed, not what the list still shows.
async function go() {
  clearTimeout(waiting);
  if (answered !== input.value.trim()) await ask();
  if (isOpen(dialog) && answered === input.value.trim()) list.querySelector("a.on")?.click();
}

export function openPalette() {
  if (!dialog || isOpen(dialog)) return;
  input.value = "";
  if (answered !== "") list.replaceChildren();
  show(dialog);
  input.focus();
  ask();
}

if (dialog) {
  document.addEventListener("keydown", (event) => {
    const summon = (event.key === "k" || event.key === "K") && (event.ctrlKey || event.metaKey);
    const slash = event.key === "/" && !event.ctrlKey && !event.metaKey && !typing(event) && !document.querySelector("dialog:is([open], :popover-open)");
    if (summon || slash) { event.preventDefault(); openPalette(); }
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-palette]") && !event.ctrlKey && !event.metaKey) { event.preventDefault(); openPalette(); }
  });
  input.addEventListener("input", (event) => {
    if (event.isComposing) return;
    clearTimeout(waiting);
    waiting = setTimeout(ask, 90);
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229) return;
    const all = options();
    const at = all.findIndex((link) => link.classList.contains("on"));
    if (event.key === "ArrowDown") choose(all[(at + 1) % all.length]);
    else if (event.key === "ArrowUp") choose(all[(at - 1 + all.length) % all.length]);
    else if (event.key === "Enter") go();
    else if (event.key === "Tab" && !event.shiftKey && list.querySelector("[data-actions] a")) choose(list.querySelector("[data-actions] a"));
    else return;
    event.preventDefault();
  });
  list.addEventListener("pointermove", (event) => {
    const link = event.target.closest("a");
    if (link && !link.classList.contains("on")) choose(link);
  });
}
