// <div id="heard" data-waiting="3000"> looks again by itself until it is there without data-waiting; never in a hidden tab.
const look = async () => {
  const waiting = document.querySelector("[data-waiting]");
  if (!waiting) return;
  if (document.visibilityState === "visible") {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
    const page = answer?.ok && new DOMParser().parseFromString(await answer.text(), "text/html");
    const now = page && page.getElementById(waiting.id);
    if (now && !now.hasAttribute("data-waiting")) {
      for (const id of [waiting.id, ...(waiting.dataset.also ?? "").split(" ")]) {
        const part = page.getElementById(id);
        if (part) document.getElementById(id)?.replaceWith(document.adoptNode(part));
      }
      return;
    }
  }
  setTimeout(look, Number(waiting.dataset.waiting));
};
document.addEventListener("DOMContentLoaded", () => setTimeout(look, 1500));
