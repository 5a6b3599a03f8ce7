import { disposeTree, quietSession, train } from '@goal-driven/core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath, visit, type Visit } from '../../browser.fixture';
import { seriousFaults } from '../../seriousFaults.fixture';
import { setupOf } from './RulesSetup';
import { trainingsOf } from './trainingsOf';

const UPDATES = 6;

/** Losses of both networks as Node computes them, [learners][updates]. */
async function lossesInNode(values: Readonly<Record<string, string>>): Promise<number[][]> {
  const setup = setupOf({ get: (name) => values[name] });
  const losses: number[][] = [];
  for (const { options } of trainingsOf(setup, { session: quietSession, gate: () => Promise.resolve() })) {
    const config = { ...options.config, steps: UPDATES };
    const { params, state, taskState, history } = await train({ ...options, config });
    losses.push(history.flatMap((point) => point.values['loss'] ?? []));
    disposeTree({ params, state, taskState });
  }
  return losses;
}

/** Numbers of a table of the page, [rows][columns], without the heads. */
const numbersOf = (page: Page, name: string) =>
  page
    .locator(`[data-table="${name}"] tbody tr`)
    .evaluateAll((rows) =>
      rows.map((row) => [...row.querySelectorAll('td')].map((cell) => Number(cell.textContent))),
    );

const trained = (page: Page, updates: number) =>
  expect
    .poll(() => page.locator('[data-updates]').getAttribute('data-updates'), { timeout: 60_000 })
    .toBe(String(updates));

describe.skipIf(chromiumPath === undefined)('the panel of learning rules', () => {
  let site: Visit;
  beforeAll(async () => void (site = await visit()));
  afterAll(() => site.close());

  it.each([
    { rule: 'informationAlignment', depth: '3', seed: '2' },
    { rule: 'directFeedbackAlignment', optimizer: 'adam', batch: '32' },
  ])('trains as Node does: $rule', async (values) => {
    const address = new URLSearchParams({ ...values, updates: String(UPDATES) } as Record<string, string>);
    const { page, faults } = await site.open(`#/rules?${address}`);
    await trained(page, UPDATES);
    await page.getByText('Every loss').click();
    const shown = await numbersOf(page, 'Losses');
    const wanted = await lossesInNode(values as unknown as Record<string, string>);
    expect(shown).toHaveLength(UPDATES);
    shown.forEach((row, update) =>
      row.forEach((loss, learner) => expect(Math.abs(loss - wanted[learner]![update]!)).toBeLessThan(1e-4)),
    );
    // Different rules: from the second update on their losses differ.
    expect(Math.abs(shown.at(-1)![0]! - shown.at(-1)![1]!)).toBeGreaterThan(1e-4);
    expect(faults).toEqual([]);
    await page.close();
  });

  it('says by layer how updates differ, and what a classifier takes the rule for', async () => {
    const { page, faults } = await site.open('#/rules?rule=feedbackAlignment&updates=5');
    await trained(page, 5);
    const layers = await numbersOf(page, 'Layers');
    expect(layers).toHaveLength(3);
    // The readout's error is exact under every rule, and random feedback is no gradient at the start.
    expect(layers[2]![0]).toBeCloseTo(0, 1);
    expect(layers[0]![0]).toBeGreaterThan(45);
    for (const [, , ...probabilities] of layers)
      expect(probabilities.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 1);
    await page.getByRole('button', { name: 'One update' }).click();
    await trained(page, 6);
    expect(page.url()).toContain('updates=6');
    expect(await seriousFaults(page)).toEqual([]);
    expect(faults).toEqual([]);
    await page.close();
  });

  it('says what is wrong with a mistyped address', async () => {
    const { page } = await site.open('#/rules?rule=magic');
    expect(await page.getByRole('alert').textContent()).toContain('rule must be one of');
    await page.close();
  });
});
