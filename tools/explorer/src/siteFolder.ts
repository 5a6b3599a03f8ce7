import { fileURLToPath } from 'node:url';

/** The folder of the built page: files for any web server. */
export const siteFolder = (): string => fileURLToPath(new URL('../site', import.meta.url));
