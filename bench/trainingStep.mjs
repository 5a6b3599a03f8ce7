/** One update of a network by backpropagation and Adam, all of plain tensor operations. */
export function createTrainer(tf, { valueAndGrad, optimizer, initialize }, network) {
  let params = initialize(tf, network.shapes);
  let slots = optimizer.init(params);
  const batch = network.makeBatch(tf);
  let step = 0;
  return () => {
    const old = [params, slots];
    const loss = tf.tidy(() => {
      const { value, grads } = valueAndGrad((p) => ({ value: network.loss(tf, p, batch), rest: {} }), params);
      const next = optimizer.update(grads, slots, params, { step, learningRate: 1e-4, consume: true });
      [params, slots] = [next.params, next.state];
      tf.keep(value);
      eachTensor([params, slots], tf.keep);
      return value;
    });
    eachTensor(old, (tensor) => tensor.dispose());
    step += 1;
    const [value] = loss.dataSync();
    loss.dispose();
    return value;
  };
}

function eachTensor(node, visit) {
  if (node.dataId !== undefined) visit(node);
  else Object.values(node).forEach((child) => eachTensor(child, visit));
}
