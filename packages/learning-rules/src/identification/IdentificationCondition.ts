import { z } from 'zod';
import { matchedNetworks } from './matchedNetworks';
import { ADMISSIBLE, MEASURES, measureOf } from './observables';
import { CLEAR, type RuleDataset, type SampleMeta } from './RuleDataset';

/** What a classifier sees of networks, and of which. */
export const IdentificationCondition = z
  .strictObject({
    name: z.string().min(1),
    measures: z
      .array(z.enum(MEASURES))
      .min(1)
      .default([...MEASURES])
      .meta({ description: 'What is measured of a layer: weights, activations, changes' }),
    observables: z.array(z.string()).min(1).optional().meta({
      description: 'Observables by name; the admissible ones of the measures where left out',
    }),
    times: z.array(z.int().nonnegative()).min(1).optional().meta({
      description: 'Checkpoints that are seen; all where left out',
    }),
    view: z.string().default(CLEAR).meta({ description: 'How what is learned from is seen' }),
    testView: z.string().optional().meta({ description: 'How what is tested is seen; as before where left out' }),
    holdOut: z
      .strictObject({ field: z.enum(['architecture', 'task', 'batch_size']), value: z.string() })
      .optional()
      .meta({ description: 'What is tested on and never learned from' }),
    matched: z.number().positive().optional().meta({
      description: 'Width of bins of final accuracy of which all rules have as many networks; all, where left out',
      unit: '1',
    }),
  })
  .meta({ title: 'Condition of identification' }); // prettier-ignore
export type IdentificationCondition = z.output<typeof IdentificationCondition>;
type Input = z.input<typeof IdentificationCondition>;

/** Groups of conditions that follow from a data set. */
export const ConditionGroup = z.enum(['measures', 'holdOuts', 'times', 'views', 'matched']);
export type ConditionGroup = z.output<typeof ConditionGroup>;

/** The columns of a condition, in the order of `ADMISSIBLE`. */
export const observablesOf = ({ observables, measures }: IdentificationCondition): readonly string[] =>
  observables ?? ADMISSIBLE.filter((name) => measures.includes(measureOf(name)));

/** Networks of each rule without which nothing is learned and tested among those of matched accuracy. */
const FEWEST_MATCHED = 4;
const MATCHED_WIDTH = 0.1;

/** Whether a sample is one of those held out; undefined where none are. */
export const heldOut = ({
  holdOut,
}: IdentificationCondition): ((sample: SampleMeta) => boolean) | undefined =>
  holdOut && ((sample) => String(sample[holdOut.field]) === holdOut.value);

/**
 * The conditions of a group. `measures`: all, all by the pseudo-Jacobian, each alone. `holdOuts`: each architecture and
 * each task out, where there are several. `times`: windows of three, and three and six far apart. `views`: weights and
 * activations in every other view, learned from as they are, or in the same view. `matched`: all, of networks that do
 * equally well whatever their rule, where there are enough.
 */
export function conditionsOf(group: ConditionGroup, dataset: RuleDataset): IdentificationCondition[] {
  return inputsOf(group, dataset).map((condition) => IdentificationCondition.parse(condition));
}

function inputsOf(group: ConditionGroup, { meta, views }: RuleDataset): Input[] {
  switch (group) {
    case 'measures':
      return [
        { name: 'all' },
        ...(views[`${CLEAR}-pseudo`] ? [{ name: 'all, pseudo-Jacobian', view: `${CLEAR}-pseudo` }] : []),
        ...MEASURES.map((measure) => ({ name: measure, measures: [measure] })),
      ];
    case 'holdOuts':
      return (['architecture', 'task'] as const).flatMap((field) => {
        const found = [...new Set(meta.map((sample) => String(sample[field])))];
        return found.length < 2
          ? []
          : found.map((value) => ({ name: `without ${field} ${value}`, holdOut: { field, value } }));
      });
    case 'times': {
      const windows = windowsOf(Object.values(views)[0]!.shape[1]!);
      return (['weight', 'act'] as const).flatMap((measure) =>
        Object.entries(windows).map(([name, times]) => ({
          name: `${measure}, ${name}`,
          measures: [measure],
          times,
        })),
      );
    }
    case 'matched': {
      const rules = new Set(meta.map(({ learning_rule }) => learning_rule));
      const enough = matchedNetworks(meta, MATCHED_WIDTH).size >= FEWEST_MATCHED * rules.size;
      return enough ? [{ name: 'all, matched accuracy', matched: MATCHED_WIDTH }] : [];
    }
    case 'views': {
      const others = Object.keys(views).filter((view) => view !== CLEAR && !view.endsWith('-pseudo'));
      return others.flatMap((view) =>
        (['weight', 'act'] as const).flatMap((measure) => [
          { name: `${measure}, ${view}`, measures: [measure], view },
          { name: `${measure}, ${CLEAR} to ${view}`, measures: [measure], testView: view },
        ]),
      );
    }
  }
}

/** Which of some checkpoints are seen: dense windows of three, and as many or twice as many spread over all. */
export function windowsOf(times: number): { readonly [name: string]: number[] } {
  const from = (start: number) => [start, start + 1, start + 2].filter((time) => time < times);
  const spread = (count: number) =>
    Array.from({ length: count }, (_, at) => Math.round((at * (times - 1)) / (count - 1)));
  return {
    'first three': from(0),
    'middle three': from(Math.floor(times / 2) - 1),
    'last three': from(Math.max(0, times - 3)),
    'three far apart': spread(Math.min(3, times)),
    'six far apart': spread(Math.min(6, times)),
  };
}
