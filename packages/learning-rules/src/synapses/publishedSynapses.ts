import type { KestenMoments } from './kestenFit';

/** What the study published, or its matrices give, of one kind of neuron on which synapses sit. */
export type PublishedSynapses = KestenMoments & {
  /** Of ln(size). */
  readonly logMean: number;
  readonly logStandardDeviation: number;
  readonly synapses: number;
  readonly sessions: number;
  /** Steps in a bin of the Kesten fit. */
  readonly perBin: number;
};

/**
 * Excitatory synapses of layer 2/3 of mouse barrel cortex onto pyramidal cells and onto parvalbumin-positive
 * interneurons, imaged every 4 days.
 *
 * @source Melander et al. 2021; the Kesten moments recomputed from its matrices
 */
export const publishedSynapses = {
  pyramidal: {
    a: -0.0533,
    b: 0.0683,
    c: 0.0404,
    d: 0.1131,
    logMean: 0.042,
    logStandardDeviation: 0.942,
    synapses: 721,
    sessions: 8,
    perBin: 165,
  },
  parvalbumin: {
    a: -0.1677,
    b: 0.0368,
    c: 0.1738,
    d: 0.0379,
    logMean: -0.011,
    logStandardDeviation: 0.464,
    synapses: 468,
    sessions: 7,
    perBin: 125,
  },
} as const satisfies { readonly [kind: string]: PublishedSynapses };

export type SynapseKind = keyof typeof publishedSynapses;
