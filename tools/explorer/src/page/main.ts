import { openShell } from './shell/openShell';
import { runsToken } from './shell/runsToken';

const own = runsToken() !== undefined;
openShell(document.body);
// A server of one's own is there or it is not, and its page is always the newest.
if ('serviceWorker' in navigator && import.meta.env.PROD && !own)
  navigator.serviceWorker
    .register('worker.js')
    .catch((error: unknown) => console.warn('not kept offline:', error));
