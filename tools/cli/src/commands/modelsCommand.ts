import { formatTable } from '../formatTable';
import type { Io } from '../Io';
import { models } from '../registry';

/** Lists every named architecture. */
export function modelsCommand({ json = false }: { json?: boolean }, { stdout }: Io): void {
  const all = Object.values(models()).map(({ name, package: home, parameters, trainable, units, input }) => ({
    name,
    package: home,
    parameters,
    trainable,
    units,
    input,
  }));
  if (json) return void stdout.write(`${JSON.stringify(all, undefined, 2)}\n`);
  const rows = all.map(({ name, parameters, units, input }) => [
    name,
    parameters.toLocaleString('en'),
    Object.entries(units)
      .map(([layer, count]) => `${layer} ${count}`)
      .join(', '),
    input,
  ]);
  stdout.write(formatTable([['model', 'parameters', 'units', 'input'], ...rows], { right: [1] }));
}
