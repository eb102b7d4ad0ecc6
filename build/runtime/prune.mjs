// What of Pyodide's glue this runtime needs, and which of the interpreter's exports that is.
//
// The glue is Emscripten's output: one function whose body is a flat list of declarations, most of which serve
// libraries that could be loaded later (SDL, WebGL, sockets of Node) or Pyodide's own Python layer. Each statement
// becomes a node of a graph, `Module["x"]` and `wasmExports["x"]` are nodes of it as well, and what the statements
// that run cannot reach goes. Imports that only that Python layer calls become a function that throws.
//
// It is written for one published file and checks that it reads that one: see `make.mjs`.

import ts from "typescript";

const { SyntaxKind: K } = ts;

// Imports of the interpreter that are kept: system calls, clocks, randomness, memory. The others are Pyodide's.
const SYSTEM = new RegExp(
  "^(__syscall_|_emscripten_|emscripten_(runtime_keepalive|date_now|get_now|get_heap_max|resize_heap)|fd_|environ_|" +
    "clock_|proc_exit|random_get|_(tzset|abort|munmap|msync|mmap|timegm|mktime|localtime|gmtime|setitimer|dlopen|" +
    "dlsym)_js|__call_sighandler|__assert_fail|exit$|_Py|invoke_|_try_|_maybe_|__hiwire_deduplicate)",
);
// Called while constructors run; what they set up is Pyodide's, or a second name for a function that is not used.
const QUIET = {
  emscripten_asm_const_int: "() => 0",
  _Py_emscripten_runtime: "() => 0", // the browser's name, which Python need not know
};
// Statements that run while the glue loads.
const ROOTS = [
  'if(ENVIRONMENT_IS_NODE){const{createRequire',
  "if(ENVIRONMENT_IS_NODE){fs=",
  "FS.staticInit()",
  '{if(Module["preloadPlugins"])',
  "addOnPreRun(function setEmscriptenTrampoline",
  "wasmExports=await",
  "run()",
  "if(runtimeInitialized)",
  "return ",
];

/**
 * `text` is the glue, `imports` the functions the interpreter imports, `used` the properties of Module that the
 * caller reads. Returns {text, exports}.
 */
export function prune(text, imports, used) {
  const body = ts
    .createSourceFile("glue.mjs", text, ts.ScriptTarget.ESNext, false, ts.ScriptKind.JS)
    .statements.find((statement) => statement.kind === K.FunctionDeclaration).body.statements;
  const nodes = body.flatMap((statement) => nodesOf(text, statement, imports));
  nodes.push({ text: "function unavailable(name){throw new Error(`not part of this runtime: ${name}`)}", names: ["unavailable"] });

  const named = new Map();
  for (const node of nodes) {
    for (const name of [...(node.names ?? []), ...(node.follows ?? [])]) named.set(name, [...(named.get(name) ?? []), node]);
  }
  const reached = new Set();
  const live = new Set();
  const todo = used.map((name) => `Module.${name}`);
  const keep = (node) => {
    if (live.has(node)) return;
    live.add(node);
    todo.push(...(node.names ?? []), ...(node.reads ?? []));
  };
  nodes.filter((node) => node.root).forEach(keep);
  while (todo.length > 0) {
    const name = todo.pop();
    if (reached.has(name)) continue;
    reached.add(name);
    named.get(name)?.forEach(keep);
  }
  const lines = nodes.filter((node) => live.has(node)).map((node) => node.assignments?.(reached) ?? node.text);
  for (const node of live) node.exportsFor?.(reached).forEach((name) => reached.add(`wasmExports.${name}`));
  return {
    text: `export default async function create(moduleArg={}){\n${lines.join("\n")}\n}\n`,
    exports: [...reached].filter((name) => name.startsWith("wasmExports.")).map((name) => name.slice(12)).sort(),
  };
}

const source = (text, node) => text.slice(node.pos, node.end).trim();

/** Identifiers that a piece of code reads, and the properties of Module and wasmExports. */
function reads(node, found = new Set()) {
  const owner = node.expression?.kind === K.Identifier ? node.expression.text : null;
  if (node.kind === K.Identifier) found.add(node.text);
  else if (node.kind === K.PropertyAccessExpression) {
    if (owner === "Module") found.add(`Module.${node.name.text}`);
    reads(node.expression, found);
  } else if (node.kind === K.PropertyAssignment) {
    if (node.name.kind === K.ComputedPropertyName) reads(node.name, found);
    reads(node.initializer, found);
  } else {
    if (node.kind === K.ElementAccessExpression && node.argumentExpression.kind === K.StringLiteral) {
      if (["Module", "wasmExports"].includes(owner)) found.add(`${owner}.${node.argumentExpression.text}`);
    }
    ts.forEachChild(node, (child) => void reads(child, found));
  }
  return found;
}

