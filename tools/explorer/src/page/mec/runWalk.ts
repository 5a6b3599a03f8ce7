import type { Integrated, Integrator } from './createIntegrator';
import type { Feed, Pose, Steps } from './Feed';
import { lastPose } from './forage';

/** What the reader steers. */
export type Walk = {
  /** Another animal, or the same one in another way; from a place where one is given. */
  readonly follow: (feed: Feed, from?: Pose) => void;
  readonly play: (playing: boolean) => void;
  /** One step, whether playing or not. */
  readonly step: () => void;
  /** Times real time. */
  readonly pace: (speed: number) => void;
  /** After how many steps all copies are told where the animal is; Infinity for never. */
  readonly tellEvery: (steps: number) => void;
  readonly tell: () => void;
};

/** Steps of one frame: more would hold the page up. */
const MOST = 12;

/**
 * Walks from frame to frame until the signal ends it: takes the steps that are due from the feed, has the network
 * integrate them, and says so. What comes out does not depend on the pace.
 *
 * @param options.dt duration of a step, s
 */
export function runWalk(options: {
  readonly integrator: Integrator;
  readonly dt: number;
  readonly start: { readonly feed: Feed; readonly pose: Pose };
  readonly signal: AbortSignal;
  readonly onSteps: (steps: Steps, integrated: Integrated) => void;
  /** The copies were told where the animal is. */
  readonly onTold: (pose: Pose) => void;
  /** After each frame in which something happened, or the animal came to rest. */
  readonly onFrame: (resting: boolean) => void;
}): Walk {
  const { integrator, dt, signal, onSteps, onTold, onFrame } = options;
  let { feed, pose } = options.start;
  let [playing, speed, every] = [true, 1, Infinity];
  let [due, asked, since] = [0, 0, 0];
  let [toTell, changed] = [true, true];

  const takeSteps = async (wanted: number): Promise<void> => {
    if (toTell || since >= every) {
      integrator.tell(pose);
      [toTell, since] = [false, 0];
      onTold(pose);
    }
    const steps = feed.take(pose, Math.min(wanted, every - since));
    const resting = steps.headings.length === 0;
    if (!resting) {
      const from = pose;
      pose = lastPose(steps);
      since += steps.headings.length;
      onSteps(steps, await integrator.advance(from, steps));
    }
    onFrame(resting);
  };
  const loop = async (): Promise<void> => {
    for (let last = await frame(); ;) {
      const now = await frame();
      if (signal.aborted) return;
      if (playing) due += (Math.min(now - last, 100) * speed) / (1000 * dt);
      last = now;
      const wanted = asked + Math.min(Math.floor(due), MOST);
      [due, asked] = [Math.min(due - Math.floor(due), 1), 0];
      if (wanted > 0 || changed) await takeSteps(wanted);
      changed = false;
    }
  };
  void loop().finally(() => integrator.dispose());
  return {
    follow(next, from) {
      feed = next;
      if (from === undefined) return;
      pose = from;
      toTell = changed = true;
    },
    play: (now) => void (playing = now),
    step: () => void asked++,
    pace: (now) => void (speed = now),
    tellEvery: (steps) => void (every = steps),
    tell: () => void (toTell = changed = true),
  };
}

const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
