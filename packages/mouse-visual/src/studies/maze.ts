import {
  backpropagation,
  defineStudy,
  ndArray,
  plainScore,
  withTrained,
  type StudyEvent,
} from '@goal-driven/core';
import { bootstrap } from '@goal-driven/metrics';
import type { PolicyInput, PolicyNetwork } from '../maze/mazePolicy';
import { actAtRandom, playEpisodes, type Episode } from '../maze/playEpisodes';
import { mnih2016, nayebi2023, schulman2016 } from '../sources';
import { createMaze } from './createMaze';
import { MazeConfig } from './MazeConfig';
import { framesFigure, rewardsFigure, summaryFigure, waysFigure, type PolicySummary } from './mazeFigures';
import { mazePresets } from './mazePresets';

export default defineStudy({
  name: 'mouse-visual/maze',
  question:
    'How well does an animal find its way to rewards in mazes that it has never seen, with this encoder?',
  sources: [nayebi2023, mnih2016, schulman2016],
  config: MazeConfig,
  presets: mazePresets,
  async *run({ config, rng, session }) {
    const parts = await createMaze(config, rng);
    const { game, actor, judged, architecture, task, stream, heldOut, dispose } = parts;
    try {
      const training = { config: config.training, rng: rng.child('train'), session, rule: backpropagation };
      yield* withTrained<PolicyInput, PolicyNetwork, void>(
        { architecture, task, stream, heldOut, attend: actor.attend, ...training },
        async function* ({ network, history }) {
          actor.attend({ params: { model: network.params, task: {} }, state: network.state });
          // The same starts in the same mazes for each.
          const play = (act: typeof actor.act) =>
            playEpisodes(game, { ...judged, act, session }, rng.child('judged'));
          const policies = [
            { name: 'trained', episodes: await play(actor.act) },
            { name: 'at random', episodes: await play(actAtRandom(architecture.actions)) },
          ];
          const most = (episode: Episode) => config.game.reward * game.maze(episode.maze).targets.length;
          const summaries = policies.map(({ name, episodes }): PolicySummary => {
            const totals = Float64Array.from(episodes, ({ total }) => total);
            const found = bootstrap(ndArray(totals, [totals.length]), rng.child('interval').child(name));
            const best = episodes.reduce((sum, episode) => sum + most(episode), 0) / episodes.length;
            return { name, value: found.estimate, interval: found.interval, most: best, n: episodes.length };
          });
          for (const summary of summaries) yield* scoresOf(summary);
          const chance = summaries[1]!.value;
          yield { kind: 'figure', figure: rewardsFigure(history, { chance, most: summaries[0]!.most }) };
          yield { kind: 'figure', figure: summaryFigure(summaries) };
          yield { kind: 'figure', figure: waysFigure(game, policies) };
          yield { kind: 'figure', figure: framesFigure(game, policies[0]!.episodes[0]!) };
        },
      );
    } finally {
      dispose();
    }
  },
});

/** The mean over held-out mazes, the ends of its interval, and what there was to be had. */
function* scoresOf({ name, value, interval: [low, high], most, n }: PolicySummary): Generator<StudyEvent> {
  const labels = { policy: name };
  const values = {
    episodeReward: value,
    episodeRewardLow: low,
    episodeRewardHigh: high,
    possibleReward: most,
  };
  for (const [metric, each] of Object.entries(values))
    yield plainScore({ metric, labels, value: each, n, unit: 'reward' });
}
