import type { Metric } from '@goal-driven/metrics';
import type { Json } from '@goal-driven/core';
import { jsonSchemaOf } from './JsonSchema';
import { unknownName } from './nearest';
import { checkPath, parseSet } from './parseSet';
import { UsageError } from './UsageError';

export type ScoreWords = {
  /** What was typed for each argument: where its array is. */
  readonly files: { readonly [argument: string]: string };
  readonly options: { readonly [option: string]: Json };
};

/**
 * Reads what follows the name of a metric: `--argument file`, `--option value`, `--option.inner value`, also
 * with `=`. A value is JSON where it reads as JSON, else text; an option alone is true.
 *
 * @throws UsageError for a word without `--`, an unknown name, a name twice, an absent value or argument
 */
export function parseScoreWords(metric: Metric, words: readonly string[]): ScoreWords {
  const schema = jsonSchemaOf(metric.options);
  const names = [...Object.keys(metric.arguments), ...Object.keys(schema.properties ?? {})];
  const files: { [argument: string]: string } = {};
  const options: { [option: string]: Json } = {};
  for (const { path, value } of pairsOf(words)) {
    const head = path.split('.')[0]!;
    if (!names.includes(head)) {
      throw unknownName(`argument or option of ${metric.name}`, head, names, (name) => `--${name}`);
    }
    if (Object.hasOwn(metric.arguments, head)) {
      if (value === undefined) throw new UsageError(`--${path}: an array must follow, as file.npz:key`);
      if (head !== path) throw new UsageError(`--${path}: ${head} is an array and has no parts`);
      if (Object.hasOwn(files, head)) throw new UsageError(`--${path}: it must be given once`);
      files[head] = value;
    } else {
      const setting = parseSet(`${path}=${value ?? 'true'}`);
      checkPath(setting, schema, `option of ${metric.name}`);
      put(options, setting.path, setting.value);
    }
  }
  for (const [name, { axes, optional }] of Object.entries(metric.arguments)) {
    if (!optional && !Object.hasOwn(files, name)) {
      throw new UsageError(`${metric.name}: --${name} file.npz:key must be given, ${axes}`);
    }
  }
  return { files, options };
}

/** `--a 1 --b=2 --c` as names and values; a word that begins with `--` is never a value. */
function pairsOf(words: readonly string[]): { path: string; value: string | undefined }[] {
  const pairs: { path: string; value: string | undefined }[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!;
    if (!/^--[^-=]/.test(word)) {
      throw new UsageError(`score: a name with -- must stand here, got ${JSON.stringify(word)}`);
    }
    const equals = word.indexOf('=');
    if (equals > 0) {
      pairs.push({ path: word.slice(2, equals), value: word.slice(equals + 1) });
    } else {
      const next = words[at + 1];
      const hasValue = next !== undefined && !next.startsWith('--');
      pairs.push({ path: word.slice(2), value: hasValue ? next : undefined });
      if (hasValue) at++;
    }
  }
  return pairs;
}

/** Puts a value at its path; records on the way are made. */
function put(root: { [name: string]: Json }, path: readonly string[], value: Json): void {
  let level = root;
  path.forEach((name, depth) => {
    const within = `--${path.slice(0, depth + 1).join('.')}`;
    const known = Object.hasOwn(level, name) ? level[name] : undefined;
    if (depth === path.length - 1) {
      if (known !== undefined) throw new UsageError(`${within}: it must be given once`);
      level[name] = value;
    } else {
      const inner = known ?? (level[name] = {});
      if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) {
        throw new UsageError(`${within}: it has a value already, so it cannot have parts`);
      }
      level = inner as { [name: string]: Json };
    }
  });
}
