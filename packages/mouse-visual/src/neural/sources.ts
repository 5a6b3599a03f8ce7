import type { Source } from '@goal-driven/core';

export const nayebi2023: Source = {
  text: 'Nayebi, Kong, Zhuang, Gardner, Norcia & Yamins 2023, Mouse visual cortex as a limited resource system that self-learns an ecologically-general representation, PLOS Computational Biology 19(10)',
  doi: '10.1371/journal.pcbi.1011506',
  bibtex: `@article{nayebi2023mouse,
  title = {Mouse visual cortex as a limited resource system that self-learns an ecologically-general representation},
  author = {Nayebi, Aran and Kong, Nathan C L and Zhuang, Chengxu and Gardner, Justin L and Norcia, Anthony M and Yamins, Daniel L K},
  journal = {PLOS Computational Biology},
  volume = {19},
  number = {10},
  pages = {e1011506},
  year = {2023},
  doi = {10.1371/journal.pcbi.1011506}
}`,
};

export const siegle2021: Source = {
  text: 'Siegle, Jia, Durand et al. 2021, Survey of spiking in the mouse visual system reveals functional hierarchy, Nature 592',
  doi: '10.1038/s41586-020-03171-x',
  bibtex: `@article{siegle2021survey,
  title = {Survey of spiking in the mouse visual system reveals functional hierarchy},
  author = {Siegle, Joshua H and Jia, Xiaoxuan and Durand, S{\\'e}verine and others},
  journal = {Nature},
  volume = {592},
  pages = {86--92},
  year = {2021},
  doi = {10.1038/s41586-020-03171-x}
}`,
};

export const nonaka2021: Source = {
  text: 'Nonaka, Majima, Aoki & Kamitani 2021, Brain hierarchy score: Which deep neural networks are hierarchically brain-like?, iScience 24(9)',
  doi: '10.1016/j.isci.2021.103013',
  bibtex: `@article{nonaka2021brain,
  title = {Brain hierarchy score: Which deep neural networks are hierarchically brain-like?},
  author = {Nonaka, Soma and Majima, Kei and Aoki, Shuntaro C and Kamitani, Yukiyasu},
  journal = {iScience},
  volume = {24},
  number = {9},
  pages = {103013},
  year = {2021},
  doi = {10.1016/j.isci.2021.103013}
}`,
};
