import { z } from 'zod';
import type { Json } from '../DataStream';
import { ConfigError } from '../errors';
import type { Study } from '../Study';

type Layers = {
  readonly preset?: string | undefined;
  readonly config?: object | undefined;
  /** Values by dotted path, `cell.units`; later than everything else. */
  readonly sets?: { readonly [path: string]: Json } | undefined;
};

/**
 * The complete configuration of a study: the schema's defaults, under a preset, under a partial
 * configuration, under single values.
 *
 * @throws ConfigError for an unknown preset, an unknown key or a value out of range, naming its path
 */
export function resolveConfig<Schema extends z.ZodType>(
  study: Pick<Study<Schema>, 'name' | 'config' | 'presets'>,
  { preset, config = {}, sets = {} }: Layers,
): z.output<Schema> {
  const chosen = preset === undefined ? {} : presetOf(study, preset);
  let merged: Json = deepMerge(chosen as Json, config as Json);
  for (const [path, value] of Object.entries(sets)) merged = setAt(merged, path.split('.'), value, path);
  const parsed = study.config.safeParse(merged);
  if (!parsed.success) {
    throw new ConfigError(
      `${study.name}: the configuration must fit its schema, got\n${z.prettifyError(parsed.error)}`,
    );
  }
  return parsed.data;
}

function presetOf({ name, presets }: Pick<Study, 'name' | 'presets'>, preset: string): object {
  if (Object.hasOwn(presets, preset)) return presets[preset]!;
  const known = Object.keys(presets).join(', ') || 'none';
  throw new ConfigError(`${name}: the preset must be one of ${known}, got ${preset}`);
}

/**
 * `over` on top of `under`, record by record; anything else than two records is replaced whole, and so is a record by
 * one of another `kind`, whose settings are not the same.
 */
export function deepMerge(under: Json, over: Json): Json {
  if (!isRecord(under) || !isRecord(over) || kindsDiffer(under, over)) return over;
  const keys = [...new Set([...Object.keys(under), ...Object.keys(over)])];
  return Object.fromEntries(
    keys.map((key) => {
      if (!Object.hasOwn(over, key)) return [key, under[key]!];
      return [key, Object.hasOwn(under, key) ? deepMerge(under[key]!, over[key]!) : over[key]!];
    }),
  );
}

const kindsDiffer = ({ kind }: { readonly [key: string]: Json }, over: { readonly [key: string]: Json }) =>
  kind !== undefined && over['kind'] !== undefined && kind !== over['kind'];

function setAt(target: Json, [name, ...rest]: readonly string[], value: Json, path: string): Json {
  if (name === undefined || name === '')
    throw new ConfigError(`--set: a path must be names joined by dots, got "${path}"`);
  if (Array.isArray(target)) {
    const index = Number(name);
    if (!Number.isInteger(index) || index < 0 || index >= target.length) {
      throw new ConfigError(`--set: ${path} must index a list of ${target.length}, got ${name}`);
    }
    return target.map((item: Json, at) =>
      at !== index ? item : rest.length === 0 ? value : setAt(item, rest, value, path),
    );
  }
  const found = isRecord(target) ? target : {};
  // Another kind has other settings: `--set network.kind=graph` starts from nothing else.
  const record = rest.length === 0 && kindsDiffer(found, { [name]: value }) ? {} : found;
  const inner = Object.hasOwn(record, name) ? record[name]! : {};
  return { ...record, [name]: rest.length === 0 ? value : setAt(inner, rest, value, path) };
}

const isRecord = (value: Json): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
