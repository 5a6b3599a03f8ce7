import { operationName, type FeedForwardConfig } from '@goal-driven/core';

/** A layer as an experimenter sees it: a kernel, and the output that it leads to. */
export type ObservedLayer = {
  readonly name: string;
  /** Of the forward kernel, in the parameters of the network. */
  readonly path: string;
  /** Layer of the network whose activity is the output. */
  readonly activity: string;
  /** The layer's own nonlinearity, at which its change is taken. */
  readonly rectified: boolean;
};

/**
 * Convolutions and dense layers of a network, in its order.
 *
 * @param output what is seen as a layer's output: its own, after its own nonlinearity, as in the source; or `settled`,
 *   after the normalisation and the rectifier that follow it in its node
 */
export function observedLayers(
  { nodes }: FeedForwardConfig,
  output: 'own' | 'settled' = 'own',
): ObservedLayer[] {
  return nodes.flatMap(({ name: node, operations }) =>
    operations.flatMap((operation, index) => {
      if (operation.op !== 'conv' && operation.op !== 'dense') return [];
      const own = operationName(operation, index);
      let last = index;
      const follows = () => ['batchNorm', 'activation'].includes(operations[last + 1]?.op ?? '');
      while (output === 'settled' && follows()) last += 1;
      return [
        {
          name: own === operation.op ? node : `${node}.${own}`,
          path: `${node}/${own}/kernel`,
          activity: `${node}.${operationName(operations[last]!, last)}`,
          rectified: operation.activation === 'relu',
        },
      ];
    }),
  );
}

/**
 * Whether a layer is early, middle or deep: of L layers the first and the next floor(L / 3), and the rest.
 *
 * @param index from 0
 * @param layers L, without the head of a contrastive network, whose layers are deep
 * @source Nayebi et al. 2020, arXiv:2010.11765
 */
export function layerPosition(index: number, layers: number): 0 | 1 | 2 {
  const third = Math.floor(layers / 3);
  return index < third ? 0 : index < 2 * third ? 1 : 2;
}
