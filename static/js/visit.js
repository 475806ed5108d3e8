// The visit form. 签到 asks the browser for the position once, at the tap, and puts it into the form's hidden fields.
const ready = new WeakSet();

function locate(button) {
  const form = button.form;
  const note = form.querySelector("[data-locate-note]");
  button.setAttribute("aria-busy", "true");
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      form.elements.latitude.value = coords.latitude.toFixed(6);
      form.elements.longitude.value = coords.longitude.toFixed(6);
      form.elements.accuracy.value = Math.round(coords.accuracy);
      note.textContent = `${button.dataset.done} ${Math.round(coords.accuracy)} m`;
      button.removeAttribute("aria-busy");
    },
    () => {
      note.textContent = button.dataset.failed;
      button.removeAttribute("aria-busy");
    },
    { enableHighAccuracy: true, timeout: 10000, maximumAge: 0 },
  );
}

// A next step gets the middle one of the offered days until another is tapped; without a next step there is none.
function offerDay(days) {
  const form = days.closest("form");
  const chips = [...days.querySelectorAll("input[type=radio]")];
  let own = chips.some((chip) => chip.checked);
  days.addEventListener("change", () => { own = true; });
  form.addEventListener("change", (event) => {
    if (event.target.name !== "next_kind" || own || form.elements.next_on.value) return;
    chips.forEach((chip, at) => { chip.checked = event.target.value !== "" && at === Math.min(1, chips.length - 1); });
  });
}

const minutes = (moment) => new Date(moment - new Date(moment).getTimezoneOffset() * 60_000).toISOString().slice(0, 16);

// What nobody touched means now: when it is sent, not when the page came. The server's clock counts, but a copy of the page
// (worker.js) is of another day, and so is the key by which the server knows a visit that comes twice.
function keepTime(form) {
  const { occurred_at: at, client_key: key, held_as: title, customer } = form.elements;
  const copy = document.documentElement.hasAttribute("data-copy");
  const drawn = Date.now(), said = copy ? drawn : new Date(at.value).getTime();
  if (copy) {
    key.value = crypto.randomUUID();
    at.value = at.defaultValue = minutes(drawn);
  }
  form.addEventListener("submit", () => {
    if (!form.hasAttribute("data-bound") && at.value === at.defaultValue) at.value = at.defaultValue = minutes(said + Date.now() - drawn);
    title.value ||= customer.selectedOptions?.[0]?.textContent.trim() || "";
  });
}

export function enhance(root) {
  for (const form of root.querySelectorAll?.("form[data-holds]") || []) {
    if (!ready.has(form)) { ready.add(form); keepTime(form); }
  }
  for (const days of root.querySelectorAll?.("[data-usual-day]") || []) {
    if (!ready.has(days)) { ready.add(days); offerDay(days); }
  }
  for (const button of root.querySelectorAll?.("[data-locate]") || []) {
    if (ready.has(button)) continue;
    ready.add(button);
    if (!navigator.geolocation) { button.disabled = true; continue; }
    button.addEventListener("click", () => locate(button));
  }
}
