import {
  createPass,
  createRng,
  Interrupted,
  tf,
  type FeedForwardNetwork,
  type Session,
  type Tree,
} from '@goal-driven/core';
import type { FeatureStream } from './featureStream';

type Judged = {
  readonly stream: FeatureStream;
  readonly batches: number;
  readonly session: Session;
  readonly label: string;
};

/**
 * How many of the first images of a stream a readout puts among its `counts` likeliest classes, each image once; as
 * `topAccuracyOf`, a tie counts as missed.
 *
 * @param counts [k], places that count as right, such as 1 and 5
 * @returns shares [k] in 0 .. 1, one for each count, and `n`, the images
 * @throws Interrupted when the session is
 */
export async function judgeReadout(
  { architecture, params, state }: { architecture: FeedForwardNetwork; params: Tree; state: Tree },
  counts: readonly number[],
  { stream, batches, session, label }: Judged,
): Promise<{ readonly shares: readonly number[]; readonly n: number }> {
  const pass = createPass({ training: false, rng: createRng(0) });
  const hits = counts.map(() => 0);
  let n = 0;
  for (let index = 0; index < batches; index++) {
    if (session.signal.aborted) throw new Interrupted('judgeReadout: interrupted', index);
    session.progress(label, index, batches);
    const { features, labels } = (await stream.read({ batch: index })).batch;
    const logits = tf.tidy(() => {
      const images = tf.tensor(features.values as Float32Array, [...features.shape]);
      return architecture.apply(params, state, { images }, pass).output;
    });
    const values = await logits.data();
    const classes = logits.shape[1]!;
    logits.dispose();
    labels.values.forEach((own, row) => {
      const place = placeOf(values.subarray(row * classes, (row + 1) * classes), own);
      counts.forEach((count, at) => (hits[at]! += place <= count ? 1 : 0));
    });
    n += labels.values.length;
  }
  return { shares: hits.map((count) => count / n), n };
}

/** The place of a class by its logit, from 1; behind those that tie with it, last where logits are not numbers. */
function placeOf(logits: ArrayLike<number>, own: number): number {
  let behind = 0;
  for (let index = 0; index < logits.length; index++) if (logits[index]! < logits[own]!) behind++;
  return Number.isNaN(logits[own]!) ? logits.length : logits.length - behind;
}
