/** What every page loads: links and forms that swap fragments, and the map where there is one. */
import { followPanel } from "./panel";
import { configureHtmx, goInPanel } from "./swaps";

/** How near the map must be before its code is fetched. */
const NEAR = "400px";

function loadMapWhenNear(root: HTMLElement): void {
  const watcher = new IntersectionObserver(
    (entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      watcher.disconnect();
      void import("./map");
    },
    { rootMargin: NEAR },
  );
  watcher.observe(root);
}

/** The link to the other language asks for what is shown now. */
function keepLanguageLink(page: Document): void {
  const link = page.querySelector<HTMLAnchorElement>("a.language");
  page.addEventListener("werkbank:filtered", () => {
    if (link !== null) link.search = location.search;
  });
}

// What needs a script shows itself; what is there for want of one goes.
document.documentElement.classList.add("js");
configureHtmx();
keepLanguageLink(document);
followPanel(document, goInPanel);
const map = document.getElementById("map");
if (map !== null) loadMapWhenNear(map);
if (document.querySelector("#writing, [data-copy]") !== null) void import("./pin");
const kind = document.getElementById("main")?.dataset.page;
if (kind === "queue") void import("./queue").then((queue) => queue.startQueue(document, window));
if (kind === "desk") void import("./desk").then((desk) => desk.startDesk(document));
const upload = document.querySelector<HTMLFormElement>("#upload");
if (upload !== null) void import("./upload").then((it) => it.startUpload(upload, window));
const form = document.querySelector<HTMLFormElement>(".process-form");
if (form !== null) void import("./draw").then((draw) => draw.startAreaForm(form));
