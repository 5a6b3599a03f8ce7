import { defineConfig } from 'vitest/config';
import { shared, withAlone } from '../../vitest.shared.ts';

// They switch the compiled kernels off, which a process decides once.
const switching = [
  '_centredTable',
  '_engineProducts',
  '_products',
  '_symmetricEigen',
  'elasticNetCv',
  'gridScoresOfMaps',
  'randomForest',
];

export default defineConfig(
  withAlone(
    shared,
    switching.map((name) => `src/${name}.spec.ts`),
  ),
);
