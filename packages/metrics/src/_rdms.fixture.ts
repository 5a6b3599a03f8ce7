import { mapped, parkMiller, table } from './_fixtures';

/** Responses of the printed RDMs (R, Q4), and the data of goldens/rdm.py. */
export function rdmExample() {
  const R = table([
    [1, 2, 3],
    [2, 1, 4],
    [5, 3, 1],
    [2, 6, 4],
    [3, 3, 7],
  ]);
  const Q4 = table([
    [0, 1, 2, 1],
    [1, 3, 0, 2],
    [2, 1, 1, 4],
    [4, 4, 1, 0],
    [3, 1, 5, 2],
  ]);
  const X = mapped(parkMiller(91, [7, 9]), (v) => v - 0.3);
  const Y = mapped(parkMiller(92, [7, 9]), (v) => v - 0.3);
  const trials = mapped(parkMiller(94, [5, 7, 9]), (v, at) => X.values[at % 63]! + 0.4 * (v - 0.5));
  return { R, Q4, X, Y, trials };
}
