// Checks YAML manifests against the published models of Kubernetes and Istio: their JSON schemas for the values, their
// TypeScript types for fields that do not exist. Prints [{ file, document, errors }] for all documents of all files.
//
//   node check-manifests.mjs FILE...

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import ts from 'typescript';
import { parseAllDocuments } from 'yaml';

const require = createRequire(import.meta.url);

function modelsOf({ apiVersion }) {
  const models = apiVersion.includes('istio.io') ? '@kubernetes-models/istio' : 'kubernetes-models';
  return `${models}/${apiVersion}`;
}

function schemaErrors(document) {
  const Model = require(modelsOf(document))[document.kind];
  try {
    new Model(document).validate();
    return [];
  } catch (error) {
    return [error.message];
  }
}

// An object literal may hold no field that its type does not know, which no schema of these says.
function typeErrors(documents) {
  const sources = new Map(
    documents.map((document, i) => [
      `${process.cwd()}/manifest-${i}.ts`,
      `import type { I${document.kind} } from '${modelsOf(document)}';\nexport const document: I${document.kind} = ${JSON.stringify(document)};\n`,
    ]),
  );
  const options = { noEmit: true, strict: true, skipLibCheck: true, types: [], target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler };
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile } = host;
  host.fileExists = (name) => sources.has(name) || fileExists(name);
  host.readFile = (name) => sources.get(name) ?? readFile(name);
  const program = ts.createProgram([...sources.keys()], options, host);
  return [...sources.keys()].map((name) =>
    ts.getPreEmitDiagnostics(program, program.getSourceFile(name)).map((diagnostic) => ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n')),
  );
}

const manifests = process.argv.slice(2).flatMap((file) =>
  parseAllDocuments(readFileSync(file, 'utf8')).map((yaml) => ({ file, document: yaml.toJS(), errors: yaml.errors.map(String) })),
);
const ofTypes = typeErrors(manifests.map((manifest) => manifest.document));
manifests.forEach((manifest, i) => manifest.errors.push(...schemaErrors(manifest.document), ...ofTypes[i]));
console.log(JSON.stringify(manifests));
