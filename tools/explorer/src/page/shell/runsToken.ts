/**
 * The token by which the server of `goal-driven explore` knows its reader, from the address that it printed; undefined
 * on a site without runs. It is taken out of the address, so that a view can be cited without it, and kept for this tab.
 */
export function runsToken(): string | undefined {
  const address = new URL(location.href);
  const given = address.searchParams.get('token');
  try {
    if (given === null) return sessionStorage.getItem(KEY) ?? undefined;
    sessionStorage.setItem(KEY, given);
  } catch {
    return given ?? undefined; // a reader who keeps no data: it stays in the address
  }
  address.searchParams.delete('token');
  history.replaceState(null, '', address);
  return given;
}

const KEY = 'runs-token';
