import './mouse.css';
import type { OpenPanel } from '../Panel';
import { figureView } from '../figures/figureView';
import { drawPixels, type Pixels } from '../shell/drawPixels';
import { element } from '../shell/element';
import { eyeColumn } from './eyeColumn';
import { mouseControls } from './mouseControls';
import { sides, type Asked, type Side, type Told } from './mouseMessages';
import { mouseViewOf } from './MouseView';
import { networksOnOffer, type NetworkId } from './networksOnOffer';
import { readPicture } from './readPicture';
import { resolutionFigure, type Curves } from './resolutionFigure';

/** The panel of mouse visual cortex: an image through a shallow and a deep network, at any resolution. */
export const openMouse: OpenPanel = (host, { view: address, signal, announce }) => {
  const worker = new Worker(new URL('./mouseWorker.ts', import.meta.url), { type: 'module' });
  signal.addEventListener('abort', () => worker.terminate());
  const ask = (asked: Asked) => worker.postMessage(asked);
  const fault = (error: unknown) =>
    faults.replaceChildren(
      element('p', { class: 'fault', role: 'alert' }, error instanceof Error ? error.message : String(error)),
    );
  const faults = element('div', {});
  const controls = element('div', {});
  const image = element('canvas', { class: 'pixels eye', role: 'img', 'aria-label': 'The image' });
  const columns = element('div', { class: 'columns' });
  const curve = element('div', {});
  host.append(faults, controls, image, columns, curve);

  let view = mouseViewOf(address);
  let picture: Uint8Array | undefined;
  let thumbnails: readonly Pixels[] = [];
  let number = 0;
  const own = new Set<NetworkId>();
  const curves: { -readonly [Of in Side]?: Curves[Of] } = {};
  let shown: Partial<Record<Side, ReturnType<typeof eyeColumn>>> = {};

  const choose = (chosen: Readonly<Record<string, string | undefined>>) => {
    if ('scene' in chosen || 'maze' in chosen) picture = undefined;
    address.set(chosen);
    const slides = Object.keys(chosen).every((name) => name === 'resolution' || name.endsWith('Layer'));
    look(!slides);
  };
  const take = (reading: Promise<void>) => void reading.then(() => look(true), fault);
  const takePicture = (file: File) => take(readPicture(file).then((read) => void (picture = read)));
  const takeWeights = (network: NetworkId, file: File) =>
    take(
      file.arrayBuffer().then((bytes) => {
        own.add(network);
        ask({ kind: 'weights', network, bytes: new Uint8Array(bytes) });
      }),
    );

  /** Looks anew; controls are made anew where more than a slider or a layer was moved. */
  function look(anew: boolean): void {
    view = mouseViewOf(address);
    faults.replaceChildren();
    delete host.dataset['ready'];
    if (anew) {
      const focused = (document.activeElement as HTMLInputElement | null)?.name;
      for (const side of sides) delete curves[side];
      controls.replaceChildren(mouseControls(view, { choose, picture: takePicture }));
      shown = Object.fromEntries(
        sides.map((side) => {
          const weights = (file: File) => takeWeights(view[side], file);
          return [side, eyeColumn(side, { view, own: own.has(view[side]), choose, weights })];
        }),
      );
      columns.replaceChildren(...sides.map((side) => shown[side]!.root));
      if (focused) host.querySelector<HTMLElement>(`[name="${CSS.escape(focused)}"]`)?.focus();
    }
    ask({ kind: 'look', number: ++number, view, ...(picture && { image: picture }) });
  }

  worker.onerror = ({ message }) => fault(message);
  worker.onmessage = ({ data: told }: MessageEvent<Told>) => {
    if (told.number !== number) return;
    if (told.kind === 'fault') return fault(told.message);
    if (told.kind === 'image') {
      drawPixels(image, told.image);
      const what = picture === undefined ? `${view.shown.kind} ${view.shown.index}` : 'your picture';
      image.setAttribute(
        'aria-label',
        `The image, ${what}, at ${view.resolution} by ${view.resolution} pixels`,
      );
    } else if (told.kind === 'ready') {
      host.dataset['ready'] = String(number);
      announce(wordsOf(curves, view.resolution));
    } else {
      if (told.kind === 'scenes' && told.thumbnails.length > 0) thumbnails = told.thumbnails;
      if (told.kind === 'curve') {
        curves[told.side] = told;
        const titles = Object.fromEntries(
          sides.map((side) => [side, networksOnOffer.find(({ id }) => id === view[side])!.title]),
        ) as Record<Side, string>;
        curve.replaceChildren(
          figureView(
            resolutionFigure(curves, titles),
            `Computed in the explorer's page, ${view.shown.kind} ${view.shown.index} among 100 rendered scenes, networks at ${view.input} pixels.`,
          ),
        );
      }
      shown[told.side]?.show(told, thumbnails);
    }
  };
  host.addEventListener('dragover', (event) => event.preventDefault());
  host.addEventListener('drop', (event) => {
    event.preventDefault();
    const file = event.dataTransfer?.files[0];
    if (file === undefined) return;
    if (file.name.endsWith('.safetensors')) takeWeights(view.deep, file);
    else takePicture(file);
  });
  ask({ kind: 'begin', base: new URL('./', location.href).href });
  look(true);
};

const wordsOf = (curves: Curves, resolution: number): string =>
  `At ${resolution} pixels. ` +
  sides
    .flatMap((side) => {
      const curve = curves[side];
      return curve === undefined
        ? []
        : [
            `At ${curve.resolutions[0]} pixels the ${side} network keeps ${Math.round(10 * curve.kept[0]!)} of 10 neighbours.`,
          ];
    })
    .join(' ');
