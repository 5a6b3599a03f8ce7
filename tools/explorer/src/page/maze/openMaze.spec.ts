import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath, visit, type Visit } from '../../browser.fixture';
import { seriousFaults } from '../../seriousFaults.fixture';
import { mazePlayer } from './mazePlayer';

const MODEL = new URL('../../../models/mazePolicy.safetensors', import.meta.url);
const patience = { timeout: 60_000 };

const stepOf = (page: Page) => page.locator('table.standing').getAttribute('data-step', patience);
const numberAt = async (page: Page, head: string) =>
  Number(await page.locator(`[data-of="${head}"]`).textContent());
const probabilitiesIn = (page: Page) =>
  Promise.all(['forward', 'left', 'right'].map((action) => numberAt(page, `policy: ${action}`)));

it('plays an episode as its moves say, and an ended one no further', () => {
  const player = mazePlayer(readFileSync(MODEL));
  const begun = player.begin({ maze: 101, seed: 3 });
  const turned = player.act(begun, 1);
  // A turn to the left by 30 degrees.
  const turn = turned.standing.pose.heading - begun.standing.pose.heading;
  expect(Math.cos(turn)).toBeCloseTo(Math.cos(Math.PI / 6), 6);
  expect(Math.sin(turn)).toBeCloseTo(0.5, 6);
  expect(turned.standing.probabilities.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 6);
  let now = turned;
  for (let step = 1; step < 60; step++) now = player.act(now, 1);
  expect(now.standing).toMatchObject({ step: 60, ended: true });
  expect(player.act(now, 0)).toBe(now);
});

it('finds more by the policy than at random, over ten mazes', () => {
  const player = mazePlayer(readFileSync(MODEL));
  let [policy, chance] = [0, 0];
  for (let maze = 100; maze < 110; maze++) {
    let now = player.begin({ maze, seed: 0 });
    while (!now.standing.ended) now = player.act(now);
    policy += now.standing.total;
    chance += now.standing.atRandom.total;
  }
  expect(policy).toBeGreaterThan(2 * chance);
});

describe.skipIf(chromiumPath === undefined)('the panel of the maze', () => {
  let site: Visit;
  beforeAll(async () => void (site = await visit()));
  afterAll(() => site.close());

  it("has the policy's probabilities that Node computes, after an episode's first moves", async () => {
    const moves = [0, 0, 1, 2, 0];
    const { page, faults } = await site.open(`#/maze?maze=104&seed=2&moves=${moves.join('')}`);
    await expect.poll(() => stepOf(page), patience).toBe('5');
    const player = mazePlayer(readFileSync(MODEL));
    let wanted = player.begin({ maze: 104, seed: 2 });
    for (const move of moves) wanted = player.act(wanted, move);
    const shown = await probabilitiesIn(page);
    shown.forEach((one, action) =>
      expect(Math.abs(one - wanted.standing.probabilities[action]!)).toBeLessThan(1e-4),
    );
    expect(await numberAt(page, 'reward that the policy expects')).toBeCloseTo(wanted.standing.value, 2);
    expect(await seriousFaults(page)).toEqual([]);
    expect(faults).toEqual([]);
    await page.close();
  });

  it('is walked by keys and by buttons, and by the policy until it is stopped', async () => {
    const { page, faults } = await site.open('#/maze');
    await expect.poll(() => stepOf(page), patience).toBe('0');
    await page.getByRole('group', { name: /arrow keys/ }).press('ArrowLeft');
    await expect.poll(() => stepOf(page), patience).toBe('1');
    await page.getByRole('button', { name: 'forward' }).click();
    await expect.poll(() => page.url(), patience).toContain('moves=10');
    await page.getByRole('button', { name: 'Let the policy' }).click();
    await expect.poll(async () => Number(await stepOf(page)), patience).toBeGreaterThan(4);
    await page.getByRole('button', { name: 'From the start' }).click();
    await expect.poll(() => stepOf(page), patience).toBe('0');
    expect(page.url()).not.toContain('moves');
    expect(faults).toEqual([]);
    await page.close();
  });
});
