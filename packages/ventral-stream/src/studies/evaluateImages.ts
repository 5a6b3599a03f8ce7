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
import { answerOf } from '../task/answers';
import type { ImageStream } from '@goal-driven/stimuli';

/** What a network says of images. */
export type ImageReport = {
  /** [images], indices into the classes. */
  readonly labels: readonly number[];
  /** [images], the classes of the greatest logits; NaN where a logit is NaN or infinite. */
  readonly answers: readonly number[];
  /** Share of the images whose class was one of the five with the greatest logits; NaN where an answer is. */
  readonly topFive: number;
  /** Mean cross entropy of the answers, nats. */
  readonly crossEntropy: number;
  /** [steps from decodeFrom], share of right answers if the logits of that step were the answer; NaN where one is. */
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
      const answer = answerOf(row);
      answers.push(answer);
      topFive += counted(answer, row.filter((value) => value >= row[label]!).length <= 5);
      crossEntropy += logSum(row) - row[label]!;
    });
    right = (logits[0] ?? []).map((_, step) =>
      logits.reduce((sum, rows, image) => {
        const answer = answerOf(rows[step]!);
        return sum + counted(answer, answer === own[image]);
      }, right[step] ?? 0),
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

/** What an image adds to a count: 1 or 0, or NaN where there is no answer. */
const counted = (answer: number, hit: boolean): number => (Number.isNaN(answer) ? NaN : Number(hit));

function logSum(row: readonly number[]): number {
  const most = Math.max(...row);
  return most + Math.log(row.reduce((sum, value) => sum + Math.exp(value - most), 0));
}
