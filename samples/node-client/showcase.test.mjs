// The showcase as a client in another language meets it: every kind of call, deadlines, metadata, cancellation and rich
// errors. Run it against any host: node samples/node-client/showcase.test.mjs localhost:50051

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { after, test } from 'node:test';
import grpc from '@grpc/grpc-js';
import { clientStream, connect, errorDetails, unary } from './showcase.mjs';

const [address = 'localhost:50051'] = process.argv.slice(2);
const clients = connect(address);
after(() => clients.close());

const someone = () => ({ name: 'Grace Hopper', email: `grace-${randomUUID()}@example.com`, role: 'USER_ROLE_ADMIN', tags: ['navy'] });
const createUser = () => unary(clients.users, 'CreateUser', { user: someone() });
const inSeconds = (seconds) => new Date(Date.now() + seconds * 1000);

async function collect(stream) {
  const messages = [];
  for await (const message of stream) {
    messages.push(message);
  }
  return messages;
}

test('unary: a user is created and read back', async () => {
  const created = await createUser();

  const read = await unary(clients.users, 'GetUser', { id: created.id });

  assert.deepEqual(read, created);
  assert.equal(read.role, 'USER_ROLE_ADMIN');
});

test('server streaming: products come one by one, in order, and as many as asked for', async () => {
  const products = await collect(clients.products.SearchProducts({ query: '', limit: 100 }));

  assert.equal(products.length, 100);
  assert.deepEqual(products.map((product) => product.id), products.map((product) => product.id).toSorted((a, b) => a - b));
});

test('client streaming: measurements become one summary', async () => {
  const values = [4, 1, 3, 2];

  const result = await clientStream(clients.analytics, 'RecordMetrics', values.map((value) => ({ name: 'latency', value })));

  assert.equal(result.total_count, 4);
  const [summary] = result.summaries;
  assert.deepEqual([summary.min, summary.max, summary.sum, summary.mean], [1, 4, 10, 2.5]);
});

test('bidirectional streaming: two members of a room hear each other in the same order', async () => {
  const room_id = randomUUID();
  const ada = clients.chat.Chat();
  const bob = clients.chat.Chat();
  ada.write({ user_id: 'ada', room_id, kind: 'KIND_JOIN' });
  await once(ada, 'data'); // her own coming
  bob.write({ user_id: 'bob', room_id, kind: 'KIND_JOIN' });
  await Promise.all([once(ada, 'data'), once(bob, 'data')]);

  bob.write({ user_id: 'bob', room_id, content: 'hello' });
  const [[heard], [own]] = await Promise.all([once(ada, 'data'), once(bob, 'data')]);

  assert.equal(heard.content, 'hello');
  assert.deepEqual(heard, own);
  ada.end();
  bob.end();
  await Promise.all([collect(ada), collect(bob)]);
});

test('deadline: the call ends when its time is over', async () => {
  const user = await createUser();
  const request = { user_id: user.id, product_id: 1, step_delay: { seconds: 5 } };
  const started = performance.now();

  await assert.rejects(unary(clients.orders, 'ComplexOperation', request, { deadline: inSeconds(0.5) }), { code: grpc.status.DEADLINE_EXCEEDED });

  assert.ok(performance.now() - started < 5000, 'it did not wait for the steps');
});

test('deadline: the server is told how much time there is', async () => {
  const user = await createUser();

  const answer = await unary(clients.orders, 'ComplexOperation', { user_id: user.id, product_id: 1 }, { deadline: inSeconds(60) });

  const [{ budget }] = answer.steps;
  assert.ok(budget.seconds > 30 && budget.seconds <= 60, `${budget.seconds} s`);
});

test('metadata: the request id that the caller sends comes back in the headers', async () => {
  const metadata = new grpc.Metadata();
  metadata.set('x-request-id', 'node-1');
  let headers;

  await assert.rejects(unary(clients.users, 'GetUser', { id: 2147483647 }, { metadata, onHeaders: (received) => (headers = received) }));
  const user = await createUser();
  await unary(clients.users, 'GetUser', { id: user.id }, { metadata, onHeaders: (received) => (headers = received) });

  assert.deepEqual(headers.get('x-request-id'), ['node-1']);
});

test('rich errors: every wrong field is named', async () => {
  const error = await unary(clients.users, 'CreateUser', { user: { email: 'nobody', phone: 'call me' } }).catch((e) => e);

  assert.equal(error.code, grpc.status.INVALID_ARGUMENT);
  const { BadRequest, ErrorInfo } = errorDetails(error);
  assert.deepEqual(BadRequest.fieldViolations.map((violation) => violation.field), ['user.name', 'user.email', 'user.phone']);
  assert.equal(ErrorInfo.reason, 'INVALID_REQUEST');
});

test('rich errors: what is missing is named', async () => {
  const error = await unary(clients.users, 'GetUser', { id: 2147483647 }).catch((e) => e);

  assert.equal(error.code, grpc.status.NOT_FOUND);
  assert.equal(errorDetails(error).ResourceInfo.resourceName, 'users/2147483647');
});

test('cancellation: a subscriber that leaves gets CANCELLED, after what it heard', async () => {
  const subscription = clients.events.SubscribeToEvents({ event_types: ['user.created'] });
  await once(subscription, 'metadata'); // from now on nothing is missed
  const user = await createUser();
  const [event] = await once(subscription, 'data');
  assert.equal(event.attributes.user_id, `${user.id}`);

  subscription.cancel();
  await assert.rejects(collect(subscription), { code: grpc.status.CANCELLED });
});
