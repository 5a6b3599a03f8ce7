import {
  fromLeaves,
  leafAt,
  leaves,
  mapTree,
  tf,
  type LearningRule,
  type Rng,
  type Tensor,
  type Tree,
} from '@goal-driven/core';
import { z } from 'zod';
import { alignLayer, type AlignedLayer, type LayerGradients } from './layerAlignment';
import type { Assigned, CreditedCall } from './assignCredit';
import { Coefficient, coefficientAt } from './Coefficient';
import type { PrimitiveName } from './energies';
import { creditByFeedback, feedbackFields, sendBackBy, treeFrom } from './feedbackRule';
import { FeedbackStart, startFeedback } from './FeedbackStart';
import { idleFeedback, leavesIdle } from './idleFeedback';
import { kernelLeaves } from './kernelLeaves';
import { Phases, turnsAt } from './Phases';
import { noiseLike, Pipeline } from './Pipeline';
import type { Coefficients } from './primitives';

/** What all rules have whose feedback kernels descend an energy of their layer. */
export const alignmentFields = {
  pipeline: Pipeline.prefault({}),
  phases: Phases.prefault({}),
  updateForward: z.boolean().default(false).meta({
    description: 'Whether forward kernels descend the energy too, within the updates of the task',
  }),
  firstFeedback: z
    .boolean()
    .default(false)
    .meta({
      description:
        'Whether feedback kernels by which no error goes down, those of layers that see the images themselves, are ' +
        'aligned too, as in the source; what is learned is the same, and without them they have no angles',
    }),
  start: FeedbackStart.prefault({ kind: 'shuffled' }),
  ...feedbackFields,
};

/** A coefficient with its default. */
export const coefficient = (value: number, description: string) =>
  Coefficient.default(value).meta({ description, unit: '1' });

/** What `alignmentFields` parse to, and whose they are. */
export type AlignmentConfig = {
  readonly [Name in keyof typeof alignmentFields]: z.output<(typeof alignmentFields)[Name]>;
} & { readonly kind: string };

/** A coefficient of each primitive that a rule uses. */
export type Roles = { readonly [Name in PrimitiveName]?: Coefficient };

/**
 * A rule whose errors go down by feedback kernels that descend, besides the task, an energy of each layer: a sum of
 * primitives (`energies`). Activity and bias are constants of it, and so is W unless `updateForward`.
 *
 * The energy is the mean over the examples of a batch and, where a kernel is used at several timesteps, over these uses;
 * noise is drawn for the first of them. A kernel that nothing used keeps its feedback.
 *
 * Nothing ever reads the feedback of a first layer, whose input gets no error, so it is left as it is and without angles
 * unless `firstFeedback` (or `updateForward`, under which W follows it); all other kernels learn the same to the bit.
 *
 * @differs the repository aligns the feedback of first layers too, which is a fifth to a third of what alignment costs
 * @differs with explicit padding the repository aligns on the padded input, where its noise also lies on the border;
 *   ours has zeros there
 */
export const alignmentRule = (config: AlignmentConfig, roles: Roles): LearningRule => {
  const isIdle = idleFeedback(config);
  return {
    name: config.kind,
    config,
    init: (params, rng) =>
      treeFrom(kernelLeaves(config.kind, params, config.paths), (kernel, path) =>
        startFeedback(config.start, kernel, rng.child(path)),
      ),
    credit: (args) => {
      const { params, feedback, step } = args;
      const turns = turnsAt(config.phases, step);
      const aligns = turns.feedback !== undefined;
      const coefficients = Object.fromEntries(
        Object.entries(roles).map(([name, value]) => [name, coefficientAt(value, step)]),
      ) as Coefficients;
      const at = { params, feedback, coefficients, rng: args.rng.child('alignment') };
      const descend = turns.params !== undefined;
      return tf.tidy(() => {
        let found: ReadonlyMap<string, LayerGradients> | undefined;
        const aligned = ({ calls }: Assigned) => {
          const idle = isIdle({ ...args, descend });
          return (found ??= alignAll(
            config,
            calls.filter((call) => !idle(call)),
            at,
          ));
        };
        return creditByFeedback(args, {
          config,
          sendBackAt: sendBackBy(feedback),
          // Angles are looked at in updates that descend alone.
          feedbackAt: (path, call) =>
            leavesIdle(config) && !call.carried ? undefined : leafAt(feedback, path),
          descend,
          calls: aligns,
          feedbackGrads: (assigned) =>
            aligns
              ? mapTree(feedback, (leaf, path) => aligned(assigned).get(path)?.feedback ?? tf.zerosLike(leaf))
              : {},
          ...(config.updateForward &&
            aligns && { grads: (assigned) => withKernelGrads(assigned.grads, aligned(assigned)) }),
        });
      });
    },
    turns: (step) => turnsAt(config.phases, step),
  };
};

type Aligning = {
  readonly params: Tree;
  readonly feedback: Tree;
  readonly coefficients: Coefficients;
  readonly rng: Rng;
};

/** The gradients of every layer that was used, by the path of its kernel. */
function alignAll(
  { pipeline, updateForward }: AlignmentConfig,
  calls: readonly CreditedCall[],
  aligning: Aligning,
): ReadonlyMap<string, LayerGradients> {
  const { params, feedback, coefficients, rng } = aligning;
  const used = leaves(feedback).flatMap(({ path, tensor }) => {
    const own = calls.filter((call) => call.path === path);
    return own.length === 0
      ? []
      : [{ path, tensor, calls: pipeline.noise === undefined ? own : own.slice(0, 1) }];
  });
  return new Map(
    used.map(({ path, tensor, calls: own }) => {
      const common = { kernel: leafAt(params, path)!, feedback: tensor, ...biasBeside(params, path) };
      const layers = own.map(({ operator, input, projection }): AlignedLayer => {
        if (pipeline.noise === undefined) return { ...common, operator, input, projection };
        return { ...common, operator, input: noiseLike(input.shape, pipeline.noise, rng.child(path)) };
      });
      return [
        path,
        meanOf(layers.map((layer) => alignLayer(layer, { coefficients, pipeline, updateForward }))),
      ];
    }),
  );
}

/** The bias of the layer of a kernel: the vector `bias` that lies beside it, of as many units. */
function biasBeside(params: Tree, path: string): { readonly bias?: Tensor } {
  const bias = leafAt(params, [...path.split('/').slice(0, -1), 'bias'].join('/'));
  const units = leafAt(params, path)!.shape.at(-1);
  return bias !== undefined && bias.rank === 1 && bias.size === units ? { bias } : {};
}

function meanOf(gradients: readonly LayerGradients[]): LayerGradients {
  const mean = (all: readonly Tensor[]): Tensor =>
    all.length === 1 ? all[0]! : tf.div(tf.addN([...all]), all.length);
  const kernels = gradients.flatMap(({ kernel }) => (kernel === undefined ? [] : [kernel]));
  const feedback = mean(gradients.map((one) => one.feedback));
  return kernels.length === 0 ? { feedback } : { feedback, kernel: mean(kernels) };
}

function withKernelGrads(grads: Tree, aligned: ReadonlyMap<string, LayerGradients>): Tree {
  return fromLeaves(
    leaves(grads).map(({ path, tensor }) => {
      const own = aligned.get(path)?.kernel;
      return { path, tensor: own === undefined ? tensor : tf.add(tensor, own) };
    }),
  );
}
