import { ConfigError, type Json } from '@goal-driven/core';
import {
  Axis,
  axisName,
  boxSpace,
  conditionsOf,
  type AxisCondition,
  type SearchSpace,
} from '@goal-driven/sweep';
import { genomeAxes } from './genomeAxes';

/** Genes that are kept to some of their choices, by path: `{ 'cell.kind': ['gru', 'ugrnn'] }`. */
export type KeptTo = { readonly [gene: string]: readonly Json[] };

/** A box of genes: its points are genomes. */
export type GenomeBox = SearchSpace & { readonly axes: readonly Axis[] };

/**
 * All genomes, or those whose genes are kept to some of their choices. A gene whose condition can then no longer hold
 * is left out; one of a single choice stays, and never varies.
 *
 * @throws ConfigError for a gene that is unknown or a number in a range, or a choice that it has not, and for a gene that
 *   what others are kept to leaves out
 */
export function genomeBox(keptTo: KeptTo = {}): GenomeBox {
  const known = new Map(genomeAxes.map((axis) => [axisName(axis), axis]));
  for (const [gene, choices] of Object.entries(keptTo)) requireChoices(gene, known.get(gene), choices);
  const left = new Map<string, Axis>();
  for (const axis of genomeAxes) {
    const conditions = conditionsOf(axis).map((condition) => narrowed(condition, left));
    if (conditions.includes(undefined)) continue;
    const choices = keptTo[axisName(axis)];
    left.set(
      axisName(axis),
      Axis.parse({
        ...axis,
        ...(choices && { choices }),
        ...(conditions.length > 0 && { when: conditions }),
      }),
    );
  }
  const lost = Object.keys(keptTo).find((gene) => !left.has(gene));
  if (lost !== undefined)
    throw new ConfigError(
      `genomeBox: ${lost} must be a gene that the others leave in the space, got ${JSON.stringify(keptTo)}`,
    );
  const axes = [...left.values()];
  return { ...boxSpace(axes), axes };
}

/** A condition on what is left of its axis; none where nothing of that meets it. */
function narrowed(condition: AxisCondition, left: ReadonlyMap<string, Axis>): AxisCondition | undefined {
  const governor = left.get(condition.axis);
  if (governor === undefined || !('is' in condition)) return governor && condition;
  const choices: readonly Json[] = 'choices' in governor ? governor.choices : [];
  const is = condition.is.filter((value) => choices.includes(value));
  return is.length === 0 ? undefined : { ...condition, is };
}

function requireChoices(gene: string, axis: Axis | undefined, choices: readonly Json[]): void {
  if (axis === undefined) throw new ConfigError(`genomeBox: ${gene} must be the path of a gene, got none`);
  if (!('choices' in axis))
    throw new ConfigError(`genomeBox: ${gene} must have choices to be kept to some, got a range`);
  const known = new Set<Json>(axis.choices);
  const unknown = choices.find((choice) => !known.has(choice));
  if (choices.length > 0 && unknown === undefined) return;
  throw new ConfigError(
    `genomeBox: ${gene} must be kept to some of ${axis.choices.join(', ')}, got ${choices.join(', ') || 'none'}`,
  );
}
