import { z } from 'zod';
import type { Criterion } from '../Claim';
import type { Finding } from '../Finding';
import type { Score } from '../Score';
import { JsonNumber, JsonValue } from './jsonNumbers';

/** How far a run is. A `running` whose `lock` names a dead process was killed. */
export const Status = z.object({
  state: z.enum(['running', 'finished', 'failed', 'interrupted']),
  /** Parameter updates done, as last logged. */
  step: z.number(),
  updated: z.string(),
  pid: z.int(),
  /** What failed. */
  message: z.string().optional(),
});
export type Status = z.output<typeof Status>;

const ScoreFile: z.ZodType<Score> = z.object({
  metric: z.string(),
  version: z.number(),
  labels: z.record(z.string(), z.union([z.string(), z.number()])),
  value: JsonNumber,
  ceiling: JsonNumber,
  ceiled: JsonNumber,
  n: JsonNumber,
  unit: z.string(),
});

const FindingFile: z.ZodType<Finding> = z.object({
  statistic: z.string(),
  value: JsonNumber,
  interval: z.tuple([JsonNumber, JsonNumber]),
  level: z.number(),
  method: z.string(),
  n: JsonNumber,
  seeds: z.array(z.number()),
  against: z.string().optional(),
});

const criterion = { statistic: z.string(), meaning: z.string(), unit: z.string() };
const CriterionFile: z.ZodType<Criterion> = z.union([
  z.object({ ...criterion, above: z.number() }),
  z.object({ ...criterion, below: z.number() }),
]);

/** A claim as it was put to the test, and what came of it; no verdict yet where the run is not complete. */
export const ClaimResult = z.object({
  statement: z.string(),
  protocol: z.string(),
  criteria: z.array(CriterionFile),
  findings: z.array(FindingFile),
  verdict: z.enum(['holds', 'does not hold', 'cannot be told']).optional(),
});
export type ClaimResult = z.output<typeof ClaimResult>;

/** `results.json`; `complete` is false while scores may still come. NaN is null. */
export const Results = z.object({
  study: z.string(),
  seed: z.int().min(0),
  backend: z.string(),
  versions: z.record(z.string(), z.string()),
  config: JsonValue,
  complete: z.boolean(),
  scores: z.array(ScoreFile),
  /** Names of the figures, in the order in which the study drew them. */
  figures: z.array(z.string()),
  /** Where the study is a claim. */
  claim: ClaimResult.optional(),
});
export type Results = z.output<typeof Results>;
