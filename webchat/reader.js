// Runs once, when the panel is there: opens the article of any citation that is clicked, at its
// very place. Texts come as data and are only ever set as textContent.
const sheet = element.querySelector(".sheet");
const article = element.querySelector(".article");
const heading = element.querySelector(".heading");
const facts = element.querySelector(".facts");
const original = element.querySelector(".original");
const closing = element.querySelector(".close");
const room = document.getElementById("room");
const desk = document.getElementById("desk");
const over = matchMedia("(max-width: 820px)"); // where the panel covers the conversation
let cited = null; // the link that was clicked last
let turn = 0; // of several links clicked quickly, the last one wins

function make(name, kind, ...inside) {
  const made = document.createElement(name);
  if (kind) made.className = kind;
  made.append(...inside.filter((part) => part !== ""));
  return made;
}

function marked(part) {
  if (part.quote === undefined) return [part.before];
  const mark = make("mark", "here", part.quote);
  if (part.answer) mark.append(make("strong", "", part.answer));
  mark.append(part.rest);
  return [part.before, mark, part.after];
}

function show(opened) {
  heading.textContent = opened.title || "";
  facts.textContent = opened.facts || "";
  original.hidden = !opened.url;
  if (opened.url) original.href = opened.url;
  else original.removeAttribute("href");
  const parts = [];
  if (opened.error || opened.note) parts.push(make("p", "note", opened.error || opened.note));
  let related = false;
  for (const part of opened.parts || []) {
    if (part.kind === "teaser" && !related) {
      parts.push(make("h3", "related", sheet.dataset.related));
      related = true;
    }
    parts.push(make(part.kind === "title" ? "h2" : "p", "part " + part.kind, ...marked(part)));
  }
  article.replaceChildren(...parts);
}

function scrollToMark() {
  const mark = article.querySelector("mark.here");
  if (!mark) {
    article.scrollTop = 0;
    return;
  }
  const [view, place] = [article.getBoundingClientRect(), mark.getBoundingClientRect()];
  const spare = Math.max(16, (view.height - place.height) / 3);
  article.scrollTop += place.top - view.top - spare;
}

// Under the article that covers it, the conversation can't be reached by Tab.
function cover() {
  desk.inert = over.matches && room.classList.contains("reading");
}

// Beside the article the conversation is narrower: what was clicked stays where it was.
function turnTo(reading) {
  const link = cited?.isConnected ? cited : null;
  const before = link?.getBoundingClientRect().top;
  room.classList.toggle("reading", reading);
  cover();
  const log = link?.closest("[role=log]");
  if (log) log.scrollTop += link.getBoundingClientRect().top - before;
}

async function open(link) {
  const mine = ++turn;
  cited?.classList.remove("open");
  cited = link;
  link.classList.add("open");
  turnTo(true);
  if (over.matches && !history.state?.reading) history.pushState({ reading: true }, "");
  const waiting = setTimeout(() => {
    if (mine === turn) show({ note: sheet.dataset.opening });
  }, 200);
  let opened;
  try {
    opened = await server.opened(link.getAttribute("href"));
  } catch {
    opened = { error: sheet.dataset.unreachable };
  }
  clearTimeout(waiting);
  if (mine !== turn) return;
  show(opened);
  scrollToMark();
  closing.focus({ preventScroll: true });
}

function shut() {
  if (!room.classList.contains("reading")) return;
  turn += 1;
  turnTo(false);
  cited?.classList.remove("open");
  cited?.focus({ preventScroll: true });
}

// On a phone the article is a page of its own: the way back is the phone's own, too.
function close() {
  if (history.state?.reading && room.classList.contains("reading")) history.back();
  else shut();
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.('a[href^="#cite:"]');
  if (!link) return;
  event.preventDefault();
  open(link);
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") close();
});
over.addEventListener("change", cover);
window.addEventListener("popstate", (event) => {
  if (!event.state?.reading) shut();
});
closing.addEventListener("click", close);