function nodesOf(text, statement, imports) {
  const code = source(text, statement);
  if (statement.kind === K.FunctionDeclaration) {
    const name = statement.name.text;
    if (name === "assignWasmExports") return [exportsNode(text, statement)];
    // It wraps exports that are missing by now into functions nobody calls.
    if (name === "applySignatureConversions") return [{ text: code, names: [name] }];
    return [{ text: code, names: [name], reads: reads(statement) }];
  }
  if (statement.kind === K.ClassDeclaration) return [{ text: code, names: [statement.name.text], reads: reads(statement) }];
  if (statement.kind === K.VariableStatement) {
    const { declarations, flags } = statement.declarationList;
    const word = flags & ts.NodeFlags.Const ? "const" : flags & ts.NodeFlags.Let ? "let" : "var";
    return declarations.map((one) => variable(text, one, word, imports));
  }
  if (ROOTS.some((start) => code.startsWith(start))) return [{ text: code, root: true, reads: reads(statement) }];
  let found;
  if ((found = /^([\w$]+)\.(sig|isAsync)=/.exec(code))) return [{ text: code, follows: [found[1]] }];
  if ((found = /^Module\["([\w$]+)"\]=([\w$]+);?$/.exec(code))) {
    return [{ text: code, names: [`Module.${found[1]}`], reads: new Set([found[2]]) }];
  }
  if (/^(for\(var )?base64ReverseLookup[[=]/.test(code)) return [{ text: code, follows: ["base64Decode"] }];
  return [];
}

function variable(text, declaration, word, imports) {
  const code = `${word} ${source(text, declaration)};`;
  const names = [];
  (function collect(name) {
    if (name.kind === K.Identifier) names.push(name.text);
    else name.elements.forEach((element) => collect(element.name));
  })(declaration.name);
  if (names[0] === "wasmImports") return importsNode(text, declaration.initializer, imports);
  // Code inside the interpreter's data, for functions that are quiet or unavailable here.
  if (names[0] === "ASM_CONSTS") return { text: "var ASM_CONSTS={};", names };
  const found = declaration.initializer ? reads(declaration.initializer) : new Set();
  if (names[0] !== "FS") return { text: code, names, reads: found };
  // Of the file systems the one in memory is enough.
  const others = ["IDBFS", "NODEFS", "WORKERFS", "PROXYFS", "LZ4"];
  others.forEach((name) => found.delete(name));
  return { text: code.replace(/FS\.filesystems=\{[^}]*\}/, "FS.filesystems={MEMFS}"), names, reads: found };
}

/** The table of functions that the interpreter imports. */
function importsNode(text, table, imports) {
  const found = new Set();
  const entries = table.properties
    .filter((property) => imports.has(property.name.text))
    .map((property) => {
      const name = property.name.text;
      if (Object.hasOwn(QUIET, name)) return `${name}:${QUIET[name]}`;
      if (SYSTEM.test(name)) {
        reads(property.initializer ?? property.name, found);
        return source(text, property);
      }
      found.add("unavailable");
      return `${name}:()=>unavailable("${name}")`;
    });
  return { text: `var wasmImports={${entries.join(",")}};`, names: ["wasmImports"], reads: found };
}

/** `_x=Module["_x"]=wasmExports["x"]`, thousands of times: those whose left side somebody reads. */
function exportsNode(text, statement) {
  const all = statement.body.statements.map(({ expression }) => {
    const targets = [];
    let value = expression;
    for (; value.kind === K.BinaryExpression && value.operatorToken.kind === K.EqualsToken; value = value.right) {
      targets.push({ text: source(text, value.left), name: [...reads(value.left)].find((name) => name !== "Module") });
    }
    const exported = [...reads(value)].filter((name) => name.startsWith("wasmExports."));
    return { targets, value: source(text, value), exported: exported.map((name) => name.slice(12)) };
  });
  const wanted = (reached) => all.filter(({ targets }) => targets.some(({ name }) => reached.has(name)));
  return {
    names: ["assignWasmExports"],
    assignments: (reached) => {
      const lines = wanted(reached).map(({ targets, value }) =>
        [...targets.filter(({ name }) => reached.has(name)).map((target) => target.text), value].join("="),
      );
      return `function assignWasmExports(wasmExports){${lines.join(";")}}`;
    },
    exportsFor: (reached) => wanted(reached).flatMap(({ exported }) => exported),
  };
}
