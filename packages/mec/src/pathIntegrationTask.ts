import {
  tf,
  type Applied,
  type BatchTensors,
  type Forward,
  type Scalar,
  type Task,
  type Tensor2D,
  type Tensor3D,
  type Tree,
} from '@goal-driven/core';
import { z } from 'zod';
import type { Period } from './arena';
import { decodeTensor, shortestWays } from './decodeTensor';
import { inputOutputPenalty } from './inputOutputPenalty';
import { metabolicCost } from './metabolicCost';
import { outputLosses, type OutputLossName } from './outputLosses';
import { placeCellLoss } from './placeCellLoss';
import { WeightDecay, weightPenalty } from './weightDecay';

const decay = WeightDecay.prefault({});

const factor = (description: string) => z.number().nonnegative().meta({ description, unit: '1' });

/** The task that is a loss of the output and nothing else. */
function ofOutput<Name extends OutputLossName>(loss: Name) {
  const { title, source } = outputLosses[loss];
  return z.strictObject({ loss: z.literal(loss), decay }).meta({ title, source });
}

/** What the network is asked for; `loss` says which, the place code where it is left out. */
export const PathIntegrationTask = z
  .discriminatedUnion('loss', [
    ofOutput('placeCells')
      .extend({ loss: z.literal('placeCells').optional().default('placeCells') })
      .meta({ title: outputLosses.placeCells.title, source: outputLosses.placeCells.source }),
    ofOutput('placeCellSquaredError'),
    ofOutput('position'),
    z
      .strictObject({
        loss: z.literal('positionWithCosts'),
        inputOutputDecay: factor('Factor on the mean squares of the kernels of input and output'),
        metabolicCost: factor('Factor on the mean squared activity of the recurrent units'),
        decay: WeightDecay.prefault({ of: 'none' }),
      })
      .meta({
        title: 'Squared error of the position, with what weights and firing cost',
        source: 'Cueva & Wei 2018',
      }),
    z
      .strictObject({
        loss: z.literal('placeAndHeading'),
        decay: WeightDecay.prefault({ of: 'readout', rate: 1e-5 }),
      })
      .meta({
        title: 'Cross-entropies with the place code and the heading code',
        source: 'Banino et al. 2018',
      }),
  ])
  .meta({ title: 'Path integration', source: 'Banino et al. 2018; Cueva & Wei 2018; Nayebi et al. 2021' });
export type PathIntegrationTask = z.output<typeof PathIntegrationTask>;

/** The part of a task's loss that is about the output alone. */
export function outputLossName({ loss }: PathIntegrationTask): OutputLossName {
  if (loss === 'positionWithCosts') return 'position';
  return loss === 'placeAndHeading' ? 'placeCells' : loss;
}

/** Whether the network says a position instead of a place code. */
export const saysPosition = (task: PathIntegrationTask): boolean => outputLossName(task) === 'position';

/** B episodes, T timesteps. */
export type PathIntegrationInput = {
  /** Movement of each step: [B, T, 2], displacement, m; or [B, T, 3], speed and turn. */
  readonly velocity: Tensor3D;
  /** Code of the starting position: [B, N], or [B, 2] for a network of positions. */
  readonly start: Tensor2D;
  /** What the animal is told of landmarks or of the reward before each step: [B, T, C]. */
  readonly cues?: Tensor3D;
};

/** How place cells are read, for the decoding error. */
export type PlaceReading = {
  /** Place-cell centres, m: [N, 2] interleaved. */
  readonly centres: Float64Array;
  /** Where space closes on itself, m. */
  readonly period?: Period | undefined;
};

/**
 * Say where you are: from the code of a starting position and the movement of each step, the code of
 * the position after each step. Evaluation gives the loss and the decoding error, m.
 *
 * @param reading left out where the network says positions
 */
export function pathIntegrationTask(
  config: PathIntegrationTask,
  reading?: PlaceReading,
): Task<PathIntegrationInput> {
  const { compare } = outputLosses[outputLossName(config)];
  return {
    name: `mec/path-integration-${config.loss}`,
    config,
    init: () => ({ params: {}, state: {} }),
    objective: ({ forward, modelParams, state, batch }) => {
      const applied = forward(inputOf(batch));
      const taskLoss = compare(applied.output, batch['target']!);
      const penalty = weightPenalty(config.decay, modelParams);
      const others = otherTerms(config, { applied, batch, modelParams });
      return {
        loss: Object.values(others).reduce<Scalar>(
          (sum, term) => tf.add(sum, term),
          tf.add(taskLoss, penalty),
        ),
        terms: { taskLoss, weightPenalty: penalty, ...others },
        state: applied.state,
        taskState: state,
      };
    },
    evaluate: ({ forward, batch }) => evaluate(config, { forward, batch, reading }),
  };
}

/** The network's input among the tensors of a batch. */
export const inputOf = (batch: BatchTensors): PathIntegrationInput => ({
  velocity: batch['velocity'] as Tensor3D,
  start: batch['start'] as Tensor2D,
  ...(batch['cues'] === undefined ? {} : { cues: batch['cues'] as Tensor3D }),
});

type Terms = { readonly [name: string]: Scalar };

function otherTerms(
  config: PathIntegrationTask,
  { applied, batch, modelParams }: { applied: Applied; batch: BatchTensors; modelParams: Tree },
): Terms {
  switch (config.loss) {
    case 'placeAndHeading':
      return { headingLoss: placeCellLoss(applied.layers['hdc']!, batch['headingTarget']!) };
    case 'positionWithCosts':
      return {
        inputOutputPenalty: tf.mul(inputOutputPenalty(modelParams), config.inputOutputDecay),
        metabolicCost: tf.mul(metabolicCost(applied.layers), config.metabolicCost),
      };
    default:
      return {};
  }
}

type Evaluated = {
  readonly forward: Forward<PathIntegrationInput>;
  readonly batch: BatchTensors;
  readonly reading: PlaceReading | undefined;
};

function evaluate(config: PathIntegrationTask, { forward, batch, reading }: Evaluated): Terms {
  const { compare } = outputLosses[outputLossName(config)];
  return tf.tidy(() => {
    const { output, layers } = forward(inputOf(batch));
    const decoded = reading === undefined ? output : decodeTensor(output, reading.centres, reading.period);
    const away = shortestWays(tf.sub(decoded, batch['position']!), reading?.period);
    const decodingError = tf.mean(tf.norm(away, 'euclidean', -1)) as Scalar;
    const taskLoss = compare(output, batch['target']!);
    if (config.loss !== 'placeAndHeading') return { taskLoss, decodingError };
    const headingLoss = placeCellLoss(layers['hdc']!, batch['headingTarget']!);
    return { taskLoss, decodingError, headingLoss };
  });
}
