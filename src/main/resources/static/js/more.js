// Cards that were loaded while scrolling continue the group that they belong to.
document.addEventListener("htmx:afterSettle", () => {
  for (const section of document.querySelectorAll("#found > section + section")) {
    const before = section.previousElementSibling;
    const [one, other] = [before, section].map((it) => it.querySelector("h2")?.textContent.trim());
    const [into, from] = [before, section].map((it) => it.querySelector(".cards, .tiles, .trouble"));
    if (one && one === other && into && from) {
      into.append(...from.children);
      section.remove();
    }
  }
});
