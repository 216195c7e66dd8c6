// A hook behind a condition or after an early return breaks the page the first time the condition turns:
// React counts hooks by their order. The compiler does not see it, so this reads every component and hook.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";

const isHook = (name: string) => /^use[A-Z]/.test(name);

/** Where hooks are called on some renders only, as "line: name". */
function sometimes(text: string): string[] {
  const file = ts.createSourceFile("page.tsx", text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
  const found: string[] = [];
  const name = (n: ts.CallExpression) => (ts.isIdentifier(n.expression) ? n.expression.text : ts.isPropertyAccessExpression(n.expression) ? n.expression.name.text : "");

  /** Walks one function; tells whether it may return before what follows. Functions within have a walk of their own. */
  function walk(node: ts.Node, conditional: boolean, state: { left: boolean }): void {
    if (ts.isFunctionLike(node)) return visit(node);
    if (ts.isReturnStatement(node) || ts.isThrowStatement(node)) {
      ts.forEachChild(node, (c) => walk(c, conditional, state));
      if (conditional) state.left = true;
      return;
    }
    if (ts.isCallExpression(node) && isHook(name(node)) && (conditional || state.left)) {
      found.push(`${file.getLineAndCharacterOfPosition(node.getStart()).line + 1}: ${name(node)}`);
    }
    if (ts.isIfStatement(node)) {
      walk(node.expression, conditional, state);
      walk(node.thenStatement, true, state);
      if (node.elseStatement) walk(node.elseStatement, true, state);
    } else if (ts.isConditionalExpression(node)) {
      walk(node.condition, conditional, state);
      walk(node.whenTrue, true, state);
      walk(node.whenFalse, true, state);
    } else if (ts.isBinaryExpression(node) && [ts.SyntaxKind.AmpersandAmpersandToken, ts.SyntaxKind.BarBarToken, ts.SyntaxKind.QuestionQuestionToken].includes(node.operatorToken.kind)) {
      walk(node.left, conditional, state);
      walk(node.right, true, state);
    } else if (ts.isIterationStatement(node, false) || ts.isSwitchStatement(node) || ts.isTryStatement(node)) {
      ts.forEachChild(node, (c) => walk(c, true, state));
    } else {
      ts.forEachChild(node, (c) => walk(c, conditional, state));
    }
  }

  function visit(node: ts.Node): void {
    const state = { left: false };
    ts.forEachChild(node, (c) => (ts.isFunctionLike(node) ? walk(c, false, state) : visit(c)));
  }
  visit(file);
  return found;
}

const files = (dir: string): string[] => readdirSync(dir, { withFileTypes: true }).flatMap((e) => (e.isDirectory() ? files(join(dir, e.name)) : /(?<!\.test)\.tsx?$/.test(e.name) ? [join(dir, e.name)] : []));

test.each([
  ["after an early return", "function A() { const a = useOne(); if (!a) return null; const b = useTwo(); return b; }", ["1: useTwo"]],
  ["in a branch", "function A() { if (x) { useOne(); } return null; }", ["1: useOne"]],
  ["behind &&", "const useA = () => { const a = x && useOne(); return a; };", ["1: useOne"]],
  ["in one arm of a choice", "const useA = () => (x ? useOne() : null);", ["1: useOne"]],
  ["in a loop", "function A() { for (const x of xs) useOne(x); }", ["1: useOne"]],
  ["first of a choice", "const useA = () => (useOne() ? 1 : 2);", []],
  ["in a return that ends the function", "function useA() { const a = useOne(); return useTwo(a); }", []],
  ["before an early return", "function A() { const a = useOne(); const b = useTwo(); if (!a) return null; return b; }", []],
  ["a return of a function within is not this one's", "function A() { const f = () => { if (x) return 1; return 2; }; return useOne(f); }", []],
])("a hook %s", (_, text, want) => {
  expect(sometimes(text)).toEqual(want);
});

test("every hook is called on every render", () => {
  const all = files(join(import.meta.dirname, "."));
  expect(all.length).toBeGreaterThan(100);
  expect(all.flatMap((f) => sometimes(readFileSync(f, "utf8")).map((at) => `${f}:${at}`))).toEqual([]);
});

// What an effect gives back is called when the page is left. A browser call in short form gives back whatever the
// browser's newest version does: scrollIntoView answers with a promise, and the page falls.
const short = /use(?:Layout)?Effect\(\(\) => (?!\{|\(\) =>)/;

test("effects give back a function or nothing", () => {
  expect("useEffect(() => box.current?.scrollIntoView(), [x]);").toMatch(short);
  expect("useEffect(() => { box.current?.scrollIntoView(); }, [x]);").not.toMatch(short);
  expect("useEffect(() => () => end(), []);").not.toMatch(short);
  expect(files(join(import.meta.dirname, ".")).filter((f) => short.test(readFileSync(f, "utf8")))).toEqual([]);
});
