import { backgroundKinds, categoryNames, type ObjectView } from '@goal-driven/stimuli';
import type { ViewState } from '../shell/ViewState';

/** Numbers of the view, all in the address under these names. */
export const numbers = {
  object: { label: 'Which', low: 0, high: 15, start: 6, step: 1 },
  yaw: { label: 'Turn (°)', low: -180, high: 180, start: 60, step: 5 },
  pitch: { label: 'Tilt (°)', low: -90, high: 90, start: 0, step: 5 },
  roll: { label: 'Roll (°)', low: -180, high: 180, start: 20, step: 5 },
  size: { label: 'Size (°)', low: 2, high: 8, start: 5.2, step: 0.2 },
  x: { label: 'Right (°)', low: -3, high: 3, start: 0, step: 0.2 },
  y: { label: 'Up (°)', low: -3, high: 3, start: 0, step: 0.2 },
  scene: { label: 'Scene', low: 0, high: 99, start: 21, step: 1 },
} as const;
export type NumberName = keyof typeof numbers;

const LAMP = { azimuth: -30, elevation: 40 };

/** The choices of a reader, kept in the address; what an address has wrong counts as not said. */
export type Settings = {
  readonly number: (name: NumberName) => number;
  /** Any whole number of the address from 0 on, such as a channel. */
  readonly index: (name: string, start: number) => number;
  readonly text: (name: string) => string | undefined;
  readonly choice: <Name extends string>(name: string, choices: readonly Name[], start: Name) => Name;
  readonly set: (values: Readonly<Record<string, string | number | undefined>>) => void;
  /** The object of the view. */
  readonly object: () => ObjectView;
};

/** Settings over the panel's part of the address. */
export function createSettings(view: ViewState): Settings {
  const number = (name: NumberName): number => {
    const { low, high, start } = numbers[name];
    const value = Number(view.get(name) ?? start);
    return value >= low && value <= high ? value : start;
  };
  const choice: Settings['choice'] = (name, choices, start) =>
    choices.find((each) => each === view.get(name)) ?? start;
  return {
    number,
    choice,
    text: view.get,
    index: (name, start) => {
      const text = view.get(name) ?? '';
      return /^\d{1,6}$/.test(text) ? Number(text) : start;
    },
    set: (values) =>
      view.set(
        Object.fromEntries(
          Object.entries(values).map(([name, value]) => [
            name,
            value === undefined ? undefined : String(value),
          ]),
        ),
      ),
    object: () => ({
      seed: 0, // that of the images that the networks learned from: objects 0 to 7 are known to them
      category: choice('category', categoryNames, 'Chairs'),
      object: number('object'),
      position: [number('x'), number('y')],
      size: number('size'),
      rotation: { yaw: number('yaw'), pitch: number('pitch'), roll: number('roll') },
      lamp: LAMP,
      background: { kind: choice('background', backgroundKinds, 'landscape'), id: number('scene') },
    }),
  };
}
