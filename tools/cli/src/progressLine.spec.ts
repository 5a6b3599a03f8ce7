import { describe, expect, it } from 'vitest';
import { clock, progressLine } from './progressLine';

/** A voice that remembers, and a clock that is moved by hand. */
function stage(isTTY: boolean) {
  const said: string[] = [];
  let time = 0;
  const line = progressLine({ write: (text) => said.push(text), isTTY, columns: 80 }, () => time);
  const at = (seconds: number, done: number) => {
    time = seconds * 1000;
    line.show({ label: 'training', done, total: 100, note: 'loss 2.5' });
  };
  return { said, at, line };
}

describe('progressLine', () => {
  it('renews one line on a terminal, with rate, loss and time left', () => {
    const { said, at } = stage(true);
    at(0, 0);
    at(1, 20);
    expect(said.at(-1)).toBe('\rtraining  20/100  20%  20/s  loss 2.5  0:04 left\u001b[K');
    at(5, 100);
    expect(said.slice(-2)).toEqual(['\rtraining  100/100  100%  20/s  loss 2.5  in 0:05\u001b[K', '\n']);
  });

  it('says a plain line at most every ten seconds in a log, and the last one always', () => {
    const { said, at } = stage(false);
    for (let second = 0; second <= 25; second++) at(second, 4 * second);
    expect(said).toEqual([
      'training  40/100  40%  4.0/s  loss 2.5  0:15 left\n',
      'training  80/100  80%  4.0/s  loss 2.5  0:05 left\n',
      'training  100/100  100%  4.0/s  loss 2.5  in 0:25\n',
    ]);
  });

  it('tells the rate of this session when a run goes on', () => {
    const { said, at } = stage(true);
    at(0, 50);
    at(10, 60);
    expect(said.at(-1)).toContain('1.0/s');
  });

  it('never writes past the edge of the terminal', () => {
    const said: string[] = [];
    const line = progressLine({ write: (text) => said.push(text), isTTY: true, columns: 20 }, () => 0);
    line.show({ label: 'a very long label of work', done: 1, total: 2, note: '' });
    expect(said[0]!.replace('\r', '').replace('\u001b[K', '').length).toBeLessThan(20);
  });
});

it('clock reads as people say it', () => {
  expect([0, 5, 65, 3909].map(clock)).toEqual(['0:00', '0:05', '1:05', '1:05:09']);
});
