/** The four that make a model: architecture, data, task and learning rule. */
export const modelParts = ['A', 'D', 'T', 'L'] as const;

export type ModelPart = (typeof modelParts)[number];

/**
 * Where configurations of our studies say each of them, the first that is there. Claims hold theirs in `base`. A task
 * that no setting names is the study itself.
 */
const paths: Readonly<Record<ModelPart, readonly string[]>> = {
  A: ['network.name', 'network.cell', 'network.kind', 'network', 'architecture.kind', 'model'],
  D: ['data.train.kind', 'data.kind', 'images.kind', 'stimuli.kind', 'arena.kind', 'inputs.arena.kind', 'animals.arena.kind'], // prettier-ignore
  T: ['task.loss', 'task.kind', 'objective.kind', 'objective', 'loss.kind'],
  L: ['learningRule.kind', 'rule.kind', 'learningRule', 'rule'],
};

/**
 * Labels of a run for colouring.
 *
 * @param settings texts of the configuration by path
 * @param study name of the study
 */
export function modelLabels(
  settings: ReadonlyMap<string, string>,
  study: string,
): Readonly<Record<ModelPart, string | undefined>> {
  const found = (part: ModelPart) =>
    paths[part]
      .flatMap((path) => [settings.get(path), settings.get(`base.${path}`)])
      .find((text) => text !== undefined && text !== '');
  return { A: found('A'), D: found('D'), T: found('T') ?? study, L: found('L') };
}
