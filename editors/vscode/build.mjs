// Bundles the extension into dist/extension.js, with the licences of what it holds; or with --tests its tests into dist-test/.
import { build } from "esbuild";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";

const tests = process.argv.includes("--tests");
const outdir = tests ? "dist-test" : "dist";
rmSync(outdir, { recursive: true, force: true });
const { metafile } = await build({
  entryPoints: tests
    ? readdirSync("test").filter((name) => name.endsWith(".test.ts")).map((name) => `test/${name}`)
    : ["src/extension.ts"],
  outdir,
  bundle: true,
  external: ["vscode"],
  format: "cjs",
  metafile: true,
  minify: !tests,
  platform: "node",
  target: "node20",
});
if (!tests) {
  const inputs = Object.keys(metafile.inputs).join("\n");
  const folders = new Set(inputs.match(/^(?:.*node_modules\/)(?:@[^/]+\/)?[^/]+/gm));
  const licences = [...folders].sort().map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(`${folder}/package.json`, "utf8"));
    const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
    const text = file && existsSync(`${folder}/${file}`) ? readFileSync(`${folder}/${file}`, "utf8").trim() : license;
    return `${name} ${version}\n\n${text}\n`;
  });
  writeFileSync("dist/LICENSES.txt", licences.join("\n---\n\n"));
}
