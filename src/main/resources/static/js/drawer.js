// The name of an integration opens its details in a drawer and pushes their address: a reload gives the page itself, Back gives
// the directory as it was. Without this script, the name is a link.
const drawer = document.getElementById("drawer");
if (drawer) {
  const names = "a[data-drawer], :is(.trouble, .card, .tile) h3 a";
  const inside = drawer.querySelector("[data-drawer-content]");
  const titleBelow = document.title;
  let below = location.href;
  let covered = false;
  document.addEventListener("htmx:pushedIntoHistory", () => (below = location.href));

  const open = async (href) => {
    covered = true;
    inside.replaceChildren();
    drawer.setAttribute("aria-busy", "true");
    if (!drawer.open) {
      drawer.showModal();
    }
    try {
      await htmx.ajax("GET", href, { target: inside, swap: "innerHTML", select: ".details" });
    } finally {
      drawer.removeAttribute("aria-busy");
    }
    const heading = inside.querySelector("h1");
    if (!heading) {
      location.assign(href);
      return;
    }
    document.title = titleBelow.replace(/^[^·]*/, `${heading.textContent} `);
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest(names);
    const elsewhere = event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
    if (link && !elsewhere && !drawer.contains(link)) {
      event.preventDefault();
      history.pushState({ drawer: link.href }, "", link.href);
      open(link.href);
    }
  });
  drawer.addEventListener("click", (event) => {
    if (event.target === drawer) {
      drawer.close();
    }
  });
  drawer.addEventListener("close", () => {
    document.title = titleBelow;
    if (history.state?.drawer) {
      history.back();
    }
  });
  addEventListener("popstate", (event) => {
    if (event.state?.drawer && event.state.drawer !== below) {
      open(event.state.drawer);
      return;
    }
    if (drawer.open) {
      drawer.close();
    }
    // What lay below is still there: htmx would fetch it again, and the focus would be lost.
    if (covered && location.href === below) {
      event.stopImmediatePropagation();
    }
    covered = false;
    // After a reload in the drawer this document is the details page: what lies below has to be fetched.
    if (location.href !== below) {
      location.reload();
    }
  });
}
