/**
 * Chooses a few of many for a chooser, by a hash of both names: other choosers choose others, and what one has
 * chosen stays chosen when some of the rest come or go (rendezvous hashing).
 *
 * @param many by id; at most `count` of them come back, the nearest first
 * @source Thaler & Ravishankar 1998, IEEE/ACM Transactions on Networking 6
 */
export function nearest<T extends { readonly id: string }>(
  many: Iterable<T>,
  chooser: string,
  count: number,
): T[] {
  const ranked = [...many].map((one) => ({ one, distance: hash(`${chooser} ${one.id}`) }));
  return ranked
    .sort((a, b) => a.distance - b.distance || (a.one.id < b.one.id ? -1 : 1))
    .slice(0, count)
    .map(({ one }) => one);
}

/** FNV-1a, 32 bits, with its bits mixed once more, since names differ at their ends alone. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  value = Math.imul(value ^ (value >>> 16), 0x7feb352d);
  return (value ^ (value >>> 15)) >>> 0;
}
