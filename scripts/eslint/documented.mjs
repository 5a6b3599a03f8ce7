import { docComment, publicDeclarations } from './publicDeclarations.mjs';

/**
 * Each public name has a doc comment. A type of which every member says what it is (a doc comment, or its axes beside
 * it), one derived from a value (`keyof typeof losses`) and a schema with a title need none; nor does the type that
 * shares the name of what is documented.
 *
 * @type {import('eslint').Rule.RuleModule}
 */
export const documented = {
  meta: {
    type: 'suggestion',
    schema: [],
    messages: {
      missing: '{{name}} is public: say what it is, with axes, units and ranges, in a doc comment.',
    },
  },
  create: (context) => ({
    Program(program) {
      const declarations = publicDeclarations(context, program);
      const speaks = (
        /** @type {import('./publicDeclarations.mjs').Declaration} */ { doc, declaration, value },
      ) =>
        doc !== undefined ||
        membersSpeak(context, declaration.typeAnnotation) ||
        isDerived(context, declaration) ||
        (value !== undefined && /\.meta\(\{\s*title:/.test(context.sourceCode.getText(value)));
      const said = new Set(declarations.filter(speaks).map(({ name }) => name));
      for (const { name, declaration } of declarations) {
        if (said.has(name)) continue;
        said.add(name);
        context.report({ node: declaration.id ?? declaration, messageId: 'missing', data: { name } });
      }
    },
  }),
};

/** `z.input<typeof Graph>`, `(typeof areas)[number]`, `keyof typeof losses`, `Op['op']`: told where the value is. */
const isDerived = (
  /** @type {import('eslint').Rule.RuleContext} */ { sourceCode },
  /** @type {import('./publicDeclarations.mjs').Node} */ { type, typeAnnotation },
) =>
  type === 'TSTypeAliasDeclaration' &&
  /^(z\.\w+<typeof \w+>|\(typeof \w+\)\[number\]|keyof typeof \w+|\w+\['\w+'\])$/.test(
    sourceCode.getText(typeAnnotation),
  );

/** @returns {boolean} */
function membersSpeak(
  /** @type {import('eslint').Rule.RuleContext} */ context,
  /** @type {import('./publicDeclarations.mjs').Node} */ type,
) {
  if (type?.type === 'TSIntersectionType') {
    return type.types.every(
      (/** @type {any} */ part) => part.type === 'TSTypeReference' || membersSpeak(context, part),
    );
  }
  if (type?.type !== 'TSTypeLiteral' || type.members.length === 0) return false;
  return type.members.every(
    (/** @type {any} */ member) =>
      docComment(context, member) !== undefined ||
      commentsIn(context, member) ||
      commentBeside(context, member),
  );
}

const commentsIn = (
  /** @type {import('eslint').Rule.RuleContext} */ { sourceCode },
  /** @type {any} */ node,
) => sourceCode.getCommentsInside(node).length > 0;

/** A comment after a member, on its line. */
const commentBeside = (
  /** @type {import('eslint').Rule.RuleContext} */ { sourceCode },
  /** @type {any} */ node,
) => sourceCode.getCommentsAfter(node).some(({ loc }) => loc?.start.line === node.loc.end.line);
