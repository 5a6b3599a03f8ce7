import { Augmentation, ImageFolder } from '@goal-driven/stimuli';
import { z } from 'zod';
import { NeuralDecoding } from '../benchmarks/neuralSolutionTimes';
import { PredictivityConfig } from '../benchmarks/PredictivityConfig';
import { SolutionTimesConfig } from '../benchmarks/solutionTimes';
import { SyntheticSites } from '../benchmarks/syntheticSites';
import { RenderedObserver } from '../claims/renderedObserver';
import { chosenFields } from './chosenNetwork';

const file = (description: string) => z.string().min(1).meta({ description });

export const BehaviourConfig = z
  .strictObject({
    ...chosenFields,
    recordings: z
      .strictObject({
        behaviour: file(
          'NPZ file of i1, ost and obj, and where known their halves; `behaviourDataOf` says how',
        ),
        responses: file(
          'NPZ file of a recording of the same images, below 2 GiB; synthetic sites where left out',
        ).optional(),
        images: ImageFolder.meta({
          description: 'Images in the order of the rows, in a folder for each object',
        }),
        preparation: Augmentation.optional().meta({
          description:
            "From a stored image to what the network sees; that of the network's data where left out",
        }),
      })
      .optional()
      .meta({
        description:
          'What was observed. Where left out, a synthetic observer of the held-out images of the data, which must be rendered objects',
      }),
    // Fields of their own, not a prefault: that would be lost as soon as one of them is set.
    observer: RenderedObserver.safeExtend({
      performanceFall: RenderedObserver.shape.performanceFall.unwrap().default(0.5).meta({
        description:
          "By how much the observer's d' falls from the easiest image to the hardest. Little: what is told worse is also matched sooner",
      }),
      performanceSd: RenderedObserver.shape.performanceSd.unwrap().default(0.03).meta({
        description: 'Its deviation over images that are equally hard',
      }),
      performanceError: RenderedObserver.shape.performanceError.unwrap().default(0.03).meta({
        description: 'Error of measured performance; of that from halves it is the root of 2 larger',
      }),
    }).prefault({}),
    sites: SyntheticSites.prefault({}).meta({
      description: 'Sites that hear another network of the same graph, which was never trained',
    }),
    times: z.enum(['observer', 'sites']).default('observer').meta({
      description:
        'Whose solution times are the reference: those given with behaviour, or decoded from sites of IT',
    }),
    layers: z.array(z.string()).min(1).optional().meta({
      description:
        'Nodes that IT may prefer, from low to high; those with a cell where left out, or all maps where there is no cell',
    }),
    preferred: z.int().positive().default(2).meta({
      description:
        'Layers that are asked, those that IT prefers: side by side of a recurrent network, one after the other of a feed-forward one',
      unit: '1',
    }),
    units: z.int().positive().nullable().default(1000).meta({
      description: 'Units of a layer that are looked at, drawn at random; null: all of them',
    }),
    predictivity: PredictivityConfig.prefault({}).meta({
      description: 'How layers are held against IT, to choose and to grade them',
    }),
    solutionTimes: SolutionTimesConfig.prefault({}),
    lag: z.number().default(0).meta({
      description: 'By which the bins of the brain come after the timesteps of a recurrent network',
      unit: 'ms',
    }),
    brainScore: z.boolean().default(true).meta({
      description: "Whether solution times are asked for the way of Brain-Score's Kar2019-ost, too",
    }),
    decoding: NeuralDecoding.prefault({}).meta({
      description: 'How objects are read from sites, and from the network for its image-level behaviour',
    }),
    readAt: z.array(z.number().min(0).max(250)).min(1).default([70, 100, 130, 160, 190, 220, 250]).meta({
      description: 'Starts of the bins of 10 ms in which the network is read for image-level behaviour',
      unit: 'ms',
    }),
  })
  .meta({
    title: 'The behaviour of a network, and its time, beside those of an observer',
    source: 'Kar et al. 2019; Nayebi et al. 2022; Brain-Score',
  });
export type BehaviourConfig = z.output<typeof BehaviourConfig>;

const objects = (images: number, pixels: number) => ({
  test: { kind: 'objects', images, pixels, objects: 2, variation: ['low', 'medium'] },
  size: pixels,
});

/** Partial configurations of `ventral-stream/behaviour`. */
export const behaviourPresets = {
  quick: {
    untrained: { network: { kind: 'published', name: 'rgc_shallow', width: 0.125 }, data: objects(320, 32) },
    observer: { performance: 0.7 },
    sites: { sites: 8, trials: 10 },
    units: 200,
    predictivity: { splits: { kind: 'withinCategory', splits: 3 } },
    solutionTimes: { splits: 4, testFraction: 0.25 },
    decoding: { folds: 5 },
  },
  smoke: {
    untrained: {
      network: { kind: 'published', name: 'rgc_shallow', width: 0.03 },
      data: {
        ...objects(40, 16),
        test: { ...objects(40, 16).test, categories: ['Faces', 'Cars'], objects: 1 },
      },
    },
    observer: { performance: 0.1 },
    sites: { sites: 2, trials: 4 },
    units: 20,
    predictivity: {
      map: { kind: 'pls', components: 3 },
      splits: { kind: 'withinCategory', splits: 2 },
      halves: 2,
    },
    solutionTimes: { splits: 2, testFraction: 0.5 },
    decoding: { folds: 2 },
    readAt: [100, 200],
  },
};
