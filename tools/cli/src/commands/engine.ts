import { buildEngine, cleanEngine, engineStatus } from '@goal-driven/tfjs-backend-torch/engine';
import { formatTable } from '../formatTable';
import type { Io } from '../Io';

/** Compiles the addon over LibTorch, and says what is found and done. */
export async function engineBuild(
  { force = false, json = false }: { force?: boolean; json?: boolean },
  { stdout, stderr }: Io,
): Promise<void> {
  // What is done goes beside the result, so that the result can be read by a program.
  const say = (line: string) => void (json ? stderr : stdout).write(`${line}\n`);
  const built = await buildEngine({ force, say });
  if (json) stdout.write(`${JSON.stringify(built, undefined, 2)}\n`);
}

/** Says what there is of LibTorch and of the addon, and the command that brings what is missing. */
export async function engineStatusCommand(
  { json = false }: { json?: boolean },
  { stdout }: Io,
): Promise<void> {
  const status = await engineStatus();
  if (json) return void stdout.write(`${JSON.stringify(status, undefined, 2)}\n`);
  const { libTorch, kind, addon, next, cached } = status;
  const rows = [
    [
      'LibTorch',
      libTorch === undefined
        ? 'none'
        : `${libTorch.version}, ${kind}, found by ${libTorch.foundBy}: ${libTorch.libraries}`,
    ],
    ['addon', addon ?? 'not built'],
    ['in the cache', cached.join(', ') || 'nothing'],
    ...(next === undefined ? [] : [['to bring it', next]]),
  ];
  stdout.write(formatTable(rows));
}

/** Removes every built addon. */
export function engineClean({ json = false }: { json?: boolean }, { stdout }: Io): void {
  const removed = cleanEngine();
  if (json) return void stdout.write(`${JSON.stringify({ removed }, undefined, 2)}\n`);
  stdout.write(
    removed.length === 0 ? 'nothing to remove\n' : removed.map((name) => `removed ${name}\n`).join(''),
  );
}
