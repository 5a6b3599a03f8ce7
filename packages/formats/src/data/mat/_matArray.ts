import { rowMajorArray, rowMajorList } from './_columnMajor';
import { matHeader } from './_matHeader';
import { numbersOfClass, storedNumbers } from './_matNumbers';
import { elementAt, fail, TYPES, type MatElement, type MatSource } from './_MatSource';
import { matObject } from './_matObject';
import { finished, subscripts, type MatPart, type MatPartReader, type MatPlace } from './_matPart';
import { sparseMatrix } from './_matSparse';
import { structArray } from './_matStruct';
import { textUnits } from './_matText';
import type { MatCell, MatLogical, MatNumberClass, MatNumeric, MatText, MatValue } from './MatValue';

/** What one value costs beside its numbers, roughly. */
const VALUE_BYTES = 128;
const MAX_DEPTH = 100;

/** Shared by all: MATLAB writes an element without contents for `[]`, and a file may hold millions. */
const empty: MatNumeric = { kind: 'numeric', class: 'double', shape: [0, 0], values: new Float64Array(0) };

/**
 * The array inside a cell or a field, at an offset.
 *
 * @throws DataError naming path and byte, for anything but a whole array of a class that is read
 */
export function nestedArray(source: MatSource, offset: number, end: number, place: MatPlace): MatPart {
  const element = elementAt(source, offset, end, place.path);
  if (element.type !== TYPES.matrix)
    fail(source, place.path, `an array must follow, got data of type ${element.type}`, offset);
  if (place.depth > MAX_DEPTH)
    fail(source, place.path, `arrays must nest at most ${MAX_DEPTH} deep, got more`, offset);
  return { value: arrayOf(source, element, place), next: element.next };
}

/**
 * The array that an element holds.
 *
 * @throws DataError as {@link nestedArray}
 */
export function arrayOf(source: MatSource, { start, end }: MatElement, place: MatPlace): MatValue {
  if (start === end) return empty;
  const header = matHeader(source, start, end, place.path);
  source.budget.take(VALUE_BYTES, place.path);
  const part: MatPartReader = { source, header, end, place, nested: nestedArray };
  switch (header.class) {
    case 'cell':
      return cellArray(part);
    case 'struct':
      return structArray(part);
    case 'char':
      return text(part);
    case 'sparse':
      return sparseMatrix(part);
    case 'object':
    case 'opaque':
    case 'function':
      return matObject(part, header.class);
    default:
      return header.logical ? truth(part) : numeric(part, header.class);
  }
}

function numeric(part: MatPartReader, className: MatNumberClass): MatNumeric {
  const { source, header, end, place } = part;
  const { shape } = header;
  const real = numbersAt(part, header.next, className);
  const common = {
    kind: 'numeric',
    class: className,
    shape,
    values: rowMajorArray(real.values, shape),
  } as const;
  if (!header.complex) return finished(source, common, real.next, end, place);
  const imaginary = numbersAt(part, real.next, className);
  const value = { ...common, imaginary: rowMajorArray(imaginary.values, shape) };
  return finished(source, value, imaginary.next, end, place);
}

function numbersAt({ source, header, end, place }: MatPartReader, offset: number, className: MatNumberClass) {
  const element = elementAt(source, offset, end, place.path);
  const stored = storedNumbers(source, element, header.size, place.path);
  const values = numbersOfClass(source, stored, className, { path: place.path, offset: element.start });
  return { values, next: element.next };
}

function truth(part: MatPartReader): MatLogical {
  const { source, header, end, place } = part;
  // Old versions of MATLAB stored them as doubles.
  const { values, next } = numbersAt(part, header.next, 'uint8');
  const bytes = values as Uint8Array;
  const wrong = notTruth(bytes);
  if (wrong >= 0) {
    fail(
      source,
      place.path,
      `a truth value must be 0 or 1, got ${bytes[wrong]} as element ${wrong}`,
      header.next,
    );
  }
  const value: MatLogical = {
    kind: 'logical',
    shape: header.shape,
    values: rowMajorArray(bytes, header.shape),
  };
  return finished(source, value, next, end, place);
}

function notTruth(bytes: Uint8Array): number {
  for (let index = 0; index < bytes.length; index++) if (bytes[index]! > 1) return index;
  return -1;
}

function text({ source, header: { shape, size, next }, end, place }: MatPartReader): MatText {
  // A text without characters may have no data at all.
  if (size === 0 && next === end) return { kind: 'char', shape, values: new Uint16Array(0) };
  const element = elementAt(source, next, end, place.path);
  const values = rowMajorArray(textUnits(source, element, size, place.path), shape);
  return finished(source, { kind: 'char', shape, values }, element.next, end, place);
}

function cellArray({ source, header: { shape, size, next }, end, place }: MatPartReader): MatCell {
  if (size * 8 > end - next)
    fail(source, place.path, `${size} cells must follow, got ${end - next} bytes`, next);
  source.budget.take(16 * size, place.path);
  const values: MatValue[] = [];
  let offset = next;
  for (let index = 0; index < size; index++) {
    const inner = { path: `${place.path}{${subscripts(index, shape)}}`, depth: place.depth + 1 };
    const part = nestedArray(source, offset, end, inner);
    values.push(part.value);
    offset = part.next;
  }
  return finished(source, { kind: 'cell', shape, values: rowMajorList(values, shape) }, offset, end, place);
}
