import {
  createPass,
  createRng,
  Interrupted,
  tf,
  type Session,
  type Tensor2D,
  type Tensor3D,
  type Tensor4D,
} from '@goal-driven/core';
import type { Network } from '../network/Network';
import type { ImageStream } from '@goal-driven/stimuli';

/** What a network says of images. */
export type ImageReport = {
  /** [images], indices into the classes. */
  readonly labels: readonly number[];
  /** [images], the classes of the greatest logits. */
  readonly answers: readonly number[];
  /** Share of the images whose class was one of the five with the greatest logits. */
  readonly topFive: number;
  /** Mean cross entropy of the answers, nats. */
  readonly crossEntropy: number;
  /** [steps from decodeFrom], share of right answers if the logits of that step were the answer. */
  readonly accuracyOverTime: readonly number[];
};

/**
 * A network's answers to all images of a held-out stream.
 *
 * @throws Interrupted when the session is
 */
export async function evaluateImages(
  { architecture, params, state }: Network,
  {
    stream,
    batches,
    session,
  }: { readonly stream: ImageStream; readonly batches: number; readonly session: Session },
): Promise<ImageReport> {
  const labels: number[] = [];
  const answers: number[] = [];
  let [topFive, crossEntropy] = [0, 0];
  let right: number[] = [];
  for (let index = 0; index < batches; index++) {
    if (session.signal.aborted) throw new Interrupted('evaluateImages: interrupted', index);
    session.progress('held-out images', index, batches);
    const { batch } = await stream.read({ batch: index });
    const own = [...batch.labels.values];
    const [output, logits] = tf.tidy(() => {
      const images = tf.tensor4d(batch.images.values, batch.images.shape as Tensor4D['shape']);
      const pass = createPass({ training: false, rng: createRng(0) });
      const applied = architecture.apply(params, state, { images }, pass);
      return [(applied.output as Tensor2D).arraySync(), (applied.layers['logits'] as Tensor3D).arraySync()];
    });
    output.forEach((row, image) => {
      const label = own[image]!;
      answers.push(greatest(row));
      topFive += Number(row.filter((value) => value >= row[label]!).length <= 5);
      crossEntropy += logSum(row) - row[label]!;
    });
    right = (logits[0] ?? []).map(
      (_, step) =>
        (right[step] ?? 0) + logits.filter((rows, image) => greatest(rows[step]!) === own[image]).length,
    );
    labels.push(...own);
  }
  const share = (sum: number) => sum / labels.length;
  return {
    labels,
    answers,
    topFive: share(topFive),
    crossEntropy: share(crossEntropy),
    accuracyOverTime: right.map(share),
  };
}

/** The first class of the greatest logit. */
const greatest = (row: readonly number[]): number => row.indexOf(Math.max(...row));

function logSum(row: readonly number[]): number {
  const most = Math.max(...row);
  return most + Math.log(row.reduce((sum, value) => sum + Math.exp(value - most), 0));
}
