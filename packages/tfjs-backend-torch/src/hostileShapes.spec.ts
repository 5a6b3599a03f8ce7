import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleProgram } from '../../../specs.shared.ts';
import { engineStatus } from './engineStatus';

const { next: missing } = await engineStatus();

/** Beside the sources of the addon, as the published package is. */
const program = fileURLToPath(new URL(`../.vitest/hostileShapes-${process.pid}.mjs`, import.meta.url));

/** Where a call has a meaning all the same. */
const meanings = [
  // images of any number and size, filters of any size, numbers broadcast against each other
  /^(Fused|_Fused|ReluGrad|SigmoidGrad|TanhGrad|EluGrad|LRNGrad)/,
  /^(Dilation2D\w+), (filter, axis [01]|dy, with an axis|\w+, (int32|bool)$)/,
  // of the image only the shape of its batch is looked at here, of the error all
  /^Resize\w+Grad, /,
  // padded to the same size whatever the filter's
  /^(Depthwise)?Conv2d?\w*BackpropInput.*, filter, axis [01] /i,
  /^Conv3D\w+, filter, axis [012] /,
  // one row more does not fill a window
  /^(Avg|Max)Pool\w*, input, axis [123] of (\d+) as (5|9)$/,
  // what is beside the output is looked at, not the output
  /^MaxPool\w*, output, /,
  /^(AvgPool\w*, input|MaxPoolGrad, dy|MaxPool\w*, input), (int32|bool)$/,
  // rows and images of any number, but none
  /^BatchNormTraining of \w+, x, (axis [01] of . as [^0]|axis 2 of 6 as [^0]|without its first|with an axis before)/,
  /^\w+Step, g, (int32|bool)$/,
];

describe.skipIf(missing !== undefined)(`shapes that do not fit (else: ${missing ?? ''})`, () => {
  let lines: (readonly [label: string, outcome: string])[];
  let end: { readonly status: number | null; readonly signal: string | null; readonly last: string };

  beforeAll(async () => {
    mkdirSync(fileURLToPath(new URL('../.vitest', import.meta.url)), { recursive: true });
    await bundleProgram(
      import.meta.url,
      fileURLToPath(new URL('./hostileShapes.fixture.ts', import.meta.url)),
      program,
    );
    const { status, signal, stdout } = spawnSync(process.execPath, [program], { encoding: 'utf8' });
    const written = stdout.trimEnd().split('\n');
    lines = written.map((line) => line.split(': ') as [string, string]);
    end = { status, signal, last: written.at(-1)! };
  }, 300_000);
  afterAll(() => rmSync(program, { force: true }));

  it('end no process', () => {
    expect(end).toEqual({ status: 0, signal: null, last: 'all as it must be: taken' });
  });

  it('are refused, each by a typed error, and what fits is not', () => {
    const isFine = ([label, outcome]: readonly [string, string]): boolean => {
      if (label.endsWith('as it must be')) return outcome === 'taken';
      return outcome === 'refused' || (outcome === 'taken' && meanings.some((fits) => fits.test(label)));
    };
    expect(lines.filter((line) => !isFine(line))).toEqual([]);
    expect(lines.length).toBeGreaterThan(1000);
  });
});
