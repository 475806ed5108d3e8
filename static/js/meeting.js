// The Saturday meeting: full screen and paper. Changing the person is a link with a key; htmx swaps it in, so full screen stays.
let ready = false;

function press(event) {
  if (event.target.closest("[data-print]")) window.print();
  if (!event.target.closest("[data-fullscreen]")) return;
  if (document.fullscreenElement) document.exitFullscreen();
  else document.documentElement.requestFullscreen?.();
}

export function enhance() {
  document.querySelector(".s-meet nav .on")?.scrollIntoView({ block: "nearest", inline: "center" });
  if (ready) return;
  ready = true;
  document.addEventListener("click", press);
}
