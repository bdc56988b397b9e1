// Shows the last page (src/crash.rs) when the program has ended. Not a part of it, so that it works then.
(() => {
  let shown = false;

  const show = (details) => {
    const template = document.getElementById("crash");
    if (shown || !template) return;
    shown = true;
    const page = template.content.firstElementChild.cloneNode(true);
    const unkept = document.documentElement.hasAttribute("data-unkept");
    page.querySelector(unkept ? ".crash-kept" : ".crash-unkept").remove();
    page.querySelector("a").href = location.pathname;
    const text = [details, location.pathname, navigator.userAgent, new Date().toISOString()].join("\n");
    page.querySelector("pre").textContent = text;
    const copy = page.querySelector("button");
    copy.onclick = async () => {
      await navigator.clipboard?.writeText(text);
      copy.textContent = copy.dataset.copied;
    };
    const title = page.querySelector("h1");
    title.tabIndex = -1;
    document.body.replaceChildren(page);
    document.title = title.textContent;
    title.focus();
    // What ended the program may have been a click, which gives the focus away once it was told.
    setTimeout(() => title.focus());
  };

  document.addEventListener("configurator:panic", (event) => show(event.detail));
  // Memory that has run out, or is damaged, ends the program without a panic.
  const ended = (error) => error instanceof WebAssembly.RuntimeError && show(`${error.name}: ${error.message}`);
  addEventListener("error", (event) => ended(event.error));
  addEventListener("unhandledrejection", (event) => ended(event.reason));
})();
