import type { Figure } from '@goal-driven/core';
import { STEP_DURATION, type Movie } from '../network/Presentation';
import type { Ablation } from './Ablation';
import type { AblationEffect, Answers } from './ablationEffects';
import { overTime } from './overTime';

type Setting = { readonly movie: Movie; readonly decodeFrom: number; readonly classes: number };

/** `conv9 -> conv6`, or `memory of conv6`; several with commas. */
export const ablationLabel = ({ edges, states }: Pick<Ablation, 'edges' | 'states'>): string =>
  [...edges.map(({ from, to }) => `${from} -> ${to}`), ...states.map((node) => `memory of ${node}`)].join(
    ', ',
  );

/**
 * The answers over time with parts taken away for all the time, and what each window's ablation does to the final
 * answer; none where nothing was taken away.
 */
export function ablationFigures(
  intact: Answers,
  effects: readonly AblationEffect[],
  setting: Setting,
): Figure[] {
  const { timesteps } = setting.movie;
  const throughout = effects.filter(({ ablation: { from, to } }) => from === 0 && to >= timesteps);
  const windowed = effects.filter((effect) => !throughout.includes(effect));
  return [
    ...(throughout.length > 0
      ? [answersOverTime(intact, throughout, setting), logitChanges(throughout, setting)]
      : []),
    ...(windowed.length > 0 ? [answersByWindow(intact, windowed, setting)] : []),
  ];
}

const chance = ({ classes }: Setting) => ({ label: 'chance', y: 1 / classes });

function answersOverTime(intact: Answers, effects: readonly AblationEffect[], setting: Setting): Figure {
  const lines = [
    { label: 'intact', y: intact.accuracyOverTime },
    ...effects.map(({ ablation, accuracyOverTime }) => ({
      label: ablationLabel(ablation),
      y: accuracyOverTime,
    })),
  ];
  return {
    name: 'ablation-over-time',
    title: 'Answers over time without feedback or memory',
    caption:
      'Share of images whose class has the greatest logit at each step, with a part taken away throughout.',
    kind: 'lines',
    axes: { x: 'time (ms)', y: 'accuracy (1)' },
    lines: overTime(setting.movie, lines, setting.decodeFrom),
    references: [chance(setting)],
  };
}

function logitChanges(effects: readonly AblationEffect[], { movie, decodeFrom }: Setting): Figure {
  const lines = effects.map(({ ablation, logitChange }) => ({
    label: ablationLabel(ablation),
    y: logitChange,
  }));
  return {
    name: 'ablation-logit-change',
    title: 'What is taken away moves the logits',
    caption:
      'Root mean square over images and classes of the change of the logits, with a part taken away throughout.',
    kind: 'lines',
    axes: { x: 'time (ms)', y: 'change of logits (1)' },
    lines: overTime(movie, lines, decodeFrom),
  };
}

function answersByWindow(intact: Answers, effects: readonly AblationEffect[], setting: Setting): Figure {
  const labels = [...new Set(effects.map(({ ablation }) => ablationLabel(ablation)))];
  return {
    name: 'ablation-by-window',
    title: 'When feedback and memory matter',
    caption:
      'Accuracy of the decoded answer with a part taken away in one window, by the middle of the window.',
    kind: 'lines',
    axes: { x: 'middle of the window (ms)', y: 'accuracy (1)' },
    lines: labels.map((label) => {
      const own = effects.filter(({ ablation }) => ablationLabel(ablation) === label);
      return {
        label,
        x: own.map(({ ablation: { from, to } }) => ((from + to) / 2) * STEP_DURATION),
        y: own.map((effect) => effect.accuracy),
      };
    }),
    references: [{ label: 'intact', y: intact.accuracy }, chance(setting)],
  };
}
