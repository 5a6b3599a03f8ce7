import type { Source } from '@goal-driven/core';

/** The measured synapses, the Markov chain and the Kesten process. */
export const melander2021: Source = {
  text: 'Melander, Nayebi, Jongbloets, Fortin, Qin, Ganguli, Mao & Zhong 2021, Distinct in vivo dynamics of excitatory synapses onto cortical pyramidal neurons and parvalbumin-positive interneurons, Cell Reports 37(6)',
  doi: '10.1016/j.celrep.2021.109972',
  bibtex: `@article{melander2021distinct,
  title = {Distinct in vivo dynamics of excitatory synapses onto cortical pyramidal neurons and parvalbumin-positive interneurons},
  author = {Melander, Joshua B and Nayebi, Aran and Jongbloets, Bart C and Fortin, Dale A and Qin, Maozhen and Ganguli, Surya and Mao, Tianyi and Zhong, Haining},
  journal = {Cell Reports},
  volume = {37},
  number = {6},
  pages = {109972},
  year = {2021}
}`,
};

/** The Kesten process of synaptic sizes. */
export const statman2014: Source = {
  text: 'Statman, Kaufman, Minerbi, Ziv & Brenner 2014, Synaptic size dynamics as an effectively stochastic process, PLoS Computational Biology 10(10)',
  doi: '10.1371/journal.pcbi.1003846',
  bibtex: `@article{statman2014synaptic,
  title = {Synaptic size dynamics as an effectively stochastic process},
  author = {Statman, Adiel and Kaufman, Maya and Minerbi, Amir and Ziv, Noam E and Brenner, Naama},
  journal = {PLoS Computational Biology},
  volume = {10},
  number = {10},
  pages = {e1003846},
  year = {2014}
}`,
};

export const kunin2020: Source = {
  text: 'Kunin, Nayebi, Sagastuy-Brena, Ganguli, Bloom & Yamins 2020, Two routes to scalable credit assignment without weight symmetry, ICML 37',
  bibtex: `@inproceedings{kunin2020two,
  title = {Two routes to scalable credit assignment without weight symmetry},
  author = {Kunin, Daniel and Nayebi, Aran and Sagastuy-Brena, Javier and Ganguli, Surya and Bloom, Jonathan M and Yamins, Daniel L K},
  booktitle = {International Conference on Machine Learning},
  year = {2020},
  note = {arXiv:2003.01513}
}`,
};

export const akrout2019: Source = {
  text: 'Akrout, Wilson, Humphreys, Lillicrap & Tweed 2019, Deep learning without weight transport, NeurIPS 32',
  bibtex: `@inproceedings{akrout2019deep,
  title = {Deep learning without weight transport},
  author = {Akrout, Mohamed and Wilson, Collin and Humphreys, Peter and Lillicrap, Timothy and Tweed, Douglas},
  booktitle = {Advances in Neural Information Processing Systems},
  volume = {32},
  year = {2019},
  note = {arXiv:1904.05391}
}`,
};

export const lillicrap2016: Source = {
  text: 'Lillicrap, Cownden, Tweed & Akerman 2016, Random synaptic feedback weights support error backpropagation for deep learning, Nature Communications 7',
  doi: '10.1038/ncomms13276',
  bibtex: `@article{lillicrap2016random,
  title = {Random synaptic feedback weights support error backpropagation for deep learning},
  author = {Lillicrap, Timothy P and Cownden, Daniel and Tweed, Douglas B and Akerman, Colin J},
  journal = {Nature Communications},
  volume = {7},
  pages = {13276},
  year = {2016}
}`,
};

export const nokland2016: Source = {
  text: 'Nokland 2016, Direct feedback alignment provides learning in deep neural networks, NeurIPS 29',
  bibtex: `@inproceedings{nokland2016direct,
  title = {Direct feedback alignment provides learning in deep neural networks},
  author = {N{\\o}kland, Arild},
  booktitle = {Advances in Neural Information Processing Systems},
  volume = {29},
  year = {2016},
  note = {arXiv:1609.01596}
}`,
};
