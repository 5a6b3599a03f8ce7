import { describeSchema } from '../describeSchema';
import type { Io } from '../Io';
import { lookUp } from '../nearest';
import { things } from '../things';

/** Shows what a thing is: its settings with defaults and units, and where it comes from. */
export function describe(name: string, { json = false }: { json?: boolean }, { stdout }: Io): void {
  const thing = lookUp('thing', name, things)();
  if (json) return void stdout.write(`${JSON.stringify({ name, ...thing }, undefined, 2)}\n`);
  const { kind, text, facts, sources, schema } = thing;
  const lines = [
    `${name} (${kind})`,
    ...(text === undefined ? [] : [text]),
    ...Object.entries(facts).map(
      ([label, value]) => `${label}: ${typeof value === 'string' ? value : JSON.stringify(value)}`,
    ),
    ...(sources.length > 0 ? ['', 'sources', ...sources.map((source) => `  ${source}`)] : []),
  ];
  stdout.write(`${lines.join('\n')}\n`);
  if (schema !== undefined) stdout.write(`\n${describeSchema(schema)}`);
}
