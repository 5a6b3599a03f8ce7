import { describe, expect, it } from 'vitest';
import { PathIntegrationConfig } from './PathIntegrationConfig';

const issuesOf = (config: object): string[] =>
  PathIntegrationConfig.safeParse(config).error?.issues.map(
    ({ path, message }) => `${path.join('.')}: ${message}`,
  ) ?? [];

const wall = { x1: 0, y1: 0, x2: 0, y2: 1 };
const track = { kind: 'track' };
const circle = { kind: 'circle' };

describe('a configuration whose parts go together', () => {
  it.each([
    {},
    { arena: { width: 1, height: 3 }, motion: { walls: 'periodic' }, placeCells: { periodic: true } },
    { arena: track, placeCells: { periodic: true }, cues: { kind: 'towers' } },
    { arena: { width: 2.2, innerWalls: [wall] }, cues: { kind: 'rectangles' } },
    { arena: { ...circle, radius: 1.4 }, reward: { told: true } },
    { network: { cell: 'banino' }, task: { loss: 'placeAndHeading' } },
    { network: { cell: 'banino' } },
    { placeCells: { centres: 'lattice', count: 400 } },
    { arena: track, placeCells: { centres: 'lattice', count: 5 } },
    { network: { cell: 'rnn' }, evaluation: { layer: 'g' } },
  ])('%j is accepted', (config) => expect(issuesOf(config)).toEqual([]));
});

describe('a configuration whose parts do not go together', () => {
  it.each([
    [
      { arena: circle, motion: { walls: 'periodic' } },
      'motion.walls: periodic needs a rectangle without inner walls',
    ],
    [{ arena: { innerWalls: [wall] }, motion: { walls: 'periodic' } }, 'motion.walls: periodic needs'],
    [{ arena: circle, placeCells: { periodic: true } }, 'placeCells.periodic: needs a rectangle'],
    [{ placeCells: { centres: 'lattice' } }, 'placeCells.centres: a lattice needs a square number'],
    [{ arena: circle, placeCells: { centres: 'lattice', count: 9 } }, 'placeCells.centres: a lattice needs'],
    [{ cues: { kind: 'rectangles' }, reward: {} }, 'cues: cues and a reward zone exclude each other'],
    [{ cues: { kind: 'towers' } }, 'cues: towers must be in an arena that is a track'],
    [{ arena: { width: 1 }, reward: {} }, 'reward: the zone must be 0.15 m from every wall'],
    [{ reward: {}, timesteps: 7 }, 'reward: navigationSteps must be below the 7 steps'],
    [{ task: { loss: 'placeAndHeading' } }, 'task.loss: placeAndHeading needs a network that says headings'],
    [
      { arena: track, network: { cell: 'banino' }, task: { loss: 'placeAndHeading' } },
      'task.loss: placeAndHeading needs an arena in which headings vary',
    ],
    [{ arena: track, task: { loss: 'position' } }, 'task.loss: a position that begins again'],
    [
      { network: { cell: 'rnn' }, evaluation: { layer: 'pre_g' } },
      'evaluation.layer: rnn has one recurrent layer',
    ],
    [
      { network: { cell: 'ctrnn' }, evaluation: { layer: 'pre_g' } },
      'evaluation.layer: ctrnn has one recurrent layer',
    ],
    [
      { task: { loss: 'position' }, evaluation: { arenas: [{}, track] } },
      'evaluation.arenas.1: task.loss: a position that begins again',
    ],
    [{ arena: track, recordedPath: { path: 'rat.npz' } }, 'recordedPath: a path in two dimensions'],
  ])('%j is refused at its place', (config, message) => {
    const issues = issuesOf(config);
    expect(issues).toHaveLength(1);
    expect(issues[0]).toContain(message);
  });

  it('is refused for the values of its parts first', () => {
    expect(issuesOf({ batchSize: 0, arena: track, task: { loss: 'position' } })[0]).toMatch(/^batchSize: /);
  });
});
