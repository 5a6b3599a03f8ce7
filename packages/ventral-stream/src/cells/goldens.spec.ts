import { readFileSync } from 'node:fs';
import {
  createPass,
  createRng,
  fromLeaves,
  leafAt,
  leaves,
  tf,
  useBackend,
  valueAndGrad,
  type Scalar,
  type Tensor,
  type Tensor4D,
  type Tree,
} from '@goal-driven/core';
import { expect, test } from 'vitest';
import { ConvCellConfig, createConvCell } from './convCells';
import type { CellSite, ConvHidden } from './ConvCell';

// Not tfjs's cpu backend, whose gradient of a resized image exchanges height and width (4.22).
await useBackend(process.env['GOAL_DRIVEN_BACKEND'] === undefined ? 'wasm' : undefined);

type Case = {
  readonly name: string;
  readonly config: unknown;
  readonly site: CellSite;
  readonly skipMap: readonly [number, number];
  readonly output: readonly number[];
  readonly last: { readonly [state: string]: readonly number[] };
  readonly grads: { readonly [path: string]: readonly number[] };
};
const path = new URL('../../goldens/convCells.json', import.meta.url);
const { cases, generator } = JSON.parse(readFileSync(path, 'utf8')) as { cases: Case[]; generator: string };
const remake = `/usr/bin/python3 packages/ventral-stream/goldens/${generator} > packages/ventral-stream/goldens/convCells.json`;

const STEPS = 3;
const BATCH = 2;

/** The same fixed numbers as the script has. */
function wave(name: string, shape: readonly number[]): Tensor {
  const phase = [...name].reduce((sum, letter, place) => sum + letter.charCodeAt(0) * (place + 1), 0);
  const fanIn = shape.slice(0, -1).reduce((a, b) => a * b, 1);
  const values = Float32Array.from({ length: fanIn * shape.at(-1)! }, (_, i) => {
    const value = 0.7 * Math.sin(1.7 * i + phase) + 0.2 * Math.cos(0.31 * i * i);
    if (/kernel$/i.test(name)) return (1.5 * value) / Math.sqrt(fanIn);
    return name.endsWith('gamma') ? 1 + 0.3 * value : value;
  });
  return tf.tensor(values, [...shape]);
}

/** float32 against float64: 1e-5 of the greatest value. */
function expectClose(tensor: Tensor, expected: readonly number[], what: string): void {
  const values = tensor.dataSync();
  expect(values.length, `${what}; ${remake}`).toBe(expected.length);
  const scale = Math.max(...expected.map(Math.abs));
  const error = Math.max(...expected.map((value, index) => Math.abs(values[index]! - value)));
  expect(error / scale, `${what}; ${remake}`).toBeLessThan(1e-5);
}

test.each(cases)('$name: output, states and all gradients of three steps are those of PyTorch', (item) => {
  tf.tidy(() => {
    const { site, skipMap } = item;
    const cell = createConvCell(ConvCellConfig.parse(item.config), site);
    const pass = createPass({ training: false, rng: createRng(0) });
    const maps = (name: string, size: readonly number[], channels: number) =>
      channels === 0 ? {} : { [name]: wave(name, [STEPS * BATCH, ...size, channels]) };
    const whole: Tree = {
      params: fromLeaves(
        leaves(cell.init(createRng(0))).map(({ path: at, tensor }) => ({
          path: at,
          tensor: wave(at, tensor.shape),
        })),
      ),
      start: Object.fromEntries(
        Object.entries(cell.states).map(([name, channels]) => [
          name,
          wave(name, [BATCH, ...site.size, channels]),
        ]),
      ),
      given: {
        ...maps('input', site.size, site.inputs),
        ...maps('skip', skipMap, site.skips),
        ...maps('feedback', site.size, site.feedback),
      },
    };
    const all = leaves(whole);
    const differentiated = fromLeaves(all.filter(({ path: at }) => item.grads[at] !== undefined));
    expect(Object.keys(item.grads).filter((at) => leafAt(whole, at) === undefined)).toEqual([]);
    expect(all.filter(({ path: at }) => item.grads[at] === undefined && at !== 'given/skip')).toEqual([]);

    const { rest, grads } = valueAndGrad((tree) => {
      const at = (where: string) => leafAt(tree, where) ?? leafAt(whole, where);
      const { params = {} } = tree as { params?: Tree };
      let hidden = (tree as { start: ConvHidden }).start;
      let output: Tensor4D | undefined;
      const terms: Tensor[] = [];
      for (let step = 0; step < STEPS; step++) {
        const now = (name: string) =>
          tf.slice(at(`given/${name}`)! as Tensor4D, [step * BATCH], [BATCH]) as Tensor4D;
        const drive = cell.project(params, { input: now('input'), skip: now('skip') }, pass);
        const fed = site.feedback > 0 && { feedback: now('feedback') };
        const next = cell.step(params, hidden, { drive, ...fed }, pass);
        ({ output, hidden } = next);
        terms.push(tf.sum(tf.mul(output, wave(`output ${step}`, output.shape))));
      }
      for (const [name, state] of Object.entries(hidden))
        terms.push(tf.sum(tf.mul(state, wave(`last ${name}`, state.shape))));
      return { value: tf.addN(terms) as Scalar, rest: { output: output!, hidden } };
    }, differentiated);

    expectClose(rest.output, item.output, 'output');
    for (const [name, values] of Object.entries(item.last))
      expectClose(rest.hidden[name]!, values, `last ${name}`);
    for (const [at, values] of Object.entries(item.grads))
      expectClose(leafAt(grads, at)!, values, `gradient of ${at}`);
  });
});
