import { formatTable } from './formatTable';
import type { JsonSchema } from './JsonSchema';

/** A schema for people: one line per setting with its type, default, unit and meaning. */
export function describeSchema(schema: JsonSchema): string {
  const rows = rowsOf(schema, '');
  if (rows.length === 0) return 'no settings\n';
  return formatTable([['setting', 'type', 'default', 'unit', 'meaning'], ...rows]);
}

function rowsOf(schema: JsonSchema, path: string): string[][] {
  const choices = schema.oneOf ?? schema.anyOf;
  if (choices?.some(({ properties }) => properties !== undefined)) {
    const head = path === '' ? [] : [rowOf(schema, path, 'one of')];
    return [...head, ...choices.flatMap((choice) => choiceRows(choice, path))];
  }
  if (schema.properties === undefined) return path === '' ? [] : [rowOf(schema, path, typeOf(schema))];
  const own = path === '' || schema.description === undefined ? [] : [rowOf(schema, path, 'object')];
  return [...own, ...fieldRows(schema, path, [])];
}

/** A choice is headed by its kind, `cell.kind=gru`, and its other settings stand below. */
function choiceRows(choice: JsonSchema, path: string): string[][] {
  if (choice.properties === undefined) return [rowOf(choice, path, typeOf(choice))];
  const kind = choice.properties['kind']?.const;
  if (kind === undefined) return fieldRows(choice, path, []);
  const meaning = [choice.title, choice.description].filter((text) => text !== undefined).join('. ');
  return [
    [`${join(path, 'kind')}=${String(kind)}`, '', '', '', meaning],
    ...fieldRows(choice, path, ['kind']),
  ];
}

const fieldRows = ({ properties = {} }: JsonSchema, path: string, without: readonly string[]): string[][] =>
  Object.entries(properties)
    .filter(([name]) => !without.includes(name))
    .flatMap(([name, field]) => rowsOf(field, join(path, name)));

const rowOf = (schema: JsonSchema, path: string, type: string): string[] => [
  path,
  type,
  schema.default === undefined || schema.properties !== undefined ? '' : JSON.stringify(schema.default),
  schema.unit ?? '',
  schema.description ?? schema.title ?? '',
];

const join = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`);

/** `integer 1 to 10`, `relu | tanh`, `list of number`. */
function typeOf(schema: JsonSchema): string {
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return schema.enum.map(String).join(' | ');
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return choices.map(typeOf).join(' | ');
  if (schema.prefixItems !== undefined) return `[${schema.prefixItems.map(typeOf).join(', ')}]`;
  if (schema.type === 'array')
    return `list of ${schema.items === undefined ? 'anything' : typeOf(schema.items)}`;
  return [schema.type ?? 'anything', rangeOf(schema)].filter((text) => text !== '').join(' ');
}

function rangeOf({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: JsonSchema): string {
  // zod gives every integer the range of the safe integers: that is no range to speak of.
  const low = minimum !== undefined && minimum > Number.MIN_SAFE_INTEGER ? `>= ${minimum}` : undefined;
  const high = maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER ? `<= ${maximum}` : undefined;
  const above = exclusiveMinimum === undefined ? undefined : `> ${exclusiveMinimum}`;
  const below = exclusiveMaximum === undefined ? undefined : `< ${exclusiveMaximum}`;
  return [low, above, high, below].filter((text) => text !== undefined).join(', ');
}
