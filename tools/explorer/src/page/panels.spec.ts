import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath, visit, type Visit } from '../browser.fixture';
import { seriousFaults } from '../seriousFaults.fixture';
import { panels } from './panels';

describe.skipIf(chromiumPath === undefined)('every panel', () => {
  let site: Visit;
  beforeAll(async () => void (site = await visit()));
  afterAll(() => site.close());

  it.each(panels)(
    '$id: two sentences, nothing that axe finds serious, in light, dark and on a phone',
    async ({ id, title, lead }) => {
      expect(lead.split(/[.?!](?= [A-Z]|$)/).filter(Boolean)).toHaveLength(2);
      const { page } = await site.open(`#/${id}`);
      await page.getByRole('heading', { level: 1, name: title }).waitFor();
      await expect.poll(() => page.getByText('Loading …').count(), { timeout: 30_000 }).toBe(0);
      expect(await seriousFaults(page)).toEqual([]);
      await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce', contrast: 'more' });
      await page.setViewportSize({ width: 390, height: 800 });
      expect(await seriousFaults(page)).toEqual([]);
      // A table may scroll within itself, the page never to the side.
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
      await page.close();
    },
  );

  it('is reached by the keyboard in the order in which it is read', async () => {
    const { page } = await site.open();
    await page.getByRole('heading', { level: 1 }).waitFor();
    const reached: string[] = [];
    for (let press = 0; press < panels.length + 2; press++) {
      await page.keyboard.press('Tab');
      reached.push(await page.evaluate(() => document.activeElement!.textContent!));
    }
    expect(reached).toEqual(['Skip to the panel', 'goal-driven', ...panels.map(({ title }) => title)]);
    await page.close();
  });

  it('prints without its controls', async () => {
    const { page } = await site.open('#/results');
    await page.getByRole('grid').waitFor();
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('.controls').first().isVisible()).toBe(false);
    expect(await page.getByRole('heading', { level: 1 }).isVisible()).toBe(true);
    await page.close();
  });
});
