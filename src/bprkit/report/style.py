"""The style and the script inside the HTML page: system fonts, light and dark, paper; sorting by a click."""

from __future__ import annotations

STYLE = """
:root {
  color-scheme: light dark;
  --paper: #ffffff; --raised: #f5f7f9; --line: #dde3e9; --ink: #1d2630; --soft: #5a6672;
  --bar: #c4572f; --bar-room: #f0e4de; --link: #1f5c8f; --warn: #fdf3e1; --warn-line: #d59a2d;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #13181e; --raised: #1b222a; --line: #2e3843; --ink: #e3e8ed; --soft: #9ba8b5;
    --bar: #e2845c; --bar-room: #33291f; --link: #83b9e6; --warn: #2b2415; --warn-line: #b98a2e;
  }
}
* { box-sizing: border-box; }
html { scroll-behavior: smooth; -webkit-text-size-adjust: 100%; }
body {
  margin: 0; background: var(--paper); color: var(--ink); line-height: 1.65;
  font-family: system-ui, -apple-system, "Segoe UI", "Hiragino Sans", "Hiragino Kaku Gothic ProN",
    "Yu Gothic UI",
    "Yu Gothic", "Noto Sans JP", "Noto Sans CJK JP", Meiryo, sans-serif;
}
:lang(ja) body, body:lang(ja) {
  font-family: "Hiragino Sans", "Hiragino Kaku Gothic ProN", "Yu Gothic UI", "Yu Gothic", "Noto Sans JP",
    "Noto Sans CJK JP", Meiryo, system-ui, sans-serif;
  line-break: strict; line-height: 1.75;
}
p, li, dd, dt { overflow-wrap: anywhere; }
.page { max-width: 76rem; margin: 0 auto; padding: 2.5rem 1.5rem 4rem; }
header { max-width: 62rem; }
h1 { font-size: 1.75rem; line-height: 1.3; margin: 0 0 .4rem; overflow-wrap: anywhere;
  word-break: auto-phrase; }
.basis { margin: 0; color: var(--soft); font-size: .875rem; }
.basis span:not(:last-child)::after { content: "·"; margin: 0 .5em; }
.basis span { display: inline-block; }
.warning {
  margin: 1.25rem 0 0; padding: .7rem 1rem; background: var(--warn); border-left: 4px solid var(--warn-line);
  border-radius: 0 6px 6px 0;
}
.summary { margin: 1.5rem 0 0; padding: 0; list-style: none; font-size: 1.0625rem; }
.summary li { padding-left: 1.1em; position: relative; margin: .35rem 0; }
.summary li::before {
  content: ""; position: absolute; left: 0; top: .68em; width: .4em; height: .4em; border-radius: 50%;
    background: var(--bar);
}
.figures {
  display: grid; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); gap: .75rem;
    margin: 1.75rem 0 0; padding: 0;
}
.figures div { background: var(--raised); border: 1px solid var(--line); border-radius: 8px;
  padding: .75rem 1rem .7rem; }
.figures dt { color: var(--soft); font-size: .8125rem; line-height: 1.4; }
.figures dd { margin: .1rem 0 0; }
.figures .value { font-size: 1.5rem; font-weight: 650; line-height: 1.35;
  font-variant-numeric: tabular-nums; }
.figures .value small { font-size: .875rem; font-weight: 500; }
.figures .note { color: var(--soft); font-size: .8125rem; min-height: 1.4em; line-height: 1.4; }
nav { margin: 2rem 0 0; border-top: 1px solid var(--line); border-bottom: 1px solid var(--line);
  padding: .6rem 0; font-size: .875rem; }
nav ul { list-style: none; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: .15rem 1.25rem; }
a { color: var(--link); text-decoration: none; }
a:hover { text-decoration: underline; }
section { margin-top: 2.75rem; scroll-margin-top: 1rem; }
section.detail { margin-top: 1.75rem; }
h2 { font-size: 1.25rem; line-height: 1.4; margin: 0 0 .5rem; }
h3 { font-size: 1rem; line-height: 1.5; margin: 0 0 .4rem; }
section > p { margin: 0 0 .75rem; color: var(--soft); max-width: 50rem; font-size: .9375rem; }
.scroll { overflow-x: auto; }
.scroll:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
table { border-collapse: collapse; font-size: .875rem; line-height: 1.45;
  font-variant-numeric: tabular-nums; }
th, td { padding: .4rem .75rem; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
th:first-child, td:first-child { padding-left: .25rem; }
th:last-child, td:last-child { padding-right: .25rem; }
thead th {
  color: var(--soft); font-weight: 500; font-size: .8125rem; vertical-align: bottom; white-space: nowrap;
  border-bottom: 1px solid var(--soft);
}
tbody tr:hover { background: var(--raised); }
.right { text-align: right; white-space: nowrap; }
.date { white-space: nowrap; }
.name { min-width: 8em; max-width: 24em; overflow-wrap: anywhere; }
.words { min-width: 16em; max-width: 46em; overflow-wrap: anywhere; }
.chain { min-width: 16em; max-width: 46em; overflow-wrap: anywhere; word-break: keep-all; }
small { font-size: .8em; color: var(--soft); margin-left: .1em; }
:lang(en) small { margin-left: .3em; }
td small.beside { display: block; margin: 0; white-space: nowrap; }
code { font-family: ui-monospace, Menlo, Consolas, monospace; font-size: .95em; white-space: nowrap; }
tbody th { font-weight: 600; white-space: nowrap; }
.part { white-space: nowrap; }
.part span { display: inline-block; min-width: 3.6em; text-align: right; }
.part span:has(.beside) { min-width: 5.6em; vertical-align: top; }
.part svg { width: 13rem; height: .6rem; margin-left: .6rem; vertical-align: baseline; border-radius: 2px; }
.part .room { fill: var(--bar-room); } .part .bar { fill: var(--bar); }
th button { all: unset; cursor: pointer; position: relative; white-space: nowrap; }
th button::after { content: ""; position: absolute; bottom: .2em; left: 100%; padding-left: .3em;
  font-size: .7em; }
th.right button::after { left: auto; right: 100%; padding: 0 .3em 0 0; }
th[aria-sort=ascending] button::after { content: "▲"; }
  th[aria-sort=descending] button::after { content: "▼"; }
th button:hover { color: var(--ink); } th button:focus-visible { outline: 2px solid var(--link);
  outline-offset: 2px; }
details { margin-top: .6rem; }
summary { cursor: pointer; color: var(--link); font-size: .875rem; width: fit-content; }
details[open] > summary { margin-bottom: .5rem; }
section:has(> details[open]) > .short { display: none; }
.picture { margin: .75rem 0 1rem; overflow-x: auto; background: #fff; border: 1px solid var(--line);
  border-radius: 8px; }
.picture svg { display: block; max-width: 100%; min-width: 36rem; height: auto; }
.picture.wide svg { max-width: none; }
.picture:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
.cut, footer { color: var(--soft); font-size: .8125rem; }
footer { margin-top: 3rem; border-top: 1px solid var(--line); padding-top: .75rem; }
@media (max-width: 40rem) {
  .page { padding: 1.25rem 1rem 3rem; }
  h1 { font-size: 1.375rem; }
  .figures { grid-template-columns: repeat(2, 1fr); gap: .5rem; }
  .figures div { padding: .55rem .7rem; }
  .figures .value { font-size: 1.25rem; }
  th, td { padding: .4rem .5rem; }
  .part svg { width: 5rem; }
  .name { min-width: 5em; } .words { min-width: 11em; } .chain { min-width: 8em; }
}
@media print {
  @page { size: A4; margin: 14mm 12mm; }
  :root {
    color-scheme: light; --paper: #fff; --raised: #fff; --line: #ccc; --ink: #000; --soft: #444;
    --bar: #a3441f; --bar-room: #eee; --warn: #fff;
  }
  body { font-size: 9.5pt; } .page { padding: 0; max-width: none; }
  nav, summary { display: none; }
  .scroll { overflow: visible; break-inside: avoid; } table { font-size: 7.5pt; line-height: 1.3; }
  thead { display: table-header-group; break-inside: avoid; } thead th { font-size: 7pt; }
  th, td { padding: .28em .55em; } .part svg { width: 22mm; } section > p { font-size: 8.5pt; }
  h1 { font-size: 16pt; } h2 { font-size: 12pt; } h3 { font-size: 10pt; } .summary { font-size: 10pt; }
  .figures { grid-template-columns: repeat(6, 1fr); gap: 2mm; } .figures div { padding: 1.5mm 2mm; }
  .figures .value { font-size: 13pt; } .figures .value small { font-size: 7pt; }
  .figures dt, .figures .note, .basis, .cut, footer { font-size: 7.5pt; }
  .picture { overflow: visible; border: 0; margin: 2mm 0; break-inside: avoid; }
  .picture svg, .picture.wide svg { max-width: 100%; min-width: 0; }
  tr, .figures div, .warning { break-inside: avoid; } h2, h3, section > p { break-after: avoid; }
  section { margin-top: 6mm; } section.detail { margin-top: 4mm; }
  .part .room, .part .bar, .summary li::before, .warning { print-color-adjust: exact; }
}
"""

SCRIPT = """
"use strict";
document.addEventListener("click", function (event) {
  const button = event.target.closest("th button");
  if (!button) return;
  const head = button.closest("th"), body = head.closest("table").tBodies[0];
  const place = head.cellIndex, numbers = head.hasAttribute("data-numbers");
  const before = head.getAttribute("aria-sort");
  const falling = before ? before === "ascending" : numbers;
  const value = (row) => row.cells[place].dataset.value;
  const rows = Array.from(body.rows);
  rows.sort(function (one, other) {
    const a = value(one), b = value(other);
    if (a === "" || b === "") return (a === "") - (b === "");
    const order = numbers ? a - b : a.localeCompare(b, document.documentElement.lang, { numeric: true });
    return falling ? -order : order;
  });
  for (const other of head.parentNode.cells) other.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", falling ? "descending" : "ascending");
  body.append(...rows);
});
"""
