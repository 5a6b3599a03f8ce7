import type { ViewState } from './shell/ViewState';

/** What a panel is given. */
export type PanelContext = {
  /** The panel's part of the address: whatever makes the view, so that it can be cited. */
  readonly view: ViewState;
  /** Aborted when the reader leaves the panel: loops and listeners end with it. */
  readonly signal: AbortSignal;
  /** Says a short text to a screen reader, such as a result that changed. */
  readonly announce: (text: string) => void;
};

/** A panel puts itself into its host; what it rejects with is shown to the reader. */
export type OpenPanel = (host: HTMLElement, context: PanelContext) => Promise<void> | void;

/** An entry of the navigation. */
export type Panel = {
  /** In the address, `#/mec`. */
  readonly id: string;
  readonly title: string;
  /** Two sentences: what one sees, and what to try. */
  readonly lead: string;
  /** The code of a panel is fetched when it is opened. */
  readonly load: () => Promise<OpenPanel>;
};
