import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readFileSync } from 'node:fs';
import { formatNumber } from '@goal-driven/report';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath, visit, type Visit } from '../../browser.fixture';
import { RUNS_FORMAT, type RunsFile } from '../../runs/RunsFile';
import { seriousFaults } from '../../seriousFaults.fixture';
import { serveExplorer } from '../../server/serveExplorer';
import { writeRun } from '../../server/writeRun.fixture';

const example = JSON.parse(
  readFileSync(fileURLToPath(new URL('../../../results/example.json', import.meta.url)), 'utf8'),
) as RunsFile;

/** A file of so many runs, of which every third has no accuracy. */
const manyRuns = (rows: number): RunsFile => {
  const places = Array.from({ length: rows }, (_, row) => row);
  const text = (name: string, about: 'run' | 'model', values: string[], at: number[]) => ({
    name,
    about,
    values,
    at,
  });
  return {
    ...{ format: RUNS_FORMAT, version: 1, note: 'Many runs.', complete: true, rows, claims: [] },
    texts: [
      text(
        'run',
        'run',
        places.map((row) => `run ${row}`),
        places,
      ),
      text(
        'id',
        'run',
        places.map((row) => `id${row}`),
        places,
      ),
      text(
        'A',
        'model',
        ['LSTM', 'GRU', '<b>&'],
        places.map((row) => row % 3),
      ),
    ],
    numbers: [
      { name: 'accuracy', unit: '', values: places.map((row) => (row % 3 === 0 ? null : row / rows)) },
      { name: 'neuralFit', unit: '', values: places.map((row) => Math.sin(row)) },
    ],
  };
};

