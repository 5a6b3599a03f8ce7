/** A label as part of the name of a file. */
export const fileName = (label: string): string => label.replace(/[^A-Za-z0-9]+/g, '-').replace(/-$/, '');
