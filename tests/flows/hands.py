"""Hands that never leave the keyboard, and see at each step where they are."""

from __future__ import annotations

from playwright.sync_api import Page

MOST_TABS = 60
"""Stops between the top of a page and anything on it; a form of ours has fewer than thirty."""

WHERE = """() => {
  const node = document.activeElement;
  return node === document.body ? "" : node.id ? "#" + node.id : node.tagName.toLowerCase() + "." + node.className;
}"""
# Where one types, the caret is the mark. Elsewhere something must look otherwise with the focus than without it, on the
# control itself or on what is drawn for it (a chip around its radio).
MARKED = """() => {
  const node = document.activeElement;
  const typed = "textarea, input:not([type=radio], [type=checkbox], [type=submit], [type=button], [type=file])";
  const drawn = [node, node.closest("label"), node.closest("tr")].filter(Boolean);
  const box = (node.closest("label") || node).getBoundingClientRect();
  if (box.bottom <= 0 || box.top >= innerHeight || box.right <= 0 || box.left >= innerWidth) return false;
  if (node.matches(typed)) return getComputedStyle(node).caretColor !== "rgba(0, 0, 0, 0)";
  const look = () => drawn.map((one) => {
    const style = getComputedStyle(one);
    const outline = style.outlineStyle === "none" ? "none" : style.outlineStyle + style.outlineWidth + style.outlineColor;
    return [outline, style.boxShadow, style.borderColor, style.backgroundColor].join();
  }).join();
  const on = look();
  node.blur();
  const off = look();
  node.focus({ preventScroll: true });
  return on !== off;
}"""


class Hands:
    def __init__(self, page: Page) -> None:
        self.page = page
        self.unseen: list[str] = []
        page.add_init_script(
            "for (const kind of ['pointerdown', 'mousedown', 'touchstart'])"
            " addEventListener(kind, () => { sessionStorage.mouse = kind }, true)"
        )

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)

    def look(self) -> None:
        """Where am I? Noted when nothing on the screen says so."""
        where = self.page.evaluate(WHERE)
        if where and not self.page.evaluate(MARKED):
            self.unseen.append(f"{self.page.url} {where}")

    def to(self, selector: str, key: str = "Tab") -> None:
        """Go on until the focus is on what `selector` names; each stop on the way must be seen too."""
        for _stop in range(MOST_TABS):
            if self.page.evaluate("(wanted) => document.activeElement.matches(wanted)", selector):
                return
            self.page.keyboard.press(key)
            self.look()
        raise AssertionError(f"{selector} is not reached by {key} on {self.page.url}")

    def past_the_frame(self) -> None:
        """The first stop of every page leads past its sidebar."""
        self.to(".skip")
        self.press("Enter")

    def used_a_mouse(self) -> bool:
        return bool(self.page.evaluate("sessionStorage.mouse || ''"))
