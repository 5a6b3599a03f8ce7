import {
  ConfigError,
  exactProjector,
  sizeOf,
  tf,
  type Applied,
  type Architecture,
  type Rng,
  type Tensor3D,
  type Tensor4D,
  type Tree,
} from '@goal-driven/core';
import { DECODER, IMAGE, type Graph } from '../graph/Graph';
import { isFeedForward } from '../graph/isFeedForward';
import { compileGraph, type CompiledGraph, type CompiledNode } from './compileGraph';
import type { ConvRnnConfig } from './ConvRnnConfig';
import { createDecoder } from './createDecoder';
import { framesOf, type Shown } from './framesOf';
import { LATE_STEPS, movieOf, type Movie } from './Presentation';
import { repeated } from './sameBatch';
import { tidied } from './tidied';
import { unroll, type UnrollArguments, type Unrolled } from './unroll';
import { unrollSegments } from './unrollSegments';
import type { Wanted } from './planSteps';

/** A convolutional recurrent network: core's architecture, and what its studies ask of it besides. */
export type ConvRnn = Architecture<Shown> & {
  readonly config: ConvRnnConfig;
  readonly compiled: CompiledGraph;
  readonly movie: Movie;
  /** Nodes from the image to the readout by feed-forward edges, L. */
  readonly depth: number;
  /** First timestep whose logits are decoded. */
  readonly decodeFrom: number;
  /** Steps after the image came on until a node's output depends on it: arrows of any kind on the shortest way, less one. */
  readonly signalAt: { readonly [node: string]: number };
};

/**
 * The network of a config. Its input is `{ images }` or, for videos, `{ frames }`; its output logits [B, classes]; its
 * layers are `logits` [B, timesteps from decodeFrom, classes] and whatever `record` names, [B, T, ...shape of the node].
 *
 * @throws ConfigError when an operation does not fit its place, `record` names no node, the presentation ends before
 *   the logits to decode, or the readout is not a vector
 */
export function convRnn(config: ConvRnnConfig): ConvRnn {
  const compiled = compileGraph(config.graph);
  const signalAt = distances(config.graph);
  const readout = compiled.nodes.at(-1)!; // the schema wants a node
  const depth = sweepLength(compiled);
  const { movie, decodeFrom } = readingOf(config, depth);
  requireSteps(config, { movie, decodeFrom, readout });
  const classes = readout.shapes.output[0]!;
  const decoder = createDecoder(config.decoder, { timesteps: movie.timesteps - decodeFrom, classes });
  const wanted = wantedOutputs(config, { movie, decodeFrom, readout: readout.name });
  return {
    name: config.name,
    config,
    compiled,
    movie,
    depth,
    decodeFrom,
    signalAt,
    units: Object.fromEntries(compiled.nodes.map(({ name, shapes }) => [name, sizeOf(shapes.output)])),
    init: (rng) => {
      const { params, state } = initNodes(compiled.nodes, rng);
      const decoding = decoder.init(rng.child(DECODER));
      return {
        params: Object.keys(decoding).length === 0 ? params : { ...params, [DECODER]: decoding },
        state,
      };
    },
    apply: (params, state, input, pass) =>
      tidied((): Applied => {
        const shown = framesOf(input, movie);
        const batch = ('frames' in input ? input.frames : input.images).shape[0];
        const apart = compiled.stochastic && pass.training;
        const frame = apart ? repeatedOnce(shown, batch) : shown;
        const args = {
          params,
          state,
          frame,
          timesteps: movie.timesteps,
          batch: apart ? batch : 1,
          wanted,
          pass,
        };
        const unrolled = runWhole(compiled, args, config.segment);
        const stacked = (name: string, from = 0) =>
          tf.stack(
            unrolled.outputs
              .get(name)!
              .slice(from)
              .map((output) => repeated(output, batch)),
            1,
          );
        const kept = config.record.includes(readout.name) ? decodeFrom : 0;
        const logits = stacked(readout.name, kept) as Tensor3D;
        const output = decoder.apply((params[DECODER] ?? {}) as Tree, logits, pass.at(DECODER));
        const recorded = Object.fromEntries(config.record.map((name) => [name, stacked(name)]));
        return { output, layers: { ...recorded, logits }, state: unrolled.state };
      }),
  };
}

/** Every example its own frames; equal frames stay one tensor, by which nodes know that nothing changed. */
function repeatedOnce(shown: (step: number) => Tensor4D, batch: number): (step: number) => Tensor4D {
  const made = new Map<Tensor4D, Tensor4D>();
  return (step) => {
    const frame = shown(step);
    const own = made.get(frame) ?? repeated(frame, batch);
    made.set(frame, own);
    return own;
  };
}

