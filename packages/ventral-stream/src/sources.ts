import type { Source } from '@goal-driven/core';

export const nayebi2018: Source = {
  text: 'Nayebi, Bear, Kubilius, Kar, Ganguli, Sussillo, DiCarlo & Yamins 2018, Task-driven convolutional recurrent models of the visual system, NeurIPS 31',
  bibtex: `@inproceedings{nayebi2018task,
  title = {Task-driven convolutional recurrent models of the visual system},
  author = {Nayebi, Aran and Bear, Daniel and Kubilius, Jonas and Kar, Kohitij and Ganguli, Surya and Sussillo, David and DiCarlo, James J and Yamins, Daniel LK},
  booktitle = {Advances in Neural Information Processing Systems},
  volume = {31},
  year = {2018}
}`,
};

export const nayebi2022: Source = {
  text: 'Nayebi, Sagastuy-Brena, Bear, Kar, Kubilius, Ganguli, Sussillo, DiCarlo & Yamins 2022, Recurrent connections in the primate ventral visual stream mediate a trade-off between task performance and network size during core object recognition, Neural Computation 34',
  doi: '10.1162/neco_a_01506',
  bibtex: `@article{nayebi2022recurrent,
  title = {Recurrent connections in the primate ventral visual stream mediate a trade-off between task performance and network size during core object recognition},
  author = {Nayebi, Aran and Sagastuy-Brena, Javier and Bear, Daniel M and Kar, Kohitij and Kubilius, Jonas and Ganguli, Surya and Sussillo, David and DiCarlo, James J and Yamins, Daniel LK},
  journal = {Neural Computation},
  volume = {34},
  number = {8},
  pages = {1652--1675},
  year = {2022},
  doi = {10.1162/neco_a_01506}
}`,
};

export const kar2019: Source = {
  text: "Kar, Kubilius, Schmidt, Issa & DiCarlo 2019, Evidence that recurrent circuits are critical to the ventral stream's execution of core object recognition behavior, Nature Neuroscience 22",
  doi: '10.1038/s41593-019-0392-5',
  bibtex: `@article{kar2019evidence,
  title = {Evidence that recurrent circuits are critical to the ventral stream's execution of core object recognition behavior},
  author = {Kar, Kohitij and Kubilius, Jonas and Schmidt, Kailyn and Issa, Elias B and DiCarlo, James J},
  journal = {Nature Neuroscience},
  volume = {22},
  pages = {974--983},
  year = {2019},
  doi = {10.1038/s41593-019-0392-5}
}`,
};

export const kubilius2019: Source = {
  text: 'Kubilius, Schrimpf et al. 2019, Brain-like object recognition with high-performing shallow recurrent ANNs, NeurIPS 32',
  bibtex: `@inproceedings{kubilius2019brain,
  title = {Brain-like object recognition with high-performing shallow recurrent {ANN}s},
  author = {Kubilius, Jonas and Schrimpf, Martin and Kar, Kohitij and Rajalingham, Rishi and Hong, Ha and Majaj, Najib and others},
  booktitle = {Advances in Neural Information Processing Systems},
  volume = {32},
  year = {2019}
}`,
};

export const majaj2015: Source = {
  text: 'Majaj, Hong, Solomon & DiCarlo 2015, Simple learned weighted sums of inferior temporal neuronal firing rates accurately predict human core object recognition performance, Journal of Neuroscience 35',
  doi: '10.1523/JNEUROSCI.5181-14.2015',
  bibtex: `@article{majaj2015simple,
  title = {Simple learned weighted sums of inferior temporal neuronal firing rates accurately predict human core object recognition performance},
  author = {Majaj, Najib J and Hong, Ha and Solomon, Ethan A and DiCarlo, James J},
  journal = {Journal of Neuroscience},
  volume = {35},
  number = {39},
  pages = {13402--13418},
  year = {2015},
  doi = {10.1523/JNEUROSCI.5181-14.2015}
}`,
};
