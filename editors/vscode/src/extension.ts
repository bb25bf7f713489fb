import { execFile } from "node:child_process";
import { homedir } from "node:os";
import * as vscode from "vscode";
import { LanguageClient, LanguageClientOptions, ServerOptions, TransportKind } from "vscode-languageclient/node";
import { barText, isStep, Launch, launches, probe, resolved, Status, told, tooltip } from "./pure";

const PATIENCE = 20_000;

let client: LanguageClient | undefined;
let bar: vscode.StatusBarItem;
let log: vscode.LogOutputChannel;
let starting: Promise<void> = Promise.resolve();
const verdicts = new Map<string, Status>();

export function activate(context: vscode.ExtensionContext): void {
  log = vscode.window.createOutputChannel("prfaq-lint", { log: true });
  bar = vscode.window.createStatusBarItem("prfaq-lint.verdict", vscode.StatusBarAlignment.Right, 90);
  bar.name = "PR/FAQ verdict";
  bar.command = "prfaqLint.next";
  context.subscriptions.push(
    log,
    bar,
    vscode.commands.registerCommand("prfaqLint.next", next),
    vscode.commands.registerCommand("prfaqLint.restart", restart),
    vscode.commands.registerCommand("prfaqLint.showLog", () => log.show()),
    vscode.window.onDidChangeActiveTextEditor(show),
    vscode.workspace.onDidCloseTextDocument((document) => verdicts.delete(document.uri.toString())),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration("prfaq-lint")) {
        restart();
      }
    }),
  );
  void followPython(context);
  restart();
}

export async function deactivate(): Promise<void> {
  await client?.stop();
}

/** Start the server anew, after whatever start is under way. */
function restart(): Promise<void> {
  starting = starting.then(start, start);
  return starting;
}

async function start(): Promise<void> {
  await client?.stop().catch((error: unknown) => log.warn(String(error)));
  client = undefined;
  verdicts.clear();
  show();
  const launch = await choose();
  if (!launch) {
    log.error("no environment has prfaq-lint with its extra: pip install 'prfaq-lint[lsp]'");
    const setting = "Choose an interpreter";
    void vscode.window
      .showWarningMessage("prfaq-lint is not installed: pip install 'prfaq-lint[lsp]'", setting)
      .then((chosen) => {
        if (chosen === setting) {
          void vscode.commands.executeCommand("workbench.action.openSettings", "prfaq-lint.interpreter");
        }
      });
    return;
  }
  log.info(`starting ${launch.command} ${launch.args.join(" ")} (from ${launch.source})`);
  const settings = vscode.workspace.getConfiguration("prfaq-lint");
  const server: ServerOptions = { command: launch.command, args: launch.args, transport: TransportKind.stdio };
  const options: LanguageClientOptions = {
    documentSelector: [
      { scheme: "file", language: "markdown" },
      { scheme: "untitled", language: "markdown" },
    ],
    initializationOptions: { status: true, workspaceDiagnostics: settings.get("workspaceDiagnostics", false) },
    outputChannel: log,
  };
  client = new LanguageClient("prfaq-lint", "prfaq-lint", server, options);
  client.onNotification("prfaq-lint/status", (status: Status) => {
    const uri = vscode.Uri.parse(status.uri).toString();
    verdicts.set(uri, status);
    show();
  });
  await client.start();
}

/** Return the first command that can start the server. */
async function choose(): Promise<Launch | undefined> {
  const folder = vscode.workspace.workspaceFolders?.[0];
  const settings = vscode.workspace.getConfiguration("prfaq-lint", folder?.uri);
  const place = (name: string) => resolved(settings.get<string>(name, ""), folder?.uri.fsPath ?? "", homedir());
  const choices = { selected: await selected(folder?.uri), setting: place("interpreter"), config: place("config") };
  for (const launch of launches(choices)) {
    if (await works(launch)) {
      return launch;
    }
    log.info(`${launch.command} (from ${launch.source}) has no prfaq-lint with its extra`);
  }
  return undefined;
}

function works(launch: Launch): Promise<boolean> {
  return new Promise((resolve) => {
    execFile(launch.command, probe(launch), { timeout: PATIENCE }, (error) => resolve(!error));
  });
}

// The Python extension, as much of it as is used here.
interface Python {
  environments?: {
    getActiveEnvironmentPath(resource?: vscode.Uri): { path: string };
    resolveEnvironment(path: { path: string }): Promise<{ executable: { uri?: vscode.Uri } } | undefined>;
    onDidChangeActiveEnvironmentPath: vscode.Event<unknown>;
  };
}

async function python(): Promise<Python | undefined> {
  const extension = vscode.extensions.getExtension<Python>("ms-python.python");
  try {
    return extension && (await extension.activate());
  } catch (error) {
    log.warn(`the Python extension does not start: ${String(error)}`);
    return undefined;
  }
}

/** Return the interpreter that the Python extension has selected; "" where there is none. */
async function selected(resource?: vscode.Uri): Promise<string> {
  try {
    const environments = (await python())?.environments;
    const path = environments?.getActiveEnvironmentPath(resource);
    return (path && (await environments?.resolveEnvironment(path))?.executable.uri?.fsPath) ?? "";
  } catch (error) {
    log.warn(`the Python extension names no interpreter: ${String(error)}`);
    return "";
  }
}

/** Start the server anew when another interpreter is selected. */
async function followPython(context: vscode.ExtensionContext): Promise<void> {
  const environments = (await python())?.environments;
  if (environments) {
    context.subscriptions.push(environments.onDidChangeActiveEnvironmentPath(() => restart()));
  }
}

/** Show the verdict on the draft in the active editor. */
function show(): void {
  const document = vscode.window.activeTextEditor?.document;
  const status = document && verdicts.get(document.uri.toString());
  const text = status ? barText(status) : "";
  if (!status || !text) {
    bar.hide();
    return;
  }
  bar.text = text;
  bar.tooltip = tooltip(status);
  bar.show();
}

/** Say what to write next in the active draft, and go there. */
async function next(): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (!editor || editor.document.languageId !== "markdown") {
    void vscode.window.showInformationMessage("Open a PR/FAQ draft first.");
    return;
  }
  await starting.catch(() => undefined);
  if (!client) {
    return;
  }
  const uri = client.code2ProtocolConverter.asUri(editor.document.uri);
  const step: unknown = await client.sendRequest("workspace/executeCommand", {
    command: "prfaq-lint.next",
    arguments: [uri],
  });
  if (!isStep(step)) {
    void vscode.window.showInformationMessage("This draft cannot be read as a PR/FAQ.");
    return;
  }
  const line = Math.min(Math.max(0, step.line - 1), editor.document.lineCount - 1);
  const place = editor.document.lineAt(line).range;
  editor.selection = new vscode.Selection(place.start, place.start);
  editor.revealRange(place, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  void vscode.window.showInformationMessage(told(step));
}
