import {
  feedForward,
  FeedForwardConfig,
  type FeedForwardInput,
  type FeedForwardNetwork,
} from '@goal-driven/core';

type Operations = NonNullable<FeedForwardInput['nodes'][number]['operations']>;
type Initializer =
  { readonly kind: 'torchDefault' | 'zeros' } | { readonly kind: string; readonly [key: string]: unknown };

const torch = { kind: 'torchDefault' } as const;
const narrow = (stddev: number) => ({ kind: 'randomNormal', stddev }) as const;
const kaiming = { kind: 'kaimingNormal', mode: 'fanIn', nonlinearity: 'relu' } as const;

type Layer = { readonly bias?: boolean; readonly kernel?: Initializer; readonly start?: Initializer };

/** A fully connected layer, started as PyTorch does where nothing else is said. */
const full = (name: string, units: number, { bias = true, kernel = torch, start = torch }: Layer = {}) =>
  ({ op: 'dense', name, units, bias, kernelInitializer: kernel, biasInitializer: start }) as const;
const norm = (name: string, momentum = 0.1) =>
  ({ op: 'batchNorm', name, settings: { convention: 'torch', momentum } }) as const;
const relu = (name: string) => ({ op: 'activation', name, activation: 'relu' }) as const;

const head = (name: string, inputs: number, operations: readonly object[]): FeedForwardNetwork =>
  feedForward(
    FeedForwardConfig.parse({
      name: `mouse-visual/${name}`,
      input: [inputs],
      nodes: [{ name: 'head', from: ['input'], operations: operations as Operations }],
    }),
  );

/** One fully connected layer, D -> units. */
export const linearHead = (features: number, units: number): FeedForwardNetwork =>
  head('linear', features, [full('linear', units)]);

type Widths = { readonly hidden: number; readonly embedding: number };

/** A linear layer whose output is normalised over the batch, as SimCLR's is. */
export const normalisedHead = (features: number, units: number): FeedForwardNetwork =>
  head('normalised', features, [full('linear', units, { bias: false }), norm('bn')]);

/** SimCLR's neck: D -> hidden, batch norm, rectifier, -> embedding, batch norm; no biases. */
export const simClrHead = (features: number, { hidden, embedding }: Widths): FeedForwardNetwork =>
  head('simclr', features, [
    full('fc1', hidden, { bias: false, kernel: narrow(0.01) }),
    norm('bn1'),
    relu('relu1'),
    full('fc2', embedding, { bias: false, kernel: narrow(0.01) }),
    norm('bn2'),
  ]);

/** MoCo v2's neck: D -> hidden, rectifier, -> embedding. */
export const moCoHead = (features: number, { hidden, embedding }: Widths): FeedForwardNetwork =>
  head('moco', features, [
    full('fc1', hidden, { kernel: kaiming, start: { kind: 'zeros' } }),
    relu('relu1'),
    full('fc2', embedding, { kernel: kaiming, start: { kind: 'zeros' } }),
  ]);

/** SimSiam's projector: three layers of `width`, each normalised, a rectifier between them. */
export const simSiamProjector = (features: number, width: number): FeedForwardNetwork =>
  head('simsiam-projector', features, [
    ...[full('fc1', width), norm('bn1'), relu('relu1')],
    ...[full('fc2', width), norm('bn2'), relu('relu2')],
    ...[full('fc3', width), norm('bn3')],
  ]);

/** SimSiam's predictor: width -> bottleneck, batch norm, rectifier, -> width. */
export const simSiamPredictor = (width: number, bottleneck: number): FeedForwardNetwork =>
  head('simsiam-predictor', width, [
    ...[full('fc1', bottleneck), norm('bn1'), relu('relu1')],
    full('fc2', width),
  ]);

/**
 * The projector of Barlow Twins (no biases) and of VICReg (biases of the first two layers): three layers of `width`,
 * the first two normalised and rectified.
 */
export const redundancyProjector = (
  features: number,
  { width, bias }: { readonly width: number; readonly bias: boolean },
): FeedForwardNetwork =>
  head('redundancy-projector', features, [
    ...[full('fc1', width, { bias }), norm('bn1'), relu('relu1')],
    ...[full('fc2', width, { bias }), norm('bn2'), relu('relu2')],
    full('fc3', width, { bias: false }),
  ]);

/** Relative location's head: 2D -> hidden, slow batch norm, rectifier, dropout, -> 8 places. */
export const locationHead = (
  features: number,
  { hidden, dropout }: { readonly hidden: number; readonly dropout: number },
): FeedForwardNetwork =>
  head('relative-location', 2 * features, [
    full('fc1', hidden, { kernel: narrow(0.005), start: { kind: 'constant', value: 0.1 } }),
    norm('bn1', 0.003),
    relu('relu1'),
    { op: 'dropout', name: 'dropout', rate: dropout },
    full('fc2', 8, { kernel: narrow(0.005), start: { kind: 'zeros' } }),
  ]);

/** The depth net's last layer: its three output channels to one, 3 x 3 without bias; [side, side, 3]. */
export const depthHead = (side: number): FeedForwardNetwork =>
  feedForward(
    FeedForwardConfig.parse({
      name: 'mouse-visual/depth',
      input: [side, side, 3],
      nodes: [
        {
          name: 'head',
          from: ['input'],
          operations: [
            {
              op: 'conv',
              name: 'conv',
              filters: 1,
              kernelSize: [3, 3],
              strides: [1, 1],
              padding: 'same',
              bias: false,
              kernelInitializer: torch,
            },
          ],
        },
      ],
    }),
  );
