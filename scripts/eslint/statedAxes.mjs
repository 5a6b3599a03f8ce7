import { functionOf, publicDeclarations } from './publicDeclarations.mjs';

// An array by its type: tensors, arrays with a shape, and lists of numbers; bytes are not.
const array =
  /\b(NdArray|Tensor([1-6]D)?|TypedArray|(Float(32|64)|(Ui|I)nt(16|32)|Int8|Big(Ui|I)nt64)Array|number\[\])(?!\w)/;

/**
 * A public function that takes or returns arrays or tensors says their axes, `[y, x]`, in its doc comment or beside
 * its parameters; one that takes any says `any shape`.
 *
 * @type {import('eslint').Rule.RuleModule}
 */
export const statedAxes = {
  meta: {
    type: 'suggestion',
    schema: [],
    messages: {
      missing: '{{name}} takes or returns arrays: say their axes, as in `[y, x]`, or that any shape will do.',
    },
  },
  create: (context) => ({
    Program(program) {
      for (const each of publicDeclarations(context, program)) {
        const made = functionOf(each);
        if (!made) continue;
        const types = [...made.params.map(annotationOf), made.returnType].filter(Boolean);
        if (!types.some((type) => array.test(context.sourceCode.getText(type)))) continue;
        const beside = context.sourceCode
          .getCommentsInside(made)
          .filter(({ range }) => (range?.[0] ?? 0) < made.body.range[0]);
        const said = [each.doc ?? '', ...beside.map(({ value }) => value)].join(' ');
        if (!/\[[^\]]*\]|\bany shape\b/i.test(said))
          context.report({ node: each.declaration.id, messageId: 'missing', data: { name: each.name } });
      }
    },
  }),
};

const annotationOf = (/** @type {any} */ parameter) => (parameter.left ?? parameter).typeAnnotation;
