import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createRng, doubleProducts, ndArray, writeNpy, writeNpz } from '@goal-driven/core/arrays';
import { engineStatus } from '@goal-driven/tfjs-backend-torch/engine';
import { main } from '../main';

let folder: string;
let maps: string;

/** Runs `goal-driven score ...` and gathers what it says. */
async function score(...words: string[]) {
  const heard = { stdout: '', stderr: '' };
  const code = await main(['score', ...words], {
    stdout: { write: (text) => (heard.stdout += text) },
    stderr: { write: (text) => (heard.stderr += text) },
  });
  return { code, ...heard };
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'score-'));
  maps = join(folder, 'maps.npz');
  // One cell fires in one of four equal bins (2 bits), one everywhere (0), one never.
  const stack = ndArray(Float64Array.of(4, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0), [3, 2, 2]);
  const time = ndArray(new Float64Array(4).fill(1), [2, 2]);
  await writeFile(maps, writeNpz({ maps: stack, time }, { compress: true }));
  await writeFile(join(folder, 'time.npy'), writeNpy(time));
  await writeFile(join(folder, 'map.json'), '[[4, 0], [null, 0]]');
  await writeFile(join(folder, 'uneven.json'), '[[4, 0], [0]]');
});
afterAll(() => rm(folder, { recursive: true }));

const { next: missing } = await engineStatus();

