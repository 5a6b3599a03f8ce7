import { tf } from '@goal-driven/core';

/**
 * tf.tidy for nested records and lists of tensors, which it follows but its type does not know: frees what `f` made
 * and did not return.
 */
export const tidied = <T extends object>(f: () => T): T => tf.tidy(f as () => never);
