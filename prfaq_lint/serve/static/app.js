"use strict";
// The editor. Whatever comes from a draft is put on the page as text; nothing is ever parsed as HTML.

const PAUSE = 120; // milliseconds without a key before the draft is checked
const SLOW = 5000; // milliseconds without an answer before the page says so
const tab = crypto.randomUUID();
const $ = (id) => document.getElementById(id);
const text = $("text");
const plural = (count, word) => `${count} ${word}${count === 1 ? "" : "s"}`;
const words = (name) => name.replace(/[-_]/g, " ");

let open = { path: "", version: "", saved: "" };
let told = null; // what the last check said
let templates = { templates: [] };
let interview = null;

function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

async function call(name, body) {
  const options = { headers: { "X-Prfaq-Lint": "1" }, credentials: "same-origin" };
  if (body) {
    options.method = "POST";
    options.headers["Content-Type"] = "application/json";
    options.body = JSON.stringify(body);
  }
  let response;
  try {
    response = await fetch(`api/${name}`, options);
  } catch {
    throw new Error("prfaq-lint serve has ended: start it again, and keep this tab open until your text is saved");
  }
  const answer = await response.json().catch(() => ({ error: `the server answered ${response.status}` }));
  if (!response.ok) throw Object.assign(new Error(answer.error), { conflict: answer.conflict });
  return answer;
}

function complain(message) {
  $("trouble").textContent = message;
  $("trouble").hidden = !message;
}

const changed = () => text.value !== open.saved;

function showState() {
  const writing = !$("editor").hidden;
  $("name").textContent = writing ? open.path || "New draft" : "prfaq-lint";
  $("state").textContent = writing ? (changed() ? "not saved" : open.version ? "saved" : "") : "";
  $("where").hidden = !writing;
  document.title = `${writing && changed() ? "• " : ""}${writing ? open.path || "New draft" : "prfaq-lint"}`;
}

function show(id) {
  for (const name of ["start", "asking", "editor"]) $(name).hidden = name !== id;
  document.body.className = id === "editor" ? "writing-now" : "starting";
  complain("");
  showState();
}

// The start.

async function start() {
  const listed = await call("drafts");
  $("folder").textContent = `Drafts in ${listed.folder}`;
  $("drafts").replaceChildren(
    ...listed.drafts.map((one) => {
      const when = make("span", { className: "soft" }, new Date(one.changed * 1000).toLocaleString([], { dateStyle: "medium", timeStyle: "short" }));
      const button = make("button", { type: "button", onclick: () => load(one.path) }, one.path);
      return make("li", {}, button, when);
    }),
  );
  if (!listed.drafts.length) $("drafts").append(make("li", { className: "soft" }, "There is none yet."));
  show("start");
}

async function offerTemplates() {
  if (templates.templates.length) return;
  templates = await call("templates");
  $("template").replaceChildren(...templates.templates.map((one) => make("option", { value: one.name, selected: one.name === "classic" }, one.name)));
  describe();
  $("begin").inert = false;
}

function describe() {
  const one = templates.templates.find((template) => template.name === $("template").value);
  $("about").textContent = one ? one.about : "";
}

async function load(path) {
  const draft = await call(`draft?path=${encodeURIComponent(path)}`);
  edit(draft.path, draft.text, draft.version);
}

// The draft on the command line, unless somebody has opened another one meanwhile.
async function loadNamed(path) {
  const draft = await call(`draft?path=${encodeURIComponent(path)}`);
  if (!$("start").hidden) edit(draft.path, draft.text, draft.version);
}

function edit(path, value, version) {
  text.value = value;
  open = { path, version, saved: version ? text.value : "" };
  told = null;
  for (const id of ["found", "facets", "asks"]) $(id).replaceChildren();
  $("summary").textContent = "Reading …";
  $("next").hidden = true;
  show("editor");
  text.setSelectionRange(0, 0);
  text.scrollTop = 0;
  text.focus();
  check();
}

async function begin(answers = {}) {
  const made = await call("new", { title: $("title").value, template: $("template").value, answers });
  edit("", made.text, "");
  open.proposed = made.path;
}

