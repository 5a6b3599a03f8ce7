/** A number of lines to two figures: pages and pictures change when the house does, not with every line. */
export const rounded = (/** @type {number} */ lines) => Number(lines.toPrecision(2));
