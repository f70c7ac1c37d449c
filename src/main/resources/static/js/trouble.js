// When an answer doesn't come, or isn't one, the page says so instead of staying silent.
const say = () => {
  const words = document.getElementById("went-wrong");
  document.querySelector(".flash[role=alert]")?.remove();
  if (words) {
    document.getElementById("main").before(words.content.cloneNode(true));
  }
};
document.addEventListener("htmx:responseError", say);
document.addEventListener("htmx:sendError", say);
document.addEventListener("htmx:timeout", say);
