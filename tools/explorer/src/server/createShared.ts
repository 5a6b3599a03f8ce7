/** Keeps each text, and each list of texts, once, however many runs have it. */
export type Shared = {
  readonly text: (text: string) => string;
  readonly list: (texts: readonly string[]) => readonly string[];
  /** Whether something had to be left out. */
  readonly isFull: () => boolean;
};

/** What a text becomes that there is no room for. */
const NO_ROOM = '…';

/** @param room characters of all texts together, and items of all lists; a list beyond it is empty */
export function createShared(room = { characters: 200_000_000, items: 50_000_000 }): Shared {
  const texts = new Map<string, string>();
  const lists = new Map<string, readonly string[]>();
  let { characters, items } = room;
  let full = false;
  const text = (given: string): string => {
    const known = texts.get(given);
    if (known !== undefined) return known;
    if (given.length > characters) {
      full = true;
      return NO_ROOM;
    }
    characters -= given.length;
    // A copy: a part of a larger text would keep the whole of it.
    const own = Buffer.from(given).toString();
    texts.set(own, own);
    return own;
  };
  const list = (given: readonly string[]): readonly string[] => {
    const shared = given.map(text);
    const key = text(JSON.stringify(shared));
    const known = lists.get(key);
    if (known !== undefined) return known;
    if (key === NO_ROOM || shared.length > items) {
      full = true;
      return [];
    }
    items -= shared.length;
    lists.set(key, shared);
    return shared;
  };
  return { text, list, isFull: () => full };
}
