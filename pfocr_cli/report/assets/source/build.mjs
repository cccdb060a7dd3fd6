// Builds what the folder above holds besides page.js and page.css: library.js, charts.json
// and LICENSES.txt. `npm run bundle` here; `node build.mjs FOLDER` builds elsewhere.
import { build } from "esbuild";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { compile } from "vega-lite";

const here = dirname(fileURLToPath(import.meta.url));
const assets = resolve(process.argv[2] ?? dirname(here));

function chartsAsVega() {
  const folder = join(here, "charts");
  const config = JSON.parse(readFileSync(join(folder, "config.json"), "utf8"));
  const names = readdirSync(folder).filter((name) => name.endsWith(".vl.json")).sort();
  return Object.fromEntries(
    names.map((name) => {
      const chart = JSON.parse(readFileSync(join(folder, name), "utf8"));
      return [name.replace(".vl.json", ""), compile(chart, { config }).spec];
    }),
  );
}

async function library() {
  const made = await build({
    absWorkingDir: here,
    entryPoints: ["library.js"],
    bundle: true,
    minify: true,
    format: "iife",
    target: "es2022",
    charset: "ascii",
    legalComments: "none",
    metafile: true,
    write: false,
  });
  return { text: made.outputFiles[0].text, sources: Object.values(made.metafile.outputs)[0].inputs };
}

function licences(sources) {
  const packages = new Set();
  for (const [path, { bytesInOutput }] of Object.entries(sources)) {
    const [, below] = path.split(/node_modules\/(?!.*node_modules\/)/);
    if (below && bytesInOutput) {
      const parts = below.split("/");
      packages.add(parts[0].startsWith("@") ? parts.slice(0, 2).join("/") : parts[0]);
    }
  }
  const byText = new Map();
  for (const name of [...packages].sort()) {
    const folder = join(here, "node_modules", name);
    const about = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
    if (!file) throw new Error(`${name} has no licence file`);
    const text = readFileSync(join(folder, file), "utf8").replace(/\r\n/g, "\n").trim();
    byText.set(text, [...(byText.get(text) ?? []), `${name} ${about.version} (${about.license})`]);
  }
  const parts = [...byText].map(([text, names]) => `${names.join(", ")}\n\n${text}\n`);
  return `The page draws with these libraries.\n\n${parts.join(`\n${"-".repeat(72)}\n`)}`;
}

const { text, sources } = await library();
mkdirSync(assets, { recursive: true });
writeFileSync(join(assets, "library.js"), text);
writeFileSync(join(assets, "charts.json"), `${JSON.stringify(chartsAsVega())}\n`);
writeFileSync(join(assets, "LICENSES.txt"), licences(sources));
