import { DataError, fromLeaves, tf, type NdArray, type Tree } from '@goal-driven/core';
import type { ConvRnn } from '../network/convRnn';
import { publishedVariables } from './publishedVariables';

/**
 * The parameters of a published network from its variables. They may have any shape, that of the published variable.
 *
 * @param read a variable by its name, without `tnn_model/`
 * @returns parameters of the nodes; those of a learned decoder are not among them
 * @throws DataError when a variable is missing, has another shape, or a fixed time decay is not 0
 */
export function publishedParams(
  network: ConvRnn,
  read: (name: string) => NdArray<Float32Array> | undefined,
): Tree {
  return tf.tidy(() =>
    fromLeaves(
      publishedVariables(network).flatMap(({ name, shape, parts }) => {
        const variable = read(name);
        if (variable === undefined)
          throw new DataError(`${network.name}: ${name} must be there, got no such variable`);
        if (String(variable.shape) !== String(shape))
          throw new DataError(`${network.name}: ${name} must be [${shape}], got [${variable.shape}]`);
        if (parts.length === 0 && variable.values.some((value) => value !== 0))
          throw new DataError(
            `${network.name}: ${name} must be 0, since it is not learned, got ${variable.values[0]}`,
          );
        const whole = tf.tensor(variable.values, [...shape]);
        const [only] = parts;
        if (only === undefined) return [];
        if (parts.length === 1) return [{ path: only.path, tensor: tf.reshape(whole, [...only.shape]) }];
        const rows = parts.map((part) => part.shape.at(-2)!);
        return tf
          .split(whole, rows, shape.length - 2)
          .map((tensor, part) => ({ path: parts[part]!.path, tensor }));
      }),
    ),
  );
}
