import {
  ConfigError,
  defineStudy,
  disposeTree,
  plainScore,
  type Rng,
  type Session,
  type StudyEvent,
} from '@goal-driven/core';
import { Pipeline } from '../augmentation/Pipeline';
import { generalityFigures } from '../generality/generalityFigures';
import type { Generality } from '../generality/generalityOf';
import { openProbes, type Probes } from '../generality/openProbes';
import type { ProbeScore } from '../generality/probeScenes';
import { hong2016, nayebi2023 } from '../sources';
import { GeneralityConfig } from './GeneralityConfig';
import { generalityPresets } from './generalityPresets';
import { loadProbed, type ProbedNetwork } from './ProbedNetwork';

export default defineStudy({
  name: 'mouse-visual/generality',
  question:
    'What can be read out of this representation that it was never trained for, in scenes like these and in others?',
  sources: [nayebi2023, hong2016],
  config: GeneralityConfig,
  presets: generalityPresets,
  async *run({ config, rng, session }) {
    const probes = openProbes(config.probes);
    const found: { readonly name: string; readonly generality: Generality }[] = [];
    for (const network of config.networks) {
      const generality = await test(network, { probes, crop: config.crop, rng, session });
      yield* scoresOf(network.name, generality);
      found.push({ name: network.name, generality });
    }
    for (const figure of generalityFigures(found)) yield { kind: 'figure', figure };
  },
});

async function test(
  network: ProbedNetwork,
  { probes, crop, rng, session }: { probes: Probes; crop: number; rng: Rng; session: Session },
) {
  const encoder = await loadProbed(network, rng.child('network').child(network.name));
  try {
    const { units, config } = encoder.architecture;
    const layers = network.layers.length > 0 ? network.layers : Object.keys(units);
    const unknown = layers.find((layer) => !Object.hasOwn(units, layer));
    if (unknown !== undefined)
      throw new ConfigError(
        `mouse-visual/generality: layers of ${network.name} must be among ${Object.keys(units).join(', ')}, got ${unknown}`,
      );
    const pipeline = Pipeline.parse({ name: 'supervised', size: config.input[0], crop });
    return await probes({ encoder, layers, pipeline }, session);
  } finally {
    disposeTree({ params: encoder.params, state: encoder.state });
  }
}

/** Every layer, task and test; then the means of `generalityOf`. */
function* scoresOf(
  network: string,
  { layers, within, beyond, tasks }: Awaited<ReturnType<Probes>>,
): Generator<StudyEvent> {
  const isClass = (task: ProbeScore['task']) => task === 'category' || task === 'texture';
  for (const { layer, task, test, value, n } of layers)
    yield plainScore({
      metric: isClass(task) ? 'accuracy' : 'pearson',
      labels: { network, layer, task, test },
      value,
      n,
      unit: '1',
    });
  for (const [metric, value] of Object.entries({ generalityWithin: within, generalityBeyond: beyond }))
    yield plainScore({
      metric,
      labels: { network },
      value,
      n: new Set(tasks.map(({ task }) => task)).size,
      unit: '1',
    });
}
