import type { Track } from './arena';
import type { WalkDraws, WalkPlan, Walks } from './trajectories';

/**
 * Walks along a track: always forward along x, at the drawn speeds, heading 0; whoever passes the end goes
 * on at the beginning. Turning speeds are not used.
 *
 * @source Campbell et al. 2018 for the track; speeds per step as in the arenas of Nayebi et al. 2021
 */
export function simulateTrackWalks({ length }: Track, plan: WalkPlan, draws: WalkDraws): Walks {
  const { motion, episodes, steps } = plan;
  const positions = new Float64Array(episodes * (steps + 1) * 2);
  const displacements = new Float64Array(episodes * steps);
  const moves = new Float64Array(episodes * steps * 2);
  for (let episode = 0; episode < episodes; episode++) {
    let x = draws.start[2 * episode]!;
    const row = episode * (steps + 1);
    positions[2 * row] = x;
    for (let step = 0; step < steps; step++) {
      const at = episode * steps + step;
      displacements[at] = draws.speed[at]! * motion.dt;
      moves[2 * at] = displacements[at]!;
      x = (x + displacements[at]!) % length;
      positions[2 * (row + step + 1)] = x;
    }
  }
  return {
    episodes,
    steps,
    positions,
    headings: new Float64Array(episodes * (steps + 1)),
    displacements,
    moves,
  };
}
