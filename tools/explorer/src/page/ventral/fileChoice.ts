import { element } from '../shell/element';

/**
 * A button that takes one file of the reader's, and a place that takes one dropped on it. Nothing is sent anywhere.
 *
 * @param place where files may be dropped
 */
export function fileChoice(
  words: string,
  {
    accept,
    place,
    take,
  }: { readonly accept: string; readonly place: HTMLElement; readonly take: (file: File) => void },
): HTMLElement {
  const input = element('input', {
    ...{ type: 'file', accept, class: 'unseen' },
    oninput: () => {
      const [file] = input.files ?? [];
      input.value = ''; // the same file may be chosen again
      if (file !== undefined) take(file);
    },
  });
  place.addEventListener('dragover', (event) => event.preventDefault());
  place.addEventListener('drop', (event) => {
    event.preventDefault();
    const [file] = event.dataTransfer?.files ?? [];
    if (file !== undefined) take(file);
  });
  return element('label', { class: 'file' }, words, input);
}
