/** Colours of the drawings, on paper and in the dark; the page is painted, for it may lie on any background. */
export const palette = [
  ':root{--page:#fff;--box:#f6f8fb;--edge:#8a96a3;--ink:#1b2733;--soft:#5a6773;--line:#5a6773;--bar:#0072b2;--chip:#e3ecf6}',
  '@media (prefers-color-scheme:dark){:root{--page:#12181f;--box:#1b242e;--edge:#5b6976;--ink:#e6edf3;--soft:#a5b1bd;--line:#a5b1bd;--bar:#56b4e9;--chip:#2a3a4a}}',
  '.page{fill:var(--page)}.box{fill:var(--box);stroke:var(--edge)}.chip{fill:var(--chip)}.bar{fill:var(--bar)}',
  'text{fill:var(--ink)}.title{font-weight:600;font-size:14px}.small{fill:var(--soft);font-size:11px}.tiny{fill:var(--soft);font-size:10px}',
].join('');

export const escapeXml = (/** @type {string} */ text) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
