import { trusted } from './Html';

// A string, not a .css file: the package is plain ESM and the page must hold everything.
/** The style of the page: light and dark by the reader's choice, always light on paper. */
export const pageStyle = trusted(`
:root { color-scheme: light dark; --ink: #1b1f24; --soft: #57606a; --paper: #ffffff; --line: #d5dae0; --tint: #f4f6f8;
  --link: #0b5cad; --blue: #0072b2; --orange: #d98200; --green: #00845f; --purple: #b5588f; --sky: #3a9bd4; --vermilion: #d55e00; }
@media screen and (prefers-color-scheme: dark) {
  :root { --ink: #e4e8ec; --soft: #9aa5b1; --paper: #14181d; --line: #333b44; --tint: #1d232a; --link: #7cb8f2;
    --blue: #4da3dd; --orange: #e69f00; --green: #1fb58a; --purple: #d98cbb; --sky: #7cc8f5; --vermilion: #f0803c; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2rem 1.25rem 4rem; max-width: 60rem; color: var(--ink); background: var(--paper);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
body.several { max-width: 84rem; }
h1 { font-size: 1.7rem; line-height: 1.2; margin: 0 0 .25rem; overflow-wrap: anywhere; }
h2 { font-size: 1.15rem; margin: 2.75rem 0 .75rem; padding-bottom: .25rem; border-bottom: 1px solid var(--line); }
h3 { font-size: 1rem; margin: 0 0 .25rem; }
p { margin: .25rem 0 .75rem; }
a { color: var(--link); }
.question { font-size: 1.1rem; color: var(--soft); max-width: 45rem; }
table { border-collapse: collapse; font-size: .9rem; font-variant-numeric: tabular-nums; }
.scroll { overflow-x: auto; }
th, td { text-align: left; vertical-align: top; padding: .25rem 1.25rem .25rem 0; border-bottom: 1px solid var(--line); }
th { font-weight: 600; }
tbody th { font-weight: 400; color: var(--soft); }
td { overflow-wrap: anywhere; }
.scores td, .claim td { overflow-wrap: normal; }
.models { margin-bottom: 2rem; }
.number { text-align: right; white-space: nowrap; }
.differs td { background: var(--tint); font-weight: 600; }
code, pre { font: .85rem/1.45 ui-monospace, "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; }
pre { background: var(--tint); padding: .75rem 1rem; white-space: pre-wrap; overflow-wrap: anywhere; border-radius: 4px; }
figure { margin: 0 0 2.25rem; min-width: 0; }
figcaption { max-width: 45rem; color: var(--soft); font-size: .9rem; }
.side { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); gap: 0 2rem; }
.data { font-size: .85rem; }
.plot { display: block; width: 100%; height: auto; max-width: 42.5rem; overflow: visible; margin: .5rem 0; }
.plot text { white-space: pre; }
svg.graph { display: block; margin: .5rem 0; max-width: 100%; height: auto; font: 11px system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
.legend { list-style: none; display: flex; flex-wrap: wrap; gap: .1rem 1.25rem; margin: .5rem 0; padding: 0; font-size: .9rem; }
.swatch { vertical-align: -1px; }
.panels { display: grid; grid-template-columns: repeat(auto-fill, minmax(13rem, 1fr)); gap: .5rem 1rem; }
.panel p { margin: .25rem 0 0; font-size: .85rem; }
.maps { display: grid; grid-template-columns: repeat(auto-fill, minmax(5.25rem, 1fr)); gap: .75rem .6rem; margin: .75rem 0; }
.tile img { display: block; width: 100%; margin-bottom: 3px; image-rendering: pixelated; }
.tile p { margin: 0; font-size: .7rem; line-height: 1.3; color: var(--soft); overflow-wrap: anywhere; }
.ramp { font-size: .85rem; color: var(--soft); }
.ramp img { width: 10rem; height: .75rem; vertical-align: -1px; aspect-ratio: auto !important; }
details { margin: 2rem 0; }
.pages { columns: 18rem; font-size: .9rem; }
details > summary { cursor: pointer; color: var(--soft); }
details.long { margin: 0; min-width: 24rem; overflow-wrap: anywhere; }
details.long > summary { color: inherit; }
details.long[open] > summary { color: var(--soft); }
@media print {
  body { max-width: none; padding: 0; font-size: 10.5pt; }
  h2, h3, .legend { break-after: avoid; }
  .plot, .tile, .panel, tr, figcaption { break-inside: avoid; }
  svg.graph { min-width: 0 !important; break-inside: avoid; }
  .maps { grid-template-columns: repeat(8, 1fr); }
  .panels { grid-template-columns: repeat(3, 1fr); }
  .data { display: none; }
  a { color: inherit; text-decoration: none; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`);
