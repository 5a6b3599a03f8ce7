import { openShell } from './shell/openShell';

openShell(document.body);
if ('serviceWorker' in navigator && import.meta.env.PROD)
  navigator.serviceWorker
    .register('worker.js')
    .catch((error: unknown) => console.warn('not kept offline:', error));
