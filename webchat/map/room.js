// Runs once, when the room is there: a click on a point opens its passage; a touch, which has no
// hovering before it, tells the passage under the map first, and a second one opens it. Texts come
// as data and are only ever set as textContent.
const picked = element.querySelector(".picked");
const [title, said] = [picked.querySelector(".title"), picked.querySelector(".said")];
const link = picked.querySelector("a");
const attached = new WeakSet(); // a plot that is drawn anew may be another element
let touched = false;

function open(address) {
  document.dispatchEvent(new CustomEvent("hoibao:open", { detail: address }));
}

// The title and the text of a hover text, as characters again: the parsed document is never shown.
function told(hovertext) {
  const parsed = new DOMParser().parseFromString(hovertext.replaceAll("<br>", " "), "text/html");
  const heading = [...parsed.querySelectorAll("b")];
  for (const line of heading) line.remove();
  return [heading.map((line) => line.textContent).join(" "), parsed.body.textContent.trim()];
}

function tell(point) {
  [title.textContent, said.textContent] = told(point.hovertext);
  link.setAttribute("href", point.customdata);
  picked.hidden = false;
}

function clicked({ points }) {
  const point = points.find((one) => one.customdata);
  if (!point) return;
  const again = !picked.hidden && link.getAttribute("href") === point.customdata;
  if (touched && !again) tell(point);
  else open(point.customdata);
}

picked.querySelector("button").addEventListener("click", () => {
  picked.hidden = true;
});

function attach(plot) {
  if (attached.has(plot) || !plot.on) return;
  attached.add(plot);
  plot.setAttribute("role", "group");
  plot.setAttribute("aria-label", picked.dataset.label);
  plot.on("plotly_click", clicked);
  // plotly itself follows the window alone, but the article opens beside the map.
  let width = plot.clientWidth;
  new ResizeObserver(() => {
    if (plot.clientWidth && plot.clientWidth !== width) {
      width = plot.clientWidth;
      window.dispatchEvent(new Event("resize"));
    }
  }).observe(plot);
}

document.addEventListener("pointerdown", (event) => {
  touched = event.pointerType === "touch";
}, true);
function attachAll() {
  for (const plot of document.querySelectorAll("#map .js-plotly-plot")) attach(plot);
}

attachAll(); // the plot may be there before this room
new MutationObserver(attachAll).observe(document.body, {
  childList: true,
  subtree: true,
  attributeFilter: ["class"],
});
