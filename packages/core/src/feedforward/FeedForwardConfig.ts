import { z } from 'zod';
import { Operation } from './Operation';

/** The source that is no node: what the network is shown. */
export const INPUT = 'input';

const Name = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_.-]{0,127}$/)
  .meta({ description: 'Name of a node: a letter, then letters, digits, dots, - and _' });
const length = z.int().positive().max(1_000_000);

export const FeedForwardNode = z
  .strictObject({
    name: Name,
    from: z
      .array(Name)
      .min(1)
      .max(64)
      .meta({ description: `Where its inputs come from: earlier nodes, or ${INPUT}` }),
    join: z.enum(['sum', 'concat']).default('sum').meta({
      description: 'How several inputs meet: added, or one after another along the last axis',
    }),
    operations: z.array(Operation).max(256).default([]).meta({ description: 'What becomes of the inputs' }),
  })
  .meta({ title: 'Node of a feed-forward network' });
export type FeedForwardNode = z.output<typeof FeedForwardNode>;

/**
 * A feed-forward network as data: a directed acyclic graph whose nodes stand in an order in which they can be
 * evaluated. A node joins its inputs and runs its operations; one with a single input is what a drawing shows as an
 * arrow. A residual block is two nodes and one that adds them.
 *
 * Layers are the nodes, by name, and the operations, as `node.operation`.
 */
export const FeedForwardConfig = z
  .strictObject({
    name: z.string().min(1).max(200).default('feed-forward').meta({ description: 'Name of the network' }),
    input: z
      .union([z.tuple([length, length, length]), z.tuple([length])])
      .meta({ description: 'Images [height, width, channels], or vectors [units]', unit: 'pixels' }),
    nodes: z.array(FeedForwardNode).min(1).max(4096),
    output: Name.optional().meta({ description: 'The node that is the output; the last where left out' }),
    record: z
      .array(z.string().max(200))
      .max(4096)
      .default([])
      .meta({ description: 'Layers whose activity is returned; none: every node' }),
  })
  .superRefine((config, context) => {
    for (const message of faults(config)) context.addIssue({ code: 'custom', message });
  })
  .meta({ title: 'Feed-forward network' });
export type FeedForwardConfig = z.output<typeof FeedForwardConfig>;
export type FeedForwardInput = z.input<typeof FeedForwardConfig>;

/** The name of an operation: its own, or its place in the list. */
export const operationName = ({ name }: Operation, index: number): string => name ?? String(index);

type Faulty = { nodes: FeedForwardNode[]; output?: string | undefined; record: string[] };

/** What a network of well-formed nodes may still have wrong. */
function faults({ nodes, output, record }: Faulty): string[] {
  const found: string[] = [];
  const known = new Set([INPUT]);
  const layers = new Set([INPUT]);
  const addLayer = (layer: string) => {
    if (layers.has(layer)) found.push(`layers must have different names, got ${layer} twice`);
    layers.add(layer);
  };
  for (const { name, from, operations } of nodes) {
    const unknown = from.filter((source) => !known.has(source));
    if (unknown.length > 0)
      found.push(`${name} must come from ${INPUT} or earlier nodes, got ${unknown.join(', ')}`);
    known.add(name);
    addLayer(name);
    operations.forEach((operation, index) => addLayer(`${name}.${operationName(operation, index)}`));
  }
  const missing = record.filter((layer) => layer === INPUT || !layers.has(layer));
  if (missing.length > 0) found.push(`record must name layers, got ${missing.join(', ')}`);
  if (output !== undefined && !nodes.some(({ name }) => name === output))
    found.push(`output must name a node, got ${output}`);
  return found;
}
