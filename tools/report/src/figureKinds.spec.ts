import { inflateSync } from 'node:zlib';
import type { Figure } from '@goal-driven/core';
import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { colourMap } from './colourMap';
import { drawFigure } from './figureKinds';
import { commonBins, countBins } from './histogramFigure';
import { axisScale } from './parallelFigure';
import { thinCurve } from './thinCurve';

const draw = (figure: Figure) => parseHTML(`<html><body>${drawFigure(figure).markup}</body></html>`).document;
const words = { name: 'name', title: 'Title', caption: 'Caption.' };
const axes = { x: 'step', y: 'error (cm)' };
const curvesOf = (document: ReturnType<typeof draw>) =>
  [...document.querySelectorAll('svg.plot g[stroke-linecap] > path')].map((path) => path.getAttribute('d')!);

describe('lines', () => {
  const figure: Figure = {
    ...words,
    kind: 'lines',
    axes,
    lines: [
      { label: 'training', x: [0, 1, 2, 3, 4], y: [4, 3, NaN, 2, 1] },
      { label: 'held-out', x: [0, 4], y: [5, 1] },
    ],
    references: [{ label: 'floor', y: 0.5 }],
  };

  it('draws one path per line, broken where a value is NaN', () => {
    const curves = curvesOf(draw(figure));
    expect(curves.length).toBe(2);
    expect(curves[0]!.match(/M/g)!.length).toBe(2);
    expect(curves[1]!.match(/M/g)!.length).toBe(1);
  });

  it('names lines, references and axes', () => {
    const document = draw(figure);
    expect([...document.querySelectorAll('.legend li')].map((item) => item.textContent!.trim())).toEqual([
      'training',
      'held-out',
      'floor',
    ]);
    expect(document.querySelector('svg.plot')!.textContent).toContain('error (cm)');
    expect(document.querySelector('svg.plot')!.getAttribute('aria-label')).toBe('Title. Caption.');
  });

  it('draws what is in the background first, pale and without a name', () => {
    const background = { label: 'one of many', x: [0, 4], y: [3, 3], background: true };
    const document = draw({ ...figure, lines: [...figure.lines, background] });
    const strokes = [...document.querySelectorAll('svg.plot g[stroke-linecap]')].map((group) =>
      group.getAttribute('stroke'),
    );
    expect(strokes).toEqual(['currentColor', 'var(--blue)', 'var(--orange)']);
    expect(document.querySelectorAll('.legend li').length).toBe(3);
    expect(document.body.textContent).not.toContain('one of many');
  });

  it('leaves values of 0 out of a logarithmic axis', () => {
    const curves = curvesOf(
      draw({ ...figure, log: true, lines: [{ label: '', x: [0, 1, 2], y: [1, 0, 1] }] }),
    );
    expect(curves[0]).not.toContain('NaN');
    expect(curves[0]!.match(/M/g)!.length).toBe(2);
  });

  it('draws a figure without any value', () => {
    expect(
      draw({ ...figure, lines: [{ label: '', x: [0], y: [NaN] }], references: [] }).querySelector('svg'),
    ).not.toBeNull();
    expect(draw({ ...figure, lines: [], references: [] }).querySelector('svg')).not.toBeNull();
  });
});

describe('thinCurve', () => {
  it('keeps the ends, the highest and the lowest point of a long curve', () => {
    const y = Array.from({ length: 100_000 }, (_, index) =>
      index === 54_321 ? 9 : index === 777 ? -9 : Math.sin(index),
    );
    const points = thinCurve({ x: y.map((_, index) => index), y });
    expect(points.length).toBeLessThanOrEqual(1_201);
    expect(points).toContainEqual([54_321, 9]);
    expect(points).toContainEqual([777, -9]);
    expect(points.at(-1)![0]).toBe(99_999);
  });
});

describe('paths', () => {
  const figure: Figure = {
    ...words,
    kind: 'paths',
    axes: { x: 'x (m)', y: 'y (m)' },
    bounds: [-1, 1, -1, 1],
    panels: ['first', 'second'].map((label) => ({
      label,
      paths: [
        {
          label: 'true',
          points: [
            [0, 0],
            [1, 1],
          ],
        },
        {
          label: 'predicted',
          points: [
            [0, 0],
            [0.5, NaN],
            [1, 1],
          ],
        },
      ],
    })),
  };

  it('draws a panel each, with its paths and their beginnings', () => {
    const document = draw(figure);
    expect(document.querySelectorAll('svg.plot').length).toBe(2);
    expect(curvesOf(document).length).toBe(4);
    expect(document.querySelectorAll('svg.plot circle').length).toBe(4);
  });

  it('keeps both axes at one scale', () => {
    const [, across, up] = /M([\d.]+),[\d.]+L/.exec(curvesOf(draw(figure))[0]!)
      ? corner(curvesOf(draw(figure))[0]!)
      : [];
    expect(across).toBeCloseTo(up!, 1);
  });
});

