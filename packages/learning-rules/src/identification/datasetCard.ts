import { networkKey, type RuleDataset, type SampleMeta } from './RuleDataset';

/** What a card says besides what it counts. */
export type CardFacts = {
  /** One sentence: what was trained, and by what. */
  readonly origin: string;
  /** Trainings whose loss left the numbers, by rule; they are no samples. */
  readonly diverged: { readonly [rule: string]: number };
};

/** The data card of a set of trajectories, as Markdown. */
export function datasetCard(
  { observables, views, meta }: RuleDataset,
  { origin, diverged }: CardFacts,
): string {
  const table = (name: string, of: (sample: SampleMeta) => string | number | null) => {
    const rows = [...new Set(meta.map(of))].map((value) => {
      const samples = meta.filter((sample) => of(sample) === value);
      return `| ${value} | ${new Set(samples.map(networkKey)).size} | ${samples.length} |`;
    });
    return [`| ${name} | networks | samples |`, '| --- | --- | --- |', ...rows].join('\n');
  };
  const lost = Object.entries(diverged).map(([rule, count]) => `${count} under ${rule}`);
  return `# Trajectories of layers in training

${origin}

A sample is one layer of one network through training: ${Object.values(views)[0]!.shape[1]} times, ${observables.length} observables. Layers of one network are not independent: split by network to judge how well rules are told apart.

- Samples: ${meta.length}, of ${new Set(meta.map(networkKey)).size} networks
- Views: ${Object.keys(views).join(', ')}; a view that ends in -pseudo has the Jacobian by feedback kernels
- Diverged, and therefore no samples: ${lost.length === 0 ? 'none' : lost.join(', ')}
- Not finite: some observables of layers that are silent or constant (skew, kurtosis)

${table('rule', (sample) => sample.learning_rule)}

${table('task', (sample) => sample.task)}

${table('architecture', (sample) => sample.architecture)}

${table('batch size', (sample) => sample.batch_size)}

Rules differ in how well their networks do, and this can be told from some observables too.
`;
}
