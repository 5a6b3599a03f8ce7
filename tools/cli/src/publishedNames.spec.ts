import { sizeOf, weightShapes } from '@goal-driven/core';
import { matchWeights, type NameMap, type NameRule, type StoredArray } from '@goal-driven/formats';
import { describe, expect, it } from 'vitest';
import { namedModels } from './registry';

type Shape = readonly number[];
type Shapes = { readonly [path: string]: Shape };
type File = { readonly [name: string]: StoredArray };

const zeros = (shape: Shape): StoredArray => ({
  values: new Float32Array(sizeOf(shape)),
  shape,
  dtype: 'F32',
});

const NORMAL: { readonly [ours: string]: string } = {
  ...{ gamma: 'gamma', beta: 'beta', mean: 'moving_mean', variance: 'moving_variance' },
};

/** The published name of a parameter of a residual network, from the notes. @source our notes, section D.6 */
function alignmentName(path: string, version: 1 | 2): string {
  const [node, ...rest] = path.split('/') as [string, ...string[]];
  const end = rest.at(-1)!;
  const normal = (scope: string) => `${scope}/batch_normalization/${NORMAL[end]}`;
  const [block, branch] = node.split('.') as [string, string | undefined];
  if (branch === undefined) {
    if (node === 'final') return normal('bnl4');
    if (node === 'dense') return end === 'bias' ? 'dense/bias' : 'dense/forward_kernel';
    return end === 'kernel' ? 'conv0/forward_kernel' : normal('conv0');
  }
  const scope = `block_${version === 1 ? 'group' : 'layer'}${block.slice('group'.length)}`;
  if (branch === 'active') return normal(`${scope}/bn0`);
  if (end === 'kernel') return `${scope}/${rest[0]}/forward_kernel`;
  const convolution = branch === 'shortcut' ? 0 : (Number(rest[0]) + 2) / 3; // operations come by threes
  return normal(`${scope}/conv${convolution}`);
}

/** Names that expressions of a map fit, by hand; rules of one name stand in the map itself. */
function named(map: NameMap, path: string): string | undefined {
  const version = /neural-alignment, version ([12])/.exec(map.name)?.[1];
  if (version !== undefined) return `model/${alignmentName(path, Number(version) as 1 | 2)}`;
  const [layer, kind] = path.split('/') as [string, string];
  if (layer === 'cell') return undefined; // has rules of one name each
  if (map.name === 'MEC release, TensorFlow') return `net/${path}/.ATTRIBUTES/VARIABLE_VALUE`;
  if (map.name.startsWith('grid-pattern-formation') && kind === 'kernel') return `${layer}.weight`;
  return undefined;
}

/** The shape of a file's array that becomes parameters of these shapes: cuts and steps, backwards. */
function storedShape(rule: Exclude<NameRule, { readonly ignored: string }>, parts: readonly Shape[]): Shape {
  const whole = [...parts[0]!];
  if ('axis' in rule) {
    const at = rule.axis < 0 ? whole.length + rule.axis : rule.axis;
    whole[at] = parts.reduce((sum, part) => sum + part.at(at)!, 0);
  }
  const steps = rule.steps ?? [];
  if (steps.some((step) => 'reshape' in step)) return [sizeOf(whole)]; // of which only the number counts
  return steps.reduceRight<Shape>((after, step) => {
    if (!('permute' in step)) return after;
    const before = Array<number>(after.length);
    step.permute.forEach((from, to) => (before[from] = after[to]!));
    return before;
  }, whole);
}

/** A file of zeros with all names and shapes that a map knows for a model. */
function published(map: NameMap, shapes: Shapes): File {
  const file: Record<string, StoredArray> = {};
  const root = map.roots?.[0] ?? '';
  for (const rule of map.rules) {
    if ('ignored' in rule || typeof rule.from !== 'string') continue;
    const paths = typeof rule.to === 'string' ? [rule.to] : rule.to;
    // One map is for all cells; some have no bias.
    if (!paths.every((path) => Object.hasOwn(shapes, path)) && String(paths) === 'cell/bias') continue;
    file[root + rule.from] = zeros(
      storedShape(
        rule,
        paths.map((path) => shapes[path]!),
      ),
    );
  }
  for (const [path, shape] of Object.entries(shapes)) {
    const name = named(map, path);
    if (name === undefined) continue;
    const isTorch = map.name.includes('PyTorch');
    file[root + name] = zeros(isTorch ? [...shape].reverse() : shape);
  }
  return file;
}

