import ts from 'typescript';

/**
 * How a file is imported: its values when it loads, its values later (`import()`), or its types alone, which are
 * gone before anything runs.
 *
 * @typedef {'values' | 'later' | 'types'} Use
 * @typedef {{ from: string, use: Use }} Import
 * @typedef {{ name: string, type: boolean, from?: string, original?: string }} Export `from` and `original` where
 *   it is passed on from another file
 * @typedef {{ imports: Import[], exports: Export[], lines: number }} Module
 */

/**
 * What one source file imports and exports, as written. Nothing is resolved.
 *
 * @param {string} text
 * @returns {Module}
 */
export function readModule(text) {
  const source = ts.createSourceFile('module.ts', text, ts.ScriptTarget.ES2022);
  /** @type {Import[]} */
  const imports = [];
  /** @type {Export[]} */
  const exports = [];
  for (const statement of source.statements) {
    if (ts.isImportDeclaration(statement)) {
      imports.push({ from: textOf(statement.moduleSpecifier), use: useOf(statement.importClause) });
    } else if (ts.isExportDeclaration(statement)) {
      const from = statement.moduleSpecifier && textOf(statement.moduleSpecifier);
      const names = namesOf(statement, from);
      exports.push(...names);
      if (from) imports.push({ from, use: names.every(({ type }) => type) ? 'types' : 'values' });
    } else if (ts.isExportAssignment(statement)) {
      exports.push({ name: 'default', type: false });
    } else if (isExported(statement)) {
      exports.push(...declaredNames(statement));
    }
  }
  if (text.includes('import(')) imports.push(...laterImports(source));
  return { imports, exports, lines: text.trimEnd().split('\n').length };
}

/** @returns {Use} */
function useOf(/** @type {ts.ImportClause | undefined} */ clause) {
  if (!clause) return 'values'; // for its effects
  if (clause.isTypeOnly) return 'types';
  const named = clause.namedBindings;
  if (clause.name || !named || ts.isNamespaceImport(named)) return 'values';
  return named.elements.length > 0 && named.elements.every(({ isTypeOnly }) => isTypeOnly)
    ? 'types'
    : 'values';
}

/** @returns {Export[]} */
function namesOf(/** @type {ts.ExportDeclaration} */ declaration, /** @type {string | undefined} */ from) {
  const clause = declaration.exportClause;
  if (!clause) throw new Error(`readModule: exports must have names, got *`);
  if (ts.isNamespaceExport(clause)) return [{ name: clause.name.text, type: declaration.isTypeOnly }];
  return clause.elements.map(({ name, propertyName, isTypeOnly }) => ({
    name: name.text,
    type: declaration.isTypeOnly || isTypeOnly,
    original: (propertyName ?? name).text,
    ...(from && { from }),
  }));
}

/** @returns {Export[]} */
function declaredNames(/** @type {ts.Statement} */ statement) {
  if (hasModifier(statement, ts.SyntaxKind.DefaultKeyword)) return [{ name: 'default', type: false }];
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.flatMap(({ name }) => boundNames(name));
  }
  const type = ts.isTypeAliasDeclaration(statement) || ts.isInterfaceDeclaration(statement);
  const { name } = /** @type {{ name?: ts.Identifier }} */ (/** @type {unknown} */ (statement));
  return name ? [{ name: name.text, type }] : [];
}

/** @returns {Export[]} */
function boundNames(/** @type {ts.BindingName} */ name) {
  if (ts.isIdentifier(name)) return [{ name: name.text, type: false }];
  return name.elements.flatMap((element) =>
    ts.isOmittedExpression(element) ? [] : boundNames(element.name),
  );
}

/** `import('x')`: of a value it loads later, of a type (`typeof import('x')`) never. */
function laterImports(/** @type {ts.SourceFile} */ source) {
  /** @type {Import[]} */
  const found = [];
  /** @type {(node: ts.Node) => void} */
  const visit = (node) => {
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [target] = node.arguments;
      if (target && ts.isStringLiteralLike(target)) found.push({ from: target.text, use: 'later' });
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      found.push({ from: textOf(/** @type {ts.Expression} */ (node.argument.literal)), use: 'types' });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

const isExported = (/** @type {ts.Statement} */ statement) =>
  hasModifier(statement, ts.SyntaxKind.ExportKeyword);

const hasModifier = (/** @type {ts.Statement} */ statement, /** @type {ts.SyntaxKind} */ kind) =>
  ts.canHaveModifiers(statement) &&
  (ts.getModifiers(statement) ?? []).some((modifier) => modifier.kind === kind);

const textOf = (/** @type {ts.Expression} */ literal) => /** @type {ts.StringLiteral} */ (literal).text;
