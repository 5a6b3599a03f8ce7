import { z } from 'zod';

const width = (units: number, description: string) =>
  z.int().positive().max(65536).default(units).meta({ description, unit: 'units' });
const temperature = (value: number) =>
  z.number().positive().default(value).meta({ description: 'What cosines are divided by', unit: '1' });
const weight = (value: number, description: string) =>
  z.number().nonnegative().default(value).meta({ description, unit: '1' });
const layer = (name: string, description: string) => z.string().min(1).default(name).meta({ description });

export const Supervised = z
  .strictObject({
    kind: z.literal('supervised'),
    readout: z.boolean().default(false).meta({
      description:
        'Whether the task adds a linear layer to the classes; else the output of the network is logits',
    }),
  })
  .meta({ title: 'Categorisation by labels' });

export const InstanceRecognition = z
  .strictObject({
    kind: z.literal('instanceRecognition'),
    embedding: width(128, 'Dimensions of the embedding'),
    negatives: z.int().positive().default(4096).meta({ description: 'Entries of the bank each image meets' }),
    temperature: temperature(0.07),
    momentum: z
      .number()
      .min(0)
      .max(1)
      .default(0.5)
      .meta({ description: 'Share of an entry that it keeps when its image is seen' }),
    normalised: z
      .boolean()
      .default(false)
      .meta({
        description:
          'Whether embeddings have batch norm before their length is 1, which the published ones have not. Without it ' +
          'they first point all one way, and a bank of few images is full of that before they part',
      }),
  })
  .meta({ title: 'Instance recognition', source: 'Wu et al. 2018, arXiv:1805.01978' });

export const SimClr = z
  .strictObject({
    kind: z.literal('simClr'),
    hidden: width(2048, 'Units of the hidden layer of the head'),
    embedding: width(128, 'Dimensions of the embedding'),
    temperature: temperature(0.1),
  })
  .meta({ title: 'SimCLR', source: 'Chen et al. 2020, arXiv:2002.05709' });

export const MoCo = z
  .strictObject({
    kind: z.literal('moCo'),
    hidden: width(2048, 'Units of the hidden layer of the head'),
    embedding: width(128, 'Dimensions of the embedding'),
    queue: z.int().positive().default(65536).meta({ description: 'Keys of earlier images' }),
    momentum: z
      .number()
      .min(0)
      .max(1)
      .default(0.999)
      .meta({ description: 'Share of its parameters that the key encoder keeps at an update' }),
    temperature: temperature(0.2),
  })
  .meta({ title: 'MoCo v2', source: 'Chen et al. 2020, arXiv:2003.04297' });

export const SimSiam = z
  .strictObject({
    kind: z.literal('simSiam'),
    width: width(2048, 'Units of the layers of the projector'),
    bottleneck: width(512, 'Units of the hidden layer of the predictor'),
  })
  .meta({ title: 'SimSiam', source: 'Chen & He 2021, arXiv:2011.10566' });

export const BarlowTwins = z
  .strictObject({
    kind: z.literal('barlowTwins'),
    width: width(8192, 'Units of the layers of the projector'),
    redundancy: weight(0.0051, 'Weight of the correlations between dimensions'),
  })
  .meta({ title: 'Barlow Twins', source: 'Zbontar et al. 2021, arXiv:2103.03230' });

export const VicReg = z
  .strictObject({
    kind: z.literal('vicReg'),
    width: width(8192, 'Units of the layers of the projector'),
    invariance: weight(25, 'Weight of the difference of views'),
    variance: weight(25, 'Weight of the lack of variance'),
    covariance: weight(1, 'Weight of the covariance between dimensions'),
  })
  .meta({ title: 'VICReg', source: 'Bardes et al. 2022, arXiv:2105.04906' });

export const RotNet = z
  .strictObject({ kind: z.literal('rotNet') })
  .meta({ title: 'Prediction of rotation', source: 'Gidaris et al. 2018, arXiv:1803.07728' });

export const RelativeLocation = z
  .strictObject({
    kind: z.literal('relativeLocation'),
    hidden: width(4096, 'Units of the hidden layer of the head'),
    dropout: z.number().min(0).lt(1).default(0.5).meta({ description: 'Share of them that is silenced' }),
  })
  .meta({ title: 'Relative location of cells', source: 'Doersch et al. 2015, arXiv:1505.05192' });

export const Autoencoding = z
  .strictObject({
    kind: z.literal('autoencoding'),
    code: layer('hidden_vec', 'Layer that is to be sparse'),
    sparsity: weight(5e-4, 'Weight of the mean magnitude of the code'),
    per: z.enum(['element', 'pixel']).default('element').meta({
      description:
        'What the squared error is a mean over: elements (the implementation) or pixels (the paper)',
    }),
  })
  .meta({ title: 'Sparse autoencoding', source: 'Nayebi et al. 2023, methods' });

export const DepthPrediction = z
  .strictObject({ kind: z.literal('depthPrediction') })
  .meta({ title: 'Prediction of depth', source: 'Nayebi et al. 2023, methods' });

/** What a network is trained for; `kind` says which. Defaults are the published ones. */
export const TaskConfig = z
  .discriminatedUnion('kind', [
    Supervised,
    InstanceRecognition,
    SimClr,
    MoCo,
    SimSiam,
    BarlowTwins,
    VicReg,
    RotNet,
    RelativeLocation,
    Autoencoding,
    DepthPrediction,
  ])
  .meta({ title: 'Objective', source: 'Nayebi et al. 2023, PLOS Computational Biology 19: e1011506' });
export type TaskConfig = z.output<typeof TaskConfig>;
/** The config of one kind of objective. */
export type TaskOf<Kind extends TaskConfig['kind']> = Extract<TaskConfig, { kind: Kind }>;
