export type JsonFault = { readonly offset: number; readonly message: string };

const SPACE = /[ \t\n\r]*/y;
const SCALAR = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const STRING = /"[^"\\\u0000-\u001f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\u0000-\u001f]*)*"/y;

/**
 * Where and why a text is not JSON, which `JSON.parse` of Node 20 does not say; undefined where it is.
 * Repeated keys, and nesting beyond `maxDepth`, count as faults.
 */
export function jsonFault(text: string, maxDepth: number): JsonFault | undefined {
  let offset = 0;
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = offset;
    const match = pattern.exec(text)?.[0];
    if (match !== undefined) offset += match.length;
    return match;
  };
  const accept = (character: string): boolean => {
    take(SPACE);
    if (text[offset] !== character) return false;
    offset++;
    return true;
  };
  const fail = (message: string): never => {
    const came =
      offset < text.length ? JSON.stringify(text.slice(offset, offset + 12)) : 'the end of the text';
    throw new Fault({ offset, message: `${message}, got ${came}` });
  };
  const value = (depth: number): void => {
    if (depth > maxDepth) fail(`values must be nested at most ${maxDepth} deep`);
    if (accept('{')) return object(depth);
    if (accept('[')) return array(depth);
    if (take(STRING) === undefined && take(SCALAR) === undefined) fail('a JSON value must follow');
  };
  const array = (depth: number): void => {
    if (accept(']')) return;
    do value(depth + 1);
    while (accept(','));
    if (!accept(']')) fail('a comma or ] must follow');
  };
  const object = (depth: number): void => {
    if (accept('}')) return;
    const keys = new Set<string>();
    do {
      take(SPACE);
      const start = offset;
      const key = JSON.parse(take(STRING) ?? fail('a key in double quotes must follow')) as string;
      if (keys.has(key))
        throw new Fault({ offset: start, message: `keys must differ, got ${JSON.stringify(key)} twice` });
      keys.add(key);
      if (!accept(':')) fail('a colon must follow');
      value(depth + 1);
    } while (accept(','));
    if (!accept('}')) fail('a comma or } must follow');
  };
  try {
    value(1);
    take(SPACE);
    if (offset < text.length) fail('the text must end');
    return undefined;
  } catch (error) {
    if (error instanceof Fault) return error.fault;
    throw error;
  }
}

class Fault extends Error {
  constructor(readonly fault: JsonFault) {
    super(fault.message);
  }
}
