import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { request as ask } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { existsSync } from 'node:fs';
import { parseRunsFile } from '../runs/parseRunsFile';
import type { RunsFile } from '../runs/RunsFile';
import { siteFolder } from '../siteFolder';
import { serveExplorer, type ServedExplorer } from './serveExplorer';
import { writeRun } from './writeRun.fixture';

type Asked = { method?: string; headers?: Record<string, string> };

/** What a server answers, its path sent as it is written here. */
const get = (address: string, path: string, { method = 'GET', headers = {} }: Asked = {}) =>
  new Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; body: Buffer }>(
    (resolve, reject) => {
      const { hostname, port } = new URL(address);
      const sent = ask({ hostname, port, path, method, headers, agent: false }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({ status: response.statusCode!, headers: response.headers, body: Buffer.concat(chunks) }),
        );
      });
      sent.on('error', reject).end();
    },
  );

const column = (file: RunsFile, name: string) => {
  const { values, at } = file.texts.find((each) => each.name === name)!;
  return at.map((index) => values[index]);
};

describe.skipIf(!existsSync(join(siteFolder(), 'index.html')))("the server of one's own runs", () => {
  let folder: string;
  let served: ServedExplorer;
  let token: string;
  const leave = new AbortController();
  const list = async () => {
    const { body } = await get(served.address, `/runs/index.json?token=${token}`);
    return parseRunsFile(body.toString());
  };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'explorer-'));
    const runs = join(folder, 'runs');
    const outside = join(folder, 'outside');
    writeRun(join(runs, 'good'), { scores: [{ metric: 'accuracy', value: 0.5 }], report: '<h1>fine</h1>' });
    writeRun(join(runs, 'deep', 'in', '<script>alert(1)</script>'), {
      scores: [
        { metric: '__proto__', value: 1 },
        { metric: '<img src=x onerror=alert(1)>', value: NaN },
      ],
      config: JSON.parse('{"__proto__":{"polluted":"yes"},"network":{"cell":"</script><b>"}}'),
      report: '<script>fetch("/runs/index.json")</script>',
    });
    writeRun(outside, { scores: [] });
    for (const [name, file, text] of [
      ['broken', 'results.json', '{"study": '],
      ['nested', 'results.json', '['.repeat(1e6)],
      ['nan', 'results.json', '{"scores":[{"value":"NaN"}]}'],
      ['other', 'manifest.json', '{"study":{"toString":1}}'],
    ] as const) {
      writeRun(join(runs, name), { scores: [] });
      writeFileSync(join(runs, name, file), text);
    }
    writeRun(join(runs, 'huge'), { scores: [] });
    truncateSync(join(runs, 'huge', 'results.json'), 1e12);
    truncateSync(join(runs, 'huge', 'report.html'), 1e12);
    writeRun(join(runs, 'linked'), { scores: [] });
    rmSync(join(runs, 'linked', 'results.json'));
    symlinkSync('/etc/passwd', join(runs, 'linked', 'results.json'));
    rmSync(join(runs, 'linked', 'report.html'));
    symlinkSync('/etc/passwd', join(runs, 'linked', 'report.html'));
    symlinkSync(runs, join(runs, 'circle'));
    symlinkSync(outside, join(runs, 'out'));
    mkdirSync(join(runs, 'crowd'));
    for (let at = 0; at < 10_000; at++) writeFileSync(join(runs, 'crowd', `${at}`), '');
    served = await serveExplorer({ folders: [runs], signal: leave.signal });
    token = new URL(served.address).searchParams.get('token')!;
  });

  afterAll(async () => {
    leave.abort();
    await served.closed;
    await expect(get(served.address, '/')).rejects.toThrow('ECONNREFUSED');
    rmSync(folder, { recursive: true });
  });

  it('lists every run, the broken ones with what is wrong with them', async () => {
    const file = await list();
    const faults = new Map(column(file, 'run').map((name, at) => [name, column(file, 'fault')[at]]));
    expect(Object.fromEntries(faults)).toEqual({
      'runs/good': undefined,
      'runs/deep/in/<script>alert(1)</script>': undefined,
      'runs/broken': expect.stringMatching(/^results\.json: must be JSON, got /),
      'runs/nested': 'results.json: must be nested at most 100 deep, got more',
      'runs/nan': expect.stringMatching(/^results\.json: must be a file of a run, got /),
      'runs/other': expect.stringMatching(/^manifest\.json: must be a file of a run, got /),
      'runs/huge': 'results.json: must be at most 16000000 bytes, got 1000000000000',
      'runs/linked': 'results.json: must be a readable file, got ELOOP',
    });
    expect(file.complete).toBe(true);
  });

  it('gives names as they are, and numbers that are none as nothing', async () => {
    const file = await list();
    const at = column(file, 'run').indexOf('runs/deep/in/<script>alert(1)</script>');
    expect(Object.fromEntries(file.numbers.map(({ name, values }) => [`:${name}`, values[at]]))).toEqual({
      ':accuracy': null,
      ':__proto__': 1,
      ':<img src=x onerror=alert(1)>': null,
    });
    expect(column(file, 'A')[at]).toBe('</script><b>');
    expect(({} as { polluted?: string }).polluted).toBeUndefined();
  });

  it('lists a new run, a changed one and no longer one that is gone', async () => {
    const before = (await list()).rows;
    const path = join(folder, 'runs', 'late');
    writeRun(path, { scores: [{ metric: 'accuracy', value: 1 }] });
    const named = async () => column(await list(), 'run');
    await expect.poll(named, { timeout: 10_000, interval: 500 }).toContain('runs/late');
    expect((await list()).rows).toBe(before + 1);
    rmSync(path, { recursive: true });
    await expect.poll(named, { timeout: 10_000, interval: 500 }).not.toContain('runs/late');
  });

  it('shows a report without scripts, by its id alone', async () => {
    const file = await list();
    const id = (name: string) => column(file, 'id')[column(file, 'run').indexOf(name)]!;
    const { status, headers, body } = await get(
      served.address,
      `/runs/${id('runs/deep/in/<script>alert(1)</script>')}/report?token=${token}`,
    );
    expect([status, body.toString()]).toEqual([200, '<script>fetch("/runs/index.json")</script>']);
    expect(headers['content-security-policy']).toMatch(/^sandbox; default-src 'none'; style-src/);
    expect(headers['content-security-policy']).not.toContain('allow');
    const refused = ['runs/huge', 'runs/linked'].map((name) => `/runs/${id(name)}/report?token=${token}`);
    for (const path of [...refused, `/runs/nothing/report?token=${token}`])
      expect((await get(served.address, path)).status).toBe(404);
  });

  it.each([
    ['/runs/index.json', {}],
    ['/runs/index.json?token=', {}],
    ['/runs/index.json?token=wrong', {}],
    ['/runs/index.json', { headers: { authorization: 'Bearer wrong' } }],
    ['/', { headers: { host: 'evil.example:80' } }],
    ['/', { headers: { host: '127.0.0.1' } }],
    ['/', { headers: { origin: 'http://evil.example' } }],
    ['/', { headers: { 'sec-fetch-site': 'cross-site' } }],
  ] as const)('refuses %s with %j', async (path, asked) => {
    expect((await get(served.address, path, asked)).status).toBe(403);
  });

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('refuses %s', async (method) => {
    const { status, headers } = await get(served.address, `/runs/index.json?token=${token}`, { method });
    expect([status, headers['allow']]).toEqual([405, 'GET, HEAD']);
  });

  it.each([
    '/../package.json',
    '/..%2fpackage.json',
    '/assets/../../package.json',
    '/runs/..%2f..%2fetc/report',
    '//etc/passwd',
    '/%00',
    '/.',
  ])('has no way out of its files: %s', async (path) => {
    const { status, body } = await get(served.address, `${path}?token=${token}`);
    expect(body.toString()).not.toMatch(/"@goal-driven|root:/);
    expect(path === '/.' ? 200 : 404).toBe(status);
  });

  it('says what may run on its page, and sends nothing twice', async () => {
    const { headers, body } = await get(served.address, '/', { headers: { 'accept-encoding': 'gzip' } });
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'content-encoding': 'gzip',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'content-security-policy': expect.stringContaining("default-src 'none'; script-src 'self'"),
    });
    expect(gunzipSync(body).toString()).toContain('<title>goal-driven explorer</title>');
    const etag = String(headers['etag']);
    const again = await get(served.address, '/', { headers: { 'if-none-match': etag } });
    expect([again.status, again.body.length]).toEqual([304, 0]);
    const head = await get(served.address, '/', { method: 'HEAD' });
    expect([head.status, head.body.length]).toEqual([200, 0]);
  });
});

describe('what cannot be served', () => {
  it('is a folder that is not there', async () => {
    const { signal } = new AbortController();
    await expect(serveExplorer({ folders: ['/no/such'], signal })).rejects.toThrow(
      'explore: must be folders of runs, got no folder /no/such',
    );
  });
});
