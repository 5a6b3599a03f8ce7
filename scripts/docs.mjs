// `npm run docs`: what every package offers, from its doc comments, as pages in docs/api (not in the repository).
// Ends with 1 where a link leads nowhere.
import { posix } from 'node:path';
import { Application, Converter, LogLevel, ReflectionKind } from 'typedoc';
import { readPackages } from './architecture/readSources.mjs';
import { root } from './setUp.mjs';

const entries = Object.assign({}, ...readPackages().map((each) => each.entries));
/** By the name that TypeDoc gives a module, its path without the file's ending, what one imports. */
const names = new Map(
  Object.entries(entries).map(([name, path]) => [String(path).replace(/(\/index)?\.ts$/, ''), name]),
);

const app = await Application.bootstrap({
  name: 'goal-driven',
  entryPoints: Object.values(entries).map((path) => posix.join(root, path)),
  tsconfig: posix.join(root, 'docs/tsconfig.json'),
  readme: 'none',
  // tsc looks for them.
  skipErrorChecking: true,
  blockTags: ['@param', '@returns', '@throws', '@source', '@differs'],
  disableSources: true,
  // Else all of tfjs, which core passes on as `tf`.
  externalPattern: ['**/node_modules/**'],
  excludeExternals: true,
  logLevel: LogLevel.Warn,
});
app.converter.on(Converter.EVENT_CREATE_DECLARATION, (_context, reflection) => {
  if (reflection.kindOf(ReflectionKind.Module))
    reflection.name = names.get(reflection.name) ?? reflection.name;
});
const project = await app.convert();
if (project) {
  app.validate(project);
  await app.generateDocs(project, posix.join(root, 'docs/api'));
}
process.exitCode = project && !app.logger.hasErrors() && app.logger.validationWarningCount === 0 ? 0 : 1;
