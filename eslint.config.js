import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { house } from './scripts/eslint/house.mjs';

// House rules that a machine can check. Each message says what to do instead.

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

const torch = 'packages/tfjs-backend-torch/src';
const userTfjs = {
  ...tfjs,
  message: "tfjs is the user's: values come from `tf` of ./tf, tensors by `import type`.",
};

export default defineConfig(
  {
    ignores: [
      '**/dist/**',
      '**/site/**',
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
  {
    files: ['{packages,tools}/*/src/**/*.ts'],
    ignores: specs,
    plugins: { house },
    rules: {
      'house/documented': 'error',
      'house/stated-axes': 'error',
      'house/stated-errors': 'error',
    },
  },
  // Who may import which package is told by scripts/architecture/direction.mjs, and tested beside it.
  {
    files: ['packages/*/src/**/*.ts'],
    rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns: [tfjs] }] },
  },
  {
    files: [`${torch}/**/*.ts`],
    rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns: [userTfjs] }] },
  },
  {
    // Its specs are the user: they bring tfjs and the backend they compare with.
    files: [`${torch}/**/*.spec.ts`, `${torch}/**/*.fixture.ts`],
    rules: { '@typescript-eslint/no-restricted-imports': 'off' },
  },
  {
    files: ['packages/*/src/studies/**/*.ts'],
    ignores: [...specs, '**/index.ts'],
    rules: { 'no-restricted-syntax': ['error', ...bannedSyntax, clock] },
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
  // A table of contents is as long as what it lists.
  { files: ['**/src/index.ts'], rules: { 'max-lines': 'off' } },
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
);
