import { ndArray } from '@goal-driven/core/arrays';
import { parkMiller } from '../_fixtures';
import type { MetricExample } from '../_metricExample';

const noise = parkMiller(51, [30, 4]);
/** Three classes, 0 to 2 in turn, of which class c raises feature c. */
const labels = ndArray(
  Float64Array.from({ length: 30 }, (_, sample) => sample % 3),
  [30],
);
const features = ndArray(
  noise.values.map((value, index) => value + (index % 4 === Math.floor(index / 4) % 3 ? 0.4 : 0)),
  [30, 4],
);

export const readoutExamples = {
  decoding: { arrays: { features, labels } } satisfies MetricExample,
};
