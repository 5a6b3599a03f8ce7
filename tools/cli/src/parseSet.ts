import type { Json } from '@goal-driven/core';
import { unknownName } from './nearest';
import type { JsonSchema } from './JsonSchema';
import { UsageError } from './UsageError';

/** One `--set`: names from the root, and the value to put there. */
export type Setting = { readonly path: readonly string[]; readonly value: Json };

/**
 * Reads `cell.units=64`. The value is JSON where it parses as JSON (`64`, `true`, `[1, 2]`, `"64"`), else
 * the text itself.
 *
 * @throws UsageError without a `=`, with an empty name, or with a name that would reach into prototypes
 */
export function parseSet(text: string): Setting {
  const at = text.indexOf('=');
  const path = text.slice(0, Math.max(0, at)).split('.');
  if (at < 1 || path.some((name) => name === '' || name === '__proto__')) {
    throw new UsageError(
      `--set: a setting must be path=value such as cell.units=64, got ${JSON.stringify(text)}`,
    );
  }
  return { path, value: parseValue(text.slice(at + 1)) };
}

function parseValue(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

/**
 * Checks that a schema knows the path of a setting, as far as it names its properties.
 *
 * @param kind what an error calls a name of the path
 * @throws UsageError that names the level where the path leaves the schema, and the near names there
 */
export function checkPath({ path }: Setting, schema: JsonSchema, kind = '--set path'): void {
  let level = [schema];
  for (const [depth, name] of path.entries()) {
    const known = level.flatMap(alternatives).filter(({ properties }) => properties !== undefined);
    if (known.length === 0) return; // free-form: the schema itself will judge the value
    const next = known.flatMap(({ properties }) =>
      Object.hasOwn(properties!, name) ? [properties![name]!] : [],
    );
    if (next.length === 0) {
      const names = [...new Set(known.flatMap(({ properties }) => Object.keys(properties!)))];
      const within = path.slice(0, depth);
      throw unknownName(kind, name, names, (last) => [...within, last].join('.'));
    }
    level = next;
  }
}

/** The schema itself and all that a choice offers. */
function alternatives(schema: JsonSchema): JsonSchema[] {
  const choices = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])];
  return [schema, ...choices.flatMap(alternatives)];
}
