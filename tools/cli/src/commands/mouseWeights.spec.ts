import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createPass,
  createRng,
  disposeTree,
  modelWeights,
  readNpzFile,
  readSafetensors,
  tf,
  type Tensor4D,
} from '@goal-driven/core';
import { openHdf5 } from '@goal-driven/formats';
import { objectSet, RenderedObjects } from '@goal-driven/stimuli';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writePictures } from '../data/writePictures';
import { main } from '../main';
import { namedModels } from '../registry';

const shared = process.env['GOAL_DRIVEN_SHARED'];
const file = (end: string) =>
  join(shared ?? '', 'fixtures', 'mouse-visual', `simplified_mousenet_single_stream_ir${end}`);

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
  folder = await mkdtemp(join(tmpdir(), 'mouse-'));
});
afterAll(() => rm(folder, { recursive: true }));

// The authors' own code wrote the checkpoint, and what each module of it made of an input.
describe.skipIf(!existsSync(file('.pt')))('a checkpoint that PyTorch wrote', () => {
  const out = () => join(folder, 'model.safetensors');
  const name = 'mouse-visual/simplified_mousenet_single_stream_ir';

  it('is imported whole, and the network answers as PyTorch did', async () => {
    const { code, stdout, stderr } = await say('import', file('.pt'), '--as', name, '--out', out());
    expect([code, stderr]).toEqual([0, `${out()}: ${stderr.split(': ')[1]}`]);
    expect(stdout).toMatch(
      /^matched +state_dict.model_layers.input_VISp.0.weight +\[64,3,11,11\] +\S+\/kernel$/m,
    );
    const { arrays } = readSafetensors(new Uint8Array(await readFile(out())));
    const { architecture } = namedModels[name]!.vision!([]);
    const trees = modelWeights(architecture as never, arrays, 'out');
    const io = await readNpzFile(file('_io.npz'));
    const { values, shape } = io['input_nchw']!;
    const output = tf.tidy(() => {
      const planes = tf.tensor4d(values as Float32Array, shape as Tensor4D['shape']);
      const images = tf.transpose(planes, [0, 2, 3, 1]);
      const pass = createPass({ training: false, rng: createRng(0) });
      const applied = architecture.apply(trees.params, trees.state, { images }, pass);
      return applied.output.dataSync<'float32'>().slice();
    });
    disposeTree(trees);
    // 256 channels of 6 x 6 pixels, which PyTorch flattens channels first.
    const expected = io['output']!.values as Float32Array;
    const ours = (image: number, channel: number, pixel: number) =>
      output[(image * 36 + pixel) * 256 + channel]!;
    const scale = Math.max(...expected.map(Math.abs));
    const worst = Math.max(
      ...Array.from(expected, (value, at) =>
        Math.abs(value - ours(Math.floor(at / 9216), Math.floor((at % 9216) / 36), at % 36)),
      ),
    );
    expect(worst / scale).toBeLessThan(1e-4); // single precision, sums in another order
  });

  it('gives features of pictures, layer by layer', async () => {
    const set = objectSet(RenderedObjects.parse({ kind: 'objects', objects: 1, images: 3, pixels: 80 }));
    await writePictures(set, join(folder, 'pictures'), { from: 0, to: 3 });
    const asked = [
      '--stimuli',
      join(folder, 'pictures'),
      '--layers',
      'VISp',
      '--out',
      join(folder, 'f.h5'),
      '--no-cache',
    ];
    const { code, stdout } = await say('features', name, '--weights', out(), ...asked);
    expect([code, stdout]).toEqual([0, `${join(folder, 'f.h5')}: VISp for 3 pictures\n`]);
    const file = await openHdf5(new Uint8Array(await readFile(join(folder, 'f.h5'))));
    // 64 pixels by a stride of 4 and a pool of 2.
    expect(file.dataset('/VISp').shape).toEqual([3, 7, 7, 64]);
    file.close();
  });

  it('is refused as another model, with what is left over', async () => {
    const { code, stdout } = await say('import', file('.pt'), '--as', 'mouse-visual/alexnet', '--out', out());
    expect(code).toBe(1);
    expect(stdout).toMatch(/^left over +state_dict.model_layers.input_VISp.0.weight/m);
    expect(stdout).toMatch(/^missing /m);
  });
});
