// A form with data-live is sent while its reader types, for those whose browser allows it.
let typing;
document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-live]");
  if (form) {
    clearTimeout(typing);
    typing = setTimeout(() => htmx.trigger(form, "live"), 200);
  }
});
