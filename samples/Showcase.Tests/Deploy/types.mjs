// Checks values against TypeScript's types: a literal may hold no field that its type does not know.

import ts from 'typescript';

const options = { noEmit: true, strict: true, skipLibCheck: true, types: [], target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler };

// literals: [{ type, from, value }]. Returns the messages of the compiler for each.
export function typeErrors(literals) {
  const sources = new Map(
    literals.map(({ type, from, value }, i) => [
      `${process.cwd()}/literal-${i}.ts`,
      `import type { ${type} } from '${from}';\nexport const literal: ${type} = ${JSON.stringify(value)};\n`,
    ]),
  );
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile } = host;
  host.fileExists = (name) => sources.has(name) || fileExists(name);
  host.readFile = (name) => sources.get(name) ?? readFile(name);
  const program = ts.createProgram([...sources.keys()], options, host);
  return [...sources.keys()].map((name) =>
    ts.getPreEmitDiagnostics(program, program.getSourceFile(name)).map((diagnostic) => ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n')),
  );
}
