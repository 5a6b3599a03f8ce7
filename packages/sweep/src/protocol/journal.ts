import { isEvent, parseEvent, type JournalEvent } from './JournalEvent';
import type { Store } from './Store';

const FOLDER = 'journal';
const NEWLINE = 10;

/** A writer's own file of a sweep's journal; no two writers have the same name. */
export type JournalWriter = { write(...events: readonly JournalEvent[]): void };

/**
 * Opens a writer. After a write that failed half-way (a full disk) the next one begins a new line, so that
 * one event is lost and not two.
 */
export function journalWriter(store: Store, name: string): JournalWriter {
  const path = `${FOLDER}/${name}.jsonl`;
  let torn = false;
  return {
    write: (...events) => {
      const text = events.map((event) => `${JSON.stringify(event)}\n`).join('');
      try {
        // That a trial has begun may come to the disk later: its claim is there.
        const later = events.every(({ event }) => event === 'start') ? 'later' : undefined;
        store.append(path, torn ? `\n${text}` : text, later);
        torn = false;
      } catch (error) {
        torn = true;
        throw error;
      }
    },
  };
}

/** What came since the last look. */
type JournalNews = {
  readonly events: readonly JournalEvent[];
  /** Whole lines so far, in all files, that could not be read. */
  readonly damaged: number;
};

export type JournalReader = {
  look(): JournalNews;
  /** How far each file has been read, bytes. */
  offsets(): ReadonlyMap<string, number>;
};

/**
 * Follows all files of a journal; `look` gives what is new since the last look.
 *
 * @param from where to begin in files that are known, bytes
 */
export function journalReader(store: Store, from: ReadonlyMap<string, number> = new Map()): JournalReader {
  // A thousand idle workers look at a thousand files each: what is found out of a name is found out once.
  const files = new Map<string, { readonly path: string; offset: number } | undefined>();
  const known = (name: string) => {
    if (files.has(name)) return files.get(name);
    const file = name.endsWith('.jsonl')
      ? { path: `${FOLDER}/${name}`, offset: from.get(name) ?? 0 }
      : undefined;
    files.set(name, file);
    return file;
  };
  let damaged = 0;
  return {
    look: () => {
      const events: JournalEvent[] = [];
      for (const name of store.list(FOLDER)) {
        const file = files.get(name) ?? known(name);
        if (file === undefined) continue;
        const bytes = store.readFrom(file.path, file.offset);
        if (bytes.length === 0) continue; // most files, most of the time
        const end = bytes.lastIndexOf(NEWLINE) + 1; // what follows is still being written, or was never finished
        if (end === 0) continue;
        file.offset += end;
        const lines = new TextDecoder().decode(bytes.subarray(0, end - 1)).split('\n');
        const whole = parseAll(lines);
        damaged += lines.filter((line) => line !== '').length - whole.length;
        for (const event of whole) events.push(event);
      }
      return { events, damaged };
    },
    offsets: () =>
      new Map([...files].flatMap(([name, file]) => (file === undefined ? [] : [[name, file.offset]]))),
  };
}

/** The events of some lines: all at once, or one by one where a line of them is damaged. */
function parseAll(lines: readonly string[]): JournalEvent[] {
  try {
    const values = JSON.parse(`[${lines.join(',')}]`) as unknown[];
    if (values.length === lines.length && values.every(isEvent)) return values;
  } catch {
    // a damaged line, or an empty one
  }
  return lines.flatMap((line) => parseEvent(line) ?? []);
}
