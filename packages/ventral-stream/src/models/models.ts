import type { NameMap } from '@goal-driven/formats';
import { imagenetEvaluation, type ImageModel } from '@goal-driven/stimuli';
import { zooNameMap } from '../import/zooNameMap';
import { convRnn, type ConvRnn } from '../network/convRnn';
import { ConvRnnConfig } from '../network/ConvRnnConfig';
import { baselineModels, baselineNames, type BaselineName } from './baselineModels';
import { publishedConfig } from './createPublished';
import { ModelScale } from './ModelScale';
import { publishedModels, type PublishedName } from './publishedModels';

/** A named network at its published scale; it is made when it is asked for, since its shapes take a while. */
export type NamedModel = {
  readonly package: '@goal-driven/ventral-stream';
  /** What goes in, with axes and units. */
  readonly input: string;
  readonly sources: readonly string[];
  readonly config: () => ConvRnnConfig;
  readonly architecture: () => ConvRnn;
  /** How published files of weights name its parameters; none where nobody published any. */
  readonly nameMaps: () => readonly NameMap[];
  /** What it makes of images, in its own presentation, with the activity of these nodes at all timesteps, [B, T, ...]. */
  readonly vision: (nodes: readonly string[]) => ImageModel;
};

const NAYEBI = [
  'Nayebi, Bear, Kubilius et al. 2018, arXiv:1807.00053',
  'Nayebi et al. 2022, Neural Computation 34:1652',
];
const SIMONYAN = ['Simonyan & Zisserman 2015, arXiv:1409.1556'];
const HE = ['He et al. 2016, arXiv:1512.03385'];

/** Whose networks those are that are not built from the published recurrent ones. */
const others: { readonly [name in BaselineName]?: readonly string[] } = {
  alexnet: ['Krizhevsky 2014, arXiv:1404.5997'],
  vgg11: SIMONYAN,
  vgg13: SIMONYAN,
  vgg16: SIMONYAN,
  vgg19: SIMONYAN,
  resnet18: HE,
  resnet34: HE,
  resnet50: HE,
};

/** All published recurrent networks, and the feed-forward ones to compare with, for images of 224 pixels. */
export const models: { readonly [name in `ventral-stream/${PublishedName | BaselineName}`]: NamedModel } =
  Object.fromEntries([
    ...(Object.keys(publishedModels) as PublishedName[]).map((name) =>
      named(name, NAYEBI, () => publishedConfig(name)),
    ),
    ...baselineNames.map((name) => named(name, others[name] ?? NAYEBI, () => baselineConfig(name))),
  ]) as Record<`ventral-stream/${PublishedName | BaselineName}`, NamedModel>; // the keys are exactly the names

/** The config of a feed-forward network to compare with: the image stays until the readout has seen it. */
function baselineConfig(name: BaselineName): ConvRnnConfig {
  const graph = baselineModels[name](ModelScale.parse({}));
  return ConvRnnConfig.parse({ name: `ventral-stream/${name}`, graph });
}

function named(
  name: PublishedName | BaselineName,
  sources: readonly string[],
  config: () => ConvRnnConfig,
): [string, NamedModel] {
  return [
    `ventral-stream/${name}`,
    {
      package: '@goal-driven/ventral-stream',
      input: 'images [B, 224, 224, 3], normalised by channel; or videos, frames [B, T, 224, 224, 3]',
      sources,
      config,
      architecture: () => convRnn(config()),
      vision: (nodes) => {
        const network = convRnn({ ...config(), record: nodes.filter((node) => node !== 'logits') });
        // It takes videos too, which an image model is not asked about.
        const architecture = network as unknown as ImageModel['architecture'];
        return { architecture, preparation: imagenetEvaluation(224), timesteps: network.movie.timesteps };
      },
      nameMaps: () => (Object.hasOwn(publishedModels, name) ? [zooNameMap(convRnn(config()))] : []),
    },
  ];
}
