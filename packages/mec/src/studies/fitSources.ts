import type { NdArray } from '@goal-driven/core';
import type { Rng, Session } from '@goal-driven/core';
import { boundsOf, type Arena } from '../arena';
import { baselineName } from '../baselines/Baseline';
import { fitBaseline, type FittedBaseline } from '../baselines/fitBaseline';
import { featureMaps, placeMaps, type PlaceMaps } from '../baselines/placeMaps';
import { layerMaps, type MappedLayer } from '../layerMaps';
import { createPlaceCells } from '../placeCells';
import { encodingIn, pathsIn, type TwinNetworks } from './heldAgainst';
import type { NeuralFitsConfig } from './NeuralFitsConfig';

/** What may predict cells: a layer of a network, or features that no network learned. */
export type FitSource = {
  readonly name: string;
  /** Of a network; baselines have none. */
  readonly layer?: MappedLayer;
  /** [units, y, x] */
  readonly maps: NdArray;
};

type Setting = {
  readonly config: NeuralFitsConfig;
  readonly twins: TwinNetworks | undefined;
  readonly rng: Rng;
  readonly session: Session;
};

/** Maps of everything that a configuration names, in any arena. */
export type SourceMaps = { in(arena: Arena): Promise<FitSource[]> };

/** Baselines are fitted in the arena of training once, before any is mapped in another. */
export async function fitSources({ config, twins, rng, session }: Setting): Promise<SourceMaps> {
  const { batches, batchSize, binning, layers, baselines, untrained } = config;
  const inputs = twins?.run.study ?? config.inputs;
  const own = twins?.run.rng ?? rng;
  const walking = { motion: inputs.motion, timesteps: inputs.timesteps, batches, batchSize, session };
  const placesIn = (arena: Arena): Promise<PlaceMaps> => {
    const code = createPlaceCells(inputs.placeCells, arena, { rng: own.child('placeCells') });
    return placeMaps(pathsIn({ ...walking, arena, encoding: { code } }), boundsOf(arena), binning.binWidth);
  };
  const fitted = new Map<string, FittedBaseline>();
  if (baselines.length > 0) {
    const places = await placesIn(inputs.arena);
    for (const baseline of baselines) {
      const name = baselineName(baseline);
      session.say?.(`fitting ${name}`);
      fitted.set(name, fitBaseline(baseline, places, rng.child(name)));
    }
  }
  const networksIn = async (arena: Arena): Promise<FitSource[]> => {
    if (twins === undefined) return [];
    const encoding = encodingIn(arena, twins.run);
    const networks = { network: twins.trained, ...(untrained && { 'untrained network': twins.untrained }) };
    const sources: FitSource[] = [];
    for (const [name, network] of Object.entries(networks)) {
      const place = { layers, bounds: boundsOf(arena), binWidth: binning.binWidth };
      const ofLayers = await layerMaps(network, pathsIn({ ...walking, arena, encoding }), place);
      for (const [layer, { maps }] of ofLayers) sources.push({ name, layer, maps });
    }
    return sources;
  };
  return {
    in: async (arena) => {
      const networks = await networksIn(arena);
      if (fitted.size === 0) return networks;
      const places = await placesIn(arena);
      const features = [...fitted].map(([name, baseline]) => ({
        name,
        maps: featureMaps(baseline.features(places), places.occupancy).maps,
      }));
      return [...networks, ...features];
    },
  };
}
