// Attachments: drag onto the zone, paste a screenshot, take a photo, or choose. All end in one file input that the form sends.
import { toast } from "./toasts.js";
import { word } from "./words.js";

const ready = new WeakSet();
const MOST_MB = 50;

function make(zone) {
  const input = zone.querySelector("[data-dz-input]");
  const camera = zone.querySelector("[data-dz-camera]");
  const list = zone.querySelector("[data-dz-list]");
  const files = new DataTransfer();
  zone.classList.add("dz-on");

  function draw() {
    input.files = files.files;
    list.replaceChildren(...[...files.files].map((file, index) => {
      const row = document.createElement("li");
      if (file.type.startsWith("image/")) {
        const image = document.createElement("img");
        image.alt = "";
        const reader = new FileReader();
        reader.onload = () => { image.src = reader.result; };
        reader.readAsDataURL(file);
        row.append(image);
      }
      const name = document.createElement("span");
      name.className = "ell";
      name.textContent = `${file.name} · ${file.size < 1e5 ? `${Math.ceil(file.size / 1e3)} kB` : `${(file.size / 1e6).toFixed(1)} MB`}`;
      const drop = document.createElement("button");
      Object.assign(drop, { type: "button", className: "btn btn-sm btn-i btn-bare", textContent: "×" });
      drop.setAttribute("aria-label", word("remove", { name: file.name }));
      drop.addEventListener("click", () => { files.items.remove(index); draw(); });
      row.append(name, drop);
      return row;
    }));
  }
  function add(more) {
    for (const file of more) {
      if (file.size > MOST_MB * 1e6) toast(word("too_large", { name: file.name, mb: MOST_MB }), { tone: "bad" });
      else files.items.add(file);
    }
    draw();
  }

  input.addEventListener("change", () => add([...input.files]));
  camera?.addEventListener("change", () => { add([...camera.files]); camera.value = ""; });
  for (const kind of ["dragenter", "dragover"]) zone.addEventListener(kind, (event) => { event.preventDefault(); zone.classList.add("over"); });
  for (const kind of ["dragleave", "drop"]) zone.addEventListener(kind, () => zone.classList.remove("over"));
  zone.addEventListener("drop", (event) => { event.preventDefault(); add([...event.dataTransfer.files]); });
  (zone.closest("form") || zone).addEventListener("paste", (event) => {
    const pasted = [...(event.clipboardData?.files || [])];
    if (pasted.length) { event.preventDefault(); add(pasted); }
  });
}

export function enhance(root) {
  for (const zone of root.querySelectorAll?.("[data-dropzone]") || []) if (!ready.has(zone)) { ready.add(zone); make(zone); }
}
