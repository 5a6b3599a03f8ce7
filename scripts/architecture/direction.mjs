/**
 * Who stands on whom, top to bottom. A package may import what its layer names, whole packages or one entry of
 * them, and nothing else of ours. Studies do not know each other: what two need moves to core. Core loads the
 * backend over LibTorch by name, at run time, where a user asks for it; nobody imports it but who builds it.
 *
 * @typedef {{ name: string, packages: string[], standsOn: string[] }} Layer
 * @type {Layer[]}
 */
export const layers = [
  {
    name: 'tools',
    packages: ['goal-driven'],
    standsOn: [
      '@goal-driven/explorer',
      '@goal-driven/report',
      '@goal-driven/mec',
      '@goal-driven/ventral-stream',
      '@goal-driven/mouse-visual',
      '@goal-driven/learning-rules',
      '@goal-driven/stimuli',
      '@goal-driven/metrics',
      '@goal-driven/formats',
      '@goal-driven/sweep',
      '@goal-driven/core',
      '@goal-driven/tfjs-backend-torch/engine',
    ],
  },
  {
    // Its page runs the models of the studies in a browser, so it stands on all of them; what runs in Node does not.
    name: 'tools',
    packages: ['@goal-driven/explorer'],
    standsOn: [
      '@goal-driven/report',
      '@goal-driven/mec',
      '@goal-driven/ventral-stream',
      '@goal-driven/mouse-visual',
      '@goal-driven/learning-rules',
      '@goal-driven/stimuli',
      '@goal-driven/metrics',
      '@goal-driven/formats',
      '@goal-driven/core',
      '@goal-driven/core/arrays',
    ],
  },
  { name: 'tools', packages: ['@goal-driven/report'], standsOn: ['@goal-driven/core'] },
  {
    name: 'studies',
    packages: ['@goal-driven/mec', '@goal-driven/ventral-stream', '@goal-driven/mouse-visual'],
    standsOn: [
      '@goal-driven/learning-rules',
      '@goal-driven/stimuli',
      '@goal-driven/metrics',
      '@goal-driven/formats',
      '@goal-driven/sweep',
      '@goal-driven/core',
    ],
  },
  {
    name: 'learning rules',
    packages: ['@goal-driven/learning-rules'],
    standsOn: [
      '@goal-driven/stimuli',
      '@goal-driven/metrics',
      '@goal-driven/formats',
      '@goal-driven/sweep',
      '@goal-driven/core',
    ],
  },
  // Without tensors, so that they load in milliseconds.
  { name: 'metrics', packages: ['@goal-driven/metrics'], standsOn: ['@goal-driven/core/arrays'] },
  { name: 'formats', packages: ['@goal-driven/formats'], standsOn: ['@goal-driven/core/arrays'] },
  { name: 'stimuli', packages: ['@goal-driven/stimuli'], standsOn: ['@goal-driven/core'] },
  { name: 'sweeps', packages: ['@goal-driven/sweep'], standsOn: ['@goal-driven/core'] },
  { name: 'core', packages: ['@goal-driven/core'], standsOn: [] },
  { name: 'backend', packages: ['@goal-driven/tfjs-backend-torch'], standsOn: [] },
];

/** Folders of files that run in a browser. What runs in Node may not import them, nor they what runs in Node. */
export const pages = ['tools/explorer/src/page/'];

/** What page and server share, which needs neither. */
const neutral = ['tools/explorer/src/runs/'];

/**
 * Imports across the line between a page and Node, a sentence each. Specs and fixtures run in Node and look at pages.
 *
 * @param {import('./readSources.mjs').Sources} sources
 * @returns {string[]}
 */
export function acrossThePage({ files }, folders = pages, shared = neutral) {
  const within = (/** @type {string[]} */ all, /** @type {string} */ path) =>
    all.some((folder) => path.startsWith(folder));
  return files
    .filter(({ test }) => !test)
    .flatMap(({ path, imports }) =>
      imports
        .filter(
          ({ from, to }) => from.startsWith('.') && !/\.(json|safetensors)$/.test(to) && !within(shared, to),
        )
        .filter(({ to }) => within(folders, path) !== within(folders, to))
        .map(({ from }) => `${path}: a page and what runs in Node must not import each other, got ${from}`),
    );
}

/**
 * What is imported against the direction, a sentence each: of a package from above or beside, of a file in another
 * package behind its entries, of a study (a file with a default export) by anything but the list of studies.
 *
 * @param {import('./readSources.mjs').Sources} sources
 * @returns {string[]}
 */
export function wrongImports({ packages, files }, rules = layers) {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const owners = new Map(
    packages.flatMap(({ name, entries }) => Object.keys(entries).map((key) => [key, name])),
  );
  return files.flatMap((file) => {
    const layer = rules.find((each) => each.packages.includes(file.package));
    if (!layer)
      return [`${file.path}: ${file.package} must be in scripts/architecture/direction.mjs, got no layer`];
    const complaint = (
      /** @type {import('./readSources.mjs').SourceFile['imports'][number]} */ { from, to },
    ) => {
      const target = byPath.get(to);
      if (!target) return undefined; // not ours, or no TypeScript
      if (target.package !== file.package) {
        const owner = owners.get(from);
        if (!owner) return `must import ${target.package} by an entry`;
        const allowed = layer.standsOn.some((name) => name === owner || name === from);
        return allowed
          ? undefined
          : `must import ${layer.standsOn.length > 0 ? `only ${layer.standsOn.join(', ')}` : 'nothing of ours'}`;
      }
      const study = target.exports.some(({ name }) => name === 'default');
      return study && !file.test && !/\/studies\.ts$/.test(file.path)
        ? 'must not import a study; what two need lies beside them'
        : undefined;
    };
    return file.imports.flatMap((each) => {
      const said = complaint(each);
      return said ? [`${file.path}: ${said}, got ${each.from}`] : [];
    });
  });
}
