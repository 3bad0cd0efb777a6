// After room.js, in the same scope: the owner's side of the room. What it shows is no
// protection: the server asks again who may do what.
const adding = part(".adding");
const removing = part(".removing");
const files = adding.querySelector("input[type=file]");
const pasted = adding.querySelector("textarea");
const preview = adding.querySelector(".preview");
const addAll = adding.querySelector(".add");
const drafts = adding.querySelector(".drafts");
const entering = part(".enter");
const WORKING = [".open-add", ".rebuild", ".undo", ".open-remove"];
let watched = null; // the key of the work whose end is still to be told
let watching = false;
let look = 0; // of several looks on their way, the last one tells

function summary(change) {
  const { kind, n, titles } = change;
  const one = say(words.corpus_one, { title: titles[0] });
  const what = n === 1 ? one : say(words.corpus_many, { n: number(n) });
  return say(words["corpus_" + kind], { what });
}

function showWork(work) {
  const busy = Boolean(work && !work.finished);
  part(".working").hidden = !busy;
  for (const selector of WORKING) part(selector).disabled = busy;
  if (!busy) return;
  const bar = part("progress");
  const all = work.total && work.done >= work.total;
  if (work.total && !all) {
    bar.max = work.total;
    bar.value = work.done;
  } else bar.removeAttribute("value");
  const counts = { done: number(work.done), total: number(work.total) };
  const far = all ? words.corpus_finishing : work.total ? say(words.corpus_progress, counts) : "";
  part(".doing").textContent = words["corpus_doing_" + work.doing] + (far ? ": " + far : "…");
}

function showEnd(work) {
  complain(work.error);
  const told = work.error ? "" : words["corpus_done_" + work.doing] || "";
  part(".done").textContent = told;
  part(".done").hidden = !told;
  if (work.error) return;
  chooseNone();
  document.dispatchEvent(new CustomEvent("hoibao:corpus"));
}

// Show how things stand; while work is going on, ask again until it is done.
async function refresh() {
  const mine = ++look;
  const state = await call("corpus_state");
  if (mine !== look) return;
  if (state.error) {
    complain(state.error);
    return;
  }
  drawBuild(state.account);
  room.classList.toggle("owned", state.owner);
  part(".tools").hidden = !state.owner;
  part(".read-only").hidden = state.owner;
  entering.hidden = state.owner || !state.password;
  part(".leave").hidden = !state.entered;
  if (!state.owner) chooseNone();
  const { work, undo } = state;
  const working = Boolean(work && !work.finished);
  showWork(work);
  if (working) watched = work.key;
  else if (work && work.key === watched) {
    watched = null;
    showEnd(work);
    list();
  }
  part(".last").hidden = !undo || working;
  part(".last .what").textContent = undo && !working ? summary(undo) : "";
  if (working) watch();
}

function watch() {
  if (watching) return;
  watching = true;
  setTimeout(() => {
    watching = false;
    refresh();
  }, 300);
}

async function start(name, value, tell = complain) {
  tell("");
  part(".done").hidden = true;
  const told = await call(name, value);
  if (told.error) {
    tell(told.error);
    refresh();
    return false;
  }
  // Even work that is done before the first look is told of.
  const { work } = await call("corpus_state");
  watched = work?.key ?? null;
  await refresh();
  return true;
}

// ── adding ──
const base64 = (file) =>
  new Promise((done, failed) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result.slice(reader.result.indexOf(",") + 1));
    reader.onerror = failed;
    reader.readAsDataURL(file);
  });

function refuse(name, sentence) {
  adding.querySelector(".refused").append(make("li", "", make("strong", "", name), " " + sentence));
}

function drawDraft(draft) {
  const title = draft.title || words.no_title;
  const out = make("button", "out", "✕");
  out.type = "button";
  out.title = out.ariaLabel = say(words.corpus_drop_draft, { title });
  const parts = draft.parts.map(({ kind, label, text, cut }) =>
    make("div", "part " + kind, make("span", "label", label), make("p", "", text + (cut ? " …" : ""))),
  );
  if (draft.more) {
    parts.push(make("p", "hint", say(words.corpus_more_parts, { n: number(draft.more) })));
  }
  const counts = [
    say(words.corpus_n_parts, { n: number(draft.parts.length + draft.more) }),
    say(words.corpus_n_length, { n: number(draft.length) }),
  ];
  const facts = [draft.name || words.corpus_pasted, draft.facts, ...counts].filter(Boolean);
  const about = make("summary", "", make("strong", "", title), make("span", "facts", facts.join(" · ")));
  const shown = make("details", "", about, make("div", "parts", ...parts));
  shown.open = true;
  const made = make("article", "draft", shown, out);
  made.dataset.key = draft.key;
  out.addEventListener("click", () => {
    made.remove();
    countDrafts();
  });
  return made;
}

