import { saveFile } from '../figures/saveFile';
import { element } from '../shell/element';
import { fileChoice } from './fileChoice';

/** More bytes of a file are not read: no graph of a page has them. */
const MOST_BYTES = 200_000;

/** The circuit as JSON to read, edit and run; a file may be dropped on it. */
export function graphEditor(run: (text: string) => Promise<void>): {
  readonly part: HTMLElement;
  readonly show: (graph: string) => void;
  /** Runs it again, as it stands. */
  readonly rerun: () => Promise<void>;
} {
  const text = element('textarea', {
    ...{ rows: 18, spellcheck: 'false', class: 'graph-text', 'aria-label': 'The circuit as JSON' },
  });
  const faults = element('p', { class: 'fault', role: 'alert', hidden: true });
  const fail = (error: unknown) => {
    faults.hidden = error === undefined;
    faults.textContent = error instanceof Error ? error.message : '';
  };
  const tryRun = () => run(text.value).then(() => fail(undefined), fail);
  const take = async (file: File) => {
    if (file.size > MOST_BYTES) {
      fail(new Error(`graph: a file must have at most ${MOST_BYTES} bytes, got ${file.size}`));
      return;
    }
    text.value = await file.text();
    await tryRun();
  };
  const part = element(
    'details',
    {},
    element('summary', {}, 'The circuit as JSON: edit it, or drop a file of your own'),
    element(
      'p',
      { class: 'soft' },
      'Layers in the order of the sweep, what each computes before and after its cell, and arrows. What you change ' +
        'starts untrained, with the weights of the seed above. The last layer is the readout.',
    ),
    text,
    element(
      'div',
      { class: 'controls' },
      element('button', { type: 'button', onclick: () => void tryRun() }, 'Run this circuit'),
      fileChoice('Open a file …', { accept: '.json', place: text, take: (file) => void take(file) }),
      element('button', { type: 'button', onclick: () => saveFile('graph.json', text.value) }, 'Save'),
    ),
    faults,
  );
  return {
    part,
    rerun: tryRun,
    show: (graph) => {
      text.value = graph;
      fail(undefined);
    },
  };
}
