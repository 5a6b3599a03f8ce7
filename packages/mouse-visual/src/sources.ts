import type { Source } from '@goal-driven/core';

/** The paper whose programme of modelling this package follows. */
export const nayebi2023: Source = {
  text: 'Nayebi, Kong, Zhuang, Gardner, Norcia & Yamins 2023, Mouse visual cortex as a limited resource system that self-learns an ecologically-general representation, PLOS Computational Biology 19(10): e1011506',
  doi: '10.1371/journal.pcbi.1011506',
  bibtex: `@article{nayebi2023mouse,
  title = {Mouse visual cortex as a limited resource system that self-learns an ecologically-general representation},
  author = {Nayebi, Aran and Kong, Nathan C. L. and Zhuang, Chengxu and Gardner, Justin L. and Norcia, Anthony M. and Yamins, Daniel L. K.},
  journal = {PLOS Computational Biology},
  volume = {19},
  number = {10},
  pages = {e1011506},
  year = {2023},
  doi = {10.1371/journal.pcbi.1011506}
}`,
};
