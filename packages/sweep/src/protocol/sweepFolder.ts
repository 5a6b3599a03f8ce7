/** The file whose presence tells all workers to stop. */
export const CANCELLED = 'cancelled';