/** Width and height of a path of one segment, pixels. */
function corner(path: string): [string, number, number] {
  const [x1, y1, x2, y2] = path.match(/[\d.]+/g)!.map(Number) as [number, number, number, number];
  return [path, Math.abs(x2 - x1), Math.abs(y2 - y1)];
}

describe('maps', () => {
  const figure: Figure = {
    ...words,
    kind: 'maps',
    unit: 'Hz',
    maps: [
      {
        label: 'unit 7',
        values: [
          [0, 1],
          [NaN, 4],
        ],
        below: [[1]],
      },
    ],
  };

  it('draws the first row at the bottom, the highest value brightest, NaN blank', () => {
    const [image] = [...draw(figure).querySelectorAll('.tile img')];
    const { width, height, pixels } = readPng(image!.getAttribute('src')!);
    expect([width, height]).toEqual([2, 2]);
    expect(pixels).toEqual([0, colourMap.length - 1, 1, 1 + Math.round((colourMap.length - 2) / 4)]);
  });

  it('prints the range of each map and shows what belongs below it', () => {
    const document = draw(figure);
    expect(document.querySelector('.tile')!.textContent).toContain('0 to 4 Hz');
    expect(document.querySelectorAll('.tile img').length).toBe(2);
  });

  it('has the colours of one range where the figure gives it', () => {
    const values = [[0, 1, 2, NaN]];
    const maps = [
      { label: 'all of it', values },
      { label: 'half of it', values: [[0, 0.5, 1, 3]] },
    ];
    const document = draw({ ...figure, maps, range: [0, 2] });
    const [one, other] = [...document.querySelectorAll('.tile img')].map(
      (image) => readPng(image.getAttribute('src')!).pixels,
    );
    const [top, steps] = [colourMap.length - 1, colourMap.length - 2];
    expect(one).toEqual([1, 1 + Math.round(steps / 2), top, 0]);
    expect(other).toEqual([1, 1 + Math.round(steps / 4), 1 + Math.round(steps / 2), top]); // 3 is beyond
    expect(document.querySelector('.ramp')!.textContent).toMatch(/0\s+2 Hz in all images/);
  });

  it('says so where a map has no values', () => {
    const document = draw({
      ...figure,
      maps: [
        { label: 'silent', values: [[NaN]] },
        { label: 'none', values: [] },
      ],
    });
    expect(document.body.textContent).toContain('no values');
    expect(document.body.textContent).toContain('empty');
  });
});

/** Reads back what `png` wrote: one byte per pixel behind one filter byte per row. */
function readPng(address: string): { width: number; height: number; pixels: number[] } {
  const file = Buffer.from(address.split(',')[1]!, 'base64');
  const [width, height] = [file.readUInt32BE(16), file.readUInt32BE(20)];
  const start = file.indexOf('IDAT') + 4;
  const rows = inflateSync(file.subarray(start, start + file.readUInt32BE(start - 8)));
  return { width, height, pixels: [...rows].filter((_, index) => index % (width + 1) !== 0) };
}

describe('histogram', () => {
  it('counts every number once, the highest in the last bin', () => {
    const values = [0, 0.1, 0.5, 0.9, 1];
    const bins = countBins(values, [0, 0.5, 1]);
    expect(bins).toEqual([
      { from: 0, to: 0.5, count: 2 },
      { from: 0.5, to: 1, count: 3 },
    ]);
    const edges = commonBins(values);
    expect(countBins(values, edges).reduce((sum, { count }) => sum + count, 0)).toBe(values.length);
  });

  it('has one bin for values that are all the same and none without values', () => {
    expect(commonBins([3, 3])).toEqual([2.5, 3.5]);
    expect(commonBins([])).toEqual([]);
  });

  it('draws groups over common bins and counts what is undefined', () => {
    const document = draw({
      ...words,
      kind: 'histogram',
      axes,
      groups: [
        { label: 'trained', values: [0, 1, 2, NaN] },
        { label: 'random', values: [NaN] },
      ],
      references: [{ label: 'threshold', x: 0.37 }],
    });
    expect(document.querySelectorAll('svg.plot rect').length).toBe(3);
    expect(document.body.textContent).toContain('trained (3, and 1 undefined)');
    expect(document.body.textContent).toContain('threshold');
  });
});

