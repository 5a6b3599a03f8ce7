import { element } from './element';

/** A place where what went wrong is said, to all readers. */
export function faultBox() {
  const root = element('div', {});
  return {
    root,
    show: (error: unknown) =>
      root.replaceChildren(
        element(
          'p',
          { class: 'fault', role: 'alert' },
          error instanceof Error ? error.message : String(error),
        ),
      ),
    clear: () => root.replaceChildren(),
  };
}
