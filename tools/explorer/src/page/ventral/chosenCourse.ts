import type { Course, Played } from './Played';
import type { Settings } from './settings';

/** All layers, each with the gates of its cell behind it. */
export const coursesOf = ({ layers, gates }: Played): readonly Course[] =>
  layers.flatMap((each) => [each, ...gates.filter(({ name }) => name.startsWith(`${each.name}/`))]);

/** The layer or gate of the address; the first layer with a gated cell, else the first, where it names none. */
export function chosenCourse(played: Played, settings: Settings): Course {
  const all = coursesOf(played);
  const first = all[0]!; // a graph has a layer
  const wanted = settings.text('layer') ?? played.gates.at(0)?.name.split('/')[0];
  return all.find(({ name }) => name === wanted) ?? first;
}

/** The channel of the address, 0 where the course has none of that number. */
export function chosenChannel({ shape }: Course, settings: Settings): number {
  const at = settings.index('channel', 0);
  return at < shape.at(-1)! ? at : 0;
}

/** Cut less intact. */
export const differenceOf = (cut: Course, intact: Course): Course => ({
  ...cut,
  values: cut.values.map((value, at) => value - intact.values[at]!),
});
