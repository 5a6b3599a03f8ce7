/** A network as the page offers it. */
type Offered = {
  readonly id: string;
  readonly title: string;
  /** Convolutions that an image passes at most. */
  readonly deep: number;
  /** Side of its images, pixels, where it takes no others. */
  readonly side?: number;
};

/** From shallow to deep. All but the trained one have weights that were drawn and never learned. */
export const networksOnOffer = [
  { id: 'alexNet2', title: 'AlexNet, cut after 2 convolutions', deep: 2 },
  { id: 'trained', title: 'Small network, trained by SimCLR', deep: 3, side: 32 },
  { id: 'alexNet4', title: 'AlexNet, cut after 4 convolutions', deep: 4 },
  { id: 'single', title: 'StreamNet, single stream', deep: 4 },
  { id: 'dual', title: 'StreamNet, dual stream', deep: 4 },
  { id: 'six', title: 'StreamNet, six streams', deep: 4 },
  { id: 'alexNet5', title: 'AlexNet, 5 convolutions', deep: 5 },
  { id: 'mouseNet', title: 'MouseNet', deep: 10, side: 64 },
  { id: 'resNet18', title: 'ResNet-18', deep: 17 },
] as const satisfies readonly Offered[] as readonly (Offered & { readonly id: NetworkId })[];

export type NetworkId =
  'alexNet2' | 'trained' | 'alexNet4' | 'single' | 'dual' | 'six' | 'alexNet5' | 'mouseNet' | 'resNet18';
