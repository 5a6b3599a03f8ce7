import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Why a request is not answered. */
export type Refusal = { readonly status: 400 | 403 | 405; readonly text: string };

/**
 * Refuses what does not come from the page of this server: other methods than reading, another name in `Host` (a page of
 * elsewhere whose name was made to mean this machine), and what the browser says another site asked for.
 *
 * @param port that this server listens on
 */
export function refusal({ method, headers }: IncomingMessage, port: number): Refusal | undefined {
  if (method !== 'GET' && method !== 'HEAD') return { status: 405, text: 'must be GET or HEAD' };
  const { host, origin } = headers;
  if (host !== `127.0.0.1:${port}` && host !== `localhost:${port}`)
    return { status: 403, text: 'must be asked for by the address that was printed' };
  if (origin !== undefined && origin !== `http://${host}`)
    return { status: 403, text: 'must be asked for by its own page' };
  const site = headers['sec-fetch-site'];
  return site === 'cross-site' ? { status: 403, text: 'must be asked for by its own page' } : undefined;
}

/** Whether a request brings the token, in its header or its address; takes as long wherever they differ. */
export function hasToken({ headers }: IncomingMessage, query: URLSearchParams, token: string): boolean {
  const given = headers.authorization?.replace(/^Bearer /, '') ?? query.get('token') ?? '';
  return timingSafeEqual(digest(given), digest(token));
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
