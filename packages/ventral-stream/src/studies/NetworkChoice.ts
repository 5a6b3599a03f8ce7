import { z } from 'zod';
import { ConfigError } from '@goal-driven/core';
import { Graph } from '../graph/Graph';
import { convRnn, type ConvRnn } from '../network/convRnn';
import { ConvRnnConfig } from '../network/ConvRnnConfig';
import { LATE_STEPS } from '../network/Presentation';
import { Genome } from '../search/Genome';
import { genomeGraph } from '../search/genomeGraph';
import { baselineModels, baselineNames } from '../models/baselineModels';
import { ModelScale } from '../models/ModelScale';
import { publishedModels, type PublishedName } from '../models/publishedModels';

/** How a network is shown its images and read, whatever its graph. */
const reading = {
  presentation: ConvRnnConfig.shape.presentation,
  decoder: ConvRnnConfig.shape.decoder.optional().meta({ description: "The model's own where left out" }),
  decodeFrom: ConvRnnConfig.shape.decodeFrom,
  segment: ConvRnnConfig.shape.segment,
};
const width = ModelScale.shape.width;

/** A network by its name, or by its graph; images and classes come from the data. */
export const NetworkChoice = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('published'),
      name: z
        .enum(Object.keys(publishedModels) as [PublishedName, ...PublishedName[]])
        .default('rgc_shallow'), // an object's own keys
      width,
      ...reading,
    }),
    z.strictObject({ kind: z.literal('baseline'), name: z.enum(baselineNames), width, ...reading }),
    z.strictObject({ kind: z.literal('genome'), genome: Genome, width, ...reading }),
    z.strictObject({
      kind: z.literal('graph'),
      graph: Graph,
      standard: ConvRnnConfig.shape.standard,
      ...reading,
    }),
  ])
  .meta({ title: 'Network of the ventral stream' });
export type NetworkChoice = z.output<typeof NetworkChoice>;

/** What the data say of a network. */
export type NetworkFit = { readonly size: number; readonly classes: number };

/**
 * The network of a choice.
 *
 * @throws ConfigError when a graph is for other images or classes, or an operation does not fit its place
 */
export function createNetwork(
  choice: NetworkChoice,
  fit: NetworkFit,
  record: readonly string[] = [],
): ConvRnn {
  const { presentation, decodeFrom, segment } = choice;
  const { name, graph, standard, decoder } = plan(choice, fit);
  const network = convRnn(
    ConvRnnConfig.parse({
      name,
      graph,
      standard,
      presentation,
      decoder: choice.decoder ?? decoder ?? { kind: 'last' },
      decodeFrom,
      segment,
      record: [...record],
    }),
  );
  const { input } = network.config.graph;
  const classes = network.compiled.nodes.at(-1)!.shapes.output[0]; // the schema wants a node
  if (input[0] !== fit.size || input[1] !== fit.size || classes !== fit.classes)
    throw new ConfigError(
      `createNetwork: a graph must be for images of ${fit.size} x ${fit.size} and ${fit.classes} classes, ` +
        `got ${input[0]} x ${input[1]} and ${classes}`,
    );
  return network;
}

function plan(choice: NetworkChoice, fit: NetworkFit) {
  switch (choice.kind) {
    case 'published': {
      const { graph, movie, decoder } = publishedModels[choice.name];
      const made = graph({ ...fit, width: choice.width });
      return { name: `ventral-stream/${choice.name}`, graph: made, standard: movie, decoder };
    }
    case 'baseline': {
      const graph = baselineModels[choice.name]({ ...fit, width: choice.width });
      return { name: `ventral-stream/${choice.name}`, graph, standard: null, decoder: undefined };
    }
    case 'genome': {
      const { graph } = genomeGraph(choice.genome, { ...fit, width: choice.width });
      const standard = { timesteps: graph.nodes.length + LATE_STEPS, imageOff: null };
      return { name: 'ventral-stream/genome', graph, standard, decoder: undefined };
    }
    case 'graph':
      return {
        name: 'ventral-stream/own',
        graph: choice.graph,
        standard: choice.standard,
        decoder: undefined,
      };
  }
}
