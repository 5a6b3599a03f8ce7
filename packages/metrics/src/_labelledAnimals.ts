import { DataError, ndArray, ShapeError, type NdArray } from '@goal-driven/core/arrays';

/** The animals of a table of responses in which every site has the number of its animal. */
export type LabelledAnimals = {
  /** Their numbers, ascending. */
  readonly labels: readonly number[];
  /** Each [trials, stimuli, its sites]. */
  readonly animals: readonly NdArray[];
  /** Values of the sites of all animals, one animal after the other, in the order of the table. */
  readonly inTableOrder: (values: Float64Array) => NdArray;
};

/**
 * Takes responses of several animals apart.
 *
 * @param responses [trials, stimuli, sites]
 * @param labels [sites]
 * @throws ShapeError for another number of labels than sites, DataError for a label that is not finite
 */
export function labelledAnimals(who: string, responses: NdArray, labels: NdArray): LabelledAnimals {
  const [trials, stimuli, sites] = responses.shape as readonly [number, number, number];
  if (labels.values.length !== sites) {
    throw new ShapeError(
      `${who}: animals must have one number for each of ${sites} sites, got ${labels.values.length}`,
    );
  }
  const wrong = labels.values.find((label) => !Number.isFinite(label));
  if (wrong !== undefined) throw new DataError(`${who}: animals must be finite, got ${wrong}`);
  const distinct = [...new Set(labels.values)].sort((a, b) => a - b);
  const places = distinct.map((label) =>
    Array.from({ length: sites }, (_, site) => site).filter((site) => labels.values[site] === label),
  );
  const animals = places.map((own) => {
    const values = Float64Array.from(
      { length: trials * stimuli * own.length },
      (_, at) => responses.values[Math.floor(at / own.length) * sites + own[at % own.length]!]!,
    );
    return ndArray(values, [trials, stimuli, own.length]);
  });
  const inTableOrder = (values: Float64Array) => {
    const ordered = new Float64Array(sites);
    places.flat().forEach((site, at) => {
      ordered[site] = values[at]!;
    });
    return ndArray(ordered, [sites]);
  };
  return { labels: distinct, animals, inTableOrder };
}
