// Set-up, then turbo with the given arguments: `node scripts/turbo.mjs run build`.
import { exitUnlessZero, setUp, turbo } from './setUp.mjs';

setUp();
exitUnlessZero(turbo(process.argv.slice(2)));
