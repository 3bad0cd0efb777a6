// Runs once, when the panel is there: opens the article of any citation that is clicked, at its
// very place. Texts come as data and are only ever set as textContent.
const find = (selector) => element.querySelector(selector);
const sheet = find(".sheet");
const article = find(".article");
const original = find(".original");
const closing = find(".close");
const tools = find(".tools");
const room = document.getElementById("room");
const desk = document.getElementById("desk");
const over = matchMedia("(max-width: 820px)"); // where the panel covers the conversation
const CITATION = 'a[href^="#cite:"]';
let cited = null; // the link that was clicked last
let siblings = []; // the links of the same answer, in its order
let source = ""; // what a copied quote is followed by
let turn = 0; // of several links clicked quickly, the last one wins

function make(name, kind, ...inside) {
  const made = document.createElement(name);
  if (kind) made.className = kind;
  made.append(...inside);
  return made;
}

// The quote is one mark, though its short answer is a piece of its own.
function marked(pieces) {
  const parts = [];
  let mark = null;
  for (const [text, role] of pieces) {
    if (!text) continue;
    if (role === "here" || role === "answer") {
      if (!mark) parts.push((mark = make("mark", "here")));
      mark.append(role === "answer" ? make("strong", "", text) : text);
      continue;
    }
    mark = null;
    parts.push(role === "other" ? make("mark", "other", text) : text);
  }
  return parts;
}

function show(opened) {
  find(".heading").textContent = opened.title || "";
  find(".facts").textContent = opened.facts || "";
  find(".told").textContent = "";
  source = opened.cited || "";
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
    parts.push(make(part.kind === "title" ? "h2" : "p", "part " + part.kind, ...marked(part.pieces)));
  }
  article.replaceChildren(...parts);
  number();
}

// Which of the answer's quotes this is, and what can be done with it.
function number() {
  const at = siblings.indexOf(cited);
  const many = at >= 0 && siblings.length > 1;
  for (const step of sheet.querySelectorAll(".step")) {
    step.hidden = !many;
    step.disabled = !siblings[at + Number(step.dataset.step)];
  }
  find(".count").textContent = many
    ? sheet.dataset.quoteOf.replace("{n}", at + 1).replace("{all}", siblings.length)
    : "";
  find(".copy").hidden = !article.querySelector("mark.here");
  tools.hidden = !many && find(".copy").hidden && original.hidden;
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

async function open(href, link) {
  const mine = ++turn;
  cited?.classList.remove("open");
  cited = link;
  link?.classList.add("open");
  siblings = [...(link?.closest(".answer")?.querySelectorAll(CITATION) ?? [])];
  turnTo(true);
  if (over.matches && !history.state?.reading) history.pushState({ reading: true }, "");
  const waiting = setTimeout(() => {
    if (mine === turn) show({ note: sheet.dataset.opening });
  }, 200);
  const others = siblings.map((one) => one.getAttribute("href")).filter((one) => one !== href);
  const opened = await server.opened({ link: href, others }).catch(() => null);
  clearTimeout(waiting);
  if (mine !== turn) return;
  show(opened ?? { error: sheet.dataset.unreachable }); // Gradio gives undefined if nothing came
  scrollToMark();
}

function step(by) {
  const next = siblings[siblings.indexOf(cited) + by];
  if (!next || !siblings.includes(cited)) return;
  open(next.getAttribute("href"), next);
  next.scrollIntoView({ block: "nearest" });
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

async function copy() {
  const quote = article.querySelector("mark.here")?.textContent;
  const done = quote && (await window.hoiBao.copy(`“${quote}” — ${source}`));
  find(".told").textContent = done ? sheet.dataset.copied : sheet.dataset.notCopied;
}

document.addEventListener("click", async (event) => {
  const link = event.target.closest?.(`${CITATION}, a[href^="#article:"]`);
  if (!link) return;
  event.preventDefault();
  await open(link.getAttribute("href"), link);
  closing.focus({ preventScroll: true });
});
document.addEventListener("hoibao:open", (event) => open(String(event.detail), null));
sheet.addEventListener("keydown", (event) => {
  const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (by) step(by);
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !document.querySelector("dialog[open]")) close();
});
over.addEventListener("change", cover);
window.addEventListener("popstate", (event) => {
  if (!event.state?.reading) shut();
});
closing.addEventListener("click", close);
find(".copy").addEventListener("click", copy);
for (const one of sheet.querySelectorAll(".step")) {
  one.addEventListener("click", () => step(Number(one.dataset.step)));
}
