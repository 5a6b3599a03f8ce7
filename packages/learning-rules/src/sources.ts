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
