import { disposeTree, ndArray, type NdArray } from '@goal-driven/core';
import { resample, type ByteImage } from '@goal-driven/stimuli';
import trainedAddress from '../../../models/mouseSimClr.safetensors?url';
import type { Pixels } from '../shell/drawPixels';
import { startWorkerEngine } from '../shell/startWorkerEngine';
import { layerNumbers } from './layerNumbers';
import { atResolution, imageOf, scenes } from './mouseImages';
import type { Asked, Told } from './MouseMessages';
import { sides, type Side } from './sides';
import { mouseEye, type MouseEye } from './mouseEye';
import { FULL, SCENES, type MouseView } from './MouseView';
import { keptShare, nearest, type Neighbour } from './neighbours';
import type { NetworkId } from './networksOnOffer';
import { seeImages } from './seeImages';

// A worker that holds the networks of the panel and looks at images with them. It ends with its page.
const NEIGHBOURS = 10;
const RESOLUTIONS = [16, 24, 32, 48, 64, 96, 128, 224] as const;
const THUMBNAIL = 48; // pixels
const SCENES_AT_ONCE = 4;
const FINE = 7; // pixels of a map that there is something to see in

type Known = { readonly eye: MouseEye; scenes?: NdArray<Float32Array> };
const known = new Map<string, Known>();
const files = new Map<NetworkId, Uint8Array>();
let latest = 0;
let started: Promise<unknown> = Promise.resolve();

/** A later look has come. */
class Overtaken extends Error {}

/** A file of weights is not of the network that it was given for. */
class Refused extends Error {
  constructor(
    readonly network: NetworkId,
    cause: unknown,
  ) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

const tell = (told: Told): void => postMessage(told);
/** Lets messages in. */
const turn = () => new Promise<void>((resolve) => setTimeout(resolve));

self.onmessage = ({ data: asked }: MessageEvent<Asked>) => {
  if (asked.kind === 'begin') started = startWorkerEngine('wasm', new URL('wasm/', asked.base).href);
  else if (asked.kind === 'weights') takeWeights(asked.network, asked.bytes);
  else {
    latest = asked.number;
    started = started.then(() =>
      look(asked).catch((error: unknown) => {
        if (error instanceof Overtaken) return;
        const message = error instanceof Error ? error.message : String(error);
        const refused = error instanceof Refused ? { refused: error.network } : {};
        tell({ kind: 'fault', number: asked.number, message, ...refused });
      }),
    );
  }
};

function takeWeights(network: NetworkId, bytes: Uint8Array): void {
  files.set(network, bytes);
  for (const [name, { eye }] of known)
    if (name.startsWith(`${network} `)) {
      disposeTree({ params: eye.params, state: eye.state });
      known.delete(name);
    }
}

async function look({ number, view, image: given }: Asked & { kind: 'look' }): Promise<void> {
  const step = async () => {
    await turn();
    if (number !== latest) throw new Overtaken();
  };
  await step();
  const image = given === undefined ? imageOf(view.shown) : ndArray(given, [FULL, FULL, 3]);
  tell({ kind: 'image', number, image: pixelsOf(resample(image, [view.resolution, view.resolution])) });
  const now: { side: Side; eye: Known; embedding: Float32Array }[] = [];
  for (const side of sides) {
    await step();
    const eye = await eyeOf(view[side], view);
    const { layers, embedding } = seeImages(eye.eye, [atResolution(image, view.resolution, eye.eye.side)]);
    now.push({ side, eye, embedding: embedding.values });
    const maps = Object.keys(layers).filter((name) => layers[name]!.shape.length === 4);
    const shown =
      maps.find((name) => name === view.layers[side]) ??
      maps.findLast((name) => layers[name]!.shape[1]! >= FINE) ??
      maps.at(-1)!;
    const { values, shape } = layers[shown]!;
    tell({
      kind: 'seen',
      number,
      side,
      layers: layerNumbers(layers),
      shown,
      maps: { values, shape: shape.slice(1) },
    });
  }
  for (const { side, eye, embedding } of now) {
    const all = await scenesOf(eye, step, (done, thumbnails) =>
      tell({ kind: 'scenes', number, side, done, thumbnails }),
    );
    tell({ kind: 'neighbours', number, side, nearest: nearest(embedding, all, NEIGHBOURS) });
    const at: Neighbour[][] = [];
    for (const resolution of RESOLUTIONS) {
      await step();
      const seen = seeImages(eye.eye, [atResolution(image, resolution, eye.eye.side)], true);
      at.push(nearest(seen.embedding.values, all, NEIGHBOURS));
    }
    const kept = at.map((each) => keptShare(at.at(-1)!, each));
    tell({ kind: 'curve', number, side, resolutions: RESOLUTIONS, kept });
  }
  tell({ kind: 'ready', number });
}

async function eyeOf(id: NetworkId, { input }: MouseView): Promise<Known> {
  const name = `${id} ${input}`;
  const found = known.get(name);
  if (found !== undefined) return found;
  if (id === 'trained' && !files.has(id))
    files.set(id, new Uint8Array(await (await fetch(trainedAddress)).arrayBuffer()));
  try {
    const made = { eye: mouseEye(id, input, files.get(id)) };
    known.set(name, made);
    return made;
  } catch (error) {
    if (files.delete(id)) throw new Refused(id, error);
    throw error;
  }
}

const rendered: ByteImage[] = [];

/** Embeddings of all scenes at full resolution, made on first use. */
async function scenesOf(
  eye: Known,
  step: () => Promise<void>,
  progress: (done: number, thumbnails: readonly Pixels[]) => void,
): Promise<NdArray<Float32Array>> {
  if (eye.scenes === undefined) {
    const parts: Float32Array[] = [];
    while (parts.length * SCENES_AT_ONCE < SCENES) {
      await step();
      const first = parts.length * SCENES_AT_ONCE;
      while (rendered.length < first + SCENES_AT_ONCE) rendered.push(scenes.image(rendered.length));
      const images = rendered
        .slice(first, first + SCENES_AT_ONCE)
        .map((scene) => atResolution(scene, FULL, eye.eye.side));
      parts.push(seeImages(eye.eye, images, true).embedding.values);
      progress(first + SCENES_AT_ONCE, []);
    }
    const units = parts[0]!.length / SCENES_AT_ONCE;
    const values = new Float32Array(SCENES * units);
    parts.forEach((part, at) => values.set(part, at * part.length));
    eye.scenes = ndArray(values, [SCENES, units]);
  }
  progress(
    SCENES,
    rendered.map((scene) => pixelsOf(resample(scene, [THUMBNAIL, THUMBNAIL]))),
  );
  return eye.scenes;
}

const pixelsOf = ({ values, shape }: ByteImage): Pixels => ({ values, side: shape[0]! });
