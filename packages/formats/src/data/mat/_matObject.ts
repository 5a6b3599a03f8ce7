import { finished, type MatPartReader } from './_matPart';
import { elementAt, fail } from './_MatSource';
import { structArray } from './_matStruct';
import { nameOf } from './_matText';
import type { MatObject } from './MatValue';

const KINDS = { object: 'an object', opaque: 'an object', function: 'a function handle' } as const;

/**
 * An object or a function handle, as a description.
 *
 * @throws DataError unless the reader was told to describe objects
 */
export function matObject(part: MatPartReader, type: MatObject['type']): MatObject {
  const { source, header, end, place, nested } = part;
  if (source.objects === 'refuse') {
    const must = `a value must be numbers, truth values, text, a cell, a struct or sparse, got ${KINDS[type]}`;
    return fail(source, place.path, `${must} (the option objects: 'describe' lets it be)`, header.next);
  }
  const common = { kind: 'object', type, shape: header.shape } as const;
  const inner = { path: `${place.path}.${type}`, depth: place.depth + 1 };
  if (type === 'function') {
    const { value, next } = nested(source, header.next, end, inner);
    return finished(source, { ...common, className: '', values: [value] }, next, end, place);
  }
  // An object of a new class has read its own name as that of a variable; the type system and the class follow.
  const first = elementAt(source, header.next, end, place.path);
  if (type === 'object') {
    const fields = structArray({ ...part, header: { ...header, next: first.next } });
    return { ...common, className: nameOf(source, first, place.path), values: [fields] };
  }
  const second = elementAt(source, first.next, end, place.path);
  const { value, next } = nested(source, second.next, end, inner);
  return finished(
    source,
    { ...common, className: nameOf(source, second, place.path), values: [value] },
    next,
    end,
    place,
  );
}
