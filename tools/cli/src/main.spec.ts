import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { main } from './main';

/** Runs a command line and gathers what it says. */
async function say(...argv: string[]) {
  const heard = { stdout: '', stderr: '' };
  const code = await main(argv, {
    stdout: { write: (text) => (heard.stdout += text) },
    stderr: { write: (text) => (heard.stderr += text) },
  });
  return { code, ...heard };
}

const commands = [
  'run',
  'claims',
  'studies',
  'models',
  'describe',
  'doctor',
  'score',
  'report',
  'cite',
  'explore',
  'engine',
  'data',
  'inspect',
  'import',
  'features',
  'completion',
];

describe('help', () => {
  it('lists every command, with examples', async () => {
    const { code, stdout } = await say('--help');
    expect(code).toBe(0);
    for (const command of commands) expect(stdout).toMatch(new RegExp(`^ {2}${command}\\b`, 'm'));
    expect(stdout).toContain('$ goal-driven run mec/path-integration --preset quick');
  });

  it.each(commands)('%s has help with an example', async (command) => {
    const { code, stdout, stderr } = await say(command, '--help');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/Examples:\n {2}\$? ?.*goal-driven/);
  });

  it('tells the version', async () => {
    expect((await say('--version')).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe('mistakes', () => {
  it.each([
    [['rnu', 'x'], 'Did you mean run?'],
    [['run'], "missing required argument 'study'"],
    [['run', 'mec/path-integration', '--sed', '1'], 'Did you mean one of --seed, --set?'],
    [['run', 'mec/path-integration', '--seed', '-1'], 'a seed is a whole number'],
    [['run', 'mec/path-integration', '--resume', 'now'], 'Allowed choices are auto'],
    [['run', 'mec/path-integratoin'], 'did you mean mec/path-integration'],
    [['run', 'mec/path-integration', '--preset', 'quik'], 'did you mean quick?'],
    [['run', 'mec/path-integration', '--set', 'network.unit=3'], 'did you mean network.units?'],
    [['run', 'mec/path-integration', '--set', 'network'], 'must be path=value'],
    [['run', 'mec/path-integration', '-p', 'smoke', '--backend', 'wsam'], 'did you mean wasm'],
    [['describe', 'gridScor'], 'did you mean gridScore'],
    [['completion', 'bsh'], 'did you mean bash'],
    [['claims', 'mce'], 'did you mean mec?'],
    [['claims', 'run', 'mec/integration-neded'], 'did you mean mec/integration-needed'],
    [['explore', '--port', '70000'], 'a port is a whole number'],
    [['cite', 'mec/path-integratio'], 'did you mean mec/path-integration'],
  ])('%j is answered with code 2 and a hint', async (argv, hint) => {
    const { code, stdout, stderr } = await say(...argv);
    expect(stderr).toContain(hint);
    expect(stderr).not.toContain('    at ');
    expect([code, stdout]).toEqual([2, '']);
  });

  it('a value that the schema refuses is one clear message with code 1', async () => {
    const { code, stdout, stderr } = await say('run', 'mec/path-integration', '--set', 'batchSize=-3');
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(
      /^error: mec\/path-integration: the configuration must fit its schema, got[^]*batchSize/,
    );
    expect(stderr).not.toContain('    at ');
  });

  it('shows where an error was thrown with --debug', async () => {
    expect((await say('report', 'no/such/run', '--debug')).stderr).toContain('    at ');
    expect((await say('report', 'no/such/run')).stderr).not.toContain('    at ');
  });
});

describe('claims', () => {
  it('are listed with what they state, by field', async () => {
    const { code, stdout } = await say('claims', 'mec');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^mec\/integration-needed +full, quick, smoke +Integrating velocity is needed/m);
    const listed = JSON.parse((await say('claims', '--json')).stdout);
    expect(listed[0]).toMatchObject({ name: 'mec/grid-and-heterogeneous', criteria: [{ above: 0 }, {}] });
  });

  it('end in a verdict, with a report and scores', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'claim-'));
    try {
      const words = ['claims', 'run', 'mec/factorised-too-grid-like', '-p', 'smoke', '-b', 'cpu'];
      const { code, stdout } = await say(...words, '-o', join(folder, 'a'));
      expect(code).toBe(0);
      expect(stdout).toMatch(
        /\n(HOLDS|DOES NOT HOLD|CANNOT BE TOLD)\n.*95 % interval .*, against synthetic animals +asked: above 0/,
      );
      expect(await readFile(join(folder, 'a', 'report.html'), 'utf8')).toContain('class="claim"');
      const again = await say(...words, '-o', join(folder, 'b'), '--json');
      expect(JSON.parse(again.stdout).claim.findings).toHaveLength(1);

      await mkdir(join(folder, 'broken'));
      await writeFile(join(folder, 'broken', 'manifest.json'), '{');
      const list = await say('claims', 'mec', '--runs', folder);
      expect(list.stderr).toMatch(/^skipped: .*broken.*\n$/);
      const found =
        / gridShareOverAnimals [-\d.]+ .* to .* above 0: .* 2 +synthetic animals +smoke, seed 0 +\d+ s .*/;
      const lines = list.stdout.split('\n').filter((line) => line.startsWith('mec/factorised-too-grid-like'));
      expect(lines).toHaveLength(3); // what it states, and two runs, the older one first
      expect(lines[1]).toMatch(new RegExp(`(holds|does not hold|cannot be told) ${found.source}a$`));
      expect(lines[2]).toMatch(/b$/);
      expect(list.stdout).toMatch(/^mec\/integration-needed +not tested$/m);
      const { stdout: json } = await say('claims', 'mec', '--json', '--runs', folder);
      const counts = JSON.parse(json).map(({ runs }: { runs: unknown[] }) => runs.length);
      expect(counts.sort()).toEqual([0, 0, 0, 0, 0, 0, 2]);
      const none = await say('claims', '--runs', join(folder, 'none'));
      expect([none.code, none.stderr]).toEqual([1, expect.stringContaining('must be a folder of runs')]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe('lists', () => {
  it('studies --json gives names, questions and presets, and nothing but JSON', async () => {
    const { stdout } = await say('studies', '--json');
    const [study] = JSON.parse(stdout).filter(
      ({ name }: { name: string }) => name === 'mec/path-integration',
    );
    expect(study.presets).toContain('quick');
    expect((await say('studies')).stdout).toContain('mec/path-integration');
  });

  it('models --json gives an array of exactly the promised fields', async () => {
    const { stdout } = await say('models', '--json');
    const models = JSON.parse(stdout) as Record<string, unknown>[];
    expect(models.length).toBeGreaterThan(3);
    for (const model of models) {
      expect(Object.keys(model)).toEqual(['name', 'package', 'parameters', 'trainable', 'units', 'input']);
      expect(model['parameters']).toBeGreaterThan(0);
    }
    expect((await say('models')).stdout.split('\n').length).toBe(models.length + 2);
  });

  it('counts the parameters of a network as one does by hand', async () => {
    const models = JSON.parse((await say('models', '--json')).stdout) as {
      name: string;
      parameters: number;
    }[];
    const { parameters } = models.find(({ name }) => name === 'mec/ugrnn-relu-small')!;
    const [units, code] = [128, 256];
    const [encoder, input, dense] = [code * units + units, 2 * units + units, units * units + units];
    const cell = 2 * units * 2 * units + 2 * units;
    expect(parameters).toBe(encoder + input + cell + dense + (units * code + code));
  });

  it('lists the networks of the ventral stream with their published numbers of parameters', async () => {
    const { stdout } = await say('models');
    expect(stdout).toMatch(/^ventral-stream\/rgc_shallow +23,956,840 +conv1 200704, conv2 100352, /m);
    expect(stdout).toMatch(/^ventral-stream\/resnet18 +11,699,112 /m); // 9,600 moments of batch norm among them
  });

  it.each([
    'mec/path-integration',
    'mec/ugrnn-relu',
    'ventral-stream/rgc_shallow',
    'gridScore',
    'optimizer',
    'adam',
    'ugrnn',
  ])('describe %s, for people and as JSON', async (thing) => {
    const { code, stdout } = await say('describe', thing);
    expect([code, stdout.startsWith(`${thing} (`)]).toEqual([0, true]);
    expect(JSON.parse((await say('describe', thing, '--json')).stdout)).toMatchObject({ name: thing });
  });

  it('describe shows settings with defaults, units and sources', async () => {
    const { stdout } = await say('describe', 'mec/path-integration');
    expect(stdout).toMatch(/network\.units +integer > 0 +4096/);
    expect(stdout).toContain('Nayebi');
  });

  it('doctor names the backends', async () => {
    const { code, stdout } = await say('doctor', '--json');
    expect(code).toBe(0);
    expect(JSON.stringify(JSON.parse(stdout))).toContain('wasm');
    expect((await say('doctor')).stdout).toContain('wasm');
  });

  it('engine says what is there, what is missing, and cleans up', async () => {
    const cache = await mkdtemp(join(tmpdir(), 'engine-'));
    vi.stubEnv('GOAL_DRIVEN_CACHE', cache);
    const none = await say('engine', 'status');
    expect(none.code).toBe(0);
    expect(none.stdout).toMatch(/addon +not built/);
    expect(none.stdout).toMatch(/to bring it .*goal-driven engine build/);
    expect(await say('engine', 'clean')).toEqual({ code: 0, stdout: 'nothing to remove\n', stderr: '' });
    await mkdir(join(cache, 'torch', 'libtorch-9'), { recursive: true });
    expect(JSON.parse((await say('engine', 'status', '--json')).stdout).cached).toEqual(['libtorch-9']);
    expect((await say('engine', 'clean')).stdout).toBe('removed libtorch-9\n');
    vi.unstubAllEnvs();
    await rm(cache, { recursive: true });
  });

  it('engine build names a LIBTORCH that is none', async () => {
    vi.stubEnv('LIBTORCH', join(tmpdir(), 'no-libtorch'));
    const { code, stderr } = await say('engine', 'build');
    vi.unstubAllEnvs();
    expect(code).toBe(1);
    expect(stderr).toMatch(/^error: locateLibTorch: LIBTORCH must be a folder with .*no-libtorch\n$/);
  });

  it.each(['bash', 'zsh', 'fish'])('completion for %s knows commands, options and studies', async (shell) => {
    const { stdout } = await say('completion', shell);
    for (const word of [...commands, 'preset', 'mec/path-integration']) expect(stdout).toContain(word);
  });
});

describe('a run', () => {
  let folder: string;
  beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'goal-driven-'))));
  afterAll(() => rm(folder, { recursive: true }));

  const smoke = ['run', 'mec/path-integration', '--preset', 'smoke', '--backend', 'cpu', '--seed', '3'];

  it('prints its scores and where the report is, and says everything else on stderr', async () => {
    const out = join(folder, 'first');
    await writeFile(join(folder, 'config.yaml'), 'evaluation:\n  shownMaps: 2\n');
    const { code, stdout, stderr } = await say(
      ...smoke,
      '--config',
      join(folder, 'config.yaml'),
      '--out',
      out,
    );
    expect(stderr).toContain('seed 3');
    expect(code).toBe(0);
    expect(stdout).toMatch(/decodingError +[\d.]+ +cm[^]*noMotionError +[\d.]+ +cm/);
    expect(stdout).toMatch(/report: .*first.report\.html\n$/);
    const page = await readFile(join(out, 'report.html'), 'utf8');
    expect(page).toContain('goal-driven run mec/path-integration --preset smoke');
    expect(page).toContain('Nayebi');
    const { inputs } = JSON.parse(await readFile(join(out, 'manifest.json'), 'utf8'));
    expect(Object.keys(inputs)).toEqual(['config']);
  });

  it('gives the results again when it is asked to go on, as JSON alone', async () => {
    const again = [...smoke, '--config', join(folder, 'config.yaml'), '--out', join(folder, 'first')];
    const { code, stdout } = await say(...again, '--resume', 'auto', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ status: 'finished', directory: join(folder, 'first') });
  });

  it('is not written over', async () => {
    const { code, stderr } = await say(...smoke, '--out', join(folder, 'first'));
    expect(code).toBe(1);
    expect(stderr).toContain('--resume auto');
  });

  it('is reported alone and beside another, and cited', async () => {
    const first = join(folder, 'first');
    const page = join(folder, 'both.html');
    expect((await say('report', first)).stdout).toContain('report.html');
    expect((await say('report', first, first, '--out', page)).code).toBe(0);
    expect(existsSync(page)).toBe(true);
    expect(await readFile(page, 'utf8')).toContain('href="first/figures/');
    const { stdout } = await say('cite', first);
    expect(stdout).toMatch(/^@inproceedings\{nayebi2021/);
    expect((await say('cite', 'mec/path-integration')).stdout).toBe(stdout);
  });
});
