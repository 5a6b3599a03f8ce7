import {
  createRng,
  quietSession,
  resolveConfig,
  type Figure,
  type Score,
  type Study,
} from '@goal-driven/core';
import type { z } from 'zod';

/** All that the smoke preset of a study yields, with the configuration that it ran with. */
export async function smokeEvents<Schema extends z.ZodType>(
  study: Study<Schema>,
  config: object,
  signal = new AbortController().signal,
) {
  const [scores, figures]: [Score[], Figure[]] = [[], []];
  const parsed = resolveConfig(study, { preset: 'smoke', config });
  const session = { ...quietSession(), signal };
  for await (const event of study.run({ config: parsed, rng: createRng(0), session })) {
    if (event.kind === 'score') scores.push(event.score);
    if (event.kind === 'figure') figures.push(event.figure);
  }
  return { scores, figures, config: parsed };
}
