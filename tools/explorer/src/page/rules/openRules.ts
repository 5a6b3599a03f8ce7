import './rules.css';
import type { OpenPanel, PanelContext } from '../Panel';
import { element } from '../shell/element';
import { faultBox } from '../shell/faultBox';
import { keepFocus } from '../shell/keepFocus';
import type { Learner } from './learners';
import { follow, lastOf, newCourse, updatesOf, type RulesCourse } from './RulesCourse';
import { rulesControls } from './rulesControls';
import type { Asked, Told } from './rulesMessages';
import { BETWEEN_LOOKS, LOOKS_OF_CLASSIFIER, MOST_UPDATES } from './rulesOnOffer';
import { setupOf } from './RulesSetup';
import { trainingButtons } from './trainingButtons';
import { trainingViews } from './trainingViews';

const REDRAW = 300; // ms between two drawings while it trains
const FIRST_PART = BETWEEN_LOOKS * (LOOKS_OF_CLASSIFIER - 1); // what the classifier looks at

/** The panel of learning rules: a network under a rule beside backpropagation, and what a classifier makes of it. */
export const openRules: OpenPanel = (host, context) => {
  const body = element('div', {});
  host.append(body);
  let leave = new AbortController();
  context.signal.addEventListener('abort', () => leave.abort());
  const begin = () => {
    leave.abort();
    leave = new AbortController();
    if (context.signal.aborted) return;
    keepFocus(body, () => {
      body.replaceChildren();
      try {
        showTraining(body, { ...context, signal: leave.signal }, begin);
      } catch (error) {
        const faults = faultBox();
        body.append(faults.root);
        faults.show(error);
      }
    });
  };
  begin();
};

/** One training from its start; another setup is another one. */
function showTraining(body: HTMLElement, { view, signal, announce }: PanelContext, begin: () => void): void {
  const setup = setupOf(view);
  let target = targetOf(view.get('updates'));
  const course = newCourse();
  const worker = new Worker(new URL('./rulesWorker.ts', import.meta.url), { type: 'module' });
  const ask = (asked: Asked) => worker.postMessage(asked);
  const running = () => course.diverged.size < 2 && updatesOf(course) < target;
  const until = (updates: number) => {
    target = Math.min(updates, MOST_UPDATES);
    ask({ kind: 'until', updates: target });
    view.set({ updates: target === FIRST_PART ? undefined : String(target) });
    buttons.draw();
  };
  const buttons = trainingButtons({ running, done: () => updatesOf(course), until, begin });
  const views = trainingViews(setup);
  const faults = faultBox();
  const choose = (chosen: Readonly<Record<string, string | undefined>>) => {
    view.set(chosen);
    begin();
  };
  body.append(faults.root, rulesControls(setup, choose), buttons.root, views.root);

  let due: ReturnType<typeof setTimeout> | undefined;
  const draw = () => {
    due = undefined;
    if (signal.aborted) return;
    views.draw(course);
    buttons.draw();
    if (!running()) announce(wordsOf(course));
  };
  worker.onerror = ({ message }) => faults.show(message);
  worker.onmessage = ({ data: told }: MessageEvent<Told>) => {
    if (told.kind === 'fault') faults.show(told.message);
    else follow(course, told);
    due ??= setTimeout(draw, REDRAW);
  };
  signal.addEventListener('abort', () => {
    worker.terminate();
    clearTimeout(due);
  });
  ask({ kind: 'begin', setup, base: new URL('./', location.href).href });
  ask({ kind: 'until', updates: target });
  buttons.draw();
}

function wordsOf(course: RulesCourse): string {
  const of = (learner: Learner) => lastOf(course.curves[learner], 'heldOut/accuracy').toFixed(2);
  return `After ${updatesOf(course)} updates: accuracy ${of('rule')}, and ${of('backpropagation')} by backpropagation.`;
}

/** The updates that an address asks for; at first as many as the classifier looks at. */
function targetOf(text: string | undefined): number {
  const asked = text === undefined ? FIRST_PART : Number(text);
  if (!Number.isSafeInteger(asked) || asked < 0 || asked > MOST_UPDATES)
    throw new RangeError(`address: updates must be a whole number in 0 .. ${MOST_UPDATES}, got ${text}`);
  return asked;
}
