import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { sourceHash } from './_binary.generated';

it('the committed binary is made from the sources in assembly/ (else: node assembly/build.mjs)', () => {
  const script = fileURLToPath(new URL('../assembly/build.mjs', import.meta.url));
  expect(execFileSync(process.execPath, [script, '--hash'], { encoding: 'utf8' }).trim()).toBe(sourceHash);
});
