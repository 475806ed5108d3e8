// Attachments: drag onto the zone, paste a screenshot, take a photo, or choose. All end in one file input that the form sends.
import { toast } from "./toasts.js";
import { word } from "./words.js";

const ready = new WeakSet();
const MOST_MB = 50;
const LONG_EDGE = 2000, SMALL = 1e6;

// A phone's photo has twelve megapixels and says where it was taken. With data-shrink a smaller one is sent, which says the same
// and gets through a weak signal; what the browser cannot draw goes as it is.
async function shrink(file) {
  if (!file.type.startsWith("image/") || file.size < SMALL) return file;
  try {
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, LONG_EDGE / Math.max(picture.width, picture.height));
    const canvas = new OffscreenCanvas(Math.round(picture.width * scale), Math.round(picture.height * scale));
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    const blob = await canvas.convertToBlob({ type: "image/jpeg", quality: 0.82 });
    return blob.size < file.size ? new File([blob], file.name.replace(/\.\w+$/, ".jpg"), { type: blob.type }) : file;
  } catch { return file; }
}

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
  async function add(more) {
    for (const given of more) {
      const file = zone.hasAttribute("data-shrink") ? await shrink(given) : given;
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
