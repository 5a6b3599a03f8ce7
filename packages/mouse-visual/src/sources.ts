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

/** The actor-critic that navigation is learned by. */
export const mnih2016: Source = {
  text: 'Mnih, Badia, Mirza, Graves, Lillicrap, Harley, Silver & Kavukcuoglu 2016, Asynchronous methods for deep reinforcement learning, ICML',
  bibtex: `@inproceedings{mnih2016asynchronous,
  title = {Asynchronous methods for deep reinforcement learning},
  author = {Mnih, Volodymyr and Badia, Adri{\\\`a} Puigdom{\\\`e}nech and Mirza, Mehdi and Graves, Alex and Lillicrap, Timothy and Harley, Tim and Silver, David and Kavukcuoglu, Koray},
  booktitle = {International Conference on Machine Learning},
  year = {2016},
  eprint = {1602.01783},
  archiveprefix = {arXiv}
}`,
};

/** Its advantages. */
export const schulman2016: Source = {
  text: 'Schulman, Moritz, Levine, Jordan & Abbeel 2016, High-dimensional continuous control using generalized advantage estimation, ICLR',
  bibtex: `@inproceedings{schulman2016high,
  title = {High-dimensional continuous control using generalized advantage estimation},
  author = {Schulman, John and Moritz, Philipp and Levine, Sergey and Jordan, Michael and Abbeel, Pieter},
  booktitle = {International Conference on Learning Representations},
  year = {2016},
  eprint = {1506.02438},
  archiveprefix = {arXiv}
}`,
};

export const hong2016: Source = {
  text: 'Hong, Yamins, Majaj & DiCarlo 2016, Explicit information for category-orthogonal object properties increases along the ventral stream, Nature Neuroscience 19',
  doi: '10.1038/nn.4247',
  bibtex: `@article{hong2016explicit,
  title = {Explicit information for category-orthogonal object properties increases along the ventral stream},
  author = {Hong, Ha and Yamins, Daniel L K and Majaj, Najib J and DiCarlo, James J},
  journal = {Nature Neuroscience},
  volume = {19},
  pages = {613--622},
  year = {2016},
  doi = {10.1038/nn.4247}
}`,
};
