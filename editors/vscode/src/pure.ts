// What needs no editor, and is tested without one.

/** A command that starts the server. */
export interface Launch {
  command: string;
  args: string[];
  /** Who chose it, for the log. */
  source: string;
}

/** What may decide about the command, the strongest first; "" where there is nothing. */
export interface Choices {
  /** The interpreter that the Python extension has selected. */
  selected: string;
  /** The setting `prfaq-lint.interpreter`. */
  setting: string;
  /** The setting `prfaq-lint.config`. */
  config: string;
}

/** Return the commands that may start the server, in the order in which they are tried. */
export function launches(choices: Choices): Launch[] {
  const further = choices.config ? ["--config", choices.config] : [];
  const found: Launch[] = [];
  const interpreters: [string, string][] = [
    [choices.selected, "the Python extension"],
    [choices.setting, "the setting prfaq-lint.interpreter"],
  ];
  for (const [command, source] of interpreters) {
    if (command && !found.some((one) => one.command === command)) {
      found.push({ command, args: ["-P", "-m", "prfaq_lint", "lsp", ...further], source });
    }
  }
  found.push({ command: "prfaq-lint", args: ["lsp", ...further], source: "PATH" });
  return found;
}

/** Return the arguments with which a command tells whether it could be the server, and starts nothing. */
export function probe(launch: Launch): string[] {
  return launch.args[0] === "-P" ? ["-P", "-c", "import prfaq_lint.cli.lsp_command, pygls"] : ["lsp", "--help"];
}

/** Return a path from a setting with `~` and `${workspaceFolder}` replaced. */
export function resolved(path: string, folder: string, home: string): string {
  const trimmed = path.trim();
  if (trimmed === "~" || trimmed.startsWith("~/") || trimmed.startsWith("~\\")) {
    return home + trimmed.slice(1);
  }
  return trimmed.split("${workspaceFolder}").join(folder);
}

/** The verdict on a draft, as the server tells it. */
export interface Status {
  uri: string;
  version: number | null;
  type: string;
  why: string;
  errors: number;
  warnings: number;
  notes: number;
  questions: { question: string; answer: string }[];
}

const MARKS: Record<string, string> = { yes: "$(check)", partly: "$(circle-large-outline)", no: "$(x)" };

/** Return the status bar's text for a verdict; "" where there is nothing to show. */
export function barText(status: Status): string {
  if (status.why) {
    return status.why.startsWith("skipped") ? "" : "$(warning) PR/FAQ";
  }
  const marks = status.questions.map((one) => MARKS[one.answer] ?? "$(question)").join("");
  return `PR/FAQ ${marks}${marks ? " " : ""}${counted(status)}`;
}

/** Return how many findings there are, in words. */
export function counted(status: Status): string {
  const parts: string[] = [];
  for (const [count, word] of [
    [status.errors, "error"],
    [status.warnings, "warning"],
    [status.notes, "note"],
  ] as const) {
    if (count) {
      parts.push(`${count} ${word}${count === 1 ? "" : "s"}`);
    }
  }
  return parts.join(", ") || "no findings";
}

/** Return the lines of the tooltip. */
export function tooltip(status: Status): string {
  const lines = status.why ? [status.why] : status.questions.map((one) => `${one.question} ${one.answer}`);
  return [...lines, "Click for the next thing to write"].join("\n");
}

/** What to write next, as `prfaq-lint next --format json` prints it. */
export interface Step {
  line: number;
  what: string;
  question: string;
  guidance: string;
  done: boolean;
}

/** Return whether a value is a step. */
export function isStep(value: unknown): value is Step {
  const step = value as Step | null;
  return (
    typeof step === "object" &&
    step !== null &&
    typeof step.line === "number" &&
    typeof step.what === "string" &&
    typeof step.question === "string" &&
    typeof step.guidance === "string"
  );
}

/** Return a step as one message. */
export function told(step: Step): string {
  if (step.done) {
    return `${step.what}.`;
  }
  return [`Next: ${step.what}.`, step.question, step.guidance].filter(Boolean).join(" ");
}
