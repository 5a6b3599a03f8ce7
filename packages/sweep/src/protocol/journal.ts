import { parseEvent, type JournalEvent } from './JournalEvent';
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
        store.append(path, torn ? `\n${text}` : text);
        torn = false;
      } catch (error) {
        torn = true;
        throw error;
      }
    },
  };
}

/** What came since the last look. */
export type JournalNews = {
  readonly events: readonly JournalEvent[];
  /** Whole lines so far, in all files, that could not be read. */
  readonly damaged: number;
};

/** Follows all files of a journal from wherever the last look ended; `look` gives what is new. */
export function journalReader(store: Store): { look(): JournalNews } {
  const read = new Map<string, number>();
  let damaged = 0;
  return {
    look: () => {
      const events: JournalEvent[] = [];
      for (const name of store.list(FOLDER).sort()) {
        if (!name.endsWith('.jsonl')) continue;
        const offset = read.get(name) ?? 0;
        const bytes = store.readFrom(`${FOLDER}/${name}`, offset);
        const end = bytes.lastIndexOf(NEWLINE) + 1; // what follows is still being written, or was never finished
        if (end === 0) continue;
        read.set(name, offset + end);
        for (const line of new TextDecoder().decode(bytes.subarray(0, end)).split('\n')) {
          if (line === '') continue;
          const event = parseEvent(line);
          if (event === undefined) damaged += 1;
          else events.push(event);
        }
      }
      return { events, damaged };
    },
  };
}
