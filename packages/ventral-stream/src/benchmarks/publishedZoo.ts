/** What is known of a model for the trade-off of performance and size. */
export type SizedModel = {
  readonly name: string;
  /** Accuracy of the first answer, %. */
  readonly top1: number;
  /** Trainable parameters: synapses. */
  readonly parameters: number;
  readonly units: Units;
  /** Layers with the readout. */
  readonly depth: number;
  /** Steps of 10 ms that an image is computed for. */
  readonly timesteps: number;
  /** How its object solution times agree with those of an observer, where that is known. */
  readonly consistency?: {
    /** Spearman's correlation, -1 to 1, not corrected by its ceiling. */
    readonly value: number;
    /** Whose times: `synthetic`, `recorded`, or where the number is from. */
    readonly observer: string;
  };
};

/**
 * Units of a model, per image and step, readout left out: `out`, elements of all outputs of layers, after pooling; `map`,
 * of the final map of each layer, before it; `state`, of recurrent states.
 */
export type Units = { readonly out: number; readonly map: number; readonly state: number };

const shallow = { depth: 6, timesteps: 16 };
const intermediate = { depth: 11, timesteps: 17 };
const smallShallow = { out: 342_784, map: 1_367_296 };
const largeShallow = { out: 371_968, map: 1_480_192 };
const residual = { out: 923_904, map: 2_032_128, state: 827_904 };
const gated = { out: 1_312_768, map: 2_420_992, state: 1_138_368 };

/** A published model with both accuracies, ImageNet validation, %, each by its own decoder. */
export type ZooModel = SizedModel & { readonly top5: number };

/**
 * The 20 published models. Decoders add no unit; a `tmaxconf` adds one parameter.
 *
 * @source accuracies: README of neuroailab/convrnns; parameters and units: counted from the published graphs
 */
export const publishedZoo: readonly ZooModel[] = [
  row('timedecay_shallow', 4_197_739, { ...largeShallow, state: 275_968 }, [50.06, 72.97], shallow),
  row('simplernn_shallow', 6_272_872, { ...smallShallow, state: 163_072 }, [61.11, 83.15], shallow),
  row('gru_shallow', 25_434_472, { ...largeShallow, state: 275_968 }, [62.16, 84.02], shallow),
  row('lstm_shallow', 21_126_248, { ...smallShallow, state: 326_144 }, [63.43, 84.89], shallow),
  row('intersectionrnn_shallow', 32_513_384, { ...largeShallow, state: 275_968 }, [65.42, 86.02], shallow),
  row('ugrnn_shallow', 18_355_560, { ...largeShallow, state: 275_968 }, [60.82, 83.23], shallow),
  row('rgc_shallow', 23_956_840, { ...largeShallow, state: 551_936 }, [66.97, 87.02], shallow),
  row('timedecay_intermediate', 16_403_439, residual, [67.52, 87.8], intermediate),
  row('simplernn_intermediate', 33_512_936, residual, [70.47, 89.48], intermediate),
  row('gru_intermediate', 67_725_032, residual, [69.81, 89.25], intermediate),
  row('lstm_intermediate', 84_832_232, { ...residual, state: 1_655_808 }, [69.57, 89.18], intermediate),
  row('intersectionrnn_intermediate', 84_832_232, residual, [68.98, 88.67], intermediate),
  row('ugrnn_intermediate', 50_617_832, residual, [69.78, 89.21], intermediate),
  row('ugrnn_intermediate_t30', 50_617_832, residual, [70.09, 89.29], { depth: 11, timesteps: 30 }),
  row('ugrnn_intermediate_t30_dthresh', 50_617_832, residual, [69.3, 88.97], { depth: 11, timesteps: 30 }),
  row('ugrnn_intermediate_t30_tmaxconf', 50_617_833, residual, [70.04, 89.29], { depth: 11, timesteps: 30 }),
  row('rgc_intermediate', 15_445_800, gated, [73, 91.16], intermediate),
  row('rgc_intermediate_dthresh', 15_445_800, gated, [71.81, 90.16], intermediate),
  row('rgc_intermediate_tmaxconf', 15_445_801, gated, [72.29, 90.52], intermediate),
  row('rgc_intermediate_t22_tmaxconf', 15_445_801, gated, [72.98, 90.8], { depth: 11, timesteps: 22 }),
];

/** One row for each network: of those that differ in decoder or length of presentation alone, the plain one. */
export const comparedZoo: readonly ZooModel[] = publishedZoo.filter(({ name }) =>
  /^[a-z]+_(shallow|intermediate)$/.test(name),
);

function row(
  name: string,
  parameters: number,
  units: Units,
  [top1, top5]: readonly [number, number],
  { depth, timesteps }: Pick<SizedModel, 'depth' | 'timesteps'>,
): ZooModel {
  return { name, parameters, units, top1, top5, depth, timesteps };
}
