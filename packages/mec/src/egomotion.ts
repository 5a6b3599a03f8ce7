import type { PathSamples } from './trajectories';

/**
 * Movement as the animal's own body has it: for each step its speed, m/s, and the sine and cosine of the
 * turn since the step before (since the starting heading for the first).
 *
 * @returns [B, T, 3], row-major
 * @source Banino et al. 2018, Methods
 */
export function egomotion(paths: PathSamples, dt: number): Float64Array {
  const { episodes, timesteps, velocity, heading, startHeading } = paths;
  const values = new Float64Array(episodes * timesteps * 3);
  for (let episode = 0; episode < episodes; episode++) {
    let before = startHeading[episode]!;
    for (let step = 0; step < timesteps; step++) {
      const at = episode * timesteps + step;
      const turn = heading[at]! - before;
      before = heading[at]!;
      const speed = Math.hypot(velocity[2 * at]!, velocity[2 * at + 1]!) / dt;
      values.set([speed, Math.sin(turn), Math.cos(turn)], 3 * at);
    }
  }
  return values;
}
