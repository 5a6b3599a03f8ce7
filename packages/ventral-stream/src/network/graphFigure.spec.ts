import { describe, expect, it } from 'vitest';
import { createPublished } from '../models/createPublished';
import { convRnn } from './convRnn';
import { ConvRnnConfig } from './ConvRnnConfig';
import { graphFigure } from './graphFigure';

describe('graphFigure', () => {
  it('has the image, the layers with their sizes and cells, and the five arrows back of rgc_intermediate', () => {
    const figure = graphFigure(createPublished('rgc_intermediate'));
    expect(figure.title).toBe('ventral-stream/rgc_intermediate');
    expect(figure.caption).toContain('11 timesteps of 10 ms');
    expect(figure.nodes).toHaveLength(12);
    expect(figure.nodes[0]).toEqual({ name: 'image', lines: ['224x224x3'] });
    expect(figure.nodes[3]).toEqual({ name: 'conv3', lines: ['56x56x128'] });
    expect(figure.nodes[4]).toEqual({ name: 'conv4', lines: ['28x28x128'], cell: 'reciprocal gated' });
    expect(figure.nodes[11]).toEqual({ name: 'imnetds', lines: ['1000'] });
    const arrows = (kind: string) =>
      figure.edges.filter((edge) => edge.kind === kind).map(({ from, to }) => `${from} ${to}`);
    expect(arrows('feedforward')).toHaveLength(11);
    expect(arrows('feedback').sort()).toEqual([
      'conv10 conv7',
      'conv10 conv9',
      'conv7 conv6',
      'conv8 conv5',
      'conv9 conv6',
    ]);
    expect(arrows('bypass')).toEqual([]);
  });

  it('says how inputs meet where that is not the usual way', () => {
    const pooled = { before: [{ op: 'conv', filters: 2, kernelSize: [1, 1] }], after: [{ op: 'flatten' }] };
    const lines = (join: object) => {
      const graph = {
        input: [4, 4, 1],
        nodes: [{ name: 'out', ...pooled, join }],
        edges: [{ from: 'image', to: 'out' }],
      };
      return graphFigure(convRnn(ConvRnnConfig.parse({ graph }))).nodes[1]!.lines;
    };
    expect(lines({ size: 'cropOrPad', channels: 'add' })).toEqual(['32', 'joined crop or pad, add']);
    expect(lines({ size: { kind: 'transposed' } })).toEqual(['32', 'joined transposed 3x3, concat']);
    expect(lines({ size: { kind: 'factored', units: 5 } })).toEqual(['2', 'joined factored 5, concat']);
  });

  it('takes words of its own', () => {
    const graph = {
      input: [4, 4, 1] as [number, number, number],
      nodes: [{ name: 'out', before: [{ op: 'globalAveragePool' } as const] }],
      edges: [{ from: 'image', to: 'out' }],
    };
    const words = { name: 'best', title: 'Best', caption: 'Of all.' };
    expect(graphFigure(convRnn(ConvRnnConfig.parse({ graph })), words)).toEqual({
      ...words,
      kind: 'graph',
      nodes: [
        { name: 'image', lines: ['4x4x1'] },
        { name: 'out', lines: ['1'] },
      ],
      edges: [{ from: 'image', to: 'out', kind: 'feedforward' }],
    });
  });
});
