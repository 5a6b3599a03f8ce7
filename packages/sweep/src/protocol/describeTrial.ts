import { createHash } from 'node:crypto';
import type { Json, Study } from '@goal-driven/core';
import { deepMerge, resolveConfig } from '@goal-driven/core/files';
import { canonicalJson } from '../_canonicalJson';
import type { Point, SearchSpace } from '../SearchSpace';
import type { SweepFile } from '../SweepFile';

export type Described = {
  /** Names the trial's folder: 80 bits of a hash of study, whole configuration and seed. */
  readonly id: string;
  /** The partial configuration, over the preset. */
  readonly config: { readonly [key: string]: Json };
  /** Values by dotted path, over the configuration. */
  readonly sets: { readonly [path: string]: Json };
};

type Asked = { readonly point: Point; readonly budget?: number | undefined; readonly seed: number };

/**
 * What a point, a budget and a seed come to. The whole configuration is hashed, defaults included: two points that
 * mean the same are one trial, and a trial of another version of the defaults is another.
 *
 * @throws ConfigError where the study's schema refuses the configuration
 */
export function describeTrial(
  study: Pick<Study, 'name' | 'config' | 'presets'>,
  { file, space }: { readonly file: SweepFile; readonly space: SearchSpace },
  { point, budget, seed }: Asked,
): Described {
  const config = deepMerge(file.config, space.config(point)) as Described['config'];
  const spent =
    budget === undefined || !('budget' in file.search) ? {} : { [file.search.budget.path]: budget };
  const sets = { ...space.sets?.(point), ...spent };
  const whole = resolveConfig(study, { preset: file.preset, config, sets }) as Json;
  const text = canonicalJson({ study: study.name, config: JSON.parse(JSON.stringify(whole)) as Json, seed });
  const id = createHash('sha256').update(text).digest('hex').slice(0, 20);
  return { id, config, sets };
}
