import type { SearchSpace } from '../SearchSpace';
import type { SweepFile } from '../SweepFile';
export type OpenSpace = (study: string, name: string) => SearchSpace;
export function openSpace(_file: SweepFile, _space?: OpenSpace): SearchSpace {
  throw new Error('later');
}
