import { accuracyClaim } from './accuracyClaim';
import {
  feedForward,
  published,
  rgcWiderWithoutFeedback,
  rgcWithoutFeedback,
  shallowLikeRgc,
} from './conditions';
import { intermediatePresets, shallowPresets } from './presets';

const rgc = published('rgc_shallow');

export const recurrenceHelps = accuracyClaim({
  name: 'ventral-stream/recurrence-helps',
  question: 'Does recurrence help a network to tell objects apart, at the same number of parameters?',
  statement:
    'Recurrence improves task performance, over the same network without it and over a feed-forward one of equal size.',
  presets: shallowPresets,
  comparisons: [
    {
      statistic: 'overWide',
      meaning: 'accuracy of rgc_shallow less that of a feed-forward network with as many parameters',
      ...{ above: 0, more: rgc, less: feedForward('wide_shallow') },
    },
    {
      statistic: 'overBase',
      meaning: 'accuracy of rgc_shallow less that of the same network without its cells',
      ...{ above: 0, more: rgc, less: feedForward('base_shallow') },
    },
  ],
});

const ugrnn = shallowLikeRgc('ugrnn_shallow', { kind: 'ugrnn' });
// Without the layer norm of the published one: what is asked for is the gates.
const simpleRnn = shallowLikeRgc('simplernn_shallow without norm', { kind: 'simpleRnn' });
const timeDecay = shallowLikeRgc('timedecay_shallow', { kind: 'timeDecay' });

export const gatingHelps = accuracyClaim({
  name: 'ventral-stream/gating-helps',
  question: 'Do gates help a recurrent network to tell objects apart?',
  statement: 'Gated cells beat ungated ones at equal parameters.',
  presets: shallowPresets,
  comparisons: [
    {
      statistic: 'rgcOverSimpleRnn',
      meaning: 'accuracy with the reciprocal gated cell less that with a simple recurrent one',
      ...{ above: 0, more: rgc, less: simpleRnn },
    },
    {
      statistic: 'rgcOverTimeDecay',
      meaning: 'accuracy with the reciprocal gated cell less that with a decaying trace',
      ...{ above: 0, more: rgc, less: timeDecay },
    },
    {
      statistic: 'ugrnnOverSimpleRnn',
      meaning: 'accuracy with the UGRNN less that with a simple recurrent cell',
      ...{ above: 0, more: ugrnn, less: simpleRnn },
    },
    {
      statistic: 'ugrnnOverTimeDecay',
      meaning: 'accuracy with the UGRNN less that with a decaying trace',
      ...{ above: 0, more: ugrnn, less: timeDecay },
    },
  ],
});

const rgcIntermediate = published('rgc_intermediate');

export const feedbackHelps = accuracyClaim({
  name: 'ventral-stream/feedback-helps',
  question: 'Does long-range feedback help a network to tell objects apart?',
  statement:
    'Long-range feedback helps, over the same network without it and over a wider one with as many parameters.',
  presets: intermediatePresets,
  comparisons: [
    {
      statistic: 'overWithout',
      meaning: 'accuracy of rgc_intermediate less that of the same without its five arrows back',
      ...{ above: 0, more: rgcIntermediate, less: rgcWithoutFeedback },
    },
    {
      statistic: 'overWider',
      meaning: 'accuracy of rgc_intermediate less that of one without arrows back and as many parameters',
      ...{ above: 0, more: rgcIntermediate, less: rgcWiderWithoutFeedback },
    },
  ],
});
