import { extname } from 'node:path';
import { LineCounter, parseDocument } from 'yaml';
import { jsonFault } from './_jsonFault';
import type { Json } from './DataStream';
import { DataError } from './errors';
import { readBounded } from './npzFile';

const MAX_BYTES = 1_000_000;
const MAX_NODES = 100_000;
const MAX_DEPTH = 100;

/**
 * Reads a configuration file: `.json` strictly as JSON, `.yaml` and `.yml` as YAML 1.2 (core schema).
 * Custom tags, repeated keys and values that JSON does not have are errors; aliases may expand to at
 * most 100,000 nodes. At most 1 MB. Only in Node.
 *
 * @throws DataError with line and column; EnvironmentError when the file cannot be read
 */
export async function readConfigFile(path: string): Promise<Json> {
  const syntax = { '.json': 'json', '.yaml': 'yaml', '.yml': 'yaml' }[extname(path).toLowerCase()];
  if (syntax !== 'json' && syntax !== 'yaml') {
    throw new DataError(
      `${path}: a configuration must end in .json, .yaml or .yml, got ${extname(path) || 'no ending'}`,
    );
  }
  const bytes = await readBounded(path, MAX_BYTES);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new DataError(`${path}: a configuration must be UTF-8 text, got other bytes`);
  }
  return parseConfig(text, syntax, path);
}

/**
 * The value of a configuration text; `name` is what errors call it.
 *
 * @throws DataError for a text that is too long or does not parse
 */
export function parseConfig(text: string, syntax: 'json' | 'yaml', name = 'config'): Json {
  if (text.length > MAX_BYTES)
    throw new DataError(
      `${name}: a configuration must be at most ${MAX_BYTES} characters, got ${text.length}`,
    );
  return syntax === 'json' ? parseJson(text, name) : parseYaml(text, name);
}

function parseJson(text: string, name: string): Json {
  const fault = jsonFault(text, MAX_DEPTH);
  if (fault !== undefined) {
    const before = text.slice(0, fault.offset).split('\n');
    throw new DataError(`${name}:${before.length}:${before.at(-1)!.length + 1}: ${fault.message}`);
  }
  return JSON.parse(text) as Json;
}

function parseYaml(text: string, name: string): Json {
  const lines = new LineCounter();
  let value: unknown;
  try {
    const document = parseDocument(text, {
      schema: 'core',
      merge: false,
      lineCounter: lines,
      prettyErrors: false,
      logLevel: 'error',
    });
    const fault = document.errors[0] ?? document.warnings[0]; // unknown tags and directives only warn
    if (fault !== undefined) {
      const { line, col } = lines.linePos(fault.pos[0]);
      throw new DataError(`${name}:${line}:${col}: ${fault.message}`);
    }
    const version = document.directives?.yaml;
    if (version?.explicit === true && version.version !== '1.2') {
      throw new DataError(`${name}:1:1: the YAML version must be 1.2, got ${version.version}`);
    }
    value = document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    if (error instanceof DataError) throw error;
    throw new DataError(`${name}: YAML must be readable within bounds, got: ${(error as Error).message}`); // too deep, too many aliases
  }
  const budget = { nodes: MAX_NODES };
  return plain(value, '', MAX_DEPTH, (what) => new DataError(`${name}: ${what}`), budget);
}

/** A copy with nothing but JSON in it. */
function plain(
  value: unknown,
  path: string,
  depth: number,
  fault: (what: string) => DataError,
  budget: { nodes: number },
): Json {
  if (depth === 0) throw fault(`values must be nested at most ${MAX_DEPTH} deep, got more`);
  if (--budget.nodes < 0) throw fault(`a configuration must have at most ${MAX_NODES} nodes, got more`);
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (Array.isArray(value))
    return value.map((item, index) => plain(item, `${path}.${index}`, depth - 1, fault, budget));
  if (typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype) {
    const entries = Object.entries(value).map(
      ([key, item]) => [key, plain(item, `${path}.${key}`, depth - 1, fault, budget)] as const,
    );
    return Object.fromEntries(entries);
  }
  throw fault(
    `${path.slice(1) || 'the value'} must be a JSON value, got ${typeof value === 'number' ? value : typeof value}`,
  );
}
