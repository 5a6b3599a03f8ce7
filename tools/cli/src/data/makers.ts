import type { Rng } from '@goal-driven/core';
import { makeCifar } from './makeCifar';
import { makeImageFolders } from './makeImageFolders';
import { makeMazeFrames } from './makeMazeFrames';
import { makeMice } from './makeMice';
import { makeObservables } from './makeObservables';
import { makeScenes } from './makeScenes';
import { makePath, makeSessions } from './makeSessions';
import { makeSites } from './makeSites';
import { makeSynapses } from './makeSynapses';
import { makeWeights } from './makeWeights';

/** What a maker is told. */
export type Making = {
  /** Where the files go; it is there, and empty. */
  readonly folder: string;
  readonly rng: Rng;
  readonly seed: number;
  /** How much: images, cells of an animal; a small number of its own where left out. */
  readonly count: number | undefined;
};

/** Makes files of the layout of an entry of the registry, and says in a sentence what they are. */
export type Maker = (making: Making) => Promise<string>;

/** Synthetic stand-ins by the name of their entry. An entry that is not here has none: there is no generator of its kind. */
export const makers: { readonly [entry: string]: Maker } = {
  cifar10: makeCifar('cifar10'),
  cifar100: makeCifar('cifar100'),
  imagenet: makeImageFolders,
  textures: makeImageFolders,
  pbrnet: makeScenes,
  'maze-frames': makeMazeFrames,
  hvm: makeSites,
  'kar-2019': makeSites,
  'mouse-neuropixels': makeMice('neuropixels'),
  'mouse-calcium': makeMice('calcium'),
  'mallory-2021': makeSessions({ kind: 'rectangle', width: 1, height: 1 }),
  'hardcastle-2017': makeSessions({ kind: 'rectangle', width: 1, height: 1 }),
  'campbell-2018': makeSessions({ kind: 'track', length: 4 }),
  'campbell-2021': makeSessions({ kind: 'track', length: 4 }),
  'sargolini-2006': makePath,
  synapses: makeSynapses,
  'learning-rule-observables': makeObservables,
  convrnns: makeWeights('ventral-stream'),
  'mouse-vision': makeWeights('mouse-visual'),
  'mec-models': makeWeights('mec'),
  'neural-alignment': makeWeights('learning-rules'),
};
