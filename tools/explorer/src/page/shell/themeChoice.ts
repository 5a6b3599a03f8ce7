import { element } from './element';

const themes = ['auto', 'light', 'dark'] as const;

/** Light or dark: the reader's system's choice until the reader makes one, which is remembered. */
export function themeChoice(): HTMLElement {
  const remembered = themes.find((each) => each === stored());
  const choice = element(
    'select',
    { 'aria-label': 'Colours', oninput: () => apply(choice.value) },
    ...themes.map((each) => element('option', { value: each, selected: each === remembered }, each)),
  );
  apply(remembered ?? 'auto');
  return choice;
}

function apply(theme: string): void {
  document.documentElement.dataset['theme'] = theme;
  try {
    localStorage.setItem('theme', theme);
  } catch {
    // A reader who keeps no data still has the choice for this visit.
  }
}

function stored(): string | null {
  try {
    return localStorage.getItem('theme');
  } catch {
    return null;
  }
}
