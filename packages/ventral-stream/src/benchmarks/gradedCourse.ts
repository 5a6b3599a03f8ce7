import { meanOfKnown } from '@goal-driven/metrics';
import { feedForwardCourse, type FeatureCourse } from './FeatureCourse';
import { gradedSchedule, uniformSchedule } from './layerSchedules';
import { fitArea } from './neuralPredictivity';
import type { Area, NeuralRecording } from './NeuralRecording';
import type { PredictivityConfig } from './PredictivityConfig';
import type { TimeBin } from './TimeBin';
import type { TimedModel } from './TimedModel';

type Layers = {
  readonly layers: readonly string[];
  readonly images: number;
  readonly bins: readonly TimeBin[];
};

/** Features of a feed-forward model whose layers, in order, are spread evenly over the bins. */
export const uniformCourse = (model: TimedModel, { layers, images, bins }: Layers): Promise<FeatureCourse> =>
  feedForwardCourse(model, layers, {
    ...{ images, bins },
    layerOfBin: uniformSchedule(layers.length, bins.length),
  });

/**
 * Features of a feed-forward model whose layers follow a recording: each bin has the layer that best predicts, by one map
 * per bin, the response of that bin, never one below the bin before; of several areas, by the mean over areas. Bins that
 * the recording has not keep the layer of the bin before them.
 *
 * @param recording of any images, for which `reference` has the activity of the model
 * @throws what `fitArea` throws
 */
export async function gradedCourse(
  model: TimedModel,
  { layers, images, bins }: Layers,
  {
    reference,
    recording,
    areas,
    config,
  }: {
    readonly reference: TimedModel;
    readonly recording: NeuralRecording;
    readonly areas: readonly Area[];
    readonly config: PredictivityConfig;
  },
): Promise<FeatureCourse> {
  const scores: number[][] = [];
  for (const layer of layers) {
    const ofAreas: Map<number, number>[] = [];
    for (const area of areas) {
      const { fit } = await fitArea(reference, { layer, area, recording }, { ...config, mapping: 'perBin' });
      ofAreas.push(new Map(fit.bins.map(({ bin, raw }) => [bin.start, raw])));
    }
    scores.push(bins.map(({ start }) => meanOfKnown(ofAreas.map((ofBin) => ofBin.get(start) ?? NaN))));
  }
  return feedForwardCourse(model, layers, { images, bins, layerOfBin: gradedSchedule(scores) });
}
