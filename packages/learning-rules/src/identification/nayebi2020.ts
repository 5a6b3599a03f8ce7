import type { Source } from '@goal-driven/core';

/** Telling rules apart by what can be observed. */
export const nayebi2020: Source = {
  text: 'Nayebi, Srivastava, Ganguli & Yamins 2020, Identifying learning rules from neural network observables, Advances in Neural Information Processing Systems 33',
  bibtex: `@inproceedings{nayebi2020identifying,
  title = {Identifying learning rules from neural network observables},
  author = {Nayebi, Aran and Srivastava, Sanjana and Ganguli, Surya and Yamins, Daniel LK},
  booktitle = {Advances in Neural Information Processing Systems},
  volume = {33},
  year = {2020}
}`,
};
