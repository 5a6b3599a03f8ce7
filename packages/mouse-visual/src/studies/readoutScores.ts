import type { Figure, Score } from '@goal-driven/core';
import { accuracy, logisticRegression, nearestNeighbours, standardise } from '@goal-driven/metrics';
import type { TrainingConfig } from './TrainingConfig';
import type { FeatureSet } from './readFeatures';

/** How well classes are read out of a layer of an encoder. */
export type ReadoutScore = {
  readonly encoder: string;
  readonly layer: string;
  readonly readout: 'nearestNeighbours' | 'linearProbe';
  /** Share of the test images whose class was read out. */
  readonly accuracy: number;
  /** Test images. */
  readonly n: number;
};

/**
 * Nearest neighbours (one vote each, by Euclidean distance) and a logistic regression, on features that are
 * standardised by the images that they are fitted to.
 *
 * @throws ConfigError for more neighbours than samples, NumericalError where the regression does not converge
 */
export function readoutScores(
  encoder: string,
  { train, test }: { readonly train: FeatureSet; readonly test: FeatureSet },
  { neighbours, cost }: Pick<TrainingConfig['readout'], 'neighbours' | 'cost'>,
): ReadoutScore[] {
  return Object.keys(train.features).flatMap((layer) => {
    const { transform } = standardise(train.features[layer]!);
    const [known, wanted] = [transform(train.features[layer]!), transform(test.features[layer]!)];
    const near = nearestNeighbours(known, train.labels, { neighbours });
    // The last ten-thousandth of the objective decides no image to speak of, and takes most of the time.
    const probe = logisticRegression(known, train.labels, { cost, tolerance: 1e-4 });
    const score = (readout: ReadoutScore['readout'], predicted: Int32Array): ReadoutScore => ({
      encoder,
      layer,
      readout,
      accuracy: accuracy(test.labels, predicted),
      n: test.labels.length,
    });
    return [score('nearestNeighbours', near.predict(wanted)), score('linearProbe', probe.predict(wanted))];
  });
}

/** Scores as core knows them. */
export const asScore = (
  { encoder, layer, readout, accuracy: value, n }: ReadoutScore,
  labels: Score['labels'],
): Score => ({
  metric: 'accuracy',
  version: 1,
  labels: { ...labels, encoder, layer, readout },
  value,
  unit: '1',
  n,
  ceiling: NaN,
  ceiled: NaN,
});

/** The trained encoder beside the one it started as. */
export function readoutFigure(scores: readonly ReadoutScore[], classes: number): Figure {
  const layers = [...new Set(scores.map(({ layer }) => layer))];
  const encoders = [...new Set(scores.map(({ encoder }) => encoder))];
  const names = { nearestNeighbours: 'nearest neighbours', linearProbe: 'linear probe' } as const;
  return {
    name: 'readouts',
    title: 'What can be read out',
    caption:
      `Share of ${scores[0]!.n} held-out images whose class is read out of each layer, of the trained network and of ` +
      `the same network before its first update.`,
    kind: 'categories',
    axes: { x: 'layer', y: 'accuracy' },
    categories: layers,
    groups: encoders.flatMap((encoder) =>
      (['nearestNeighbours', 'linearProbe'] as const).map((readout) => ({
        label: `${names[readout]}, ${encoder}`,
        values: layers.map((layer) =>
          scores
            .filter(
              (score) => score.encoder === encoder && score.layer === layer && score.readout === readout,
            )
            .map(({ accuracy: value }) => value),
        ),
      })),
    ),
    references: [{ label: 'chance', y: 1 / classes }],
  };
}
