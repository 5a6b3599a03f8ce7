import type { ViewState } from '../shell/ViewState';
import { networksOnOffer, type NetworkId } from './networksOnOffer';

/** Which image is shown. A dropped one is in nobody's address. */
export type Shown = { readonly kind: 'scene' | 'maze'; readonly index: number };

/** What the panel shows: the same view gives the same numbers, here and in Node. */
export type MouseView = {
  readonly shown: Shown;
  /** Side to which the image is brought before a network sees it, pixels. */
  readonly resolution: number;
  /** Side of the images of networks that take any, pixels. */
  readonly input: number;
  readonly shallow: NetworkId;
  readonly deep: NetworkId;
  /** Layer whose maps are shown, by network; the last with maps where left out. */
  readonly layers: { readonly shallow: string | undefined; readonly deep: string | undefined };
};

export const SCENES = 100;
export const MAZES = 20;
export const FULL = 224; // pixels of an image at its best
export const LEAST = 16;
export const inputs = [64, 128, 224] as const;

/**
 * The view that an address names.
 *
 * @throws RangeError for a value that cannot be, for the address was mistyped
 */
export function mouseViewOf({ get }: Pick<ViewState, 'get'>): MouseView {
  const wrong = (name: string, wanted: string) =>
    new RangeError(`address: ${name} must be ${wanted}, got ${get(name)}`);
  const whole = (name: string, usual: number, [least, most]: readonly [number, number]) => {
    const value = Number(get(name) ?? usual);
    if (!Number.isInteger(value) || value < least || value > most)
      throw wrong(name, `a whole number in ${least} .. ${most}`);
    return value;
  };
  const network = (name: string, usual: NetworkId) => {
    const found = networksOnOffer.find(({ id }) => id === (get(name) ?? usual));
    if (found === undefined) throw wrong(name, networksOnOffer.map(({ id }) => id).join(', '));
    return found.id;
  };
  const input = inputs.find((side) => String(side) === (get('input') ?? '64'));
  if (input === undefined) throw wrong('input', inputs.join(', '));
  const maze = get('maze') !== undefined;
  return {
    shown: maze
      ? { kind: 'maze', index: whole('maze', 0, [0, MAZES - 1]) }
      : { kind: 'scene', index: whole('scene', 12, [0, SCENES - 1]) },
    resolution: whole('resolution', 64, [LEAST, FULL]),
    input,
    shallow: network('shallow', 'single'),
    deep: network('deep', 'resNet18'),
    layers: { shallow: get('shallowLayer'), deep: get('deepLayer') },
  };
}
