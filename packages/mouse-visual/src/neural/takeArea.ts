import { ConfigError, ndArray } from '@goal-driven/core/arrays';
import type { MouseArea } from './mouseAreas';
import type { MouseRecordings } from './MouseRecordings';

/**
 * The recordings of the units of one area, as files hold them; responses [trials, images, bins, units] in single
 * precision.
 *
 * @throws ConfigError for an area without units
 */
export function takeArea(recordings: MouseRecordings, area: MouseArea): MouseRecordings {
  const { header, responses, units, reliability } = recordings;
  const places = units.flatMap((unit, place) => (unit.area === area ? [place] : []));
  if (places.length === 0) {
    throw new ConfigError(`takeArea: ${header.name} must have units in ${area}, got none`);
  }
  const columns = <Values extends Float32Array | Float64Array>(values: Values, into: Values): Values => {
    for (let at = 0, row = 0; at < into.length; row += units.length) {
      for (const place of places) into[at++] = values[row + place]!;
    }
    return into;
  };
  const size = (length: number) => (length / units.length) * places.length;
  const traces = ({ values, shape }: NonNullable<typeof reliability>['mean']) =>
    ndArray(columns(values, new Float64Array(size(values.length))), [shape[0]!, places.length]);
  return {
    ...recordings,
    units: places.map((place) => units[place]!),
    responses: ndArray(
      columns<Float32Array | Float64Array>(responses.values, new Float32Array(size(responses.values.length))),
      [...responses.shape.slice(0, 3), places.length],
    ),
    reliability: reliability && { mean: traces(reliability.mean), deviation: traces(reliability.deviation) },
  };
}