type Published = { readonly name: string; readonly map: NameMap; readonly shapes: Shapes };

const all = Object.entries(namedModels).flatMap(([name, model]): Published[] => {
  const maps = model.nameMaps();
  const shapes = maps.length > 0 ? weightShapes(model.architecture()) : {};
  return maps.map((map) => ({ name, map, shapes }));
});
const numbers = ({ shapes }: Published) =>
  Object.values(shapes).reduce((sum, shape) => sum + sizeOf(shape), 0);

/** Models whose files have the same names and rules, of which the smallest stands for all: they differ in sizes alone. */
const alike = new Map<string, Published[]>();
for (const each of [...all].sort((a, b) => numbers(a) - numbers(b))) {
  const rules = each.map.rules.map((rule) => ({ ...rule, from: String(rule.from) }));
  const ranks = Object.entries(each.shapes).map(([path, shape]) => [path, shape.length]);
  const key = JSON.stringify([each.map.name, rules, ranks]);
  alike.set(key, [...(alike.get(key) ?? []), each]);
}
const cases = [...alike.values()].map((models) => ({
  ...models[0]!,
  names: models.map(({ name }) => name).join(' '),
}));

describe('every model that import knows', () => {
  it('is of all four studies, and all have names but for those whose weights nobody published', () => {
    const homes = new Set(all.map(({ name }) => name.split('/')[0]));
    expect(homes).toEqual(new Set(['mec', 'mouse-visual', 'ventral-stream', 'learning-rules']));
    const known = new Set(all.map(({ name }) => name));
    const rest = Object.keys(namedModels).filter((name) => !known.has(name));
    const unpublished = /^mec\/(banino|cueva-wei)|^ventral-stream\/(base|wide|deep|alexnet|vgg|resnet)/;
    expect(rest.filter((name) => !unpublished.test(name))).toEqual([]);
  });

  it.each(cases)('takes all of its published file, and nothing else: $names', ({ map, shapes }) => {
    const file = published(map, shapes);
    const whole = matchWeights(file, map, shapes);
    const unlike = whole.rows.filter(({ status }) => !['matched', 'alias', 'ignored'].includes(status));
    expect([unlike, whole.missing, whole.complete]).toEqual([[], [], true]);
    expect(Object.keys(whole.arrays)).toEqual(Object.keys(shapes));

    // One more, one less, one of another shape, each of which alone is a reason to refuse.
    const aliased = new Set(
      whole.rows.filter(({ status }) => status === 'alias').flatMap((row) => row.targets),
    );
    const lone = whole.rows.filter(
      ({ status, targets }) => status === 'matched' && !targets.some((path) => aliased.has(path)),
    );
    const bySize = lone.sort((a, b) => sizeOf(a.shape) - sizeOf(b.shape));
    const [absent, longer] = [bySize[0]!, bySize[1]!];
    const { [absent.source]: _, ...less } = file;
    const strange = `${absent.source}_of_nobody`;
    const damaged = matchWeights(
      { ...less, [longer.source]: zeros([sizeOf(longer.shape) + 1]), [strange]: zeros([2]) },
      map,
      shapes,
    );
    expect([...damaged.missing].sort()).toEqual([...absent.targets, ...longer.targets].sort());
    const statusOf = (name: string) => damaged.rows.find(({ source }) => source === name)!.status;
    expect([statusOf(longer.source), statusOf(strange), damaged.complete]).toEqual([
      'wrong',
      'left over',
      false,
    ]);
  });

  it('is refused for each of these alone', () => {
    const { map, shapes } = [...all].sort((a, b) => numbers(a) - numbers(b))[0]!;
    const file = published(map, shapes);
    const [[name, { shape }]] = Object.entries(file) as [[string, File[string]]];
    const { [name]: _, ...less } = file;
    const complete = (arrays: File) => matchWeights(arrays, map, shapes).complete;
    expect([file, less, { ...file, strange: zeros([2]) }].map(complete)).toEqual([true, false, false]);
    expect(complete({ ...file, [name]: zeros([sizeOf(shape) + 1]) })).toBe(false);
  });
});
