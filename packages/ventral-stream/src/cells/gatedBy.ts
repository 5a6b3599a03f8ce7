/** What each gate of the cells multiplies, by the gate's name: at 0 none of it passes, at 1 all. */
export const gatedBy: { readonly [gate: string]: string } = {
  cellTau: 'the old cell',
  cellGate: 'what the cell takes in',
  outTau: 'the old output',
  outGate: 'what the output takes in',
  reset: 'the old state, where the proposal sees it',
  update: 'the old state, the rest being proposed',
  gate: 'the old state, the rest being proposed',
  time: 'the old state, the rest being proposed',
  depth: 'the input, the rest of the output being of the cell',
  input: 'the proposal',
  forget: 'the old cell',
  output: 'the cell, as others see it',
};

/** `outTau multiplies the old output; outGate ...`, each gate once. */
export const gatesInWords = (gates: Iterable<string>): string =>
  [...new Set(gates)]
    .flatMap((gate) => (gatedBy[gate] ? [`${gate} multiplies ${gatedBy[gate]}`] : []))
    .join('; ');
