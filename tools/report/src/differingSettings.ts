import { flatten } from './flatten';
import type { ReportRun } from './ReportRun';

/** A setting that is not the same in all runs. */
export type DifferingSetting = {
  readonly path: string;
  /** The last word of the path, as an axis is named. */
  readonly name: string;
  /** Of each run, as text; empty where a run does not have it. */
  readonly values: readonly string[];
  /** The values that occur, in order of appearance. */
  readonly distinct: readonly string[];
};

/** Settings in which runs differ, those with most values first. Settings that differ in step are one. */
export function differingSettings(runs: readonly ReportRun[]): DifferingSetting[] {
  const columns = runs.map(({ config }) => new Map(flatten(config).map(({ path, text }) => [path, text])));
  const paths = [...new Set(columns.flatMap((column) => [...column.keys()]))];
  const settings = paths.map((path): DifferingSetting => {
    const values = columns.map((column) => column.get(path) ?? '');
    return { path, name: path.split('.').at(-1)!, values, distinct: [...new Set(values)] };
  });
  const seen = new Set<string>();
  const first = settings.filter(({ values, distinct }) => {
    const pattern = JSON.stringify(values.map((value) => distinct.indexOf(value)));
    if (distinct.length < 2 || seen.has(pattern)) return false;
    seen.add(pattern);
    return true;
  });
  return first.sort((a, b) => b.distinct.length - a.distinct.length);
}
