import { loadModel, loadReferenceModel, type TrainedModel } from '@goal-driven/mec';
import scores from '../../../models/scores.json';
import { readUnits, type StoredUnits } from './StoredUnits';

/** What is known of a shipped network without loading it. */
export type NetworkEntry = {
  readonly cell: string;
  readonly activation: string;
  readonly loss: string;
  /** Units of each hidden layer. */
  readonly units: number;
  /** Mean errors over held-out walks, m. */
  readonly decodingError: number;
  readonly noMotionError: number;
  readonly decoderFloor: number;
  /** Units of layer g that are grid-like, border-like, both. */
  readonly grid: number;
  readonly border: number;
  readonly both: number;
};

/** The networks of the page by name; `reference` is the one that the package ships. */
export const networks: Readonly<Record<string, NetworkEntry>> = scores;

const files = import.meta.glob<string>('../../../models/*.safetensors', {
  query: '?url',
  import: 'default',
  eager: true,
});

const address = (file: string): URL => {
  const path = files[`../../../models/${file}.safetensors`];
  if (path === undefined) throw new Error(`networks: ${file} must be one of the page, got none`);
  return new URL(path, document.baseURI);
};

/** The network and its stored units. The caller owns its tensors. */
export async function loadNetwork(name: string): Promise<{ model: TrainedModel; units: StoredUnits }> {
  const place = address(`${name}.units`);
  const [model, stored] = await Promise.all([
    name === 'reference' ? loadReferenceModel() : loadModel(address(name)),
    fetch(place).then((response) => response.arrayBuffer()),
  ]);
  return { model, units: readUnits(new Uint8Array(stored), `${name}.units`) };
}

const words: Record<string, string> = {
  ugrnn: 'UGRNN',
  gru: 'GRU',
  lstm: 'LSTM',
  rnn: 'simple RNN, one layer',
  relu: 'ReLU',
  tanh: 'tanh',
  sigmoid: 'sigmoid',
  placeCells: 'place cells',
  position: 'position',
};

/** A name of a cell, nonlinearity or loss as it is written. */
export const inWords = (name: string): string => words[name] ?? name;

/** A network in a line. */
export const networkTitle = ({ cell, activation, loss, units }: NetworkEntry): string =>
  `${inWords(cell)} · ${inWords(activation)} · says ${loss === 'position' ? 'its position' : inWords(loss)} · ${units} units`;
