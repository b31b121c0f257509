"""The style of the page: on screens the picture fills the window, on paper a sheet."""

from __future__ import annotations

STYLE = """
:root { --ink: #1b2733; --soft: #4d5b68; --line: #b4c0cb; --card: #eef3f8; --blue: #0b62a8; --lit: #f2a900 }
* { box-sizing: border-box }
html, body { margin: 0; height: 100% }
body { color: var(--ink); background: #fff; display: grid; grid-template-rows: auto 1fr; grid-template-columns: 1fr auto;
  font: 15px/1.6 'Noto Sans JP', 'Noto Sans CJK JP', 'BIZ UDPGothic', 'Yu Gothic UI', 'Meiryo', 'Hiragino Sans', sans-serif }
header { grid-column: 1 / -1; display: flex; flex-wrap: wrap; gap: 8px 14px; align-items: center; padding: 8px 16px;
  background: var(--card); border-bottom: 1px solid var(--line) }
h1 { font-size: 17px; margin: 0 auto 0 0 }
.tools { display: flex; flex-wrap: wrap; gap: 8px; align-items: center }
button { font: inherit; color: inherit; background: #fff; border: 1px solid #7b8792; border-radius: 6px; cursor: pointer;
  min-width: 34px; min-height: 34px; padding: 2px 10px }
button:hover { background: #e4f1fb }
button[aria-pressed=true] { background: var(--blue); border-color: var(--blue); color: #fff }
:focus-visible { outline: 3px solid var(--blue); outline-offset: 2px }
output { min-width: 3.6em; text-align: right; font-variant-numeric: tabular-nums }
main { overflow: auto; position: relative; min-width: 0; min-height: 0 }
main > svg { display: block; transform-origin: 0 0 }
.live main { overflow: hidden; cursor: grab; touch-action: none }
.live main.held { cursor: grabbing }
.live .node { cursor: pointer }
.node:focus { outline: none }
@media screen {
  .node:focus .body, .node.chosen .body { stroke: #000; stroke-width: 4 }
  .node.lit .body, .node.twin .body { stroke: var(--lit); stroke-width: 5 }
  .node.twin .body { filter: drop-shadow(0 0 7px var(--lit)) }
}
.filtered .node:not(.differs), .filtered .flow, .filtered .flow-labels { opacity: .13 }
.filtered .node.lit, .filtered .node.twin { opacity: 1 }
aside { width: 330px; overflow: auto; border-left: 1px solid var(--line); padding: 14px 18px; overflow-wrap: anywhere }
aside h2 { font-size: 17px; margin: 0 0 2px }
aside h3 { font-size: 14px; margin: 14px 0 2px; color: var(--soft) }
aside p, aside ul { margin: 0; padding: 0; list-style: none }
aside li + li { margin-top: 4px }
aside dl { margin: 10px 0 0 }
aside dt { font-size: 13px; color: var(--soft) }
aside dd { margin: 0 0 6px }
aside .state { color: var(--soft); font-size: 13px }
aside .word { display: inline-block; font-weight: 700; border: 2px solid; border-radius: 4px; padding: 0 6px; font-size: 13px }
aside button { text-align: left; min-height: 0; padding: 1px 8px }
aside kbd { font: inherit; border: 1px solid var(--line); border-radius: 4px; padding: 0 6px; background: var(--card) }
aside .keys li { display: flex; gap: 10px }
aside .keys kbd { flex: none }
@media (max-width: 760px) { body { grid-template-columns: 1fr; grid-template-rows: auto 1fr auto }
  aside { width: auto; max-height: 36vh; border-left: 0; border-top: 1px solid var(--line) } }
@media (prefers-reduced-motion: no-preference) { .node, .flow { transition: opacity .15s } }
@media print { header, aside { display: none }
  html, body { height: auto; display: block }
  .live main, main { overflow: visible }
  main > svg { transform: none !important; width: 100%; height: auto; break-inside: avoid }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact } }
"""


def paper_style(wide: float, tall: float) -> str:
    """Return the rule for sheets on which a picture of that many pixels is largest: A3, lying or standing.

    >>> paper_style(2000, 900).splitlines()[0]
    '@page { size: 420mm 297mm; margin: 8mm }'
    """
    across, down = (420, 297) if wide >= tall else (297, 420)
    room = down - 16 - 1  # a millimetre less, so that rounding starts no second sheet
    return (
        f"@page {{ size: {across}mm {down}mm; margin: 8mm }}\n"
        f"@media print {{ main > svg {{ max-height: {room}mm }} }}\n"
    )
