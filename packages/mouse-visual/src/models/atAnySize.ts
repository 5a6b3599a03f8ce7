import {
  feedForward,
  parameterShapes,
  ShapeError,
  type Architecture,
  type FeedForwardConfig,
  type FeedForwardNetwork,
  type Tensor,
} from '@goal-driven/core';

type OnImages = Architecture<{ readonly images: Tensor }>;

/**
 * The network of a config for images of any height and width, with its parameters: maps grow with the image, and an
 * adaptive pool brings them to what the classifier takes. `units` are those of the config's own size.
 *
 * @throws ShapeError (of `apply`) for images of a size that asks for other parameters, or of other channels, and
 *   ConfigError for one too small for the network
 */
export function atAnySize(config: FeedForwardConfig): OnImages {
  const own = feedForward(config);
  const shapesOf = (network: FeedForwardNetwork): string =>
    JSON.stringify(parameterShapes(network as unknown as Parameters<typeof parameterShapes>[0]));
  const networks = new Map([[String(config.input), own]]);
  const networkFor = (input: readonly number[]): FeedForwardNetwork => {
    const known = networks.get(String(input));
    if (known !== undefined) return known;
    const refuse = (): never => {
      throw new ShapeError(
        `${config.name}: images must be [batch, ${config.input}], or of a size that leaves the parameters as they are, ` +
          `got [batch, ${input}]`,
      );
    };
    const [height = 0, width = 0, channels = 0] = input;
    if (input.length !== 3 || channels !== config.input[2]) return refuse();
    const network = feedForward({ ...config, input: [height, width, channels] });
    if (shapesOf(network) !== shapesOf(own)) refuse();
    networks.set(String(input), network);
    return network;
  };
  return {
    ...own,
    apply: (params, state, { images }, pass) =>
      networkFor(images.shape.slice(1)).apply(params, state, { images }, pass),
  };
}
