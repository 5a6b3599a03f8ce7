// What specs of several packages do alike.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { runInNewContext } from 'node:vm';

/**
 * Bundles a program from its source, so that a test can start it as a process of its own.
 *
 * @param from `import.meta.url` of the spec
 * @param program path of its entry, or its text with the folder that it imports from
 */
export async function bundleProgram(
  from: string,
  program: string | { readonly text: string; readonly folder: string },
  outfile: string,
): Promise<void> {
  const fromTsup = createRequire(createRequire(from).resolve('tsup'));
  const { build } = fromTsup('esbuild') as { build(options: object): Promise<unknown> };
  const entry =
    typeof program === 'string'
      ? { entryPoints: [program] }
      : { stdin: { contents: program.text, resolveDir: program.folder, loader: 'ts' } };
  await build({
    ...entry,
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'es2022',
    mainFields: ['module', 'main'],
    conditions: ['source'],
    banner: { js: "import { createRequire as r } from 'node:module'; const require = r(import.meta.url);" },
    logLevel: 'silent',
  });
}

/**
 * Runs the example of a README.
 *
 * @param known what it may import
 * @returns the README, the example, and what the example prints last
 */
export function runExample(readmeFile: URL, known: { readonly [name: string]: unknown }) {
  const readme = readFileSync(readmeFile, 'utf8');
  const example = /```js\n([^]*?)```/.exec(readme)![1]!;
  const names = [...example.matchAll(/^import \{ (.*) \}/gm)].flatMap((match) => match[1]!.split(', '));
  let printed = '';
  const console = { log: (...values: unknown[]) => void (printed = values.join(' ')) };
  runInNewContext(example.replaceAll(/^import .*$/gm, ''), {
    console,
    ...Object.fromEntries(names.map((name) => [name, known[name]])),
  });
  return { readme, example, printed };
}
