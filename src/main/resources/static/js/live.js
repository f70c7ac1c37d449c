// While somebody is at a provider's consent page in another tab, the cards here say so, and change by themselves when it ends.
// Asks every five seconds at most, and not at all in a hidden tab.
const EVERY = 5000;
const channel = new BroadcastChannel("patchbay");
let asked = 0;
let expecting = 0;

const refresh = async () => {
  const found = document.getElementById("found");
  asked = Date.now();
  expecting -= 1;
  const answer = await fetch(location.href, { headers: { "HX-Request": "true" } }).catch(() => null);
  if (!answer?.ok || document.querySelector("dialog[open]")) {
    return;
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.getElementById("found");
  if (!fresh || !found.isConnected || fresh.innerHTML === found.innerHTML) {
    return;
  }
  const ended = [...found.querySelectorAll("[data-connecting]")].filter(
    (card) => !fresh.querySelector(`#${card.id}[data-connecting]`),
  );
  const focused = document.activeElement?.closest("#found [id]")?.id;
  found.replaceWith(fresh);
  htmx.process(fresh);
  document.getElementById("sentence").textContent = page.getElementById("sentence").textContent;
  if (focused) {
    document.querySelector(`#${focused} h3 a`)?.focus();
  }
  document.getElementById("live").textContent = ended
    .map((card) => document.querySelector(`#${card.id}`))
    .map((card) => card && `${card.querySelector("h3 a").textContent}: ${card.querySelector(".status, .button")?.textContent.trim()}`)
    .filter(Boolean)
    .join(". ");
};

const look = () => {
  const open = document.querySelector("#found [data-connecting]");
  if ((open || expecting > 0) && !document.hidden && Date.now() - asked >= EVERY && document.getElementById("found")) {
    refresh();
  }
};
setInterval(look, 1000);
document.addEventListener("visibilitychange", look);
channel.addEventListener("message", () => {
  // Soon, when the other tab has got to where it goes, and once more in case that took long.
  expecting = 2;
  asked = Math.max(asked, Date.now() - EVERY + 1500);
});

// This tab tells the others that a flow begins here, or that one has just ended.
document.addEventListener("submit", (event) => {
  if (event.target.action.endsWith("/authorizations")) {
    setTimeout(() => channel.postMessage("began"), 0);
  }
});
if (new URLSearchParams(location.search).has("done")) {
  channel.postMessage("ended");
}
