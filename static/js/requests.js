// htmx manners: a thin bar for what takes over 300 ms, refusals said in words, nothing sent while a Chinese word is being composed.
import { toast } from "./toasts.js";
import { word } from "./words.js";

const bar = document.createElement("div");
bar.className = "bar-top";
bar.setAttribute("aria-hidden", "true");
document.body.append(bar);

let timer = 0;
document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.detail.elt.matches?.("#counts")) return;
  clearTimeout(timer);
  timer = setTimeout(() => bar.classList.add("on"), 300);
});
document.addEventListener("htmx:afterRequest", () => {
  clearTimeout(timer);
  bar.classList.remove("on");
});

const said = { 403: "forbidden", 404: "gone", 409: "late", 412: "stale", 429: "busy" };
document.addEventListener("htmx:responseError", (event) => {
  const { xhr } = event.detail;
  let text = "";
  if ((xhr.getResponseHeader("Content-Type") || "").includes("json")) {
    try { text = JSON.parse(xhr.responseText).detail || ""; } catch { /* not ours: say it by status */ }
  }
  toast(text || word(said[xhr.status] || "broken"), { tone: "bad" });
});
// Nobody asked for the numbers, so nobody misses them without signal.
document.addEventListener("htmx:sendError", (event) => {
  if (!event.detail.elt.matches?.("#counts")) toast(word("offline"), { tone: "bad" });
});

let composing = null;
document.addEventListener("compositionstart", (event) => { composing = event.target; });
document.addEventListener("compositionend", (event) => {
  composing = null;
  event.target.dispatchEvent(new Event("input", { bubbles: true }));
});
document.addEventListener("htmx:confirm", (event) => {
  if (composing && event.detail.elt.contains(composing)) event.preventDefault();
});
