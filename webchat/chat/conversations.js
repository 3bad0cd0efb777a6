// Runs once, when the panel is there: keeps each conversation in the browser's storage, lists
// them, and follows the links of the conversation. Texts are only ever set as textContent.
const KEPT = "hoi-bao.conversations"; // [{id, name, turns}], the latest first
const CURRENT = "hoi-bao.current"; // the conversation of this tab
const MOST = 100;
const LONGEST_ADDRESS = 6000; // characters: servers and messengers refuse longer ones

const find = (selector) => element.querySelector(selector);
const dialog = find("dialog");
const list = find("dialog ul");
const entry = find("template");
const told = find(".told");
const gone = find(".gone");
let erased = null; // what Undo brings back

function load() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEPT) ?? "[]");
    return Array.isArray(kept) ? kept.filter((one) => Array.isArray(one?.turns)) : [];
  } catch {
    return [];
  }
}

function store(conversations) {
  try {
    localStorage.setItem(KEPT, JSON.stringify(conversations.slice(0, MOST)));
  } catch {
    say(told.dataset.full);
  }
}

let quiet;
function say(sentence) {
  told.textContent = sentence;
  clearTimeout(quiet);
  quiet = setTimeout(() => (told.textContent = ""), 4000);
}

const questionOf = (turn) => turn?.answer?.question ?? "";

// ── the conversation on the page ──
function current() {
  return sessionStorage.getItem(CURRENT);
}

function begin(id) {
  if (id) sessionStorage.setItem(CURRENT, id);
  else sessionStorage.removeItem(CURRENT);
}

function keep(turns) {
  if (!turns?.length) return;
  const conversations = load();
  const id = current() ?? Date.now().toString(36) + Math.random().toString(36).slice(2, 8);
  begin(id);
  const known = conversations.find((one) => one.id === id);
  const name = known?.name ?? questionOf(turns[0]).slice(0, 120);
  store([{ id, name, turns }, ...conversations.filter((one) => one.id !== id)]);
}

// The address asks the same questions anew, in the same articles; the last ones, if they are many.
function address(turns) {
  const query = new URLSearchParams();
  for (const turn of turns) query.append("q", questionOf(turn));
  const scope = turns.at(-1)?.scope ?? {};
  for (const id of scope.articles ?? []) query.append("article", id);
  if (scope.own_text) query.set("own", "1");
  for (const name of ["since", "until"]) if (scope[name]) query.set(name, scope[name]);
  const made = location.pathname + (turns.length ? "?" + query : "");
  return made.length > LONGEST_ADDRESS && turns.length ? address(turns.slice(1)) : made;
}

function show(turns) {
  history.replaceState(history.state, "", address(turns));
  element.classList.toggle("asked", turns.length > 0);
}

function put(turns) {
  props.value = turns;
  show(turns);
  trigger("select");
}

watch("value", () => {
  keep(props.value);
  show(props.value ?? []);
});

// ── the list ──
function make(conversation) {
  const made = entry.content.cloneNode(true).firstElementChild;
  const part = (name) => made.querySelector(name);
  part(".open").textContent = conversation.name;
  const when = new Date(conversation.turns.at(-1)?.at);
  const shown = new Intl.DateTimeFormat(document.documentElement.lang, {
    dateStyle: "short",
    timeStyle: "short",
  });
  part(".when").textContent = isNaN(when) ? "" : shown.format(when);
  made.classList.toggle("current", conversation.id === current());
  part(".open").onclick = () => {
    begin(conversation.id);
    put(conversation.turns);
    dialog.close();
  };
  part(".delete").onclick = () => {
    erased = load();
    store(erased.filter((one) => one.id !== conversation.id));
    if (conversation.id === current()) begin(null);
    draw();
    gone.hidden = false;
    gone.querySelector("button").focus();
  };
  part(".rename").onclick = () => {
    part("form").hidden = false;
    part("input").value = conversation.name;
    part("input").select();
  };
  part("form").onsubmit = (event) => {
    event.preventDefault();
    const name = part("input").value.trim() || conversation.name;
    store(load().map((one) => (one.id === conversation.id ? { ...one, name } : one)));
    draw();
  };
  part(".json").onclick = () =>
    save(conversation.name, "json", JSON.stringify(conversation, null, 2));
  part(".markdown").onclick = async () => {
    const body = await server.markdown(conversation.turns);
    if (body === undefined) return; // nothing came: better no file than one of that word
    save(conversation.name, "md", `# ${conversation.name.replace(/[\\`*_<>[\]#]/g, "\\$&")}\n\n${body}`);
  };
  return made;
}

function draw() {
  const conversations = load();
  list.replaceChildren(...conversations.map(make));
  find(".none").hidden = conversations.length > 0;
  gone.hidden = true;
}

function save(name, ending, text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
  link.download = `${name.replace(/[^\p{L}\p{N} ]/gu, "").trim().slice(0, 60) || "hoi-bao"}.${ending}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

find(".list").onclick = () => {
  draw();
  dialog.showModal();
};
find(".close").onclick = () => dialog.close();
dialog.addEventListener("click", (event) => {
  if (event.target === dialog) dialog.close(); // the backdrop
});
gone.querySelector("button").onclick = () => {
  store(erased);
  draw();
};
find(".new").onclick = () => {
  begin(null);
  put([]);
  document.querySelector("#box textarea")?.focus();
};
find(".print").onclick = () => print();
find(".copy").onclick = async () => {
  if (await window.hoiBao.copy(location.href)) say(told.dataset.copied);
};

// ── links in the conversation ──
document.addEventListener("click", (event) => {
  const link = event.target.closest?.('a[href^="#ask:"], a[href^="#judge:"]');
  if (!link) return;
  event.preventDefault();
  const [, kind, said] = /^#(ask|judge):(.*)$/s.exec(link.getAttribute("href"));
  if (kind === "ask") {
    trigger("submit", { question: decodeURIComponent(said) });
    return;
  }
  const [turn, reason] = said.split(":", 2);
  trigger("like", { turn: Number(turn), reason: decodeURIComponent(reason) });
});

// A conversation is only the tab's own while its questions stand in the address.
if (!new URLSearchParams(location.search).has("q")) begin(null);
