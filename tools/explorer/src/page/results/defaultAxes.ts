import type { RunsTable } from './runsTable';

/** What a model does of its task, and how well it predicts what was recorded: the two axes of the field's figure. */
const wanted = {
  x: [/^(decodingError|accuracy|balancedAccuracy)$/, /accuracy|error/i],
  y: [/^(neuralFit|neuralConsistency|consistency)$/, /consistency|neuralFit|cellFit|predictiv/i],
};

/** The pair of scores that most rows have both of: task performance against neural predictivity where there are such. */
export function defaultAxes({ numbers }: RunsTable): { readonly x: string; readonly y: string } {
  const names = [...numbers.keys()];
  const having = (patterns: readonly RegExp[]) =>
    patterns.map((pattern) => names.filter((name) => pattern.test(name)));
  for (const xs of having(wanted.x)) {
    for (const ys of having(wanted.y)) {
      const pairs = xs.flatMap((x) =>
        ys.map((y) => ({ x, y, both: shared(numbers.get(x)!.values, numbers.get(y)!.values) })),
      );
      const best = pairs.sort((a, b) => b.both - a.both)[0];
      if (best !== undefined && best.both > 0) return best;
    }
  }
  return { x: names[0] ?? '', y: names[1] ?? names[0] ?? '' };
}

function shared(x: Float64Array, y: Float64Array): number {
  let both = 0;
  for (let row = 0; row < x.length; row++) if (Number.isFinite(x[row]) && Number.isFinite(y[row])) both++;
  return both;
}
