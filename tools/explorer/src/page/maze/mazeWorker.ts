import policyAddress from '../../../models/mazePolicy.safetensors?url';
import { startWorkerEngine } from '../shell/startWorkerEngine';
import type { Asked, Told } from './mazeMessages';
import { mazePlayer, type MazeEpisode, type MazePlayer } from './mazePlayer';

// A worker that plays one episode at a time. It ends with its page.
const tell = (told: Told): void => postMessage(told);
let ready: Promise<{ player: MazePlayer; episode: MazeEpisode }> | undefined;

self.onmessage = ({ data: asked }: MessageEvent<Asked>) => {
  ready = (asked.kind === 'begin' ? begin(asked) : act(asked)).then((now) => {
    tell({ kind: 'standing', standing: now.episode.standing, moves: now.episode.moves });
    return now;
  });
  ready.catch((error: unknown) =>
    tell({ kind: 'fault', message: error instanceof Error ? error.message : String(error) }),
  );
};

async function begin({ base, start, moves }: Asked & { kind: 'begin' }) {
  const before = await ready?.catch(() => undefined); // what failed before is told already
  const player = before?.player ?? (await load(base));
  tell({ kind: 'plan', plan: player.plan(start.maze) });
  const episode = moves.reduce((now, move) => player.act(now, move), player.begin(start));
  return { player, episode };
}

async function load(base: string): Promise<MazePlayer> {
  const [bytes] = await Promise.all([
    fetch(policyAddress).then((answer) => answer.arrayBuffer()),
    startWorkerEngine('wasm', new URL('wasm/', base).href),
  ]);
  return mazePlayer(new Uint8Array(bytes));
}

async function act({ action }: Asked & { kind: 'act' }) {
  const { player, episode } = (await ready)!; // the page begins first
  return { player, episode: player.act(episode, action) };
}