// The interview.

// The questions of the chosen template.
function asked() {
  return templates.templates.find((one) => one.name === $("template").value).questions;
}

function ask(index) {
  const questions = asked();
  interview.index = index;
  const one = questions[index];
  const customer = (interview.answers.customer || "").trim().replace(/\.$/, "");
  $("progress").textContent = `Question ${index + 1} of ${questions.length}`;
  $("question").textContent = one.text.replace("{customer}", customer && customer.length <= 80 ? customer : "the customer");
  $("hint").textContent = one.hint;
  $("answer").value = interview.answers[one.key] || "";
  $("advice").textContent = "";
  $("previous-question").disabled = index === 0;
  interview.advised = "";
  $("answer").focus();
}

async function answered(skip) {
  const questions = asked();
  const one = questions[interview.index];
  const given = skip ? "" : $("answer").value.trim();
  interview.answers[one.key] = given;
  if (given && interview.advised !== one.key) {
    const said = await call("advice", { tab, question: one.key, template: $("template").value, answers: interview.answers });
    if (said.advice) {
      interview.advised = one.key; // the second answer is taken as it is
      $("advice").textContent = `${said.advice}\nChange it, or go on: the second answer is taken as it is.`;
      return;
    }
  }
  if (interview.index + 1 < questions.length) ask(interview.index + 1);
  else await begin(interview.answers);
}

// Checking while somebody types.

let timer = 0;
let waiting = 0; // the timer that runs from the first unanswered check on

function answeredAtLast() {
  clearTimeout(waiting);
  waiting = 0;
}

function notRead(why) {
  answeredAtLast();
  complain(why);
  $("summary").textContent = told ? "Not up to date: your last changes could not be read." : "This draft could not be read.";
}

async function check() {
  clearTimeout(timer);
  waiting ||= setTimeout(() => ($("summary").textContent = "Still reading. You can go on writing, and save."), SLOW);
  const checked = text.value;
  let answer;
  try {
    answer = await call("check", { tab, text: checked, path: open.path });
  } catch (error) {
    return notRead(error.message);
  }
  if (answer.outdated || checked !== text.value) return; // a newer one is on its way
  if (answer.error) return notRead(answer.error);
  answeredAtLast();
  complain("");
  render(answer);
}

function place(found) {
  text.focus();
  text.setSelectionRange(found.start, Math.max(found.end, found.start));
  reveal(found.start);
}

function reveal(offset) {
  // The text up to the offset, set in the same type and width, is as high as the offset is deep.
  const style = getComputedStyle(text);
  const mirror = make("div", { className: "mirror" }, text.value.slice(0, offset));
  mirror.style.width = `${text.clientWidth}px`;
  mirror.style.font = style.font;
  mirror.style.padding = style.padding;
  mirror.style.paddingBottom = "0";
  mirror.style.letterSpacing = style.letterSpacing;
  document.body.append(mirror);
  text.scrollTop = Math.max(0, mirror.scrollHeight - text.clientHeight / 3);
  mirror.remove();
}

const atLine = (line) => place({ start: told.lines[line - 1], end: told.lines[line] === undefined ? text.value.length : told.lines[line] - 1 });

function lineButton(line, label) {
  return make("button", { type: "button", className: "line", onclick: () => atLine(line), title: `Go to line ${line}` }, label || String(line));
}

function render(answer) {
  told = answer;
  renderNext(answer.next);
  renderFound(answer);
  renderPlan(answer.facets);
  renderAsks(answer.customer, answer.plan);
  follow();
}

function renderNext(next) {
  $("next").hidden = false;
  $("next").classList.toggle("done", next.done);
  $("next-what").textContent = next.done ? next.what : `${next.what[0].toUpperCase()}${next.what.slice(1)}, line\u00a0${next.line}`;
  $("next-what").onclick = () => atLine(Math.min(next.line, told.lines.length));
  $("next-question-text").textContent = next.question;
  $("next-guidance").textContent = next.guidance;
}

