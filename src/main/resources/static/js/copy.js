// <button data-copy="text" data-copied="Copied"> copies, and says so for a moment; <pre data-copy> marks its text when touched.
document.addEventListener("click", async (event) => {
  const from = event.target.closest("[data-copy]");
  if (from?.dataset.copy) {
    await navigator.clipboard.writeText(from.dataset.copy);
    const before = [...from.childNodes];
    from.textContent = from.dataset.copied;
    // Below an open dialog everything is inert, its announcements too.
    const live = from.closest("dialog")?.querySelector("[data-live]") ?? document.getElementById("live");
    live.textContent = from.dataset.copied;
    setTimeout(() => from.replaceChildren(...before), 1600);
  } else if (from) {
    getSelection().selectAllChildren(from);
  }
});
