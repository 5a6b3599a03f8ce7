/** The trained networks of this panel. `models/README.md` is their card. */
export const shippedModels = {
  feedback: {
    title: 'Recurrent, with feedback and bypass',
    address: new URL('../../../models/ventral/feedback.safetensors', import.meta.url),
  },
  recurrent: {
    title: 'Recurrent within layers',
    address: new URL('../../../models/ventral/recurrent.safetensors', import.meta.url),
  },
  forward: {
    title: 'Feed-forward',
    address: new URL('../../../models/ventral/forward.safetensors', import.meta.url),
  },
} as const satisfies Record<string, { readonly title: string; readonly address: URL }>;

export type ShippedName = keyof typeof shippedModels;
