import type { Axis, AxisCondition } from '@goal-driven/sweep';
import { axesOf } from './_gene';
import { innerGenes, jointGenes, lstmGenes, normGenes, reciprocalGenes, startGenes } from './cellGenes';
import { BYPASSES, CHAINS, FEEDBACKS, LAYERS, type Connection, type LayerName } from './connections';
import {
  baseGenes,
  bypassGenes,
  cellsGenes,
  feedbackGenes,
  JOINT_KINDS,
  kindGene,
  trainingGenes,
} from './genomeGenes';

const kind = (...kinds: readonly string[]): AxisCondition => ({ axis: 'cell.kind', is: [...kinds] });
const hasCell = (layer: LayerName): AxisCondition => ({ axis: `cells.${layer}`, is: [true] });

const cells = LAYERS.flatMap((layer) => {
  const chains = Object.entries(CHAINS).filter(([, layers]) => (layers as readonly string[]).includes(layer));
  const condition = { axis: 'base.chain', is: chains.map(([chain]) => chain) };
  return axesOf('cells', { [layer]: cellsGenes[layer] }, [condition]);
});

const between = (record: string, connections: readonly Connection[], genes: typeof feedbackGenes) =>
  connections.flatMap(({ name, from, to }) =>
    axesOf(record, { [name]: genes[name]! }, [hasCell(from), hasCell(to)]),
  );

/**
 * Every gene as an axis of a search space, by its path in a genome: `cell.tauKernelSize`, `feedback.conv8-conv5`. A
 * gene that means nothing under the others is not there: those of other kinds of cells, of an inner state where
 * there is none, of arrows between layers without cells.
 */
export const genomeAxes: readonly Axis[] = [
  ...axesOf('base', baseGenes),
  ...cells,
  ...axesOf('cell', { kind: kindGene }),
  ...axesOf('cell', startGenes, [kind('reciprocalGated', ...JOINT_KINDS)]),
  ...axesOf('cell', normGenes, [kind('reciprocalGated', 'simpleRnn')]),
  ...axesOf('cell', reciprocalGenes, [kind('reciprocalGated')]),
  ...axesOf('cell', innerGenes, [{ axis: 'cell.gateKernelSize', low: 1 }]),
  ...axesOf('cell', jointGenes, [kind(...JOINT_KINDS)]),
  ...LAYERS.flatMap((layer) => axesOf(`cell.layers.${layer}`, lstmGenes, [kind('lstm'), hasCell(layer)])),
  ...between('feedback', FEEDBACKS, feedbackGenes),
  ...between('bypass', BYPASSES, bypassGenes),
  ...axesOf('training', trainingGenes),
];

/** Whether an axis is an arrow of the graph. */
export const isConnection = (name: string): boolean => /^(feedback|bypass)\./.test(name);
