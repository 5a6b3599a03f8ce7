import { z } from 'zod';
import type { Json } from '../DataStream';
import { ConfigError } from '../errors';
import { deepMerge } from './runConfig';

const PartialConfig = z.record(z.string(), z.json()).meta({ description: 'A partial configuration' });

export const Sweep = z
  .strictObject({
    study: z.string().min(1).meta({ description: 'Name of the study, such as mec/path-integration' }),
    preset: z.string().optional().meta({ description: 'Preset under all configurations' }),
    config: PartialConfig.default({}).meta({
      description: 'What all configurations have in common, over the preset',
    }),
    axes: z
      .array(
        z.strictObject({
          name: z.string().min(1).meta({ description: 'What varies, such as cell' }),
          values: z.record(z.string(), PartialConfig).meta({
            description: 'Partial configuration of each value, by its label',
          }),
        }),
      )
      .default([])
      .meta({ description: 'Every value of each axis is run with every value of all others' }),
    configs: z.record(z.string(), PartialConfig).default({}).meta({
      description: 'Single configurations by label, beside the grid of the axes',
    }),
    seeds: z
      .array(z.int().nonnegative())
      .min(1)
      .default([1])
      .meta({ description: 'Seeds of each configuration' }),
  })
  .meta({ title: 'Sweep over the configurations of a study' });
export type Sweep = z.output<typeof Sweep>;

/** One run of a sweep. */
export type SweepRun = {
  /** Axis names to labels; `config` to the label of a single configuration. */
  readonly labels: { readonly [axis: string]: string };
  /** Over the preset, later axes over earlier ones. */
  readonly config: { readonly [key: string]: Json };
  readonly seed: number;
};

/**
 * The runs of a sweep: the grid of its axes, the last one fastest, then its single configurations, each with
 * every seed.
 *
 * @throws ConfigError for two axes of one name, an axis without values, or nothing to run
 */
export function expandSweep({ config, axes, configs, seeds }: Sweep): SweepRun[] {
  const names = axes.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new ConfigError(`sweep: axes must have different names, got ${twice} twice`);
  const empty = axes.find(({ values }) => Object.keys(values).length === 0);
  if (empty !== undefined) throw new ConfigError(`sweep: axis ${empty.name} must have values, got none`);
  if (axes.length === 0 && Object.keys(configs).length === 0) {
    throw new ConfigError('sweep: there must be axes or configs, got neither');
  }
  const grid = axes.length === 0 ? [] : axes.reduce(crossed, [{ labels: {}, config }] as Point[]);
  const single = Object.entries(configs).map(([label, own]): Point => ({
    labels: { config: label },
    config: merged(config, own),
  }));
  return [...grid, ...single].flatMap((point) => seeds.map((seed) => ({ ...point, seed })));
}

type Point = Omit<SweepRun, 'seed'>;

const crossed = (points: readonly Point[], { name, values }: Sweep['axes'][number]): Point[] =>
  points.flatMap(({ labels, config }) =>
    Object.entries(values).map(([label, own]) => ({
      labels: { ...labels, [name]: label },
      config: merged(config, own),
    })),
  );

const merged = (under: Point['config'], over: Point['config']): Point['config'] =>
  deepMerge(under, over) as Point['config']; // two records merge into one
