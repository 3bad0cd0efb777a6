// Runs once, when the room is there: the table of articles, searched and sorted by the server.
// Texts come as data and are only ever set as textContent.
const room = element.querySelector(".corpus");
const part = (selector) => room.querySelector(selector);
const head = part("thead tr");
const body = part("tbody");
const search = part(".search");
const orders = part(".order select");
const found = part(".found");
const pages = part(".pages");
const trouble = part(".trouble");
const COLUMNS = ["title", "source", "date", "length", "parts", "chunks"];
const wanted = { text: "", order: "title", descending: false, offset: 0 };
const chosen = new Map(); // article id → title
let turn = 0; // of several searches typed quickly, the last one wins
let unlisted = false; // whether what stands as trouble is that of the table

function make(name, kind, ...inside) {
  const made = document.createElement(name);
  if (kind) made.className = kind;
  made.append(...inside);
  return made;
}

function say(sentence, values) {
  return sentence.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

const number = (n) => n.toLocaleString(given.language);
const when = (time) =>
  new Date(time).toLocaleString(given.language, { dateStyle: "short", timeStyle: "short" });

// Ask the server; what it can't do, or that it does not answer, is told in one sentence.
async function call(name, value = null) {
  const told = await server[name](value).catch(() => null);
  return told ?? { error: words.corpus_trouble }; // Gradio gives undefined where nothing came
}

function complain(sentence) {
  trouble.textContent = sentence || "";
  trouble.hidden = !sentence;
}

function drawHead() {
  const cells = COLUMNS.map((column) => {
    const button = make("button", "sort", words["corpus_by_" + column]);
    button.type = "button";
    button.addEventListener("click", () => {
      wanted.descending = wanted.order === column && !wanted.descending;
      wanted.order = column;
      restart();
    });
    const cell = make("th", column, button);
    cell.scope = "col";
    cell.role = "columnheader";
    cell.dataset.column = column;
    return cell;
  });
  const all = make("input", "");
  all.type = "checkbox";
  all.ariaLabel = words.corpus_choose_all;
  all.addEventListener("change", () => {
    const is = all.checked; // choosing the first box draws this one anew
    for (const box of body.querySelectorAll("input")) choose(box, is);
  });
  const pick = make("th", "pick", all);
  pick.role = "columnheader";
  head.replaceChildren(pick, ...cells);
  for (const column of COLUMNS) {
    for (const way of ["ascending", "descending"]) {
      const told = words["corpus_by_" + column] + ", " + words["corpus_" + way];
      const option = make("option", "", told);
      option.value = column + " " + way;
      orders.append(option);
    }
  }
}

function markOrder() {
  const way = wanted.descending ? "descending" : "ascending";
  orders.value = wanted.order + " " + way;
  for (const cell of head.querySelectorAll("th[data-column]")) {
    cell.ariaSort = cell.dataset.column === wanted.order ? way : "none";
  }
}

function cell(kind, ...inside) {
  const made = make("td", kind, ...inside);
  made.role = "cell";
  return made;
}

function drawRow(article) {
  const title = article.title || words.no_title;
  const link = make("a", "", title);
  link.href = article.link;
  const box = make("input", "");
  box.type = "checkbox";
  box.value = article.id;
  box.dataset.title = title;
  box.checked = chosen.has(article.id);
  box.ariaLabel = say(words.corpus_choose, { title });
  box.addEventListener("change", () => choose(box, box.checked));
  const counts = ["length", "parts", "chunks"].map((column) => {
    const told = say(words["corpus_n_" + column], { n: "\n" }).split("\n");
    const units = told.map((text) => make("span", "unit", text));
    return cell("count " + column, units[0], number(article[column]), units[1]);
  });
  const row = make(
    "tr",
    "",
    cell("pick", box),
    cell("title", link),
    cell("source", article.source || ""),
    cell("date", article.date || ""),
    ...counts,
  );
  row.role = "row";
  // The whole row opens its article; by keyboard its link does.
  row.addEventListener("click", (event) => {
    if (event.target.closest("a, .pick") || String(getSelection())) return;
    link.click();
  });
  return row;
}

function choose(box, is) {
  box.checked = is;
  if (is) chosen.set(box.value, box.dataset.title);
  else chosen.delete(box.value);
  showChosen();
}

function showChosen() {
  const boxes = [...body.querySelectorAll("input")];
  head.querySelector("input").checked = boxes.length > 0 && boxes.every((box) => box.checked);
  part(".chosen").hidden = chosen.size === 0;
  part(".chosen .count").textContent = say(words.corpus_chosen, { n: number(chosen.size) });
}

function chooseNone() {
  chosen.clear();
  for (const box of body.querySelectorAll("input")) box.checked = false;
  showChosen();
}

async function list() {
  const mine = ++turn;
  const listed = await call("corpus_list", wanted);
  if (mine !== turn) return;
  if (listed.error || unlisted) complain(listed.error);
  unlisted = Boolean(listed.error);
  if (unlisted) return;
  if (!listed.articles.length && wanted.offset) {
    wanted.offset = Math.max(0, wanted.offset - given.page);
    list();
    return;
  }
  body.replaceChildren(...listed.articles.map(drawRow));
  part("table").hidden = !listed.count;
  const n = number(listed.count);
  const match = wanted.text.trim();
  const told = match ? say(words.corpus_found_of, { n, text: match }) : say(words.corpus_found, { n });
  found.textContent = listed.count ? told : words.corpus_none_found;
  found.classList.toggle("quiet", !match);
  const last = wanted.offset + listed.articles.length;
  pages.hidden = listed.count <= given.page;
  pages.querySelector(".before").disabled = !wanted.offset;
  pages.querySelector(".after").disabled = last >= listed.count;
  const range = { from: number(wanted.offset + 1), to: number(last), n };
  pages.querySelector(".at").textContent = say(words.corpus_page_of, range);
  markOrder();
  showChosen();
}

function restart() {
  wanted.offset = 0;
  list();
}

function turnPage(by) {
  wanted.offset += by * given.page;
  list().then(() => part(".seek").scrollIntoView({ block: "nearest" }));
}

function drawBuild(account) {
  const { at, articles, parts, chunks, model, chunk_size: size, left_out: left } = account;
  const counts = { articles: number(articles), parts: number(parts), chunks: number(chunks) };
  part(".totals").textContent = say(words.corpus_totals, counts);
  const rows = [
    ["at", when(at)],
    ["articles", counts.articles],
    ["parts", counts.parts],
    ["chunks", counts.chunks],
    ["model", model],
    ["chunk_size", say(words.corpus_n_length, { n: number(size) })],
    ["left_out", left.length ? number(left.length) : words.corpus_build_nothing_left_out],
  ];
  const list = part(".build dl");
  list.replaceChildren(
    ...rows.flatMap(([name, told]) => [
      make("dt", "", words["corpus_build_" + name]),
      make("dd", name, told),
    ]),
  );
  const reasons = left.map(({ reason }) => make("li", "", reason));
  if (reasons.length) list.lastElementChild.append(make("ul", "", ...reasons));
}

let typing;
search.addEventListener("input", () => {
  clearTimeout(typing);
  typing = setTimeout(() => {
    wanted.text = search.value;
    restart();
  }, 200);
});
orders.addEventListener("change", () => {
  const [order, way] = orders.value.split(" ");
  Object.assign(wanted, { order, descending: way === "descending" });
  restart();
});
pages.querySelector(".before").addEventListener("click", () => turnPage(-1));
pages.querySelector(".after").addEventListener("click", () => turnPage(1));
part(".chosen .none").addEventListener("click", chooseNone);
drawHead();
