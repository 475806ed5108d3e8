// Rebuilds static/vendor from npm packages. Called by build.sh.
//
// Tabler ships 536 kB of CSS. What SalesOps uses of it is named here by family, not found by scanning templates, so that
// a class which works on one page works on all of them.
import { readFileSync, writeFileSync, mkdirSync, copyFileSync } from "node:fs";
import { PurgeCSS } from "purgecss";
import { transform } from "lightningcss";

const out = new URL("../../static/vendor/", import.meta.url);
const pkg = (path) => new URL(`node_modules/${path}`, import.meta.url);

const FAMILIES = [
  /^(btn|form-(control|select|check|label|text|switch)|input-group|valid|invalid|was-validated|is-(in)?valid)/,
  /^(table)(-responsive|-sm|-hover|-nowrap)?$/,
  /^(dropdown|modal|progress|toast|placeholder|spinner|alert|list-unstyled|collapse|collapsing|show|fade|active|disabled)/,
  /^(visually-hidden|text-(start|end|center|nowrap|truncate|break)|fw-(normal|medium|bold)|font-monospace)/,
  /^(container|row|col)(-(sm|md|lg))?(-(auto|[0-9]+))?$/,
  /^(d|flex|order|align-(items|self)|justify-content)-/,
  /^g[xy]?-[0-5]$/, /^gap-[0-5]$/, /^[mp][tbsexy]?-([0-5]|auto)$/, /^[wh]-(25|50|75|100|auto)$/,
  /^position-(relative|absolute|sticky)$/, /^overflow-(auto|hidden|visible)$/, /^sticky-top$/,
];

const source = readFileSync(pkg("@tabler/core/dist/css/tabler.min.css"), "utf8");
const [{ css }] = await new PurgeCSS().purge({
  content: [{ raw: "<html><body><div><p><a><ul><ol><li><dl><dt><dd><h1><h2><h3><h4><table><thead><tbody><tfoot><tr><th><td><caption><form><fieldset><legend><label><input><select><option><optgroup><textarea><button><img><svg><hr><pre><code><kbd><samp><small><strong><b><em><mark><del><ins><sub><sup><abbr><address><blockquote><figure><dialog><details><summary><progress><iframe><video><output>", extension: "html" }],
  css: [{ raw: source }],
  safelist: { standard: FAMILIES },
  // Rules for [type=checkbox], [data-bs-theme=dark] … stay: attributes are not looked for in the content.
  dynamicAttributes: ["type", "data-bs-theme", "multiple", "size", "disabled", "readonly", "open", "hidden", "role", "href", "class", "list", "aria-expanded", "title"],
  fontFace: true,
  keyframes: true,
  variables: false,
});
// Palette variables (--tblr-blue-lt…) and utilities' leftovers are dropped when nothing that remains reads them.
const read = new Set([...css.matchAll(/var\((--tblr-[\w-]+)/g)].map((m) => m[1]));
const lean = css.replace(/(--tblr-[\w-]+):[^;}]*;?/g, (all, name) => (read.has(name) ? all : ""));
const { code } = transform({ filename: "tabler.css", code: Buffer.from(lean), minify: true });

const version = JSON.parse(readFileSync(pkg("@tabler/core/package.json"), "utf8")).version;
const banner = `/*! Tabler ${version} (tabler.io), MIT, Bootstrap 5.3 (getbootstrap.com), MIT. Subset by scripts/vendor/build.mjs. */\n`;
mkdirSync(new URL("tabler/", out), { recursive: true });
writeFileSync(new URL("tabler/tabler.min.css", out), banner + code);
copyFileSync(new URL("LICENSE.tabler", import.meta.url), new URL("tabler/LICENSE", out));
copyFileSync(new URL("LICENSE.bootstrap", import.meta.url), new URL("tabler/LICENSE-bootstrap", out));
