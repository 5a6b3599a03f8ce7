import type { Score } from '@goal-driven/core';
import { aggregateScores, sharedLabels } from '@goal-driven/report';
import type { IndexedRow, ScoresOfRow } from './IndexedRun';
import type { Shared } from './createShared';

/** Most that is kept of one run; what is more comes last and is left out. */
const MOST = { rows: 500, scores: 200, characters: 200 };

/**
 * Scores of a run as rows: one for each network and seed where several are named, else one for the run. In a row a
 * metric is the median over all scores of its name; where these differ in their labels, each kind of them is there too.
 *
 * @param seed of the run, for rows whose scores name none
 */
export function rowsOfScores(scores: readonly Score[], seed: string, shared: Shared): IndexedRow[] {
  const rows = new Map<string, { network: string; seed: string; scores: Score[] }>();
  const ofAll: Score[] = [];
  for (const score of scores) {
    const { network, seed: own } = score.labels;
    if (network === undefined) ofAll.push(score);
    else if (own !== undefined) {
      const key = JSON.stringify([network, own]);
      const row = rows.get(key);
      if (row !== undefined) row.scores.push(score);
      else if (rows.size < MOST.rows)
        rows.set(key, { network: String(network), seed: String(own), scores: [score] });
    }
  }
  if (rows.size < 2)
    return [{ network: undefined, seed: shared.text(seed), scores: scoresOf(scores, shared) }];
  // Such as a number of parameters, which is the same for every seed.
  const ofAllSeeds = (network: string) =>
    scores.filter(({ labels }) => labels['seed'] === undefined && String(labels['network']) === network);
  return [...rows.values()].map(({ network, seed: own, scores: each }) => ({
    network: shared.text(network.slice(0, MOST.characters)),
    seed: shared.text(own.slice(0, MOST.characters)),
    scores: scoresOf([...each, ...ofAllSeeds(network), ...ofAll], shared),
  }));
}

function scoresOf(scores: readonly Score[], shared: Shared): ScoresOfRow {
  const bare = aggregateScores(scores.map((score) => ({ ...score, labels: {} })));
  const detailed = aggregateScores(scores, sharedLabels(scores)).filter(({ labels }) => labels !== '');
  const named = [
    ...bare.map((each) => ({ ...each, name: each.metric })),
    ...detailed.map((each) => ({ ...each, name: `${each.metric} (${each.labels})` })),
  ];
  const kept = named.slice(0, MOST.scores);
  return {
    names: shared.list(kept.map(({ name }) => name.slice(0, MOST.characters))),
    units: shared.list(kept.map(({ unit }) => unit.slice(0, 40))),
    values: Float64Array.from(kept, ({ median }) => median),
  };
}
