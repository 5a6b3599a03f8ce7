import { element } from '../shell/element';
import { fileChoice } from './fileChoice';
import type { Picture } from './Picture';
import { readPicture } from './readPicture';
import type { Settings } from './settings';

export type PictureChoice = {
  readonly part: HTMLElement;
  /** What is shown. */
  readonly picture: () => Picture;
  /** Back to the rendered object, after one of its settings changed. */
  readonly render: () => void;
  /** Draws what the network sees, [size, size, 3]. */
  readonly show: (seen: Uint8Array, size: number) => void;
};

/** What the network is shown: the rendered object of the settings, or a file of the reader's. */
export function pictureChoice(settings: Settings, change: () => void): PictureChoice {
  let dropped: Extract<Picture, { kind: 'pixels' }> | undefined;
  const canvas = element('canvas', {
    ...{ class: 'pixels seen', role: 'img', width: 32, height: 32 },
    'aria-label': 'What the network sees, not drawn yet',
  });
  const fault = element('p', { class: 'fault', role: 'alert', hidden: true });
  const back = element(
    'button',
    { type: 'button', hidden: true, onclick: () => render() },
    'Back to the object',
  );
  const use = (picture: typeof dropped) => {
    dropped = picture;
    fault.hidden = true;
    back.hidden = picture === undefined;
    change();
  };
  const render = () => use(undefined);
  const part = element('div', { class: 'picture' });
  const take = (file: File) =>
    readPicture(file).then(use, (error: Error) => {
      fault.hidden = false;
      fault.textContent = error.message;
    });
  part.append(
    canvas,
    element(
      'div',
      { class: 'controls' },
      fileChoice('Show an image of yours …', {
        accept: 'image/*',
        place: part,
        take: (file) => void take(file),
      }),
      back,
    ),
    fault,
  );
  return {
    part,
    render,
    picture: () => dropped ?? { kind: 'object', view: settings.object() },
    show: (seen, size) => {
      [canvas.width, canvas.height] = [size, size];
      const image = new ImageData(size, size);
      for (let pixel = 0; pixel < size * size; pixel++)
        image.data.set([...seen.subarray(3 * pixel, 3 * pixel + 3), 255], 4 * pixel);
      canvas.getContext('2d')!.putImageData(image, 0, 0); // every browser has it
      const { category, object } = settings.object();
      const what = dropped === undefined ? `${category}, object ${object}` : 'an image of yours';
      canvas.setAttribute('aria-label', `What the network sees, ${size} by ${size} pixels: ${what}`);
    },
  };
}
