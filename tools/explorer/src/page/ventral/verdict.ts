import { answerOf, confidences, solutionOf, STEP } from './confidences';
import type { Opened } from './Opened';
import type { Played } from './Played';

/** In words what a network answered and when. @param label the class that is shown, where one is */
export function verdict(
  { classes, decodeFrom }: Opened,
  { intact, cut }: { readonly intact: Played; readonly cut: Played | null },
  label: number | undefined,
): string {
  const say = (played: Played) => {
    const rows = confidences(played.logits);
    const last = rows.at(-1)!; // a presentation is decoded at one step at least
    const answer = answerOf(last);
    const sure = `${classes[answer]}, ${Math.round(100 * last[answer]!)} %`;
    const { first, stays } = solutionOf(rows, label ?? answer);
    const at = (row: number) => `${(decodeFrom + row) * STEP} ms`;
    if (label === undefined) return `${sure}, from ${at(stays ?? 0)} on`;
    if (first === undefined) return `${sure}: never right`;
    if (stays === undefined) return `${sure}: right at ${at(first)} and wrong again`;
    return `${sure}: right from ${at(stays)} on${first < stays ? `, first at ${at(first)}` : ''}`;
  };
  return cut === null ? `Answer: ${say(intact)}.` : `Intact: ${say(intact)}. Cut: ${say(cut)}.`;
}
