// `npm run draw`: draws the packages and files as they are and writes the generated parts of docs/. The spec beside
// this file fails when they are out of date.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { drawFiles } from './architecture/drawFiles.mjs';
import { drawPackages } from './architecture/drawPackages.mjs';
import { exportsPage, sizesSection, withSection } from './architecture/pages.mjs';
import { readSources } from './architecture/readSources.mjs';
import { survey } from './architecture/survey.mjs';
import { root } from './setUp.mjs';

/** @returns {Record<string, string>} the text of each file under the root that is generated, in whole or in part */
export function generatedFiles(/** @type {import('./architecture/readSources.mjs').Sources} */ sources) {
  const packages = survey(sources);
  const page = readFileSync(join(root, 'docs/architecture.md'), 'utf8');
  return {
    'docs/architecture.md': withSection(page, sizesSection(packages)),
    'docs/exports.md': exportsPage(packages),
    'docs/packages.svg': drawPackages(packages),
    'docs/files.svg': drawFiles(packages),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [file, text] of Object.entries(generatedFiles(readSources())))
    writeFileSync(join(root, file), text);
}
