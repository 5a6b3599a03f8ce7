import {
  defineClaim,
  differences,
  ofCondition,
  overConditions,
  plainScore,
  type CategoriesFigure,
  type Condition,
  type Figure,
  type OfCondition,
  type Rng,
  type Session,
  type StudyEvent,
} from '@goal-driven/core';
import { meanFinding } from '@goal-driven/metrics';
import { heldInMemory, MazeImages, mazeSource, objectSource, type ImageSource } from '@goal-driven/stimuli';
import { openProbes, type Probes } from '../generality/openProbes';
import { mnih2016, nayebi2023 } from '../sources';
import type { Encoder } from '../studies/readFeatures';
import { encoderOf, type EncoderCondition } from './encoderParts';
import { encoderProtocol } from './generalityClaim';
import { inMaze } from './inMaze';
import { MazeClaimConfig, mazeClaimPresets } from './MazeClaimConfig';
import { probeEncoder } from './overEncoders';
import { withEncoder } from './withEncoder';

/** Where an encoder learned, and from what. */
type Kind = Condition & {
  readonly learned: 'scenes' | 'frames' | 'reward';
  readonly encoder: EncoderCondition;
};

const scenes = (objective: 'contrastive' | 'supervised'): Kind => ({
  name: `${objective}, scenes`,
  learned: 'scenes',
  encoder: encoderOf(objective),
});
const [contrastive, supervised] = [scenes('contrastive'), scenes('supervised')];
const frames: Kind = {
  name: 'contrastive, maze',
  learned: 'frames',
  encoder: { name: 'contrastive maze', objective: 'contrastive' },
};
const reward: Kind = { name: 'reward, maze', learned: 'reward', encoder: encoderOf('untrained') };

/** NaN where it is not asked. */
type Measured = OfCondition<{ readonly reward: number; readonly generality: number }>;

export const contrastiveTransfersToMaze = defineClaim({
  name: 'mouse-visual/contrastive-transfers-to-maze',
  question: 'Does a representation serve an animal elsewhere than where it came about?',
  claim: {
    statement:
      'Contrastive encoders transfer better from scenes to the maze than supervised ones, and from the maze to scenes than those learned from reward.',
    protocol: `${encoderProtocol} A recurrent policy learns by an actor-critic to collect rewards in mazes, on a frozen contrastive or supervised encoder of scenes; what decides is the share of the possible rewards in mazes it has not seen. The other way, an encoder is contrastive on what an animal sees that walks at random in mazes, or learns with the policy from reward; what decides is their generality on scenes. All are compared seed by seed.`,
    criteria: [
      {
        statistic: 'rewardOverSupervised',
        meaning: 'share of rewards on the contrastive encoder of scenes less that on the supervised one',
        unit: '1',
        above: 0,
      },
      {
        statistic: 'generalityOverReward',
        meaning: 'generality of the contrastive encoder of mazes less that of the one learned from reward',
        unit: '1',
        above: 0,
      },
    ],
  },
  sources: [nayebi2023, mnih2016],
  config: MazeClaimConfig,
  presets: mazeClaimPresets,
  async *run({ config, rng, session }) {
    const { world, view } = config.policy.game;
    const setting = {
      ...{ config, rng, session },
      probes: openProbes(config.probes),
      scenes: heldInMemory(objectSource(config.scenes)),
      frames: heldInMemory(mazeSource(MazeImages.parse({ ...config.frames, world, view }))),
    };
    const kinds = [contrastive, supervised, frames, reward];
    const measured = yield* overConditions(kinds, { seeds: config.seeds, session }, (kind, seed) =>
      measure(kind, seed, setting),
    );
    const finding = (statistic: string, values: readonly number[]) => ({
      kind: 'finding' as const,
      finding: meanFinding(statistic, values, { seeds: config.seeds }),
    });
    const rewards = differences(measured, (one) => one.reward, { more: contrastive, less: supervised });
    yield finding('rewardOverSupervised', rewards);
    const general = differences(measured, ({ generality }) => generality, { more: frames, less: reward });
    yield finding('generalityOverReward', general);
    yield { kind: 'figure', figure: rewardFigure(measured, [contrastive, supervised, reward]) };
    yield { kind: 'figure', figure: scenesFigure(measured, [frames, reward]) };
  },
});

type Setting = {
  readonly config: MazeClaimConfig;
  readonly rng: Rng;
  readonly session: Session;
  readonly probes: Probes;
  readonly scenes: ImageSource;
  readonly frames: ImageSource;
};

async function* measure(
  kind: Kind,
  seed: number,
  { config, rng, session, probes, scenes: pictures, frames: seen }: Setting,
): AsyncGenerator<StudyEvent, { reward: number; generality: number }> {
  const labels = { encoder: kind.name, seed };
  const images = kind.learned === 'frames' ? seen : pictures;
  const general = async function* (encoder: Encoder) {
    return (yield* probeEncoder(encoder, { probes, config, labels, session })).overall;
  };
  return yield* withEncoder(kind.encoder, { config, images, seed, rng, session }, async function* (encoder) {
    if (kind.learned === 'frames') return { reward: NaN, generality: yield* general(encoder) };
    const options = {
      ...{ config, session, frozen: kind.learned === 'scenes' },
      name: `policy-${kind.name}-seed-${seed}`.replaceAll(/[^\w-]+/g, '-'),
      rng: rng.child('seed').child(seed).child('maze'),
    };
    return yield* inMaze(encoder, options, async function* ({ reward: share, episodes }, learned) {
      yield plainScore({ metric: 'rewardShare', labels, value: share, n: episodes, unit: '1' });
      return { reward: share, generality: kind.learned === 'reward' ? yield* general(learned) : NaN };
    });
  });
}

const figureOf = (
  measured: readonly Measured[],
  kinds: readonly Kind[],
  { value, y }: { readonly value: (of: Measured) => number; readonly y: string },
): CategoriesFigure => ({
  kind: 'categories',
  axes: { x: 'encoder', y },
  categories: kinds.map(({ name }) => name),
  groups: [{ label: 'encoders', values: kinds.map((kind) => ofCondition(measured, kind).map(value)) }],
});

const rewardFigure = (measured: readonly Measured[], kinds: readonly Kind[]): Figure => ({
  name: 'rewards',
  title: 'Rewards in mazes that were not learned in',
  caption: 'A dot is a seed. Encoders of scenes are frozen; that of reward learns with the policy.',
  ...figureOf(measured, kinds, { value: ({ reward: share }) => share, y: 'share of possible rewards' }),
});

const scenesFigure = (measured: readonly Measured[], kinds: readonly Kind[]): Figure => ({
  name: 'scenes',
  title: 'Scenes seen by encoders of mazes',
  caption: 'A dot is a seed. Mean over tasks, in distribution and out of it.',
  ...figureOf(measured, kinds, { value: ({ generality }) => generality, y: 'generality, above chance' }),
});
