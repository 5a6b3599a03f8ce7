import { z } from 'zod';
import type { Json } from '../DataStream';
import { JsonNumber, JsonValue } from '../run/jsonNumbers';

/** What a checkpoint belongs to: another architecture, task, rule, stream, seed or optimizer is another. */
export type Identity = { readonly [part: string]: Json };

/** The sidecar of a checkpoint: all that is not a tensor. */
export const Sidecar = z.strictObject({
  format: z.literal('goal-driven-checkpoint'),
  version: z.literal(1),
  /** Parameter updates done. */
  step: z.int().min(0),
  /** Where the data stream goes on. */
  cursor: JsonValue,
  /** The path of the training's rng; its first name is the seed. */
  rng: z.string(),
  /** The value of `keepBest` after this very update; null where it was not measured then. */
  best: JsonNumber.nullable(),
  history: z.array(z.strictObject({ step: z.int().min(0), values: z.record(z.string(), JsonNumber) })),
  identity: z.record(z.string(), JsonValue),
  /** sha256 of the identity's JSON. */
  configHash: z.string(),
  versions: z.record(z.string(), z.string()),
  backend: z.string(),
  /** The engine's type of each tensor that is not float32. */
  dtypes: z.record(z.string(), z.enum(['int32', 'bool'])),
  tensors: z.strictObject({ file: z.string(), bytes: z.int().min(0), sha256: z.string() }),
});
export type Sidecar = z.output<typeof Sidecar>;

/** `step-00001200`, the name of both files of a checkpoint less their endings. */
export const checkpointName = (step: number): string => `step-${String(step).padStart(8, '0')}`;

/** Steps of the checkpoints among these file names, newest first. */
export const checkpointSteps = (files: readonly string[]): number[] =>
  files
    .map((file) => /^step-(\d{8,15})\.json$/.exec(file)?.[1])
    .filter((digits) => digits !== undefined)
    .map(Number)
    .sort((a, b) => b - a);
