import { rowMajorList } from './_columnMajor';
import { finished, subscripts, type MatPartReader } from './_matPart';
import { elementAt, fail, TYPES, type MatElement, type MatSource } from './_MatSource';
import { nameOf } from './_matText';
import type { MatStruct, MatValue } from './MatValue';

/**
 * A struct array: the width of names, the names, then the fields of each element in turn.
 *
 * @throws DataError when that is not what follows, or two fields have one name
 */
export function structArray({
  source,
  header: { shape, size, next },
  end,
  place,
  nested,
}: MatPartReader): MatStruct {
  const width = elementAt(source, next, end, place.path);
  const names = elementAt(source, width.next, end, place.path);
  const fields = fieldNames(source, width, names, place.path);
  const count = size * Math.max(1, fields.length);
  // Records without fields have no bytes in the file; one byte each is a bound all the same.
  if (fields.length > 0 ? count * 8 > end - names.next : size > source.bytes.length) {
    fail(
      source,
      place.path,
      `${size} structs of ${fields.length} fields must follow, got ${end - names.next} bytes`,
      names.next,
    );
  }
  source.budget.take(count * 16 + size * 64, place.path);
  const values: { readonly [field: string]: MatValue }[] = [];
  let offset = names.next;
  for (let index = 0; index < size; index++) {
    const owner = size === 1 ? place.path : `${place.path}(${subscripts(index, shape)})`;
    const entries: [string, MatValue][] = [];
    for (const field of fields) {
      const part = nested(source, offset, end, { path: `${owner}.${field}`, depth: place.depth + 1 });
      entries.push([field, part.value]);
      offset = part.next;
    }
    values.push(Object.fromEntries(entries));
  }
  const value: MatStruct = { kind: 'struct', shape, fields, values: rowMajorList(values, shape) };
  return finished(source, value, offset, end, place);
}

function fieldNames(source: MatSource, width: MatElement, names: MatElement, path: string): string[] {
  if (width.type !== TYPES.int32 || width.end - width.start !== 4) {
    fail(source, path, `the width of field names must follow, got data of type ${width.type}`, width.start);
  }
  const each = source.view.getInt32(width.start, source.littleEndian);
  const length = names.end - names.start;
  if (each < 1 || length % each !== 0) {
    fail(source, path, `field names must be ${each} bytes wide, got ${length} bytes`, names.start);
  }
  const fields = Array.from({ length: length / each }, (_, index) => {
    const start = names.start + index * each;
    const zero = source.bytes.subarray(start, start + each).indexOf(0);
    return nameOf(source, { ...names, start, end: start + (zero < 0 ? each : zero) }, path);
  });
  const seen = new Set<string>();
  const twice = fields.find((field) => seen.has(field) || !seen.add(field));
  if (twice !== undefined)
    fail(
      source,
      path,
      `fields must have names of their own, got ${JSON.stringify(twice)} twice`,
      names.start,
    );
  return fields;
}
