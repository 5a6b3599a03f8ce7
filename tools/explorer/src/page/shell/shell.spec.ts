import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath, visit, type Visit } from '../../browser.fixture';
import { seriousFaults } from '../../seriousFaults.fixture';

describe.skipIf(chromiumPath === undefined)('the frame of the page', () => {
  let site: Visit;
  beforeAll(async () => void (site = await visit()));
  afterAll(() => site.close());

  it('shows its first view within 1.5 MB, and says nothing to other origins', async () => {
    const { page, faults } = await site.open();
    await page.getByRole('heading', { level: 1 }).waitFor();
    const bytes = await page.evaluate(() =>
      performance
        .getEntriesByType('resource')
        .reduce((sum, each) => sum + (each as unknown as { transferSize: number }).transferSize, 0),
    );
    expect(bytes).toBeLessThan(1.5e6);
    expect(await page.getByRole('navigation').getByRole('link').count()).toBeGreaterThan(0);
    expect(await seriousFaults(page)).toEqual([]);
    expect(faults).toEqual([]);
    await page.close();
  });

  it('opens a panel by its address, marks it and goes home for one that is not there', async () => {
    const { page, faults } = await site.open('#/mec');
    await page.getByRole('heading', { level: 1, name: 'Path integration' }).waitFor();
    await expect.poll(() => page.locator('nav a[aria-current]').count()).toBe(1);
    await page.goto(`${site.address}#/nothing?x=<b>`);
    await page.getByRole('heading', { level: 1, name: 'Goal-driven models' }).waitFor();
    expect(faults).toEqual([]);
    await page.close();
  });

  it('works without the server after the first load', async () => {
    const alone = await visit();
    const { page } = await alone.open();
    await page.evaluate(() => navigator.serviceWorker.ready);
    await page.reload();
    await page.context().setOffline(true);
    await page.goto(`${alone.address}#/mec`);
    await page.reload();
    await page.getByRole('heading', { level: 1, name: 'Path integration' }).waitFor();
    await alone.close();
  });
});
