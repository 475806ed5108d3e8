// Fetches a page when the pointer rests on its link, so that the click finds it ready. Same origin, GET, once each;
// not for people who save data, not for links marked data-no-prefetch.
const asked = new Set();
const saving = navigator.connection?.saveData;

function prefetch(link) {
  const url = new URL(link.href, location.href);
  if (url.origin !== location.origin || url.pathname === location.pathname || asked.has(url.href)) return;
  if (link.closest("[data-no-prefetch]") || link.hasAttribute("download") || link.target === "_blank") return;
  asked.add(url.href);
  const hint = document.createElement("link");
  hint.rel = "prefetch";
  hint.href = url.href;
  document.head.append(hint);
}

if (!saving && matchMedia("(hover: hover)").matches) {
  let timer = 0;
  document.addEventListener("pointerover", (event) => {
    clearTimeout(timer);
    const link = event.target.closest?.("a[href]");
    if (link) timer = setTimeout(() => prefetch(link), 80);
  });
}
