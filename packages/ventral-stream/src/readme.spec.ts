import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import * as core from '@goal-driven/core';
import * as stimuli from '@goal-driven/stimuli';
import { PNG } from 'pngjs';
import { expect, it } from 'vitest';
import { runExample } from '../../../specs.shared.ts';
import * as ventralStream from './index';

const file = new URL('../README.md', import.meta.url);

it('the README has a graph by hand, and an example that prints what it says of it', () => {
  const { readme, printed } = runExample(file, { ...ventralStream });
  expect(readme).toContain(`It prints \`${printed}\`.`);
});

it('the README shows a film to a network', async () => {
  const example = /```javascript\n([^]*?)```/.exec(readFileSync(file, 'utf8'))![1]!;
  const folder = mkdtempSync(join(tmpdir(), 'film-'));
  for (const [index, level] of [40, 200, 90].entries()) {
    const png = new PNG({ width: 48, height: 32 });
    png.data.fill(level);
    writeFileSync(join(folder, `frame${index}.png`), PNG.sync.write(png));
  }
  try {
    const code = example.replaceAll(/^import .*$/gm, '').replace('film.avi', folder);
    const printed: unknown[] = [];
    const console = { log: (value: unknown) => void printed.push(value) };
    const known = { ...core, ...stimuli, ...ventralStream, console };
    const left = (await runInNewContext(
      `(async () => { ${code}; return { layers, params, state, frames }; })()`,
      {
        ...known,
      },
    )) as core.Tree;
    expect(example).toContain(`// [${String(printed[0]).replaceAll(',', ', ')}]: examples, steps`);
    const frames = core.leaves(left).find(({ path }) => path === 'frames')!.tensor;
    expect(frames.shape).toEqual([1, 3, 32, 32, 3]);
    const reds = Array.from(frames.dataSync()).filter((_, place) => place % (32 * 32 * 3) === 0);
    [40, 200, 90].forEach((level, index) =>
      expect(reds[index]).toBeCloseTo((level / 255 - 0.485) / 0.229, 5),
    );
    core.disposeTree(left);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
