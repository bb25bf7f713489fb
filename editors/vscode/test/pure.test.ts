import assert from "node:assert/strict";
import test from "node:test";
import { barText, counted, isStep, launches, probe, resolved, Status, told, tooltip } from "../src/pure";

const STATUS: Status = {
  uri: "file:///draft.md",
  version: 1,
  type: "prfaq",
  why: "",
  errors: 1,
  warnings: 2,
  notes: 0,
  questions: [
    { question: "Is it big?", answer: "yes" },
    { question: "Should we do it?", answer: "partly" },
    { question: "Is there a plan to succeed?", answer: "no" },
  ],
};

test("the selected interpreter comes first, then the setting, then the PATH", () => {
  const found = launches({ selected: "/env/python", setting: "/other/python", config: "" });
  assert.deepEqual(
    found.map((one) => one.command),
    ["/env/python", "/other/python", "prfaq-lint"],
  );
  assert.deepEqual(found[0]?.args, ["-P", "-m", "prfaq_lint", "lsp"]);
  assert.deepEqual(found[2]?.args, ["lsp"]);
});

test("what is not chosen is not tried, and nothing is tried twice", () => {
  assert.equal(launches({ selected: "", setting: "", config: "" }).length, 1);
  assert.equal(launches({ selected: "/p", setting: "/p", config: "" }).length, 2);
});

test("a configuration file is handed on", () => {
  for (const one of launches({ selected: "/p", setting: "", config: "/a b/house.toml" })) {
    assert.deepEqual(one.args.slice(-2), ["--config", "/a b/house.toml"]);
  }
});

test("a probe starts no server", () => {
  const [module, program] = launches({ selected: "/p", setting: "", config: "" });
  assert.ok(module && program);
  assert.ok(!probe(module).includes("lsp"));
  assert.deepEqual(probe(program), ["lsp", "--help"]);
});

test("paths in settings", () => {
  assert.equal(resolved("~/env/bin/python", "/w", "/home/a"), "/home/a/env/bin/python");
  assert.equal(resolved("${workspaceFolder}/.venv/bin/python", "/w", "/home/a"), "/w/.venv/bin/python");
  assert.equal(resolved("~other/python", "/w", "/home/a"), "~other/python");
  assert.equal(resolved("  ", "/w", "/home/a"), "");
});

test("the status bar shows the three answers and the count", () => {
  assert.equal(barText(STATUS), "PR/FAQ $(check)$(circle-large-outline)$(x) 1 error, 2 warnings");
  assert.equal(barText({ ...STATUS, questions: [] }), "PR/FAQ 1 error, 2 warnings");
});

test("the status bar is silent about other documents, and warns of drafts that cannot be checked", () => {
  assert.equal(barText({ ...STATUS, why: "skipped: it does not look like a PR/FAQ" }), "");
  assert.equal(barText({ ...STATUS, why: "is larger than 2 MB" }), "$(warning) PR/FAQ");
});

test("counts in words", () => {
  assert.equal(counted({ ...STATUS, errors: 0, warnings: 1, notes: 3 }), "1 warning, 3 notes");
  assert.equal(counted({ ...STATUS, errors: 0, warnings: 0 }), "no findings");
});

test("the tooltip has a line for each question", () => {
  assert.equal(tooltip(STATUS).split("\n").length, 4);
  assert.match(tooltip({ ...STATUS, why: "is a binary file" }), /^is a binary file\n/);
});

test("steps", () => {
  const step = { line: 3, what: "the problem paragraph", question: "Who?", guidance: "Tell it.", done: false };
  assert.ok(isStep(step));
  assert.ok(!isStep(null) && !isStep("step") && !isStep({ line: "3" }));
  assert.equal(told(step), "Next: the problem paragraph. Who? Tell it.");
  assert.equal(told({ ...step, what: "Nothing left", done: true }), "Nothing left.");
});
