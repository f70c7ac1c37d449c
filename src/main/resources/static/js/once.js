// A form is sent once: its button says that it is at work until the next page is there.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  if (form.method === "dialog" || form.method === "get" || form.closest("[hx-post], [hx-delete]")) {
    return;
  }
  form.dataset.sent = "yes";
  const button = event.submitter;
  if (button) {
    button.setAttribute("aria-busy", "true");
    if (button.dataset.busy) {
      button.textContent = button.dataset.busy;
    }
  }
});
// Back from the next page, the form may be sent again.
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    form.querySelector("[aria-busy]")?.removeAttribute("aria-busy");
  }
});
