// Checks YAML manifests against the published models of Kubernetes and Istio: their JSON schemas for the values, their
// TypeScript types for fields that do not exist. Prints [{ file, document, errors }] for all documents of all files.
//
//   node check-manifests.mjs FILE...

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { parseAllDocuments } from 'yaml';
import { typeErrors } from './types.mjs';

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

const manifests = process.argv.slice(2).flatMap((file) =>
  parseAllDocuments(readFileSync(file, 'utf8')).map((yaml) => ({ file, document: yaml.toJS(), errors: yaml.errors.map(String) })),
);
const ofTypes = typeErrors(manifests.map(({ document }) => ({ type: `I${document.kind}`, from: modelsOf(document), value: document })));
manifests.forEach((manifest, i) => manifest.errors.push(...schemaErrors(manifest.document), ...ofTypes[i]));
console.log(JSON.stringify(manifests));
