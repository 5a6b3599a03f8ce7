/** Milliseconds of a step. */
export const STEP = 10;

/** The softmax of each row: what the decoder takes each class for, [steps][classes]. */
export function confidences(logits: readonly (readonly number[])[]): number[][] {
  return logits.map((row) => {
    const most = Math.max(...row);
    const odds = row.map((logit) => Math.exp(logit - most));
    const sum = odds.reduce((total, each) => total + each, 0);
    return odds.map((each) => each / sum);
  });
}

/** The class that a row is most confident of, the first of several. */
export const answerOf = (row: readonly number[]): number => row.indexOf(Math.max(...row));

/**
 * The solution time: the row at which the answer is first a class, and the row from which it stays so; undefined where
 * it never is, or does not at the end.
 */
export function solutionOf(
  rows: readonly (readonly number[])[],
  label: number,
): { readonly first: number | undefined; readonly stays: number | undefined } {
  const right = rows.map((row) => answerOf(row) === label);
  const first = right.indexOf(true);
  const stays = right.lastIndexOf(false) + 1;
  return { first: first < 0 ? undefined : first, stays: stays === right.length ? undefined : stays };
}
