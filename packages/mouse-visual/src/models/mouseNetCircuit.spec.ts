import { ConfigError, feedForward } from '@goal-driven/core';
import { describe, expect, it } from 'vitest';
import { MouseModel, mouseModelConfig } from './MouseModel';
import {
  kernelMass,
  laminarConnections,
  MouseNetCircuit,
  mouseNetChannels,
  mouseNetTableOf,
} from './mouseNetCircuit';
import { MOUSENET_ARROWS, MOUSENET_CHANNELS } from './mouseNetTable';

const area = (population: string) => population.replace(/(4|2\/3|5)$/, '');
const inner = MOUSENET_ARROWS.filter(([source, target]) => area(source) === area(target));
const outer = MOUSENET_ARROWS.filter(
  ([source, target]) => area(source) !== area(target) && target.startsWith('VIS') && source.startsWith('VIS'),
);

describe('the published table follows its rules', () => {
  it('within an area: 139.33 um from 4 to 2/3, 63.33 um from 2/3 to 5', () => {
    expect(laminarConnections('4', '2/3').sigma).toBeCloseTo(139.33, 2);
    expect(laminarConnections('2/3', '5').sigma).toBeCloseTo(63.33, 2);
    expect(inner).toHaveLength(14);
    for (const [source, target, , peak] of inner)
      expect(
        laminarConnections(source.replace(/^VIS[a-z]+/, ''), target.replace(/^VIS[a-z]+/, '')).peak,
      ).toBeCloseTo(peak, 12);
  });

  it('between areas: a neuron has 1000 connections from below', () => {
    expect(outer).toHaveLength(33);
    for (const target of new Set(outer.map((arrow) => arrow[1]))) {
      const connections = outer
        .filter((arrow) => arrow[1] === target)
        .map(([source, , , peak, sigma]) => peak * MOUSENET_CHANNELS[source]! * kernelMass(sigma));
      expect(connections.reduce((sum, each) => sum + each, 0)).toBeCloseTo(1000, 8);
    }
  });
});

/** A circuit whose areas have 1 mm^2 and as many neurons as the spread within them asks for. */
function publishedCircuit(): MouseNetCircuit {
  const pixels = (population: string) => {
    const arrow = inner.find(([source]) => source === population);
    if (arrow === undefined) return 30; // layer 5 has no arrow within its area
    const [source, target, , , sigma] = arrow;
    return (
      (1000 * sigma) /
      laminarConnections(source.slice(area(source).length), target.slice(area(target).length)).sigma
    );
  };
  const names = Object.keys(MOUSENET_CHANNELS).filter((name) => name.startsWith('VIS'));
  return MouseNetCircuit.parse({
    populations: Object.fromEntries(
      names.map((name) => {
        const channels = MOUSENET_CHANNELS[name]!;
        return [name, { channels, neurons: channels * pixels(name) ** 2, area: 1 }];
      }),
    ),
    projections: Object.fromEntries(
      outer.map(([source, target, , peak, sigma]) => [
        `${source}>${target}`,
        { width: sigma / pixels(source), weight: peak * MOUSENET_CHANNELS[source]! * kernelMass(sigma) },
      ]),
    ),
  });
}

describe('the MouseNet of a circuit', () => {
  it('is the published one where the circuit says so', () => {
    const { channels, arrows } = mouseNetTableOf(publishedCircuit());
    expect(channels).toEqual(MOUSENET_CHANNELS);
    arrows.forEach(([source, target, stride, peak, sigma], index) => {
      const published = MOUSENET_ARROWS[index]!;
      expect([source, target, stride]).toEqual(published.slice(0, 3));
      expect(peak / published[3]).toBeCloseTo(1, 12);
      expect(sigma / published[4]).toBeCloseTo(1, 12);
    });
  });

  it('reaches twice as far in pixels where an area has four times the neurons', () => {
    const circuit = publishedCircuit();
    const more = { ...circuit.populations['VISp4']!, neurons: 4 * circuit.populations['VISp4']!.neurons };
    const changed = { ...circuit, populations: { ...circuit.populations, VISp4: more } };
    const sigma = (table: ReturnType<typeof mouseNetTableOf>, target: string) =>
      table.arrows.find(([source, to]) => source === 'VISp4' && to === target)![4];
    for (const target of ['VISp2/3', 'VISpor4'])
      expect(sigma(mouseNetTableOf(changed), target)).toBeCloseTo(
        2 * sigma(mouseNetTableOf(circuit), target),
        10,
      );
    const { shapes } = feedForward(
      mouseModelConfig(MouseModel.parse({ kind: 'mouseNet', circuit: changed })),
    );
    expect(shapes['VISpor5']).toEqual([32, 32, 28]); // larger kernels, the same maps
  });

  it('has 26, 42 and 32 channels in VISp by the neurons counted in 2022', () => {
    expect([108_623, 173_253, 134_530].map((neurons) => mouseNetChannels(neurons, 64))).toEqual([26, 42, 32]);
  });

  it('refuses a circuit with parts too few or too many, and layers that are not connected', () => {
    const { populations, projections, lgnChannels } = publishedCircuit();
    const { VISp4, ...others } = populations;
    const made = (circuit: MouseNetCircuit) => () => mouseNetTableOf(circuit);
    expect(made({ populations: others, projections, lgnChannels })).toThrow(ConfigError);
    expect(made({ populations: others, projections, lgnChannels })).toThrow(
      'populations must be those of the network, got no VISp4',
    );
    const more = { ...projections, 'VISp4>VISam4': { width: 1, weight: 1 } };
    expect(made({ populations: { ...others, VISp4: VISp4! }, projections: more, lgnChannels })).toThrow(
      'got VISp4>VISam4',
    );
    expect(() => laminarConnections('5', '4')).toThrow('got 5 and 4');
  });

  it('refuses axons that end within a pixel of which one of two is taken, or beyond any map', () => {
    const circuit = publishedCircuit();
    const withWidth = (arrow: string, width: number) => ({
      ...circuit,
      projections: { ...circuit.projections, [arrow]: { width, weight: 1 } },
    });
    const pixels = Math.sqrt(circuit.populations['VISp4']!.neurons / circuit.populations['VISp4']!.channels);
    const graphOf = (changed: MouseNetCircuit) =>
      feedForward(mouseModelConfig(MouseModel.parse({ kind: 'mouseNet', circuit: changed })));
    const narrow = 0.5 / pixels;
    expect(() => graphOf(withWidth('VISp4>VISl4', narrow))).toThrow(
      new ConfigError(
        `mouseNetTableOf: VISp4>VISl4 must spread over 1 .. 64 px of its source, got a width of ${narrow} mm, which is ` +
          `${narrow * pixels} px`,
      ),
    );
    expect(() => graphOf(withWidth('VISp4>VISl4', 65 / pixels))).toThrow('over 1 .. 64 px');
    // A pixel is enough, and less where every pixel is taken.
    expect(graphOf(withWidth('VISp4>VISl4', 1.01 / pixels)).shapes['VISl4']).toEqual([32, 32, 9]);
    expect(graphOf(withWidth('VISl4>VISpor4', 0.001)).shapes['VISpor4']).toEqual([32, 32, 14]);
  });
});
