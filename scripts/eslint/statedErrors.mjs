import { docComment, functionOf, publicDeclarations } from './publicDeclarations.mjs';

/**
 * A public function that says `throw new SomeError(...)` itself, or in a function inside it, names it after `@throws`,
 * in its own doc comment or in that of the member inside it that throws. What the functions that it calls throw is
 * theirs to say.
 *
 * @type {import('eslint').Rule.RuleModule}
 */
export const statedErrors = {
  meta: {
    type: 'suggestion',
    schema: [],
    messages: { missing: '{{name}} throws {{error}}: say when, after @throws.' },
  },
  create: (context) => ({
    Program(program) {
      for (const each of publicDeclarations(context, program)) {
        const made = functionOf(each);
        if (!made) continue;
        for (const error of unsaid(context, made, each.doc ?? '')) {
          context.report({
            node: each.declaration.id,
            messageId: 'missing',
            data: { name: each.name, error },
          });
        }
      }
    },
  }),
};

/**
 * Classes of the errors that are made where they are thrown and that no doc comment around that place names.
 *
 * @param {import('eslint').Rule.RuleContext} context
 * @param {import('./publicDeclarations.mjs').Node} node
 * @param {string} said
 * @returns {Set<string>}
 */
function unsaid(context, node, said) {
  const { visitorKeys } = context.sourceCode;
  const heard = node.type === 'Property' ? said + (docComment(context, node) ?? '') : said;
  const thrown = node.type === 'ThrowStatement' && node.argument.type === 'NewExpression';
  const error = thrown ? node.argument.callee.name : undefined;
  const missing = error && !new RegExp(`@throws[^@]*\\b${error}\\b`).test(heard) ? [error] : [];
  const children = (visitorKeys[node.type] ?? []).flatMap((key) => node[key] ?? []).filter(Boolean);
  const below = children.flatMap((/** @type {any} */ child) => [...unsaid(context, child, heard)]);
  return new Set([...missing, ...below]);
}
