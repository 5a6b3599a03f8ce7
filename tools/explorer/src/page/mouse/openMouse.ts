import './mouse.css';
import type { OpenPanel } from '../Panel';
import { element } from '../shell/element';
import { faultBox } from '../shell/faultBox';
import { keepFocus } from '../shell/keepFocus';
import { eyeColumn } from './eyeColumn';
import { imageAndCurve } from './imageAndCurve';
import { mouseControls } from './mouseControls';
import type { Asked, Told } from './MouseMessages';
import { sides } from './sides';
import { mouseViewOf } from './MouseView';
import type { NetworkId } from './networksOnOffer';
import { readPicture } from './readPicture';
import { takeDropped } from './takeDropped';

type Chosen = Readonly<Record<string, string | undefined>>;

/** The panel of mouse visual cortex: an image through a shallow and a deep network, at any resolution. */
export const openMouse: OpenPanel = (host, { view: address, signal, announce }) => {
  let view = mouseViewOf(address);
  const worker = new Worker(new URL('./mouseWorker.ts', import.meta.url), { type: 'module' });
  signal.addEventListener('abort', () => worker.terminate());
  const ask = (asked: Asked) => worker.postMessage(asked);
  let picture: Uint8Array | undefined;
  let number = 0; // of the newest look
  const own = new Set<NetworkId>(); // networks that have the reader's weights
  let columns: readonly ReturnType<typeof eyeColumn>[] = [];
  const faults = faultBox();
  const [controls, eyes] = [element('div', {}), element('div', { class: 'columns' })];
  const { image, curve, show, forget, words } = imageAndCurve();
  host.append(faults.root, controls, image, eyes, curve);

  const look = () => {
    view = mouseViewOf(address);
    faults.clear();
    delete host.dataset['ready'];
    ask({ kind: 'look', number: ++number, view, ...(picture && { image: picture }) });
  };
  /** Makes controls anew, for more than a slider or a layer was moved. */
  const lookAnew = () => {
    look();
    forget();
    keepFocus(host, () => {
      controls.replaceChildren(mouseControls(view, { choose, picture: takePicture }));
      columns = sides.map((side) =>
        eyeColumn(side, { view, own: own.has(view[side]), choose, weights: takeWeights(view[side]) }),
      );
      eyes.replaceChildren(...columns.map(({ root }) => root));
    });
  };
  const choose = (chosen: Chosen) => {
    if ('scene' in chosen || 'maze' in chosen) picture = undefined;
    address.set(chosen);
    const slid = Object.keys(chosen).every((name) => name === 'resolution' || name.endsWith('Layer'));
    (slid ? look : lookAnew)();
  };
  const take = (reading: Promise<void>) => void reading.then(lookAnew, faults.show);
  const takePicture = (file: File) => take(readPicture(file).then((read) => void (picture = read)));
  const takeWeights = (network: NetworkId) => (file: File) =>
    take(
      file.arrayBuffer().then((bytes) => {
        own.add(network);
        ask({ kind: 'weights', network, bytes: new Uint8Array(bytes) });
      }),
    );

  worker.onerror = ({ message }) => faults.show(message);
  worker.onmessage = ({ data: told }: MessageEvent<Told>) => {
    if (told.kind === 'fault' && told.refused !== undefined) own.delete(told.refused);
    if (told.number !== number) return;
    if (told.kind === 'fault') return faults.show(told.message);
    show(told, view, picture !== undefined);
    if ('side' in told) columns[sides.indexOf(told.side)]?.show(told);
    if (told.kind !== 'ready') return;
    host.dataset['ready'] = String(number);
    announce(words(view));
  };
  takeDropped(host, { picture: takePicture, weights: (file) => takeWeights(view.deep)(file) });
  ask({ kind: 'begin', base: new URL('./', location.href).href });
  lookAnew();
};
