/**
 * Text from a file without the characters that a terminal obeys: a run's folder may come from a stranger.
 */
export const plainText = (text: string): string =>
  text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '\ufffd');