describe('histogram of shares', () => {
  it('gives groups of different sizes heights that one can compare', () => {
    const groups = [
      { label: 'few', values: [0, 1] },
      { label: 'many', values: [0, 0, 0, 0, 1, 1, 1, 1] },
    ];
    const heights = (shares: boolean) =>
      [...draw({ ...words, kind: 'histogram', axes, groups, shares }).querySelectorAll('svg.plot rect')].map(
        (bar) => Number(bar.getAttribute('height')),
      );
    const [few, , many] = heights(true);
    expect(few).toBeCloseTo(many!, 6);
    expect(heights(false)[2]! / heights(false)[0]!).toBeGreaterThan(3.5);
  });

  it('has finer bins for more values, also where they lie in two heaps', () => {
    const heaps = Array.from({ length: 144 }, (_, at) => (at < 72 ? 0 : 1) + 0.001 * at);
    expect(commonBins(heaps)).toHaveLength(12 + 1);
  });
});

describe('categories', () => {
  const figure: Figure = {
    ...words,
    kind: 'categories',
    axes: { x: 'network', y: 'fit' },
    categories: ['a', 'b'],
    groups: [
      { label: 'seeds', values: [[1, 2, NaN], [5]] },
      { label: 'others', values: [[3]] },
    ],
    references: [{ label: 'floor', y: 0 }],
  };
  const dots = (document: ReturnType<typeof draw>) =>
    document.querySelectorAll('svg.plot circle, svg.plot g[fill-opacity] > path').length;

  it('draws a dot per value and a rule at the mean of several, and names what there is', () => {
    const document = draw(figure);
    expect(dots(document)).toBe(4);
    expect(document.querySelectorAll('svg.plot g[stroke-width="1.5"] > line').length).toBe(1);
    const text = document.querySelector('svg.plot')!.textContent!;
    for (const word of ['a', 'b', 'network', 'fit']) expect(text).toContain(word);
    expect(document.querySelector('.legend')!.textContent).toMatch(/seeds[^]*others[^]*floor/);
  });

  it('puts groups beside each other, around the middle of their category', () => {
    const groups = [...draw(figure).querySelectorAll('svg.plot g[fill-opacity]')];
    const [first, second] = groups.map((group) =>
      Number(/translate\((-?[\d.]+)/.exec(group.getAttribute('transform')!)![1]),
    );
    expect(second! - first!).toBe(16);
    expect((first! + second!) / 2).toBeCloseTo(150, 0); // half of the 300 pixels of either category
  });

  it('has the shapes of the dots in the legend', () => {
    const swatches = [...draw(figure).querySelectorAll('.legend svg path')].map((path) =>
      path.getAttribute('d'),
    );
    expect(new Set(swatches).size).toBe(3);
  });

  it('turns labels that would run into each other', () => {
    const long = Array.from({ length: 8 }, (_, at) => `a network of the kind ${at}`);
    const turned = (names: string[]) =>
      draw({ ...figure, categories: names })
        .querySelector('svg.plot')!
        .outerHTML.includes('rotate(-30)');
    expect([turned(long), turned(['a', 'b'])]).toEqual([true, false]);
  });

  it('has a picture without a category', () => {
    expect(draw({ ...figure, categories: [], groups: [] }).querySelector('svg.plot')).not.toBeNull();
  });
});

describe('graph', () => {
  const figure: Figure = {
    ...words,
    kind: 'graph',
    nodes: [
      { name: 'image', lines: ['8x8x3'] },
      { name: 'V1', lines: ['8x8x4'], cell: 'reciprocal gated' },
      { name: '<b>IT</b>', lines: ['4'] },
    ],
    edges: [
      { from: 'image', to: 'V1', kind: 'feedforward' },
      { from: 'V1', to: '<b>IT</b>', kind: 'feedforward' },
      { from: 'image', to: '<b>IT</b>', kind: 'bypass' },
      { from: '<b>IT</b>', to: 'V1', kind: 'feedback' },
    ],
  };
  const document = draw(figure);
  const all = (selector: string) => [...document.querySelectorAll(`svg.graph ${selector}`)];
  const numbers = (element: ReturnType<typeof all>[number], ...attributes: string[]) =>
    attributes.map((attribute) => Number(element.getAttribute(attribute)));

  it('has a box for each layer from left to right, and its text within', () => {
    const boxes = all('rect').map((box) => numbers(box, 'x', 'y', 'width', 'height'));
    expect(boxes).toHaveLength(3);
    expect(boxes.map(([x]) => x)).toEqual([...boxes.map(([x]) => x)].sort((a, b) => a! - b!));
    expect(all('text').map((text) => text.textContent)).toEqual([
      ...['image', '8x8x3'],
      ...['V1', '8x8x4', 'reciprocal', 'gated'],
      ...['<b>IT</b>', '4'],
    ]);
    const owners = [0, 0, 1, 1, 1, 1, 2, 2];
    all('text').forEach((text, index) => {
      const [x, y] = numbers(text, 'x', 'y');
      const [left, top, width, height] = boxes[owners[index]!]!;
      expect(x).toBeCloseTo(left! + width! / 2, 0);
      expect(y).toBeGreaterThan(top!);
      expect(y).toBeLessThan(top! + height!);
    });
  });

  it('marks cells, and has bypass above and feedback below the boxes, within the picture', () => {
    expect(all('rect').map((box) => box.getAttribute('stroke'))).toEqual([
      'currentColor',
      'var(--green)',
      'currentColor',
    ]);
    const [, top, , height] = numbers(all('rect')[0]!, 'x', 'y', 'width', 'height');
    const bends = all('path.edge').map((path) => /C[\d.]+,(-?[\d.]+)/.exec(path.getAttribute('d')!)?.[1]);
    expect(bends.slice(0, 2)).toEqual([undefined, undefined]);
    const [above, below] = bends.slice(2).map(Number) as [number, number];
    const [whole] = numbers(document.querySelector('svg.graph')!, 'height');
    // A cubic bends to three quarters of the way to its controls.
    expect(top! + 0.75 * (above - top!)).toBeGreaterThan(0);
    expect(above).toBeLessThan(top!);
    expect(below).toBeGreaterThan(top! + height!);
    expect(top! + height! + 0.75 * (below - top! - height!)).toBeLessThan(whole!);
  });

  it('says all that it shows, and names the kinds of arrows that there are', () => {
    expect(document.querySelector('svg.graph')!.getAttribute('aria-label')).toBe(
      'Title. Caption. Layers: image 8x8x3, V1 8x8x4 cell reciprocal gated, <b>IT</b> 4. ' +
        'feed-forward: image to V1, V1 to <b>IT</b>. bypass: image to <b>IT</b>. feedback: <b>IT</b> to V1.',
    );
    const legendOf = (shown: Figure) =>
      [...draw(shown).querySelectorAll('.legend li')].map((item) => item.textContent!.trim());
    expect(legendOf(figure)).toEqual(['feed-forward', 'bypass', 'feedback', 'with a recurrent cell']);
    expect(legendOf({ ...figure, nodes: figure.nodes.slice(0, 1), edges: [] })).toEqual([]);
  });

  it('has a picture without a layer', () => {
    expect(draw({ ...figure, nodes: [] }).querySelector('svg.graph')).not.toBeNull();
  });
});

describe('scatter', () => {
  it('draws a mark per point that has both values', () => {
    const document = draw({
      ...words,
      kind: 'scatter',
      axes,
      groups: [{ label: 'units', x: [1, 2, NaN], y: [1, 2, 3] }],
    });
    expect(document.querySelectorAll('svg.plot circle, svg.plot g[fill-opacity] > path').length).toBe(2);
  });
});

describe('bars', () => {
  const document = draw({
    ...words,
    kind: 'bars',
    axes: { x: 'share of variance', y: 'setting' },
    bars: [
      { label: 'learning rate', value: 0.6, interval: [0.4, 0.8] },
      { label: 'cell', value: -0.1, interval: [NaN, NaN] },
      { label: 'seed', value: NaN },
      { label: 'cell', value: 0.3 },
    ],
  });
  const rects = [...document.querySelectorAll('svg.plot rect')].map((rect) => ({
    x: Number(rect.getAttribute('x')),
    y: Number(rect.getAttribute('y')),
    width: Number(rect.getAttribute('width')),
  }));

  it('draws one per number, in their order, as long as the number, from 0 to either side', () => {
    expect(rects.length).toBe(3);
    expect(rects[0]!.y).toBeLessThan(rects[1]!.y);
    expect(rects[1]!.y).toBeLessThan(rects[2]!.y);
    expect(rects[0]!.width / rects[1]!.width).toBeCloseTo(6, 1);
    expect(rects[0]!.width / rects[2]!.width).toBeCloseTo(2, 1);
    expect(rects[1]!.x + rects[1]!.width).toBeCloseTo(rects[0]!.x, 1);
  });

  it('names every one, with a number or without, and draws the intervals that there are', () => {
    const text = document.querySelector('svg.plot')!.textContent;
    for (const word of ['learning rate', 'seed', 'share of variance', 'setting'])
      expect(text).toContain(word);
    expect(text.match(/cell/g)!.length).toBe(2);
    const whiskers = [...document.querySelectorAll('svg.plot line')].filter(
      (line) => line.getAttribute('y1') === line.getAttribute('y2') && line.getAttribute('x1') !== null,
    );
    const lengths = whiskers.map((line) => Number(line.getAttribute('x2')) - Number(line.getAttribute('x1')));
    expect(lengths.length).toBe(1);
    expect(lengths[0]! / rects[0]!.width).toBeCloseTo(0.4 / 0.6, 2);
  });
});

describe('parallel', () => {
  const figure: Figure = {
    ...words,
    kind: 'parallel',
    axes: [
      { label: 'cell', categories: ['gru', 'rnn'] },
      { label: 'rate', log: true },
      { label: 'error (cm)' },
    ],
    lines: [
      { label: 'best', values: [0, 0.01, 1], highlighted: true },
      { label: 'middle', values: [1, 1, 2] },
      { label: 'failed', values: [1, 0.0001, NaN] },
    ],
  };
  const document = draw(figure);
  const curves = curvesOf(document).map((path) => [...path.matchAll(/[ML]([\d.]+),([\d.]+)/g)]);
  const heights = curves.map((points) => points.map(([, , y]) => Number(y)));

  it('draws a line each, unbroken, those that stand out last', () => {
    expect(curves.map((points) => points.length)).toEqual([3, 3, 3]);
    const strokes = [...document.querySelectorAll('svg.plot g[stroke-linecap]')].map((group) => [
      group.getAttribute('stroke'),
      group.getAttribute('stroke-width'),
    ]);
    expect(strokes).toEqual([
      ['color-mix(in oklab, var(--orange) 100%, var(--blue))', '1.25'],
      ['currentColor', '1.25'],
      ['color-mix(in oklab, var(--orange) 0%, var(--blue))', '2.75'],
    ]);
  });

  it('puts values at heights over the range of their axis, those that are not there below', () => {
    const [middle, failed, best] = heights as [number[], number[], number[]];
    const [bottom, top] = [best[0]!, middle[0]!];
    const height = bottom - top; // the page's y grows downwards
    expect(height).toBeGreaterThan(100);
    expect(middle[1]).toBeCloseTo(top, 1);
    expect(failed[1]).toBeCloseTo(bottom, 1);
    expect(best[1]).toBeCloseTo(bottom - height / 2, 1);
    expect(failed[2]).toBeCloseTo(bottom + 0.14 * height, 1);
  });

  it('names axes, categories, ends and the lines that stand out', () => {
    const text = document.querySelector('svg.plot')!.textContent;
    for (const word of ['cell', 'gru', 'rnn', 'rate', '1.00e-4', 'error (cm)', 'none'])
      expect(text).toContain(word);
    expect([...document.querySelectorAll('.legend li')].map((item) => item.textContent!.trim())).toEqual([
      'lowest error (cm)',
      'highest error (cm)',
      'best',
    ]);
  });

  it('draws a figure without lines, and one without axes', () => {
    expect(draw({ ...figure, lines: [] }).querySelector('svg.plot')).not.toBeNull();
    expect(draw({ ...figure, axes: [], lines: [] }).querySelector('svg.plot')).not.toBeNull();
  });

  it('scales an axis by its values, on a logarithm if asked, or by its categories', () => {
    const linear = axisScale({ label: '' }, [2, 4, NaN]);
    expect([2, 3, 4].map(linear.share)).toEqual([0, 0.5, 1]);
    expect(linear.ticks).toEqual([
      { y: 0, text: '2' },
      { y: 1, text: '4' },
      { y: -0.14, text: 'none' },
    ]);
    const log = axisScale({ label: '', log: true }, [1, 100, 0]);
    expect(log.share(10)).toBeCloseTo(0.5, 12);
    expect(log.share(0)).toBeNaN();
    expect(axisScale({ label: '' }, [5, 5])).toMatchObject({ ticks: [{ y: 0.5, text: '5' }] });
    expect(axisScale({ label: '', categories: ['a', 'b', 'c'] }, [0]).ticks.map(({ y }) => y)).toEqual([
      0, 0.5, 1,
    ]);
    expect(axisScale({ label: '' }, []).ticks).toEqual([]);
    expect(axisScale({ label: '' }, []).share(1)).toBeNaN();
  });
});
