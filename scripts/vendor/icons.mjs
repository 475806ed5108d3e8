// Writes static/icons.svg: one <symbol> per line of icons.json (our name → Tabler's outline icon), then the state marks.
import { readFileSync, writeFileSync } from "node:fs";

const here = (path) => new URL(path, import.meta.url);
const names = JSON.parse(readFileSync(here("icons.json"), "utf8"));
const version = JSON.parse(readFileSync(here("node_modules/@tabler/icons/package.json"), "utf8")).version;
const symbols = Object.entries(names).map(([id, name]) => {
  const svg = readFileSync(here(`node_modules/@tabler/icons/icons/outline/${name}.svg`), "utf8");
  const body = svg.replace(/<!--[\s\S]*?-->/, "").replace(/<svg[^>]*>|<\/svg>/g, "").replace(/\s+/g, " ").trim();
  return `<symbol id="${id}" viewBox="0 0 24 24">${body}</symbol>`;
});
const marks = readFileSync(here("marks.svg"), "utf8").match(/<symbol[\s\S]*?<\/symbol>/g);
writeFileSync(here("../../static/icons.svg"), `<?xml version="1.0" encoding="UTF-8"?>
<!-- i-*: Tabler Icons ${version} (tabler.io/icons), outline, MIT, renamed in scripts/vendor/icons.json. st-*: SalesOps state marks, same licence.
     Licence text: static/vendor/tabler/LICENSE. Rebuild: scripts/vendor/build.sh -->
<svg xmlns="http://www.w3.org/2000/svg">
${symbols.concat(marks).join("\n")}
</svg>
`);
