import type { Measured } from '../credit/overRules';

/** Accuracy of one condition less that of another, [seeds]. */
export function gapsOf(
  measured: readonly Measured[],
  { of, from }: { readonly of: string; readonly from: string },
): number[] {
  const accuracies = (name: string) =>
    measured.filter(({ condition }) => condition === name).map(({ accuracy }) => accuracy);
  const others = accuracies(of);
  return accuracies(from).map((value, index) => value - others[index]!);
}
