/**
 * The circles of a graph: sets of nodes in which each leads to each other (strongly connected components, Tarjan
 * 1972), and nodes that lead to themselves. Empty when what depends on what can be written as a list.
 *
 * @param {Map<string, readonly string[]>} graph where each node leads; targets that are no nodes are passed over
 * @returns {string[][]} sorted
 */
export function circles(graph) {
  /** @type {Map<string, number>} */
  const order = new Map();
  /** @type {Map<string, number>} */
  const lowest = new Map();
  /** @type {string[]} */
  const path = [];
  /** @type {string[][]} */
  const found = [];
  const lower = (/** @type {string} */ node, /** @type {number | undefined} */ value) =>
    lowest.set(node, Math.min(lowest.get(node) ?? Infinity, value ?? Infinity));
  const visit = (/** @type {string} */ node) => {
    order.set(node, order.size);
    lower(node, order.get(node));
    path.push(node);
    const targets = graph.get(node) ?? [];
    for (const target of targets.filter((each) => graph.has(each))) {
      if (!order.has(target)) {
        visit(target);
        lower(node, lowest.get(target));
      } else if (path.includes(target)) {
        lower(node, order.get(target));
      }
    }
    if (lowest.get(node) !== order.get(node)) return;
    const circle = path.splice(path.indexOf(node));
    if (circle.length > 1 || targets.includes(node)) found.push(circle.sort());
  };
  for (const node of graph.keys()) if (!order.has(node)) visit(node);
  return found.sort();
}
