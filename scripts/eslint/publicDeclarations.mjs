import { publicNames } from './publicNames.mjs';

/**
 * What a file declares under a name that its package offers.
 *
 * @typedef {any} Node of the tree that typescript-eslint makes
 * @typedef {{ name: string, statement: Node, declaration: Node, value: Node | undefined, doc: string | undefined }}
 *   Declaration `value` is the function or the initializer, `doc` the text of the doc comment
 *
 * @param {import('eslint').Rule.RuleContext} context
 * @param {Node} program
 * @returns {Declaration[]}
 */
export function publicDeclarations(context, program) {
  const names = publicNames(context.filename);
  if (names.size === 0) return [];
  return program.body.flatMap((/** @type {Node} */ statement) => {
    const declaration = statement.declaration ?? statement;
    const doc = docComment(context, statement);
    return declarators(declaration)
      .filter(({ name }) => names.has(name))
      .map((each) => ({ ...each, statement, doc }));
  });
}

/** @returns {string | undefined} the doc comment right before a node */
export function docComment(
  /** @type {import('eslint').Rule.RuleContext} */ context,
  /** @type {Node} */ node,
) {
  const comments = context.sourceCode.getCommentsBefore(node);
  return comments.findLast(({ type, value }) => type === 'Block' && value.startsWith('*'))?.value;
}

const isFunction = (/** @type {Node} */ node) => /Function/.test(node?.type ?? '');

/** @returns {{ name: string, declaration: Node, value: Node | undefined }[]} */
function declarators(/** @type {Node} */ declaration) {
  if (declaration.type === 'VariableDeclaration') {
    return declaration.declarations
      .filter((/** @type {Node} */ { id }) => id.type === 'Identifier')
      .map((/** @type {Node} */ each) => ({
        name: each.id.name,
        declaration: each,
        value: each.init ?? undefined,
      }));
  }
  if (declaration.id?.type !== 'Identifier') return [];
  const value = isFunction(declaration) ? declaration : undefined;
  return [{ name: declaration.id.name, declaration, value }];
}

/** The function that a declaration is, `function f() {}` or `const f = () => ...`. */
export const functionOf = (/** @type {Declaration} */ { value }) => (isFunction(value) ? value : undefined);
