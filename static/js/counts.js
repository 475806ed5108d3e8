// Puts the numbers of the fragment /counts/ beside the places in sidebar and tab bar. `refresh-counts` on body asks again.
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target.id !== "counts") return;
  for (const number of event.detail.target.querySelectorAll("[data-for]")) {
    for (const place of document.querySelectorAll(`[data-count="${CSS.escape(number.dataset.for)}"]`)) {
      place.textContent = number.textContent;
      place.hidden = !number.textContent;
    }
  }
});
