import './rules.css';
import type { OpenPanel, PanelContext } from '../Panel';
import { element } from '../shell/element';
import { figureView } from '../figures/figureView';
import { follow, lastOf, newCourse, updatesOf } from './RulesCourse';
import { rulesControls } from './rulesControls';
import { rulesFigures, verdictFigure } from './rulesFigures';
import type { Asked, Told } from './rulesMessages';
import { LOOKS_OF_CLASSIFIER, BETWEEN_LOOKS, MOST_UPDATES } from './rulesOnOffer';
import { setupOf, type RulesSetup } from './RulesSetup';
import { layersTable, lossTable, nowTable } from './rulesTables';

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
    const focused = (document.activeElement as HTMLInputElement | null)?.name;
    body.replaceChildren();
    showTraining(body, { ...context, signal: leave.signal }, begin);
    if (focused) body.querySelector<HTMLElement>(`[name="${CSS.escape(focused)}"]`)?.focus();
  };
  begin();
};

/** One training from its start; another setup is another one. */
function showTraining(body: HTMLElement, { view, signal, announce }: PanelContext, begin: () => void): void {
  const setup = setupOf(view);
  const course = newCourse();
  let target = targetOf(view.get('updates'));
  const worker = new Worker(new URL('./rulesWorker.ts', import.meta.url), { type: 'module' });
  const ask = (asked: Asked) => worker.postMessage(asked);
  const until = (updates: number) => {
    target = Math.min(updates, MOST_UPDATES);
    ask({ kind: 'until', updates: target });
    view.set({ updates: target === FIRST_PART ? undefined : String(target) });
    drawButtons();
  };
  const running = () => course.diverged.size < 2 && updatesOf(course) < target;

  const run = element('button', {
    type: 'button',
    onclick: () => until(running() ? updatesOf(course) : MOST_UPDATES),
  });
  const step = element(
    'button',
    { type: 'button', onclick: () => until(updatesOf(course) + 1) },
    'One update',
  );
  const reset = element('button', { type: 'button', onclick: begin }, 'From the start');
  const drawButtons = () => {
    run.textContent = running() ? 'Pause' : 'Train';
    run.disabled = !running() && updatesOf(course) >= MOST_UPDATES;
    step.disabled = running() || updatesOf(course) >= MOST_UPDATES;
  };
  const shown = viewsOf(setup);
  body.append(
    rulesControls(setup, (chosen) => {
      view.set(chosen);
      begin();
    }),
    element('div', { class: 'controls' }, run, step, reset),
    shown.root,
  );

  let drawn = false;
  let due: ReturnType<typeof setTimeout> | undefined;
  const draw = () => {
    due = undefined;
    if (signal.aborted) return;
    shown.draw(course);
    drawButtons();
    shown.root.dataset['updates'] = String(updatesOf(course));
    if (!running() && drawn) {
      const of = (learner: 'rule' | 'backpropagation') =>
        lastOf(course.curves[learner], 'heldOut/accuracy').toFixed(2);
      announce(
        `After ${updatesOf(course)} updates: accuracy ${of('rule')}, and ${of('backpropagation')} by backpropagation.`,
      );
    }
    drawn = true;
  };
  worker.onmessage = ({ data: told }: MessageEvent<Told>) => {
    if (told.kind === 'fault') body.append(element('p', { class: 'fault', role: 'alert' }, told.message));
    else follow(course, told);
    due ??= setTimeout(draw, REDRAW);
  };
  worker.onerror = ({ message }) => body.append(element('p', { class: 'fault', role: 'alert' }, message));
  signal.addEventListener('abort', () => {
    worker.terminate();
    clearTimeout(due);
  });
  ask({ kind: 'begin', setup, base: new URL('./', location.href).href });
  ask({ kind: 'until', updates: target });
  drawButtons();
}

/** The updates that an address asks for; at first as many as the classifier looks at. */
function targetOf(text: string | undefined): number {
  const asked = text === undefined ? FIRST_PART : Number(text);
  if (!Number.isSafeInteger(asked) || asked < 0 || asked > MOST_UPDATES)
    throw new RangeError(`address: updates must be a whole number in 0 .. ${MOST_UPDATES}, got ${text}`);
  return asked;
}

/** Where a training is shown. */
function viewsOf(setup: RulesSetup) {
  const part = () => element('div', {});
  const [now, curves, verdict, layers, losses] = [part(), part(), part(), part(), part()];
  curves.className = 'columns';
  const { rule, optimizer, depth, classes, batchSize, seed, learningRate } = setup;
  const provenance =
    `Trained in the explorer's page: ${rule.title}, ${optimizer}, learning rate ${learningRate}, ${depth} hidden layers of ` +
    `48, ${classes} classes, batches of ${batchSize}, seed ${seed}. ${location.href.split('#')[1] ?? ''}`;
  const all = element(
    'details',
    { ontoggle: () => all.open && drawLosses() },
    element('summary', {}, 'Every loss'),
    losses,
  );
  let course = newCourse();
  const drawLosses = () => losses.replaceChildren(lossTable(course, setup));
  const root = element(
    'div',
    {},
    now,
    curves,
    element('h2', {}, 'Told from outside'),
    element('p', {}, aboutClassifier(setup)),
    verdict,
    layers,
    all,
  );
  return {
    root,
    draw: (next: typeof course) => {
      course = next;
      now.replaceChildren(nowTable(course, setup));
      curves.replaceChildren(...rulesFigures(course, setup).map((figure) => figureView(figure, provenance)));
      const figure = verdictFigure(course);
      if (figure !== undefined) verdict.replaceChildren(figureView(figure, provenance));
      layers.replaceChildren(layersTable(course));
      if (all.open) drawLosses();
    },
  };
}

/** What the classifier was made for, and whether this network is of that kind. */
function aboutClassifier({ rule, optimizer, depth, batchSize }: RulesSetup): string {
  const known =
    rule.kind === 'backpropagation' ||
    (optimizer === 'momentum' && ['feedbackAlignment', 'informationAlignment'].includes(rule.kind));
  return (
    'A random forest sees 24 statistics of weights, activity and its change at each look, every 5 updates, and must name one of four ' +
    'rules; it knows nothing of the errors.' +
    (known ? '' : ` ${rule.title} by ${optimizer} is none of the four: watch which it is taken for.`) +
    ([2, 3].includes(depth) && batchSize === 64
      ? ''
      : ' It has only seen networks of 2 or 3 hidden layers and batches of 64.')
  );
}
