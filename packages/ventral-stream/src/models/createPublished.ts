import { convRnn, type ConvRnn } from '../network/convRnn';
import { ConvRnnConfig, type ConvRnnInput } from '../network/ConvRnnConfig';
import { ModelScale } from './ModelScale';
import { publishedModels, type PublishedName } from './publishedModels';

type Choice = { readonly scale?: Partial<ModelScale> } & Pick<
  ConvRnnInput,
  'presentation' | 'record' | 'segment' | 'decodeFrom' | 'decoder'
>;

/** The config of a published network, at a scale, with its own presentation and decoder where none is chosen. */
export function publishedConfig(name: PublishedName, { scale = {}, ...choice }: Choice = {}): ConvRnnConfig {
  const model = publishedModels[name];
  return ConvRnnConfig.parse({
    name: `ventral-stream/${name}`,
    graph: model.graph(ModelScale.parse(scale)),
    standard: model.movie,
    decoder: model.decoder,
    ...choice,
  });
}

/** A published network. */
export const createPublished = (name: PublishedName, choice?: Choice): ConvRnn =>
  convRnn(publishedConfig(name, choice));