function runWhole(compiled: CompiledGraph, args: UnrollArguments, segment: number | null): Unrolled {
  if (segment === null) return unroll(compiled, args);
  if (args.pass.projector !== exactProjector)
    throw new ConfigError(
      `convRnn: segment must be null under a learning rule that replaces backward passes, got ${segment}`,
    );
  return unrollSegments(compiled, { ...args, segment });
}

/** Nodes on the way from the image to the readout by feed-forward edges. */
function sweepLength({ nodes }: CompiledGraph): number {
  const found = new Map<string, number>();
  for (const { name, inputs } of nodes) found.set(name, (found.get(inputs.feedforward) ?? 0) + 1);
  return found.get(nodes.at(-1)!.name)!; // the schema wants a node
}

/** Arrows on the shortest way from the image to each node, less one. */
function distances({ edges }: Graph): { readonly [node: string]: number } {
  const found: Record<string, number> = { [IMAGE]: -1 };
  let border: readonly string[] = [IMAGE];
  for (let distance = 0; border.length > 0; distance++) {
    const reached = edges.filter(({ from, to }) => border.includes(from) && found[to] === undefined);
    border = [...new Set(reached.map(({ to }) => to))];
    for (const name of border) found[name] = distance;
  }
  const { [IMAGE]: _image, ...nodes } = found;
  return nodes;
}

type Reading = { readonly movie: Movie; readonly decodeFrom: number };

/** What is shown and from when on it is read. A network without time has one row of logits, the first that the image reaches. */
function readingOf({ graph, standard, presentation, decodeFrom }: ConvRnnConfig, depth: number): Reading {
  const recurrent = !isFeedForward(graph);
  const timesteps = recurrent ? depth + LATE_STEPS : depth;
  const movie = movieOf(presentation, standard ?? { timesteps, imageOff: null });
  if (typeof decodeFrom === 'number') return { movie, decodeFrom };
  const timeless = standard === null && presentation.mode === 'default' && !recurrent;
  const first = decodeFrom === 'signal' || timeless ? depth - 1 : depth;
  return { movie, decodeFrom: movie.imageOn + first };
}

function requireSteps(
  { name, record, graph }: ConvRnnConfig,
  { movie, decodeFrom, readout }: Reading & { readonly readout: CompiledNode },
): void {
  if (movie.timesteps <= decodeFrom)
    throw new ConfigError(
      `${name}: a presentation must have more than ${decodeFrom} timesteps, after which the logits are decoded, ` +
        `got ${movie.timesteps}`,
    );
  if (readout.shapes.output.length !== 1)
    throw new ConfigError(
      `${name}: the last node must give a vector of classes, got [${readout.shapes.output}]`,
    );
  const unknown = record.filter((layer) => !graph.nodes.some((node) => node.name === layer));
  if (unknown.length > 0)
    throw new ConfigError(
      `${name}: record must name nodes, ${graph.nodes.map((node) => node.name).join(', ')}, got ${unknown.join(', ')}`,
    );
}

function wantedOutputs(
  { record }: ConvRnnConfig,
  { movie, decodeFrom, readout }: Reading & { readonly readout: string },
): Wanted {
  const from = (first: number) => Array.from({ length: movie.timesteps }, (_, step) => step >= first);
  return new Map([[readout, from(decodeFrom)], ...record.map((layer) => [layer, from(0)] as const)]);
}

/** Parameters by node and by operation; a part without any has no key. */
function initNodes(nodes: readonly CompiledNode[], rng: Rng): { params: Tree; state: Tree } {
  const params: Record<string, Tree> = {};
  const state: Record<string, Tree> = {};
  for (const { name, join, feedback, before, cell, after } of nodes) {
    const at = rng.child(name);
    const made = [...before, ...after].map((op) => [op.name, op.layer.init(at.child(op.name))] as const);
    const parts: [string, Tree][] = [
      ['join', (feedback ?? join).init(at.child('join'))],
      ...made.map(([op, { params: own }]): [string, Tree] => [op, own]),
      ...(cell === undefined ? [] : [['cell', cell.init(at.child('cell'))] as [string, Tree]]),
    ];
    const learnedParts = filled(parts);
    const carriedParts = filled(made.map(([op, { state: own }]) => [op, own]));
    if (learnedParts !== undefined) params[name] = learnedParts;
    if (carriedParts !== undefined) state[name] = carriedParts;
  }
  return { params, state };
}

function filled(parts: readonly (readonly [string, Tree])[]): Tree | undefined {
  const kept = parts.filter(([, tree]) => Object.keys(tree).length > 0);
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}
