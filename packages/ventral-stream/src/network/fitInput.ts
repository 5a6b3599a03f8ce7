import type { Join } from '../graph/Join';
import { affineFit } from './affineFit';
import { factoredFit } from './factoredFit';
import { flattened, plainFit, type FitLayer, type FitSite } from './FitLayer';
import { fitMap } from './fitMap';
import { transposedFit } from './transposedFit';

/**
 * One further input in the size of the feed-forward one: a map, or a vector repeated over one. Where the inputs meet
 * as a vector, a map is flattened, whatever `how` says.
 *
 * @throws ConfigError when steps of whole pixels do not lead from one size to the other (`transposed`)
 */
export function fitInput(how: Join['size'], site: FitSite): FitLayer {
  const { from, target } = site;
  if (target.length === 1) return flattened(from);
  const size = [target[0]!, target[1]!] as const;
  if (from.length === 1) return plainFit([...size, from[0]!], (x) => fitMap(x, size, 'resize'));
  if (how === 'affine') return affineFit(site);
  if (how === 'flatten') return flattened(from);
  if (typeof how === 'string') return plainFit([...size, from[2]!], (x) => fitMap(x, size, how));
  return how.kind === 'transposed' ? transposedFit(how.kernelSize, site) : factoredFit(how.units, from);
}
