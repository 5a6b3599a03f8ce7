import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  disposeTree,
  modelWeights,
  ndArray,
  readSafetensors,
  weightShapes,
  writeNpz,
  writeSafetensors,
} from '@goal-driven/core';
import { writeHdf5 } from '@goal-driven/formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main } from '../main';
import { namedModels } from '../registry';

async function say(...argv: string[]) {
  const heard = { stdout: '', stderr: '' };
  const code = await main(argv, {
    stdout: { write: (text) => (heard.stdout += text) },
    stderr: { write: (text) => (heard.stderr += text) },
  });
  return { code, ...heard };
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'import-'));
});
afterAll(() => rm(folder, { recursive: true }));

const filled = (...shape: number[]) =>
  ndArray(
    Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => i % 97),
    shape,
  );
/** The network of one layer in PyTorch's names and layout: 128 units, 256 place cells. */
const torch = {
  'encoder.weight': filled(128, 256),
  'RNN.weight_ih_l0': filled(128, 2),
  'RNN.weight_hh_l0': filled(128, 128),
  'decoder.weight': filled(256, 128),
};
const out = () => join(folder, 'out.safetensors');
const given = async (name: string, bytes: Uint8Array) => {
  await writeFile(join(folder, name), bytes);
  return join(folder, name);
};

/** The same in the layout of Keras 2: layers by name, each with a list of its weights. */
async function keras(): Promise<Uint8Array> {
  const names = Object.keys(torch).map((name) => name.split('.') as [layer: string, weight: string]);
  const layers = [...new Set(names.map(([layer]) => layer))];
  const datasets = Object.fromEntries(
    Object.entries(torch).map(([name, array]) => [name.replace('.', '/'), array]),
  );
  const lists = layers.map((layer) => [
    layer,
    { weight_names: names.flatMap(([of, weight]) => (of === layer ? [weight] : [])) },
  ]);
  return writeHdf5({
    datasets,
    attributes: { '/': { layer_names: layers }, ...Object.fromEntries(lists) },
  });
}

describe('import', () => {
  it.each(['torch.safetensors', 'torch.npz', 'keras.h5'])(
    'writes what the model takes, from %s',
    async (name) => {
      const writers = {
        npz: () => writeNpz(torch, { compress: true }),
        safetensors: () => writeSafetensors(torch),
        h5: keras,
      };
      const bytes = await writers[name.split('.')[1] as keyof typeof writers]();
      const path = await given(name, bytes);
      const { code, stdout, stderr } = await say(
        'import',
        path,
        '--as',
        'mec/rnn-relu-small',
        '--out',
        out(),
      );
      expect([code, stderr]).toEqual([0, `${out()}: 82,176 numbers, all of mec/rnn-relu-small\n`]);
      expect(stdout).toMatch(/^matched +encoder.weight +\[128,256\] +encoder\/kernel$/m);
      const { arrays, metadata } = readSafetensors(new Uint8Array(await readFile(out())));
      expect(metadata).toMatchObject({
        format: 'goal-driven-weights',
        model: 'mec/rnn-relu-small',
        source: name,
      });
      const architecture = namedModels['mec/rnn-relu-small']!.architecture();
      expect(Object.fromEntries(Object.entries(arrays).map(([path, { shape }]) => [path, shape]))).toEqual(
        weightShapes(architecture),
      );
      // [unit 3, input 1] there is [input 1, unit 3] here.
      expect(arrays['cell/kernel']!.values[1 * 128 + 3]).toBe(torch['RNN.weight_ih_l0'].values[3 * 2 + 1]);
      disposeTree(modelWeights(architecture, arrays, 'out'));
      await rm(out());
    },
  );

  const published = join(
    process.env['GOAL_DRIVEN_SHARED'] ?? '',
    'fixtures/mouse-visual/simplified_mousenet_single_stream_ir.pt',
  );
  it.skipIf(!existsSync(published))(
    'takes what torch.save wrote, with counters of batches left out',
    async () => {
      const model = 'mouse-visual/simplified_mousenet_single_stream_ir';
      const { code, stdout, stderr } = await say(
        'import',
        published,
        '--as',
        model,
        '--out',
        out(),
        '--json',
      );
      await rm(out());
      // 2,029,632 that are learned, and two moments of 1,152 channels.
      expect([code, stderr]).toEqual([0, `${out()}: 2,031,936 numbers, all of ${model}\n`]);
      const { rows } = JSON.parse(stdout) as { rows: { status: string }[] };
      const count = (status: string) => rows.filter((row) => row.status === status).length;
      expect([rows.length, count('matched'), count('ignored')]).toEqual([35, 30, 5]);
    },
  );

  it('writes nothing unless all is accounted for, and says what is not', async () => {
    const { 'decoder.weight': _, ...rest } = torch;
    const path = await given('less.safetensors', writeSafetensors({ ...rest, 'other.weight': filled(2) }));
    const { code, stdout, stderr } = await say('import', path, '--as', 'mec/rnn-relu-small', '--out', out());
    expect(code).toBe(1);
    expect(stdout).toMatch(/^missing +decoder\/kernel$/m);
    expect(stdout).toMatch(/^left over +other.weight +\[2\] +no rule knows it$/m);
    expect(stderr).toContain('not all is accounted for; nothing was written');
    expect(existsSync(out())).toBe(false);
    const { stdout: json } = await say(
      'import',
      path,
      '--as',
      'mec/rnn-relu-small',
      '--out',
      out(),
      '--json',
    );
    expect(JSON.parse(json)).toMatchObject({
      complete: false,
      missing: ['decoder/kernel'],
      map: 'grid-pattern-formation, PyTorch',
    });
  });

  it('runs nothing that a pickle asks for', async () => {
    const head = [
      128, 2, 138, 10, 108, 252, 156, 70, 249, 32, 106, 168, 80, 25, 46, 128, 2, 77, 233, 3, 46, 128, 2, 125,
      46,
    ];
    const path = await given(
      'hostile.pt',
      Buffer.concat([Buffer.from(head), Buffer.from("cos\nsystem\n(S'touch x'\ntR.")]),
    );
    const { code, stderr } = await say('import', path, '--as', 'mec/rnn-relu-small', '--out', out());
    expect(code).toBe(1);
    expect(stderr).toContain('got the global "os.system"');
  });

  it.each([
    [['import', 'x.pt', '--as', 'mec/rnn-rleu', '--out', 'a.safetensors'], 2, 'did you mean mec/rnn-relu'],
    [
      ['import', 'x.pt', '--as', 'mec/banino', '--out', 'a.safetensors'],
      2,
      'nobody published weights of mec/banino',
    ],
    [
      ['import', 'x.pt', '--as', 'ventral-stream/vgg16', '--out', 'a.safetensors'],
      2,
      'nobody published weights of',
    ],
    [['import', 'x.pt', '--as', 'mec/rnn-relu', '--out', 'a.pt'], 2, '--out must end in .safetensors'],
    [
      ['import', 'absent.pt', '--as', 'mec/rnn-relu', '--out', 'a.safetensors'],
      1,
      'absent.pt must be a readable file',
    ],
    [['import', __filename, '--as', 'mec/rnn-relu', '--out', 'a.safetensors'], 1, 'got another file'],
    [['import', 'x.pt', '--as', 'mec/rnn-relu'], 2, "required option '-o, --out <file>'"],
  ])('%j ends with code %i', async (argv, code, message) => {
    const said = await say(...argv);
    expect([said.code, said.stdout]).toEqual([code, '']);
    expect(said.stderr).toContain(message);
  });
});
