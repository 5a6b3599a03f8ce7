// Set-up, then turbo with the given arguments: `node scripts/turbo.mjs run build`.
import { engineKey, engineVariable } from './engineKey.mjs';
import { exitUnlessZero, setUp, turbo } from './setUp.mjs';

setUp();
if (process.argv.includes('test')) process.env[engineVariable] = await engineKey();
exitUnlessZero(turbo(process.argv.slice(2)));
