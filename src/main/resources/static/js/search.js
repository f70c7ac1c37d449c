// "/" goes to the search, as its key cap says. Arrows move through what was found, Enter opens it.
const found = "#found :is(.trouble, .card, .tile) h3 a";
document.addEventListener("keydown", (event) => {
  const at = event.target;
  const search = document.querySelector("input[type=search]");
  if (!search || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) {
    return;
  }
  const typing = at.closest("input, textarea, select, [contenteditable]");
  if (event.key === "/" && !typing) {
    event.preventDefault();
    search.focus();
    search.select();
    return;
  }
  const cards = [...document.querySelectorAll(found)];
  const here = cards.indexOf(at);
  if (at !== search && here < 0) {
    return;
  }
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    const next = here + (event.key === "ArrowDown" ? 1 : -1);
    (next < 0 ? search : cards[next] ?? at).focus();
  } else if (event.key === "Enter" && at === search && search.value) {
    // Only what is on the page already: otherwise the form is sent, and the answer shows it.
    const shown = new URLSearchParams(location.search).get("q");
    if (cards.length && shown === search.value.trim()) {
      event.preventDefault();
      cards[0].click();
    }
  }
});