describe('goal-driven score', () => {
  it('prints the result as JSON and nothing else', async () => {
    const words = ['--rateMaps', `${maps}:maps`, '--occupancy', join(folder, 'time.npy'), '--json'];
    const { code, stdout, stderr } = await score('spatialInformation', ...words);
    expect([code, stderr]).toEqual([0, '']);
    expect(JSON.parse(stdout)).toEqual({
      metric: 'spatialInformation',
      version: 1,
      values: [2, 0, null],
      undefinedUnits: 1,
      n: 3,
    });
  });

  it('prints a table for people', async () => {
    const { stdout } = await score('sparsity', `--rateMaps=${maps}:maps`, `--occupancy=${maps}:time`);
    expect(stdout).toMatch(/values +\[3\], median 0\.625, from 0\.25 to 1, 1 not finite\n/);
    expect(stdout).toMatch(/n +3\n/);
  });

  it('reads lists from JSON, null as NaN', async () => {
    const words = ['--rateMaps', join(folder, 'map.json'), '--occupancy', `${maps}:time`, '--json'];
    const { stderr } = await score('spatialInformation', ...words);
    expect(stderr).toMatch(/spatialInformation: .*NaN/);
  });

  const tables = async () => {
    const [x, y] = [7, 8].map((seed) => ndArray(createRng(seed).normal(300 * 120), [300, 120]));
    await writeFile(join(folder, 'pair.npz'), writeNpz({ x: x!, y: y! }, { compress: false }));
    const words = [
      'cka',
      '--x',
      `${join(folder, 'pair.npz')}:x`,
      '--y',
      `${join(folder, 'pair.npz')}:y`,
      '--json',
    ];
    return async (...more: string[]) => {
      const { code, stdout, stderr } = await score(...words, ...more);
      expect([code, stderr]).toEqual([0, '']);
      return JSON.parse(stdout);
    };
  };

  it("computes on the metrics' own kernels for every backend but torch", async () => {
    const run = await tables();
    const own = await run();
    expect(await run('--backend', 'wasm')).toEqual(own);
    expect(await run('-b', 'cpu')).toEqual(own);
  });

  it.skipIf(missing !== undefined)(
    `computes on the engine with --backend torch (else: ${missing})`,
    async () => {
      const run = await tables();
      const own = await run();
      const other = await run('--backend=torch');
      expect(doubleProducts()?.name).toMatch(/^LibTorch/);
      expect(other.values).not.toBe(own.values);
      expect(Math.abs(other.values - own.values)).toBeLessThan(1e-10);
      expect(await run()).toEqual(own);
      expect(doubleProducts()).toBeUndefined();
    },
  );

  it('answers a backend that is none with code 2, one that is absent with what brings it', async () => {
    const words = ['sparsity', '--rateMaps', `${maps}:maps`, '--occupancy', `${maps}:time`];
    expect(await score(...words, '--backend', 'touch')).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(/unknown backend "touch": did you mean torch\?/),
    });
    vi.stubEnv('GOAL_DRIVEN_CACHE', join(folder, 'no-engine'));
    const { code, stdout, stderr } = await score(...words, '--backend', 'torch');
    vi.unstubAllEnvs();
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/backend torch must load.*To bring it: .*goal-driven engine build\n$/);
  });

  it('lists the metrics, and tells what one takes', async () => {
    expect((await score()).stdout).toMatch(/^gridScore +Sixfold/m);
    const { stdout } = await score('neuralConsistency', '--help');
    expect(stdout).toMatch(/--source file\.npz:key +\[stimuli, features\]/);
    expect(stdout).toMatch(/map\.kind=ridge/);
    expect(stdout).toMatch(/trainFraction +number/);
  });

  it.each([
    [['gridScor'], 'unknown metric "gridScor": did you mean gridScore'],
    [['gridScore'], '--rateMaps file.npz:key must be given'],
    [['gridScore', 'rateMaps'], 'a name with -- must stand here, got "rateMaps"'],
    [['gridScore', '--rateMap', 'x.npz:a'], 'did you mean --rateMaps?'],
    [['gridScore', '--rateMaps', 'x.csv'], 'an array must be file.npz:key, file.npy or file.json'],
    [['gridScore', '--rateMaps', 'no.npz:a'], 'no.npz must be readable'],
    [['gridScore', '--rateMaps'], 'an array must follow'],
    [['gridScore', '--rateMaps.x', 'a.npz:b'], 'is an array and has no parts'],
    [['gridScore', '--rateMaps', 'a.npz:b', '--rateMaps', 'a.npz:b'], 'must be given once'],
    [['neuralConsistency', '--map.componnts', '5'], 'did you mean map.components?'],
    [['neuralConsistency', '--map', '3', '--map.kind', 'pls'], 'so it cannot have parts'],
  ])('%j is answered with code 2 and a hint', async (words, hint) => {
    const { code, stdout, stderr } = await score(...words);
    expect(stderr).toContain(hint);
    expect([code, stdout]).toEqual([2, '']);
  });

  it('names the arrays of a file for a key that it has not, or that is wanting', async () => {
    expect((await score('gridScore', '--rateMaps', `${maps}:map`)).stderr).toContain('did you mean maps');
    expect((await score('gridScore', '--rateMaps', maps)).stderr).toContain('there is maps, time');
    const uneven = await score('gridScore', '--rateMaps', join(folder, 'uneven.json'));
    expect(uneven.stderr).toContain('lists must be nested evenly');
    expect(uneven.code).toBe(1);
  });

  it('is one message with code 1 for a value that the schema refuses', async () => {
    const { code, stderr } = await score('gridScore', '--rateMaps', `${maps}:maps`, '--form', 'mean');
    expect(code).toBe(1);
    expect(stderr).toMatch(/^error: gridScore: the options must fit their schema/);
  });
});

const shared = process.env['GOAL_DRIVEN_SHARED'];

describe.runIf(shared)('on reference data', () => {
  const fixtures = `${shared}/fixtures/metrics`;

  it('scores grid maps', async () => {
    const { stdout } = await score(
      'gridScore',
      '--rateMaps',
      `${fixtures}/grid_maps.npz:rate_maps`,
      '--json',
    );
    const { metric, version, values, n } = JSON.parse(stdout);
    expect([metric, version, n, values.length]).toEqual(['gridScore', 1, 11, 11]);
    expect(values[9]).toBeNull();
  });

  it('scores a model against an animal with options of its map', async () => {
    const inputs = `${fixtures}/consistency_inputs.npz`;
    const words = ['--source', `${inputs}:features`, '--target', `${inputs}:target`, '--map.kind', 'pls'];
    const sizes = ['--map.components', '5', '--splits', '2', '--trainFraction', '0.5', '--halves', '3'];
    const { stdout } = await score('neuralConsistency', ...words, ...sizes, '--seed', '1234', '--json');
    const { metric, form, r_xy } = JSON.parse(stdout);
    expect([metric, form, r_xy.length, r_xy[0].length]).toEqual(['neuralConsistency', 'fullNumerator', 3, 2]);
  });
});
