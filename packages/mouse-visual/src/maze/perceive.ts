import { ndArray, type NdArray } from '@goal-driven/core';
import { imagenetColours } from '@goal-driven/stimuli';
import type { Memory, Perceived } from './Act';
import type { Play, PlayMaze } from './playMaze';

/** An animal in its episode, and what it knows of its last step: JSON. */
export type Forager = {
  readonly play: Play;
  /** Index of the last action; null where the episode begins. */
  readonly action: number | null;
  /** What it brought. */
  readonly reward: number;
};

/** An animal at the start of an episode. */
export const newForager = (play: Play): Forager => ({ play, action: null, reward: 0 });

/** What each byte of a channel becomes. */
const NORMALISED = imagenetColours.mean.map((mean, channel) =>
  Float32Array.from({ length: 256 }, (_, byte) => (byte / 255 - mean) / imagenetColours.sd[channel]!),
);

/** Writes an image of bytes [height * width * 3] from a place on, normalised as the encoders were trained with. */
export function normaliseInto(images: Float32Array, from: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; at += 3)
    for (let channel = 0; channel < 3; channel++)
      images[from + at + channel] = NORMALISED[channel]![bytes[at + channel]!]!;
}

/**
 * What animals perceive: images normalised by the means and deviations of ImageNet, as the encoders were trained with, and
 * what they did last.
 */
export function perceive(game: PlayMaze, foragers: readonly Forager[], memory: Memory): Perceived {
  const { pixels } = game.game.view;
  const actions = game.game.actions.length;
  const size = pixels * pixels * 3;
  const images = new Float32Array(foragers.length * size);
  const body = new Float32Array(foragers.length * (actions + 1));
  foragers.forEach(({ play, action, reward }, index) => {
    const bytes = game.see(play);
    normaliseInto(images, index * size, bytes);
    if (action !== null) body[index * (actions + 1) + action] = 1;
    body[index * (actions + 1) + actions] = reward;
  });
  return {
    images: ndArray(images, [foragers.length, pixels, pixels, 3]),
    body: ndArray(body, [foragers.length, actions + 1]),
    begins: ndArray(
      Float32Array.from(foragers, ({ action }) => (action === null ? 1 : 0)),
      [foragers.length],
    ),
    memory,
  };
}

/**
 * One action of each row, drawn by its chances.
 *
 * @param logits [B, A]
 * @param draws [B], uniform in [0, 1)
 */
export function chooseActions({ values, shape }: NdArray<Float32Array>, draws: Float64Array): number[] {
  const [rows, actions] = shape as [number, number];
  return Array.from({ length: rows }, (_, row) => {
    const logits = values.subarray(row * actions, (row + 1) * actions);
    const most = Math.max(...logits);
    const weights = Array.from(logits, (logit) => Math.exp(logit - most));
    let rest = draws[row]! * weights.reduce((sum, weight) => sum + weight);
    const chosen = weights.findIndex((weight) => (rest -= weight) < 0);
    return chosen === -1 ? actions - 1 : chosen; // rounding may leave a rest
  });
}
