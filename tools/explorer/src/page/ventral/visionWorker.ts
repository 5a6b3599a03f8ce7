import { disposeTree } from '@goal-driven/core';
import { publishedModels, type Network } from '@goal-driven/ventral-stream';
import { startWorkerEngine } from '../shell/startWorkerEngine';
import { openNetwork } from './openNetwork';
import { playImage } from './playImage';
import { preparePicture } from './preparePicture';
import { searchFigures } from './searchFigures';
import type { VisionCalls, VisionReply, VisionRequest } from './VisionMessages';

// The thread on which networks of the panel run, so that the page never waits. Requests are answered in turn.

let network: Network | undefined;
let serial = 0;

const answers = {
  start: async ({ engine, wasm }: VisionCalls['start'][0]) => ({
    engine: await startWorkerEngine(engine, wasm),
    published: Object.keys(publishedModels),
  }),
  open: async (source: VisionCalls['open'][0]) => {
    const made = await openNetwork(source);
    if (network !== undefined) disposeTree({ params: network.params, state: network.state });
    network = made.network;
    return { ...made.opened, serial: ++serial };
  },
  show: async ({ picture, cuts }: VisionCalls['show'][0]) => {
    if (network === undefined) throw new Error('show: a network must be open, got none');
    const { image, seen } = preparePicture(picture, network.architecture.config.graph.input[0]);
    return {
      serial,
      seen: seen.values,
      intact: playImage(network, image),
      cut: cuts.length === 0 ? null : playImage(network, image, cuts),
    };
  },
  search: ({ best }: VisionCalls['search'][0]) => searchFigures(best),
};

let before: Promise<unknown> = Promise.resolve();
addEventListener('message', ({ data }: MessageEvent<VisionRequest>) => {
  before = before.then(() => reply(data));
});

async function reply({ id, call, question }: VisionRequest): Promise<void> {
  const say = (message: VisionReply) => postMessage(message);
  try {
    const answer = answers[call] as (given: typeof question) => Promise<VisionCalls[typeof call][1]>; // of the same name
    say({ id, answer: await answer(question) });
  } catch (error) {
    say({ id, fault: error instanceof Error ? error.message : String(error) });
  }
}
