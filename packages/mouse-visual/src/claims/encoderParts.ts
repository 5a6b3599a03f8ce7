import { feedForward, sizeOf, TrainConfig, type Condition, type Rng } from '@goal-driven/core';
import { imageStream, type ImageSource } from '@goal-driven/stimuli';
import { createPipeline } from '../augmentation/createPipeline';
import { Pipeline, type PipelineName } from '../augmentation/Pipeline';
import { MouseModel, mouseModelConfig } from '../models/MouseModel';
import { streamOutputs, STREAMS } from '../models/StreamNet';
import { pipelineOf } from '../studies/createParts';
import { createTask } from '../tasks/createTask';
import { TaskConfig } from '../tasks/TaskConfig';
import type { EncoderFields } from './EncoderConfig';

/** What an encoder is trained for, by the names of the claims. */
export const encoderObjectives = [
  'contrastive',
  'supervised',
  'autoencoding',
  'rotation',
  'depth',
  'untrained',
] as const;
export type EncoderObjective = (typeof encoderObjectives)[number];

/** What a claim varies of an encoder; all else is the configuration's. */
export type EncoderCondition = Condition & {
  readonly objective: EncoderObjective;
  /** The objective's own where left out; `contrastive`: that of the contrastive encoders. */
  readonly augmentation?: PipelineName | 'contrastive';
  /** The configuration's where left out, px. */
  readonly pixels?: number;
};

/** The encoder of an objective, by the objective's name. */
export const encoderOf = (objective: EncoderObjective): EncoderCondition => ({ name: objective, objective });

/** Of the public networks whose names stand in the paper: VISp, the streams, the output areas. */
export const encoderLayers = ({ streams }: Pick<EncoderFields, 'streams'>): string[] => [
  'VISp',
  ...STREAMS[streams],
  ...streamOutputs({ streams, onlyPor: false }),
];

/** A StreamNet, or one with a decoder where the objective makes images. */
export function encoderNetwork({ objective, pixels }: EncoderCondition, config: EncoderFields) {
  const side = pixels ?? config.pixels;
  const common = { streams: config.streams, width: config.width, size: [side, side] as [number, number] };
  const bottleneck = objective === 'autoencoding' ? config.embedding : null;
  const draws = objective === 'autoencoding' || objective === 'depth';
  return feedForward(
    mouseModelConfig(
      MouseModel.parse(
        draws ? { kind: 'hourglass', ...common, bottleneck } : { kind: 'streamNet', ...common },
      ),
    ),
  );
}

function taskConfig(objective: Exclude<EncoderObjective, 'untrained'>, config: EncoderFields): TaskConfig {
  const { embedding, negatives } = config;
  switch (objective) {
    case 'contrastive':
      return TaskConfig.parse(
        config.contrastive === 'simClr'
          ? { kind: 'simClr', hidden: 4 * embedding, embedding }
          : { kind: 'instanceRecognition', embedding, negatives },
      );
    case 'supervised':
      return TaskConfig.parse({ kind: 'supervised', readout: true });
    case 'autoencoding':
      return TaskConfig.parse({ kind: 'autoencoding' });
    case 'rotation':
      return TaskConfig.parse({ kind: 'rotNet' });
    case 'depth':
      return TaskConfig.parse({ kind: 'depthPrediction' });
  }
}

const contrastiveViews = ({ contrastive, contrastiveViews: views }: EncoderFields): PipelineName =>
  views ?? pipelineOf[contrastive];

/** How images are shown to an encoder of a side; crops are of the size itself, which is cheap. */
export const encoderPipeline = (name: PipelineName, size: number): Pipeline =>
  Pipeline.parse({ name, size, crop: name === 'depth' ? size - 8 : size });

/** What a training of an encoder is made of, but for its network. `rng` is the seed's, so that all see the same order. */
export function encoderTraining(
  {
    objective,
    augmentation,
    pixels,
  }: EncoderCondition & { readonly objective: Exclude<EncoderObjective, 'untrained'> },
  {
    config,
    images,
    rng,
  }: { readonly config: EncoderFields; readonly images: ImageSource; readonly rng: Rng },
  network: ReturnType<typeof encoderNetwork>,
) {
  const { batchSize, steps, learningRate, threads } = config;
  const side = pixels ?? config.pixels;
  const task = taskConfig(objective, config);
  const asked = augmentation ?? (objective === 'contrastive' ? 'contrastive' : pipelineOf[task.kind]);
  const own = asked === 'contrastive' ? contrastiveViews(config) : asked;
  const views = createPipeline(encoderPipeline(own, side));
  const output = network.config.output ?? network.config.nodes.at(-1)!.name;
  return {
    task: createTask(task, {
      features: sizeOf(network.shapes[output]!),
      images: images.labels.length,
      classes: images.classes.length,
      labels: images.labels,
      side,
    }),
    stream: imageStream(
      images,
      { batchSize, steps: views.train, ...(threads !== undefined && { threads }) },
      rng.child('images'),
    ),
    config: TrainConfig.parse({
      steps,
      optimizer: { kind: 'adam-torch' },
      schedule: { kind: 'cosine', learningRate, steps },
      logEvery: Math.max(1, Math.floor(steps / 16)),
      checkpointEvery: steps,
    }),
  };
}
