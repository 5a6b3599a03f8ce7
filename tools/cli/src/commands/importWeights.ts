import { basename } from 'node:path';
import { weightShapes, writeFileAtomic, writeSafetensors } from '@goal-driven/core';
import { matchedNumbers, matchWeights, type NameMap, type WeightMatch } from '@goal-driven/formats';
import { exitCodes } from '../exitCodes';
import { formatTable } from '../formatTable';
import type { Io } from '../Io';
import { lookUp } from '../nearest';
import { plainText } from '../plainText';
import { readWeightTree, type WeightFile } from '../readWeightTree';
import { namedModels, type NamedModel } from '../registry';
import { UsageError } from '../UsageError';

type Options = { readonly as: string; readonly out: string; readonly json?: boolean };
type Chosen = { readonly map: NameMap; readonly match: WeightMatch };

/**
 * Brings a published file of weights into the layout of a model: prints which array became which parameter, what is
 * missing and what is left over, and writes the file only where all is accounted for. Gives the exit code.
 */
export async function importWeights(
  path: string,
  { as, out, json = false }: Options,
  io: Io,
): Promise<number> {
  const model = lookUp('model', as, namedModels);
  const maps = model.nameMaps();
  if (maps.length === 0)
    throw new UsageError(`import: nobody published weights of ${as} under names that are known here`);
  if (!out.endsWith('.safetensors'))
    throw new UsageError(`import: --out must end in .safetensors, got ${out}`);
  const file = await readWeightTree(path);
  const shapes = weightShapes(model.architecture());
  const { map, match } = bestOf(
    maps.map((each) => ({ map: each, match: matchWeights(file.tree, each, shapes) })),
  );
  if (match.complete) {
    const metadata = aboutOf(as, model, { path, file, map });
    writeFileAtomic(out, writeSafetensors(match.arrays, metadata));
  }
  const { rows, missing, complete } = match;
  const written = complete ? out : undefined;
  io.stdout.write(
    json
      ? `${JSON.stringify({ model: as, format: file.format, map: map.name, complete, rows, missing, written }, undefined, 2)}\n`
      : tableOf({ map, match }, file),
  );
  io.stderr.write(
    complete
      ? `${out}: ${matchedNumbers(match).toLocaleString('en')} numbers, all of ${as}\n`
      : `error: not all is accounted for; nothing was written\n`,
  );
  return complete ? exitCodes.done : exitCodes.failed;
}

/** What a file says of itself; `readSafetensors` gives it as metadata. */
function aboutOf(
  name: string,
  { config }: NamedModel,
  { path, file, map }: { readonly path: string; readonly file: WeightFile; readonly map: NameMap },
): { readonly [key: string]: string } {
  return {
    format: 'goal-driven-weights',
    version: '1',
    model: name,
    config: JSON.stringify(config()),
    source: basename(path),
    sourceSha256: file.sha256,
    nameMap: map.name,
  };
}

/** A complete match, else the one with the most numbers: its table says best what is wrong. */
function bestOf(candidates: readonly Chosen[]): Chosen {
  const found = candidates.find(({ match }) => match.complete);
  if (found !== undefined) return found;
  return [...candidates].sort((a, b) => matchedNumbers(b.match) - matchedNumbers(a.match))[0]!;
}

function tableOf({ map, match: { rows, missing } }: Chosen, { format }: WeightFile): string {
  const shown = rows
    .filter(({ status }) => status !== 'ignored')
    .map(({ status, source, shape, targets, note }) => [
      status,
      plainText(source),
      `[${shape}]`,
      targets.join(' + '),
      note,
    ]);
  const reasons = new Map<string, number>();
  for (const { status, note } of rows)
    if (status === 'ignored') reasons.set(note, (reasons.get(note) ?? 0) + 1);
  const ignored = [...reasons].map(([note, count]) => ['ignored', `${count} arrays`, '', '', note]);
  const absent = missing.map((path) => ['missing', '', '', path, '']);
  return `${format}, names of ${map.name} (${map.source})\n${formatTable([
    ['', 'in the file', 'shape', 'here', ''],
    ...shown,
    ...ignored,
    ...absent,
  ])}`;
}
