import { sizeOf } from '@goal-driven/core/arrays';
import { rowMajorList } from './_columnMajor';
import { matShape, refused, type Mat73 } from './_mat73';
import type { MatStruct, MatValue } from './MatValue';

/**
 * A struct: a group of its fields. Those of an array of structs are datasets of references, one for each element.
 *
 * @throws DataError when the fields of an array of structs have different shapes
 */
export function struct73(mat: Mat73, path: string): MatStruct {
  const fields = fieldNames(mat, path);
  const lists = fields.map((field) => elementsOf(mat, `${path}/${field}`));
  const first = lists.find((list) => list !== undefined);
  if (first === undefined) {
    const entries = fields.map((field): [string, MatValue] => [field, mat.valueAt(`${path}/${field}`)]);
    return { kind: 'struct', shape: [1, 1], fields, values: [Object.fromEntries(entries)] };
  }
  const { shape } = first;
  const other = lists.find((list) => list?.shape.join() !== shape.join());
  if (lists.some((list) => list === undefined) || other !== undefined) {
    throw refused(
      mat,
      path,
      `every field must have an element for each of [${shape}]`,
      other ? `[${other.shape}]` : 'a single value',
    );
  }
  const columns = lists.map((list) => list!.values);
  mat.budget.take(sizeOf(shape) * (64 + 16 * fields.length), path);
  const values = Array.from({ length: sizeOf(shape) }, (_, index) =>
    Object.fromEntries(fields.map((field, column) => [field, columns[column]![index]!] as const)),
  );
  return { kind: 'struct', shape, fields, values: rowMajorList(values, shape) };
}

/** In MATLAB's order where the file tells it, else by name. */
function fieldNames(mat: Mat73, path: string): string[] {
  const present = mat.file.keys(path);
  const told = mat.file.attribute(path, 'MATLAB_fields');
  if (told?.kind !== 'ragged') return present;
  const names = told.values.map((letters) => (letters.kind === 'strings' ? letters.values.join('') : ''));
  if ([...names].sort().join('\0') !== [...present].sort().join('\0')) {
    throw refused(mat, path, `the fields must be ${names.join(', ')}`, present.join(', '));
  }
  return names;
}

/** The elements of a field of an array of structs; nothing for a field that is a value itself. */
function elementsOf(mat: Mat73, path: string): { values: MatValue[]; shape: number[] } | undefined {
  const { file } = mat;
  if (file.kind(path) !== 'dataset' || file.attribute(path, 'MATLAB_class') !== undefined) return undefined;
  const value = file.read(path);
  if (value.kind !== 'references') return undefined;
  mat.budget.take(16 * value.values.length, path);
  return {
    values: value.values.map((each) => mat.valueAt(file.pathOf(each, path))),
    shape: matShape(value.shape),
  };
}
