// Theme: follows the system while "auto", and changes at once when chosen; the server keeps the choice.
const root = document.documentElement;
const dark = matchMedia("(prefers-color-scheme: dark)");

function show() {
  const wanted = root.dataset.theme;
  root.dataset.bsTheme = wanted === "auto" ? (dark.matches ? "dark" : "light") : wanted;
}

dark.addEventListener("change", show);
document.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-theme-form]");
  if (!form || !event.submitter) return;
  event.preventDefault();
  const { value } = event.submitter;
  root.dataset.theme = value;
  show();
  for (const button of form.querySelectorAll("button")) button.setAttribute("aria-pressed", String(button.value === value));
  const body = new FormData(form);
  body.set("theme", value);
  fetch(form.action, { method: "POST", body, redirect: "manual" });
});
