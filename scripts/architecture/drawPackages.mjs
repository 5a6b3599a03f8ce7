import { rounded } from './rounded.mjs';
import { escapeXml, palette } from './svg.mjs';

/** @typedef {import('./survey.mjs').SurveyedPackage} SurveyedPackage */
/** @typedef {{ x: number, y: number, width: number, height: number }} Box */

const width = 900;
const margin = 28;
const gap = 56;
const chip = { leastWidth: 115, height: 22, gap: 6 };
// The rows from above; in a row none imports its neighbours.
const rows = [
  ['goal-driven'],
  ['@goal-driven/explorer'],
  ['@goal-driven/mec', '@goal-driven/ventral-stream', '@goal-driven/mouse-visual'],
  ['@goal-driven/learning-rules'],
  [
    '@goal-driven/stimuli',
    '@goal-driven/metrics',
    '@goal-driven/formats',
    '@goal-driven/sweep',
    '@goal-driven/report',
  ],
  ['@goal-driven/core'],
  ['@goal-driven/tfjs-backend-torch'],
];

/**
 * The packages, tools above and the backend below, with their folders and numbers of files. An arrow leads to a
 * package that is imported; those that follow from others are left out. Dashes: loaded by name at run time.
 */
export function drawPackages(/** @type {SurveyedPackage[]} */ packages) {
  const most = Math.max(...packages.map(({ lines }) => lines));
  /** @type {Map<string, Box>} */
  const boxes = new Map();
  let y = 20;
  const present = rows.map((row) => row.flatMap((name) => packages.find((each) => each.name === name) ?? []));
  for (const here of present.filter(({ length }) => length > 0)) {
    const each = (width - 2 * margin - 24 * (here.length - 1)) / here.length;
    const heights = here.map(({ folders }) => boxHeight(folders.length, each));
    here.forEach(({ name }, place) =>
      boxes.set(name, { x: margin + place * (each + 24), y, width: each, height: Math.max(...heights) }),
    );
    y += Math.max(...heights) + gap;
  }
  const arrows = packages.flatMap(({ name }) =>
    direct(name, packages).map((to) => arrow(boxes, name, to, '')),
  );
  arrows.push(arrow(boxes, '@goal-driven/core', '@goal-driven/tfjs-backend-torch', ' class="later"'));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${y - gap + 20}" font-family="system-ui, sans-serif" font-size="12" role="img" aria-label="The packages, their folders, and who imports whom">`,
    '<!-- Written by scripts/architecture.mjs. -->',
    '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path d="M0 0 L8 4 L0 8 z"/></marker></defs>',
    `<style>${palette}.arrow path{fill:none;stroke:var(--line);stroke-width:1.4;marker-end:url(#tip)}.arrow .later{stroke-dasharray:4 4}marker path{fill:var(--line)}</style>`,
    `<rect width="100%" height="100%" class="page"/>`,
    ...packages.map((each) => drawPackage(each, /** @type {Box} */ (boxes.get(each.name)), most)),
    '<g class="arrow">',
    ...arrows,
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

const perRow = (/** @type {number} */ inside) =>
  Math.floor((inside + chip.gap) / (chip.leastWidth + chip.gap));

const boxHeight = (/** @type {number} */ chips, /** @type {number} */ boxWidth) =>
  72 + Math.ceil(chips / perRow(boxWidth - 24)) * (chip.height + chip.gap);

function drawPackage(
  /** @type {SurveyedPackage} */ each,
  /** @type {Box} */ box,
  /** @type {number} */ most,
) {
  const { name, files, lines, exports, folders } = each;
  const [x, inside] = [box.x + 12, box.width - 24];
  const columns = perRow(inside);
  const chipWidth = Math.floor((inside - chip.gap * (columns - 1)) / columns);
  const chips = folders.map((folder, place) => {
    const left = x + (place % columns) * (chipWidth + chip.gap);
    const y = box.y + 66 + Math.floor(place / columns) * (chip.height + chip.gap);
    const label = folder.name === '.' ? 'src' : folder.name;
    return [
      `<rect class="chip" x="${left}" y="${y}" width="${chipWidth}" height="${chip.height}" rx="4"/>`,
      `<text class="tiny" x="${left + 6}" y="${y + 15}">${escapeXml(label)}</text>`,
      `<text class="tiny" text-anchor="end" x="${left + chipWidth - 6}" y="${y + 15}">${folder.files.length}</text>`,
    ].join('');
  });
  const names = new Set(exports.map((one) => one.name)).size;
  return [
    `<rect class="box" x="${box.x}" y="${box.y}" width="${box.width}" height="${box.height}" rx="8"/>`,
    `<text class="title" x="${x}" y="${box.y + 22}">${escapeXml(name)}</text>`,
    `<text class="small" x="${x}" y="${box.y + 40}">${files.length} files, ${rounded(lines)} lines, ${names} exports</text>`,
    `<rect class="bar" x="${x}" y="${box.y + 50}" width="${Math.round((inside * rounded(lines)) / rounded(most))}" height="5"/>`,
    ...chips,
  ].join('\n');
}

/** The packages that one stands on and that no other of them stands on. */
function direct(/** @type {string} */ name, /** @type {SurveyedPackage[]} */ packages) {
  const on = (/** @type {string} */ each) => packages.find((one) => one.name === each)?.standsOn ?? [];
  /** @type {(each: string) => string[]} */
  const below = (each) => on(each).flatMap((next) => [next, ...below(next)]);
  const implied = new Set(on(name).flatMap(below));
  return on(name).filter((each) => !implied.has(each));
}

/** From the lower edge of one box to the upper edge of the other; past the rows between them along the margin. */
function arrow(
  /** @type {Map<string, Box>} */ boxes,
  /** @type {string} */ from,
  /** @type {string} */ to,
  /** @type {string} */ look,
) {
  const a = /** @type {Box} */ (boxes.get(from));
  const b = /** @type {Box} */ (boxes.get(to));
  const bottom = a.y + a.height;
  if (b.y > bottom + gap) {
    const right = b.x + b.width / 2 > width / 2;
    const edge = (/** @type {Box} */ box) => (right ? box.x + box.width : box.x);
    const lane = right ? width - margin / 2 : margin / 2;
    return `<path${look} d="M${edge(a)} ${a.y + 24} H${lane} V${b.y + 24} H${edge(b)}"/>`;
  }
  const [start, end] = [towards(a, b), towards(b, a)];
  return `<path${look} d="M${start} ${bottom} C${start} ${bottom + 40} ${end} ${b.y - 40} ${end} ${b.y}"/>`;
}

/** Where on the edge of one box an arrow to another starts: towards it, a quarter of the width from the middle. */
function towards(/** @type {Box} */ box, /** @type {Box} */ other) {
  const aim = other.x + other.width / 2;
  const centre = box.x + box.width / 2;
  return Math.round(centre + Math.max(-1, Math.min(1, (aim - centre) / 400)) * (box.width / 4));
}