function renderFound(answer) {
  const shown = new Set([...$("filter").querySelectorAll(":checked")].map((box) => box.value));
  const counts = ["error", "warning", "note"].map((severity) => [severity, answer.findings.filter((one) => one.severity === severity).length]);
  const said = counts.filter(([, count]) => count).map(([severity, count]) => plural(count, severity)).join(", ") || "Nothing found";
  const kind = answer.type === "other" ? ". It does not look like a PR/FAQ yet" : "";
  const foreign = answer.language === "en" ? "" : `. Not in English (${answer.language}): only its structure is checked`;
  const remarks = answer.remarks.map((remark) => `. ${remark}`).join("");
  const sentence = `${said}${kind}${foreign}${remarks}`;
  if ($("summary").textContent !== sentence) $("summary").textContent = sentence;
  const titles = [...answer.sections, ...new Set(answer.findings.map((one) => one.section).filter((one) => !answer.sections.includes(one)))];
  const folded = new Set([...$("found").querySelectorAll("details.group:not([open])")].map((one) => one.dataset.title));
  const focused = document.activeElement.dataset ? document.activeElement.dataset.key : undefined;
  const groups = titles.map((title) => {
    const inside = answer.findings.filter((one) => one.section === title && shown.has(one.severity));
    if (!inside.length) return "";
    const group = make("details", { className: "group", open: !folded.has(title) }, make("summary", {}, `${title} `, make("span", { className: "soft" }, String(inside.length))));
    group.dataset.title = title;
    group.append(...inside.map(finding));
    return group;
  });
  $("found").replaceChildren(...groups);
  if (focused) [...$("found").querySelectorAll("button.go")].find((one) => one.dataset.key === focused)?.focus();
}

function finding(one) {
  const button = make(
    "button",
    { type: "button", className: "go", onclick: () => place(one) },
    make("span", { className: `severity ${one.severity}` }, one.severity),
    " ",
    make("span", { className: "rule" }, words(one.rule)),
    " ",
    make("span", { className: "at" }, `line ${one.line}`),
  );
  button.dataset.key = `${one.rule} ${one.line}`;
  const element = make("article", { className: `finding ${one.severity}` }, button, make("p", {}, one.message));
  if (one.fix) element.append(make("p", { className: "fix" }, make("b", {}, "Fix "), one.fix));
  element.finding = one;
  return element;
}

function renderPlan(facets) {
  const covered = facets.filter((one) => one.answered.length).length;
  $("covered").textContent = facets.length ? `Substance on ${covered} of ${facets.length} topics` : "";
  $("facets").replaceChildren(
    ...facets.map((one) => {
      const state = one.answered.length ? "answered" : one.asked.length ? "asked" : "open";
      const lines = one.answered.length ? one.answered.map(([first]) => first) : one.asked;
      const label = { answered: "answered, line", asked: "only asked, line", open: "not asked" }[state];
      const item = make("li", { className: state }, make("span", { className: "facet" }, words(one.facet)), " ", make("span", { className: "soft" }, label, " ", ...lines.slice(0, 4).flatMap((line) => [lineButton(line), " "])));
      if (one.to_do && state !== "answered") item.title = one.to_do;
      return item;
    }),
  );
}

function renderAsks(customer, plan) {
  $("asks").replaceChildren(
    ...[...customer, ...plan].map((one) => {
      const item = make("li", {}, make("span", { className: `verdict ${one.answer}` }, one.answer), " ", make("b", {}, one.question));
      if (one.quote) {
        const short = one.quote.length > 160 ? `${one.quote.slice(0, 160)} …` : one.quote;
        item.append(make("p", { className: "quoted" }, `“${short}” `, lineButton(one.quoted_line, `line ${one.quoted_line}`)));
      }
      if (one.next) item.append(make("p", { className: "fix" }, make("b", {}, "Next "), one.next));
      return item;
    }),
  );
}

function follow() {
  // The line of the cursor, and the findings that it stands in.
  if (document.activeElement !== text) return;
  const at = text.selectionStart;
  $("where").textContent = `line ${text.value.slice(0, at).split("\n").length}`;
  if (!told) return;
  for (const element of $("found").querySelectorAll(".finding")) {
    const { start, end } = element.finding;
    element.classList.toggle("here", start <= at && at <= end);
  }
}

