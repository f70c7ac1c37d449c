// A link with data-drawer opens its page in the drawer and pushes its address: a reload gives the page itself, Back gives the
// page below as it was.
const drawer = document.getElementById("drawer");
if (drawer) {
  const inside = drawer.querySelector("[data-drawer-content]");
  const below = document.title;
  const open = async (href) => {
    drawer.setAttribute("aria-busy", "true");
    if (!drawer.open) {
      inside.replaceChildren();
      drawer.showModal();
    }
    try {
      await htmx.ajax("GET", href, { target: inside, swap: "innerHTML" });
    } finally {
      drawer.removeAttribute("aria-busy");
    }
    const heading = inside.querySelector("h1");
    if (!heading) {
      location.assign(href);
      return;
    }
    document.title = `${heading.textContent} · ${below.split(" · ").pop()}`;
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-drawer]");
    const elsewhere = event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
    if (link && !elsewhere && !drawer.contains(link)) {
      event.preventDefault();
      history.pushState({ drawer: link.href }, "", link.href);
      open(link.href);
    }
  });
  drawer.addEventListener("close", () => {
    document.title = below;
    if (history.state?.drawer) {
      history.back();
    }
  });
  drawer.addEventListener("click", (event) => {
    if (event.target === drawer || event.target.closest("[data-close]")) {
      event.preventDefault();
      drawer.close();
    }
  });
  addEventListener("popstate", (event) => {
    if (event.state?.drawer) {
      open(event.state.drawer);
    } else if (drawer.open) {
      drawer.close();
    }
  });
}
