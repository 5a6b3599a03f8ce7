import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

// House rules that a machine can check. Each message says what to do instead.

const fields = ['mec', 'ventral-stream', 'mouse-visual'];
const specs = ['**/*.spec.ts', '**/*.fixture.ts', '**/fixtures/*.ts'];
// Folders that may speak: they face the person who runs them.
const outside = ['tools/**', 'scripts/**', '**/bench/**'];
// And those that may read the clock: a run directory says when.
const timed = [...outside, 'packages/core/src/run/**', 'packages/sweep/src/protocol/Clock.ts'];

const bannedProperties = [
  { object: 'Math', property: 'random', message: 'Draw from an Rng argument.' },
  { object: 'Date', property: 'now', message: 'Only tools read the clock; take the time as an argument.' },
];

const clock = {
  selector: 'NewExpression[callee.name="Date"][arguments.length=0]',
  message: 'Only tools read the clock; take the time as an argument.',
};

const bannedSyntax = [
  {
    selector:
      'MemberExpression[object.name="tf"][property.name=/^(random|truncatedNormal|multinomial|dropout)/]',
    message: 'Draw from an Rng argument and make a tensor of the numbers; tfjs has a hidden seed.',
  },
  { selector: 'ExportAllDeclaration', message: 'Export by explicit names.' },
  {
    selector: 'MemberExpression[object.name="tf"][property.name="variable"]',
    message: 'Parameters are plain records of tensors.',
  },
];

const noDefaultExport = {
  selector: 'ExportDefaultDeclaration',
  message: 'Only study files and configs have a default export.',
};

const tfjs = {
  group: ['@tensorflow/*'],
  message: 'Values come from `tf` of @goal-driven/core; tensors by `import type`.',
  allowTypeImports: true,
};

/**
 * Import boundaries: tools -> field packages -> learning-rules, metrics -> core, never the other way. The backend
 * over LibTorch stands beside core, which loads it at run time.
 */
const boundary = (folder, patterns) => ({
  files: [`${folder}/src/**/*.ts`],
  rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns: [tfjs, ...patterns] }] },
});

const upward = (groups, message) => ({ group: groups, message });
const tools = ['goal-driven', '@goal-driven/report', '@goal-driven/report/*'];
const backend = upward(
  ['@goal-driven/tfjs-backend-torch', '@goal-driven/tfjs-backend-torch/*'],
  'Core loads the backend over LibTorch at run time; say `useBackend`.',
);
const fieldPackages = fields.flatMap((name) => [`@goal-driven/${name}`, `@goal-driven/${name}/*`]);

const torch = 'packages/tfjs-backend-torch/src';
const beside = upward(
  ['@goal-driven/*', 'goal-driven'],
  'The backend is for anyone with tfjs: nothing of ours.',
);
const userTfjs = {
  ...tfjs,
  message: "tfjs is the user's: values come from `tf` of ./tf, tensors by `import type`.",
};