function countDrafts() {
  const n = drafts.children.length;
  addAll.disabled = !n;
  addAll.textContent = say(words.corpus_add_n, { n: number(n) });
}

async function read(name, file) {
  if (drafts.children.length >= given.mostDrafts) {
    refuse(name, say(words.corpus_many_files, { n: number(given.mostDrafts) }));
    return false;
  }
  const data = await base64(file).catch(() => null);
  const shown = name || words.corpus_pasted;
  const draft = data === null ? { error: words.corpus_not_text } : await call("corpus_draft", { name, data });
  if (draft.error) refuse(shown, draft.error);
  else drafts.append(drawDraft(draft));
  countDrafts();
  return !draft.error;
}

async function readFiles(all) {
  adding.querySelector(".refused").replaceChildren();
  for (const file of all) await read(file.name, file);
  files.value = "";
  drafts.scrollIntoView({ block: "nearest" });
}

async function readPasted() {
  adding.querySelector(".refused").replaceChildren();
  preview.disabled = true;
  if (await read("", new Blob([pasted.value]))) pasted.value = "";
  preview.disabled = !pasted.value.trim();
  drafts.scrollIntoView({ block: "nearest" });
}

part(".open-add").addEventListener("click", () => {
  adding.querySelector(".refused").replaceChildren();
  drafts.replaceChildren();
  countDrafts();
  adding.showModal();
});
files.addEventListener("change", () => readFiles([...files.files]));
pasted.addEventListener("input", () => (preview.disabled = !pasted.value.trim()));
preview.addEventListener("click", readPasted);
addAll.addEventListener("click", async () => {
  const keys = [...drafts.children].map((draft) => draft.dataset.key);
  const tell = (sentence) =>
    adding.querySelector(".refused").replaceChildren(...(sentence ? [make("li", "", sentence)] : []));
  addAll.disabled = true;
  if (await start("corpus_add", keys, tell)) adding.close();
  countDrafts();
});
for (const kind of ["dragenter", "dragover", "dragleave", "drop"]) {
  adding.addEventListener(kind, (event) => {
    event.preventDefault();
    event.stopPropagation();
    adding.classList.toggle("over", kind === "dragenter" || kind === "dragover");
    if (kind === "drop") readFiles([...event.dataTransfer.files]);
  });
}

// ── removing, undoing, building anew ──
part(".open-remove").addEventListener("click", () => {
  const titles = [...chosen.values()];
  const shown = titles.slice(0, 8).map((title) => make("li", "", title));
  if (titles.length > shown.length) {
    shown.push(make("li", "", say(words.corpus_and_more, { n: number(titles.length - shown.length) })));
  }
  removing.querySelector("h3").textContent = say(words.corpus_remove_n, { n: number(titles.length) });
  removing.querySelector("ul").replaceChildren(...shown);
  removing.showModal();
});
removing.querySelector(".remove").addEventListener("click", () => {
  removing.close();
  start("corpus_remove", [...chosen.keys()]);
});
part(".undo").addEventListener("click", () => start("corpus_undo"));
part(".rebuild").addEventListener("click", () => start("corpus_rebuild"));
for (const dialog of [adding, removing]) {
  dialog.querySelector(".cancel").addEventListener("click", () => dialog.close());
  // What is typed in a dialog is for it alone: Escape does not close the article behind it.
  dialog.addEventListener("keydown", (event) => event.stopPropagation());
}

// ── the password ──
async function ask(method, password) {
  const asked = { method, headers: { "content-type": "application/json" } };
  if (method === "POST") asked.body = JSON.stringify({ password });
  const reply = await fetch(new URL(given.owner, document.baseURI), asked).catch(() => null);
  if (reply?.ok) return "";
  if (reply?.status === 429) return words.corpus_many_attempts;
  return reply?.status === 403 ? words.corpus_wrong_password : words.corpus_trouble;
}

entering.addEventListener("submit", async (event) => {
  event.preventDefault();
  const field = entering.querySelector("input");
  const wrong = await ask("POST", field.value);
  entering.querySelector(".wrong").textContent = wrong;
  entering.querySelector(".wrong").hidden = !wrong;
  if (wrong) field.select();
  else {
    field.value = "";
    await refresh();
    part(".open-add").focus();
  }
});
part(".leave").addEventListener("click", async () => {
  complain(await ask("DELETE"));
  refresh();
});

// Whenever the room comes into sight it is as the corpus is now.
new IntersectionObserver((seen) => {
  if (!seen.some((one) => one.isIntersecting)) return;
  refresh();
  list();
}).observe(room);
