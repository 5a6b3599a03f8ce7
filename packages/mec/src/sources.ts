import type { Source } from '@goal-driven/core';

export const nayebi2021: Source = {
  text: 'Nayebi, Attinger, Campbell, Hardcastle, Low, Mallory, Mel, Sorscher, Williams, Ganguli, Giocomo & Yamins 2021, Explaining heterogeneity in medial entorhinal cortex with task-driven neural networks, NeurIPS 34',
  doi: '10.1101/2021.10.30.466617',
  bibtex: `@inproceedings{nayebi2021explaining,
  title = {Explaining heterogeneity in medial entorhinal cortex with task-driven neural networks},
  author = {Nayebi, Aran and Attinger, Alexander and Campbell, Malcolm and Hardcastle, Kiah and Low, Isabel and Mallory, Caitlin S and Mel, Gabriel and Sorscher, Ben and Williams, Alex H and Ganguli, Surya and Giocomo, Lisa and Yamins, Dan},
  booktitle = {Advances in Neural Information Processing Systems},
  volume = {34},
  year = {2021}
}`,
};

export const sorscher2019: Source = {
  text: 'Sorscher, Mel, Ganguli & Ocko 2019, A unified theory for the origin of grid cells through the lens of pattern formation, NeurIPS 32',
  bibtex: `@inproceedings{sorscher2019unified,
  title = {A unified theory for the origin of grid cells through the lens of pattern formation},
  author = {Sorscher, Ben and Mel, Gabriel and Ganguli, Surya and Ocko, Samuel},
  booktitle = {Advances in Neural Information Processing Systems},
  volume = {32},
  year = {2019}
}`,
};

export const banino2018: Source = {
  text: 'Banino et al. 2018, Vector-based navigation using grid-like representations in artificial agents, Nature 557',
  doi: '10.1038/s41586-018-0102-6',
  bibtex: `@article{banino2018vector,
  title = {Vector-based navigation using grid-like representations in artificial agents},
  author = {Banino, Andrea and Barry, Caswell and Uria, Benigno and Blundell, Charles and Lillicrap, Timothy and Mirowski, Piotr and others},
  journal = {Nature},
  volume = {557},
  pages = {429--433},
  year = {2018},
  doi = {10.1038/s41586-018-0102-6}
}`,
};

export const cueva2018: Source = {
  text: 'Cueva & Wei 2018, Emergence of grid-like representations by training recurrent neural networks to perform spatial localization, ICLR',
  bibtex: `@inproceedings{cueva2018emergence,
  title = {Emergence of grid-like representations by training recurrent neural networks to perform spatial localization},
  author = {Cueva, Christopher J and Wei, Xue-Xin},
  booktitle = {International Conference on Learning Representations},
  year = {2018}
}`,
};

export const sargolini2006: Source = {
  text: 'Sargolini, Fyhn, Hafting, McNaughton, Witter, Moser & Moser 2006, Conjunctive representation of position, direction, and velocity in entorhinal cortex, Science 312',
  doi: '10.1126/science.1125572',
  bibtex: `@article{sargolini2006conjunctive,
  title = {Conjunctive representation of position, direction, and velocity in entorhinal cortex},
  author = {Sargolini, Francesca and Fyhn, Marianne and Hafting, Torkel and McNaughton, Bruce L and Witter, Menno P and Moser, May-Britt and Moser, Edvard I},
  journal = {Science},
  volume = {312},
  number = {5774},
  pages = {758--762},
  year = {2006},
  doi = {10.1126/science.1125572}
}`,
};
