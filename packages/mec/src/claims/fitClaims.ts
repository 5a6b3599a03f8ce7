import { fitClaim } from './fitClaim';
import type { Condition } from './withNetwork';

const placeCells = { loss: 'placeCells' } as const;
const ugrnnRelu: Condition = { name: 'ugrnn-relu', cell: 'ugrnn', activation: 'relu', ...placeCells };
const ugrnnTanh: Condition = { name: 'ugrnn-tanh', cell: 'ugrnn', activation: 'tanh', ...placeCells };
const ugrnnSigmoid: Condition = {
  name: 'ugrnn-sigmoid',
  cell: 'ugrnn',
  activation: 'sigmoid',
  ...placeCells,
};
const ungatedRelu: Condition = { name: 'srnn-relu', cell: 'srnn', activation: 'relu', ...placeCells };
const saysPosition: Condition = { ...ugrnnRelu, name: 'ugrnn-relu position', loss: 'position' };

export const placeCellsGeneralise = fitClaim({
  name: 'mec/place-cells-generalise',
  question: 'Which objective carries over to another arena: place cells or position itself?',
  statement: 'The place-cell objective generalises across arenas better than direct position.',
  conditions: [ugrnnRelu, saysPosition],
  comparisons: [
    {
      statistic: 'placeCellsOverPosition',
      meaning: 'fit of networks of place cells less that of networks of position',
      more: ugrnnRelu,
      less: saysPosition,
      above: 0,
    },
  ],
});

export const gatingGeneralises = fitClaim({
  name: 'mec/gating-generalises',
  question: 'Which circuit carries over to another arena?',
  statement: 'Gating, with an output that is not negative and does not saturate, helps across arenas.',
  conditions: [ugrnnRelu, ungatedRelu, ugrnnTanh],
  comparisons: [
    {
      statistic: 'gatedOverUngated',
      meaning: 'fit of the gated network (UGRNN) less that of the ungated one (SRNN), both with ReLU',
      more: ugrnnRelu,
      less: ungatedRelu,
      above: 0,
    },
    {
      statistic: 'reluOverTanh',
      meaning: 'fit of the gated network with ReLU less that with tanh',
      more: ugrnnRelu,
      less: ugrnnTanh,
      above: 0,
    },
  ],
});

const untrainedSigmoid: Condition = { ...ugrnnSigmoid, name: 'ugrnn-sigmoid untrained', untrained: true };

export const saturationDoesNot = fitClaim({
  name: 'mec/saturation-does-not-generalise',
  question: 'Does a saturating output carry over to another arena?',
  statement: 'A saturating output does not help across arenas: training adds little, and ReLU fits better.',
  conditions: [ugrnnSigmoid, untrainedSigmoid, ugrnnRelu],
  comparisons: [
    {
      statistic: 'sigmoidGained',
      meaning: 'fit of the trained network with sigmoid less that of the untrained one',
      more: ugrnnSigmoid,
      less: untrainedSigmoid,
      below: 0.1,
    },
    {
      statistic: 'reluOverSigmoid',
      meaning: 'fit of the gated network with ReLU less that with sigmoid',
      more: ugrnnRelu,
      less: ugrnnSigmoid,
      above: 0,
    },
  ],
});