export default defineConfig(
  {
    ignores: [
      '**/dist/**',
      '**/node_modules/**',
      '**/coverage/**',
      'runs/**',
      'scripts/consumer/**',
      '**/assembly/**',
      '**/*.generated.ts',
      '**/.vitest/**',
      '**/.stryker/**',
      '.local/**',
    ],
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false },
      ],
      '@typescript-eslint/consistent-type-definitions': ['error', 'type'],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      // Axes read well in a message: `[${shape}]`.
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowArray: true, allowNumber: true, allowBoolean: true },
      ],
      // An async function without await is how a DataStream of numbers at hand fulfils its type.
      '@typescript-eslint/require-await': 'off',
      // Most of what it finds is `String(value)` of an unknown that is about to be refused by name.
      '@typescript-eslint/no-base-to-string': 'off',
      // Our values are records of closures; nothing reads `this`.
      '@typescript-eslint/unbound-method': 'off',
      // It asks for `tf.sum<Scalar>(x)` in place of `tf.sum(x) as Scalar`, which promises no more.
      '@typescript-eslint/no-unnecessary-type-assertion': 'off',
      'max-lines': ['error', 300],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true, IIFEs: true }],
      'no-console': 'error',
      'no-restricted-properties': ['error', ...bannedProperties],
      'no-restricted-syntax': ['error', ...bannedSyntax, clock, noDefaultExport],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-var': 'error',
      'prefer-const': 'error',
    },
  },
  {
    files: ['**/*.{js,mjs}'],
    rules: {
      'max-lines': ['error', 300],
      'no-unused-vars': 'error',
      'no-var': 'error',
      'prefer-const': 'error',
    },
  },
  boundary('packages/core', [upward(['@goal-driven/*', 'goal-driven'], 'Core stands on nothing of ours.')]),
  boundary('packages/metrics', [
    upward(
      ['@goal-driven/*', '!@goal-driven/core', 'goal-driven'],
      'Metrics stand on @goal-driven/core/arrays alone.',
    ),
    {
      regex: '^@goal-driven/core$',
      message: 'Metrics know no tensors: import from @goal-driven/core/arrays.',
    },
  ]),
  boundary('packages/sweep', [
    upward(['@goal-driven/*', '!@goal-driven/core', 'goal-driven'], 'Sweeps stand on core alone.'),
  ]),
  boundary('packages/learning-rules', [
    upward([...tools, ...fieldPackages], 'Learning rules stand on core and metrics.'),
    backend,
  ]),
  ...fields.map((name) =>
    boundary(`packages/${name}`, [
      upward(
        [...tools, ...fieldPackages],
        'Field packages import neither tools nor each other; what two need moves to core.',
      ),
      backend,
    ]),
  ),
  {
    files: [`${torch}/**/*.ts`],
    rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns: [userTfjs, beside] }] },
  },
  {
    // Its specs are the user: they bring tfjs and the backend they compare with.
    files: [`${torch}/**/*.spec.ts`, `${torch}/**/*.fixture.ts`],
    rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns: [beside] }] },
  },
  {
    files: ['packages/*/src/studies/**/*.ts'],
    ignores: [...specs, '**/index.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        ...bannedSyntax,
        clock,
        {
          selector: 'ImportDeclaration[source.value=/^[.]/] > ImportDefaultSpecifier',
          message: 'Studies never import each other; what two need moves beside them.',
        },
      ],
    },
  },
  {
    // The two doors: tf.ts to tfjs's API, and what registers or reads its kernels.
    files: [
      'packages/core/src/tf.ts',
      'packages/core/src/engine/**/*.ts',
      'packages/core/src/kernels/**/*.ts',
    ],
    rules: { '@typescript-eslint/no-restricted-imports': 'off' },
  },
  {
    files: ['**/*.config.ts', 'vitest.shared.ts'],
    rules: { 'no-restricted-syntax': ['error', ...bannedSyntax] },
  },
  { files: outside, rules: { 'no-console': 'off' } },
  {
    files: timed,
    ignores: ['**/*.config.ts'],
    rules: {
      'no-restricted-properties': ['error', bannedProperties[0]],
      'no-restricted-syntax': ['error', ...bannedSyntax, noDefaultExport],
    },
  },
  {
    files: specs,
    rules: {
      'max-lines': 'off',
      'max-lines-per-function': 'off',
      // Goldens are JSON, read as they come.
      ...Object.fromEntries(
        ['assignment', 'member-access', 'call', 'argument', 'return'].map((use) => [
          `@typescript-eslint/no-unsafe-${use}`,
          'off',
        ]),
      ),
    },
  },
  {
    // One loop and its room; the others have yet to be taken apart.
    files: [
      'packages/metrics/src/_treeGrower.ts',
      'packages/ventral-stream/src/analysis/ablationFigures.ts',
      'packages/ventral-stream/src/cells/reciprocalGatedCell.ts',
      'packages/ventral-stream/src/stimuli/objects/{animalHead,chair}.ts',
    ],
    rules: { 'max-lines-per-function': 'off' },
  },
  {
    files: ['**/{utils,helpers,misc}.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        { selector: 'Program', message: 'Name the file after its one concept.' },
      ],
    },
  },
);
