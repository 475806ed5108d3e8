// In a <textarea data-mention="/pick/…/">, @ and the beginning of a name (or its pinyin) offers colleagues. Safe while an input method composes.
const TOKEN = /@([^\s@]{0,20})$/u;

const ready = new WeakSet();

function make(area) {
  const list = document.createElement("div");
  list.className = "pk-l mn-l";
  list.id = `${area.id}-people`;
  list.hidden = true;
  list.setAttribute("role", "listbox");
  area.after(list);
  area.setAttribute("aria-controls", list.id);
  area.setAttribute("aria-autocomplete", "list");
  let asked = null;
  let timer = 0;

  const options = () => [...list.querySelectorAll("[role=option]")];
  const token = () => TOKEN.exec(area.value.slice(0, area.selectionStart));
  function close() { clearTimeout(timer); asked?.abort(); list.hidden = true; area.removeAttribute("aria-activedescendant"); }
  function mark(option) {
    list.querySelector(".on")?.classList.remove("on");
    if (!option) return;
    option.classList.add("on");
    area.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }
  function choose(option) {
    const found = token();
    if (!found) return close();
    const at = found.index;
    area.setRangeText(`@${option.dataset.label} `, at, area.selectionStart, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
    close();
    area.focus();
  }
  async function ask() {
    const found = token();
    if (!found) return close();
    asked?.abort();
    asked = new AbortController();
    const url = new URL(area.dataset.mention, location.href);
    url.searchParams.set("q", found[1]);
    try {
      const answer = await fetch(url, { headers: { "X-Fragment": "1" }, signal: asked.signal });
      if (!answer.ok) return close();
      list.innerHTML = await answer.text();
      list.hidden = !options().length;
      mark(options()[0]);
    } catch { /* no network: a name can still be typed in full */ }
  }

  area.addEventListener("input", (event) => {
    clearTimeout(timer);
    if (event.isComposing) return;
    if (token()) timer = setTimeout(ask, 120);
    else close();
  });
  area.addEventListener("compositionend", () => { if (token()) ask(); });
  area.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229) return;
    if ((event.ctrlKey || event.metaKey) && event.key === "Enter") { event.preventDefault(); area.form.requestSubmit(); return; }
    if (list.hidden) return;
    const all = options();
    const at = all.findIndex((one) => one.classList.contains("on"));
    if (event.key === "ArrowDown") mark(all[(at + 1) % all.length]);
    else if (event.key === "ArrowUp") mark(all[(at - 1 + all.length) % all.length]);
    else if ((event.key === "Enter" || event.key === "Tab") && all[at]) choose(all[at]);
    else if (event.key === "Escape") { close(); event.stopPropagation(); }
    else return;
    event.preventDefault();
  });
  area.addEventListener("blur", () => setTimeout(close, 120));
  list.addEventListener("pointerdown", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) { event.preventDefault(); choose(option); }
  });
}

export function enhance(root) {
  for (const area of root.querySelectorAll?.("textarea[data-mention]") || []) if (!ready.has(area)) { ready.add(area); make(area); }
}
