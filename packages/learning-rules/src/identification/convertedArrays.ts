import { ndArray, type NdArray, type TypedArray } from '@goal-driven/core';
import { CLEAR, type RuleDataset, type SampleMeta } from './RuleDataset';

const TEXTS = ['task', 'architecture', 'layer_name'] as const;
const NUMBERS = ['batch_size', 'model_seed', 'dataset_seed'] as const;

/**
 * A data set as `converters/learning_rule_observables.py` of `@goal-driven/formats` writes the published one, and
 * `readRuleDataset` reads it: `X` [samples, T, O], `X_cat` [samples, T, 3] (ones where the layer is early, middle, deep),
 * a field [samples] for each thing that is known of a sample, texts as places in the lists of `header`, which is JSON as
 * bytes. Only the clear view has a place there.
 *
 * @param source what `header` says of where the data come from
 */
export function convertedArrays(
  { observables, views, positions, meta }: RuleDataset,
  source: string,
): { readonly [name: string]: NdArray<TypedArray> } {
  const table = views[CLEAR]!;
  const [samples, times] = table.shape as readonly [number, number];
  const marks = new Float64Array(samples * times * 3);
  positions.forEach((position, sample) => {
    for (let time = 0; time < times; time++) marks[(sample * times + time) * 3 + position] = 1;
  });
  const categories: Record<string, string[]> = {};
  const texts = (name: string, of: (sample: SampleMeta) => string) => {
    const known = [...new Set(meta.map(of))].sort();
    categories[name] = known;
    return ndArray(
      Int32Array.from(meta, (sample) => known.indexOf(of(sample))),
      [samples],
    );
  };
  const arrays = {
    ...{ X: table, X_cat: ndArray(marks, [samples, times, 3]) },
    rule: texts('rule', (sample) => sample.learning_rule),
    ...Object.fromEntries(TEXTS.map((name) => [name, texts(name, (sample) => sample[name])])),
    ...Object.fromEntries(
      NUMBERS.map((name) => [
        name,
        ndArray(
          Float64Array.from(meta, (sample) => sample[name] ?? NaN),
          [samples],
        ),
      ]),
    ),
  };
  const format = 'goal-driven/learning-rule-observables';
  const header = JSON.stringify({ format, version: 1, source, observables, categories });
  const bytes = new TextEncoder().encode(header);
  return { ...arrays, header: ndArray(bytes, [bytes.length]) };
}
