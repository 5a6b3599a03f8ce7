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

export const dordek2016: Source = {
  text: 'Dordek, Soudry, Meir & Derdikman 2016, Extracting grid cell characteristics from place cell inputs using non-negative principal component analysis, eLife 5',
  doi: '10.7554/eLife.10094',
  bibtex: `@article{dordek2016extracting,
  title = {Extracting grid cell characteristics from place cell inputs using non-negative principal component analysis},
  author = {Dordek, Yedidyah and Soudry, Daniel and Meir, Ron and Derdikman, Dori},
  journal = {eLife},
  volume = {5},
  pages = {e10094},
  year = {2016},
  doi = {10.7554/eLife.10094}
}`,
};

export const butler2019: Source = {
  text: 'Butler, Hardcastle & Giocomo 2019, Remembered reward locations restructure entorhinal spatial maps, Science 363',
  doi: '10.1126/science.aav5297',
  bibtex: `@article{butler2019remembered,
  title = {Remembered reward locations restructure entorhinal spatial maps},
  author = {Butler, William N and Hardcastle, Kiah and Giocomo, Lisa M},
  journal = {Science},
  volume = {363},
  number = {6434},
  pages = {1447--1452},
  year = {2019},
  doi = {10.1126/science.aav5297}
}`,
};

export const campbell2018: Source = {
  text: 'Campbell, Ocko, Mallory, Low, Ganguli & Giocomo 2018, Principles governing the integration of landmark and self-motion cues in entorhinal cortical codes for navigation, Nature Neuroscience 21',
  doi: '10.1038/s41593-018-0189-y',
  bibtex: `@article{campbell2018principles,
  title = {Principles governing the integration of landmark and self-motion cues in entorhinal cortical codes for navigation},
  author = {Campbell, Malcolm G and Ocko, Samuel A and Mallory, Caitlin S and Low, Isabel I C and Ganguli, Surya and Giocomo, Lisa M},
  journal = {Nature Neuroscience},
  volume = {21},
  pages = {1096--1106},
  year = {2018},
  doi = {10.1038/s41593-018-0189-y}
}`,
};

export const schaeffer2022: Source = {
  text: 'Schaeffer, Khona & Fiete 2022, No free lunch from deep learning in neuroscience: a case study through models of the entorhinal-hippocampal circuit, NeurIPS 35',
  bibtex: `@inproceedings{schaeffer2022no,
  title = {No free lunch from deep learning in neuroscience: A case study through models of the entorhinal-hippocampal circuit},
  author = {Schaeffer, Rylan and Khona, Mikail and Fiete, Ila},
  booktitle = {Advances in Neural Information Processing Systems},
  volume = {35},
  year = {2022}
}`,
};

export const hardcastle2017: Source = {
  text: 'Hardcastle, Maheswaranathan, Ganguli & Giocomo 2017, A multiplexed, heterogeneous, and adaptive code for navigation in medial entorhinal cortex, Neuron 94',
  doi: '10.1016/j.neuron.2017.03.025',
  bibtex: `@article{hardcastle2017multiplexed,
  title = {A multiplexed, heterogeneous, and adaptive code for navigation in medial entorhinal cortex},
  author = {Hardcastle, Kiah and Maheswaranathan, Niru and Ganguli, Surya and Giocomo, Lisa M},
  journal = {Neuron},
  volume = {94},
  year = {2017},
  doi = {10.1016/j.neuron.2017.03.025}
}`,
};

export const langston2010: Source = {
  text: 'Langston et al. 2010, Development of the spatial representation system in the rat, Science 328',
  doi: '10.1126/science.1188210',
  bibtex: `@article{langston2010development,
  title = {Development of the spatial representation system in the rat},
  author = {Langston, Rosamund F and others},
  journal = {Science},
  volume = {328},
  year = {2010},
  doi = {10.1126/science.1188210}
}`,
};
