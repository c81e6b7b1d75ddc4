// Checks a Grafana dashboard against the types that Grafana publishes. Prints the errors as JSON.
//
//   node check-dashboard.mjs FILE

import { readFileSync } from 'node:fs';
import { typeErrors } from './types.mjs';

const from = '@grafana/schema/dist/esm/raw/dashboard/x/Dashboard_types.gen';
const dashboard = JSON.parse(readFileSync(process.argv[2], 'utf8'));
// Among the panels of a dashboard its type allows rows and old forms; here are only plain ones, which are checked as such.
const { panels, ...rest } = dashboard;
const literals = [{ type: 'Dashboard', from, value: rest }, ...panels.map((value) => ({ type: 'Panel', from, value }))];
console.log(JSON.stringify(typeErrors(literals).flat()));
