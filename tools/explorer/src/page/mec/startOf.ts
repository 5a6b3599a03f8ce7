import type { Arena, Enclosure, Motion } from '@goal-driven/mec';
import type { ViewState } from '../shell/ViewState';
import type { Feed, Pose } from './Feed';
import { followLine, lineOf, type Line } from './followLine';
import { forage } from './forage';

/** How a walk begins: along the line of the address where there is one, else a rat that forages. */
export type Start = { readonly feed: Feed; readonly pose: Pose; readonly line: Line; readonly seed: number };

/** The start that an address stands for. */
export function startOf(
  view: ViewState,
  { enclosure, arena, motion, reach }: { enclosure: Enclosure; arena: Arena; motion: Motion; reach: number },
): Start {
  const seed = Number(/^\d{1,9}$/.exec(view.get('seed') ?? '')?.[0] ?? 0);
  const line = lineOf(view.get('path') ?? '', enclosure.contains) ?? [];
  if (line.length > 1) return { feed: followLine(line, reach), pose: poseOf(line), line, seed };
  return { feed: forage(arena, motion, seed), pose: { x: 0, y: 0, heading: 0 }, line: [], seed };
}

/** The start of a line, towards its second vertex. */
export function poseOf([first, second]: Line): Pose {
  const [x, y] = first!;
  return { x, y, heading: second === undefined ? 0 : Math.atan2(second[1] - y, second[0] - x) };
}