describe.skipIf(chromiumPath === undefined)('the results panel', () => {
  let site: Visit;
  beforeAll(async () => void (site = await visit()));
  afterAll(() => site.close());

  it('shows the example set, its claims, and what differs between two runs', async () => {
    const { page, faults } = await site.open('#/results');
    const grid = page.getByRole('grid', { name: 'Runs' });
    await grid.waitFor();
    expect(await grid.getAttribute('aria-rowcount')).toBe(String(example.rows + 1));
    expect(await page.locator('.claims tbody tr').count()).toBe(example.claims.length);
    await grid.focus();
    await page.keyboard.press('Space');
    for (let down = 0; down < 8; down++) await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Space');
    const chosen = await page.locator('.chosen li').allTextContents();
    expect(chosen).toHaveLength(2);
    expect(
      await page.getByRole('region', { name: 'Settings that differ' }).locator('tr').count(),
    ).toBeGreaterThan(1);
    // What is shown of the second one is what the file says of it, to the four digits that are written.
    const text = (name: string, place: number) => {
      const { values, at } = example.texts.find((column) => column.name === name)!;
      return values[at[place]!];
    };
    const names = Array.from({ length: example.rows }, (_, place) =>
      [text('run', place), text('network', place), `seed ${text('seed', place)}`].filter(Boolean).join(', '),
    );
    const row = names.indexOf(chosen[1]!.replace('B: ', ''));
    expect(row).toBeGreaterThanOrEqual(0);
    const cells = page.getByRole('region', { name: 'Scores' }).locator('tbody tr');
    const shown = new Map(await cells.evaluateAll((rows) => rows.map((each) => [each.children[0]!.textContent!, each.children[2]!.textContent!] as const))); // prettier-ignore
    const own = example.numbers.filter(({ values: numbers }) => numbers[row] !== null);
    expect(own.length).toBeGreaterThan(0);
    for (const { name, unit, values: numbers } of own)
      expect(shown.get(unit === '' ? name : `${name}, ${unit}`)).toBe(formatNumber(numbers[row]!));
    // The view is in the address: it comes back.
    await page.reload();
    await page.locator('.chosen li').first().waitFor();
    expect(await page.locator('.chosen li').allTextContents()).toEqual(chosen);
    expect(await seriousFaults(page)).toEqual([]);
    expect(faults).toEqual([]);
    await page.close();
  });

  it('keeps a few of 50,000 rows in the document, and finds, sorts and draws among all', async () => {
    const { page, faults } = await site.open('#/results');
    const grid = page.getByRole('grid', { name: 'Runs' });
    await grid.waitFor();
    const buffer = Buffer.from(JSON.stringify(manyRuns(50_000)));
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'many.json', mimeType: 'application/json', buffer });
    await expect.poll(() => grid.getAttribute('aria-rowcount'), { timeout: 20_000 }).toBe('50001');
    const rows = grid.locator('.grid-space > [role=row]');
    const first = () => rows.first().textContent();
    expect(await rows.count()).toBeLessThan(50);
    await grid.focus();
    await page.keyboard.press('End');
    await expect.poll(() => grid.locator('.active').textContent()).toContain('run 49999');
    expect(await rows.count()).toBeLessThan(50);
    expect(await page.locator('*').count()).toBeLessThan(1500);
    await page.getByRole('button', { name: 'accuracy' }).click();
    await page.getByRole('button', { name: 'accuracy' }).click();
    await expect.poll(first).toContain('run 49999');
    await page.getByPlaceholder('words').fill('run 4999');
    await expect
      .poll(() => page.locator('.count').textContent())
      .toBe('15 of 50000 rows, 11 with both scores.');
    await page.getByPlaceholder('words').fill('');
    await page.getByLabel('Across, from').fill('0.5');
    await page.getByLabel('Across, from').press('Enter');
    await expect
      .poll(() => page.locator('.count').textContent())
      .toMatch(/^1666[67] of 50000 rows, 1666[67] with/);
    await page.getByRole('button', { name: 'Draw as a figure to keep' }).click();
    await expect.poll(() => page.locator('figure figcaption').textContent()).toMatch(/every 9th is drawn/);
    expect(await page.locator('figure svg circle, figure svg path').count()).toBeLessThan(3000);
    expect(await seriousFaults(page)).toEqual([]);
    expect(faults).toEqual([]);
    await page.close();
  });

  it('selects a point by a click and a part of the plane by a drag', async () => {
    const { page } = await site.open('#/results');
    const canvas = page.locator('canvas.scatter');
    await canvas.waitFor();
    const { x, y, width, height } = (await canvas.boundingBox())!;
    await page.mouse.move(x + width * 0.2, y + height * 0.1);
    await page.mouse.down();
    await page.mouse.move(x + width * 0.6, y + height * 0.8, { steps: 3 });
    await page.mouse.up();
    await expect.poll(() => page.url()).toContain('within=');
    expect(await page.getByRole('button', { name: 'Whole plane' }).isEnabled()).toBe(true);
    await page.getByRole('button', { name: 'Whole plane' }).click();
    await expect.poll(() => page.url()).not.toContain('within=');
    await page.close();
  });

  it('says what is wrong with a file, and keeps what it showed', async () => {
    const { page, faults } = await site.open('#/results');
    await page.getByRole('grid', { name: 'Runs' }).waitFor();
    const buffer = Buffer.from('{"format":"<img src=x onerror=alert(1)>"}');
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'x.json', mimeType: 'application/json', buffer });
    await page.getByRole('alert').filter({ hasText: 'runs: the file must be' }).waitFor();
    expect(await page.getByRole('grid', { name: 'Runs' }).getAttribute('aria-rowcount')).toBe(
      String(example.rows + 1),
    );
    expect(faults).toEqual([]);
    await page.close();
  });

  it('shows runs of strangers as text, and their reports without scripts', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'explorer-page-'));
    const leave = new AbortController();
    const bad = '<img src=x onerror="document.title=`taken`">';
    const report =
      '<title>fine</title><p>read me</p><script>document.title = "taken"</script><img src="/x.png">';
    writeRun(join(folder, bad.replaceAll('/', '')), {
      scores: [
        { metric: bad, value: 1 },
        { metric: '__proto__', value: 2 },
      ],
      config: { network: { cell: bad } },
      report,
    });
    writeRun(join(folder, 'other'), { scores: [{ metric: bad, value: 2 }] });
    const { address, closed } = await serveExplorer({ folders: [folder], signal: leave.signal });
    const context = await site.browser.newContext();
    const page = await context.newPage();
    const answered: string[] = []; // a request that the policy forbids is never sent
    context.on('response', (response) => answered.push(response.url()));
    await page.goto(address);
    await page.getByRole('grid', { name: 'Runs' }).waitFor();
    expect(page.url()).not.toContain('token');
    await page.getByRole('gridcell', { name: bad }).first().click();
    expect(await page.locator('main img').count()).toBe(0);
    expect(await page.title()).toBe('Results · goal-driven explorer');
    const [opened] = await Promise.all([
      context.waitForEvent('page'),
      page.getByRole('link', { name: 'report' }).click(),
    ]);
    await opened.getByText('read me').waitFor();
    expect(await opened.title()).toBe('fine');
    expect(answered.filter((url) => url.includes('x.png'))).toEqual([]);
    expect(answered.length).toBeGreaterThan(5);
    expect(answered.filter((url) => !url.startsWith(new URL(address).origin))).toEqual([]);
    await context.close();
    leave.abort();
    await closed;
    rmSync(folder, { recursive: true });
  });
});
