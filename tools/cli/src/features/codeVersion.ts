import { fileURLToPath } from 'node:url';
import { gitState } from '@goal-driven/core';
import { version } from '../../package.json';

/** Which code computes, or why nobody can tell. */
export type CodeVersion = { readonly key: string } | { readonly unknown: string };

/** An installed package is its version; a checkout is its commit, unless it was changed since. */
export function codeVersion(file: string = fileURLToPath(import.meta.url)): CodeVersion {
  if (/[\\/]node_modules[\\/]/.test(file)) return { key: `goal-driven ${version}` };
  const git = gitState(fileURLToPath(new URL('.', import.meta.url)));
  if (git === null) return { unknown: 'the code is neither an installed package nor a git checkout' };
  if (git.dirty) return { unknown: 'the code has changes that are not committed' };
  return { key: `commit ${git.commit}` };
}