// Saving.

async function save() {
  if (!open.path) return saveAs("");
  try {
    const kept = text.value;
    const done = await call("save", { path: open.path, text: kept, version: open.version });
    open = { ...open, version: done.version, saved: kept };
    complain("");
    showState();
  } catch (error) {
    if (error.conflict) saveAs(`${error.message}. Your text is still here: save it under another name, or take the version on disk and lose it.`);
    else complain(error.message);
  }
}

function saveAs(why) {
  $("save-why").textContent = why;
  $("save-trouble").textContent = "";
  $("save-reload").hidden = !why;
  $("file").value = why ? open.path.replace(/(\.[a-z]+)$/i, "-copy$1") : open.proposed || "draft.md";
  $("save-as").showModal();
  $("file").select();
}

async function saveNew() {
  const kept = text.value;
  let path = $("file").value.trim();
  if (path && !/\.(md|markdown)$/i.test(path)) path += ".md";
  try {
    const done = await call("save", { path, text: kept, version: "" });
    open = { path: done.path, version: done.version, saved: kept };
    $("save-as").close();
    complain("");
    showState();
    check();
  } catch (error) {
    $("save-trouble").textContent = error.message;
  }
}

function download(name, content, type) {
  const address = URL.createObjectURL(new Blob([content], { type }));
  make("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

const base = () => (open.path || open.proposed || "draft.md").split("/").pop().replace(/\.(md|markdown)$/i, "");

async function exportPage() {
  const made = await call("page", { tab, text: text.value, path: open.path });
  if (made.error) throw new Error(made.error);
  download(`${base()}-review.html`, made.html, "text/html");
}

// What happens when.

const attempt = (action) => async (event) => {
  if (event) event.preventDefault();
  try {
    await action();
  } catch (error) {
    complain(error.message);
  }
};

text.addEventListener("input", () => {
  showState();
  clearTimeout(timer);
  timer = setTimeout(check, text.value.length > 200_000 ? 600 : PAUSE);
});
document.addEventListener("selectionchange", follow);
$("filter").addEventListener("change", () => told && renderFound(told));
$("template").addEventListener("change", describe);
$("begin").addEventListener("submit", attempt(() => begin()));
$("empty").addEventListener("click", () => edit("", "", ""));
$("interview").addEventListener("click", () => {
  interview = { answers: {}, index: 0, advised: "" };
  show("asking");
  ask(0);
});
$("question-form").addEventListener("submit", attempt(() => answered(false)));
$("skip-question").addEventListener("click", attempt(() => answered(true)));
$("previous-question").addEventListener("click", () => {
  interview.answers[asked()[interview.index].key] = $("answer").value.trim();
  ask(Math.max(0, interview.index - 1));
});
$("enough").addEventListener("click", attempt(() => {
  interview.answers[asked()[interview.index].key] = $("answer").value.trim();
  return begin(interview.answers);
}));
$("save").addEventListener("click", attempt(save));
$("save-now").addEventListener("click", attempt(saveNew));
$("save-cancel").addEventListener("click", () => $("save-as").close());
$("save-reload").addEventListener("click", attempt(async () => {
  $("save-as").close();
  await load(open.path);
}));
$("export-page").addEventListener("click", attempt(exportPage));
$("export-text").addEventListener("click", () => download(`${base()}.md`, text.value, "text/markdown"));
$("to-start").addEventListener("click", attempt(async () => {
  if (!$("editor").hidden && changed() && text.value && !confirm("This draft is not saved. Leave it?")) return;
  await start();
  await offerTemplates();
}));
document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s" && !$("editor").hidden) {
    event.preventDefault();
    if (!$("save-as").open) save();
  }
});
addEventListener("beforeunload", (event) => {
  if (!$("editor").hidden && changed() && text.value) event.preventDefault();
});
attempt(async () => {
  await start();
  const named = new URLSearchParams(location.hash.slice(1)).get("draft");
  if (named) await attempt(() => loadNamed(named))();
  await offerTemplates(); // after the draft, which opens without them
})();
