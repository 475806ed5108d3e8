// Turns <div data-picker="/pick/…/"><select> into a box with server search: name part, pinyin, initials, phone tail.
// The select stays and is what the form sends; its change event fires as ever.
import { word } from "./words.js";

const ready = new WeakSet();
let serial = 0;

function make(holder) {
  const select = holder.querySelector("select");
  const box = document.createElement("div");
  const input = document.createElement("input");
  const list = document.createElement("div");
  const clear = document.createElement("button");
  const id = `pk-${++serial}`;
  box.className = "pk-box";
  Object.assign(input, { type: "text", className: "form-control", autocomplete: "off", spellcheck: false, id: `${select.id}-box` });
  for (const [name, value] of Object.entries({ role: "combobox", "aria-expanded": "false", "aria-controls": id, "aria-autocomplete": "list" })) input.setAttribute(name, value);
  const label = document.querySelector(`label[for="${CSS.escape(select.id)}"]`);
  if (label) label.htmlFor = input.id;
  for (const name of ["aria-describedby", "aria-invalid", "placeholder"]) if (select.hasAttribute(name)) input.setAttribute(name, select.getAttribute(name));
  input.disabled = select.disabled;
  list.className = "pk-l";
  list.id = id;
  list.setAttribute("role", "listbox");
  list.hidden = true;
  Object.assign(clear, { type: "button", className: "pk-x", textContent: "×", tabIndex: -1 });
  clear.setAttribute("aria-label", word("remove", { name: "" }).trim());
  select.tabIndex = -1;
  select.setAttribute("aria-hidden", "true");
  holder.classList.add("pk-on");
  box.append(input, clear, list);
  holder.append(box);

  const shown = () => select.selectedOptions[0]?.textContent || "";
  const options = () => [...list.querySelectorAll("[role=option]")];
  let asked = null;
  let timer = 0;

  function sync() { input.value = shown(); clear.hidden = !select.value || select.required; }
  // Whatever is still to be asked or answered would open the list again, over the button the hand is moving to.
  function close() { clearTimeout(timer); asked?.abort(); list.hidden = true; input.setAttribute("aria-expanded", "false"); input.removeAttribute("aria-activedescendant"); }
  function mark(option) {
    list.querySelector(".on")?.classList.remove("on");
    if (!option) return;
    option.classList.add("on");
    input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }
  function set(value, text) {
    let option = [...select.options].find((o) => o.value === value);
    if (!option) { option = new Option(text, value); select.add(option); }
    select.value = value;
    select.dispatchEvent(new Event("change", { bubbles: true }));
    sync();
    close();
  }
  async function ask() {
    asked?.abort();
    asked = new AbortController();
    const typed = input.value === shown() ? "" : input.value.trim();
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    const url = new URL(holder.dataset.picker, location.href);
    url.searchParams.set("q", typed);
    for (const [name, value] of new URLSearchParams(holder.dataset.with || "")) url.searchParams.set(name, value);
    try {
      const answer = await fetch(url, { headers: { "X-Fragment": "1" }, signal: asked.signal });
      if (!answer.ok) throw new Error(answer.statusText);
      list.innerHTML = await answer.text();
      mark(options()[0]);
    } catch (error) {
      if (error.name !== "AbortError") { list.textContent = word("offline"); }
    }
  }

  input.addEventListener("focus", () => { input.select(); ask(); });
  input.addEventListener("input", (event) => { if (!event.isComposing) { clearTimeout(timer); timer = setTimeout(ask, 120); } });
  input.addEventListener("blur", () => setTimeout(() => { close(); sync(); }, 120));
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229) return;
    const all = options();
    const at = all.findIndex((o) => o.classList.contains("on"));
    if (event.key === "ArrowDown") { if (list.hidden) ask(); else mark(all[(at + 1) % all.length]); }
    else if (event.key === "ArrowUp") mark(all[(at - 1 + all.length) % all.length]);
    else if (event.key === "Enter" && !list.hidden && all[at]) set(all[at].dataset.value, all[at].dataset.label);
    else if (event.key === "Escape" && !list.hidden) { close(); sync(); event.stopPropagation(); }
    else return;
    event.preventDefault();
  });
  list.addEventListener("pointerdown", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) { event.preventDefault(); set(option.dataset.value, option.dataset.label); }
  });
  clear.addEventListener("click", () => { set("", ""); input.focus(); });
  select.addEventListener("change", sync);
  sync();
}

export function enhance(root) {
  const all = root.matches?.("[data-picker]") ? [root] : root.querySelectorAll?.("[data-picker]") || [];
  for (const holder of all) if (!ready.has(holder)) { ready.add(holder); make(holder); }
}
