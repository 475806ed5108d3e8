// A verdict that needs a reason asks for it first. Loaded with the page, not later: T pressed early must not post.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-needs-reason]");
  if (!button) return;
  const comment = button.form.elements.comment;
  if (comment.value.trim()) { comment.setCustomValidity(""); return; }
  event.preventDefault();
  event.stopPropagation();
  button.form.classList.add("ask");
  comment.focus();
}, true);
