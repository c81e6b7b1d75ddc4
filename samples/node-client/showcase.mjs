// The showcase from Node: its clients over @grpc/grpc-js, with promises where a call has one answer, and the rich error
// details of google.rpc decoded.

import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import grpc from '@grpc/grpc-js';
import protoLoader from '@grpc/proto-loader';
import protobuf from 'protobufjs';

const repository = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const googleProtos = dirname(createRequire(import.meta.url).resolve('google-proto-files/package.json'));

const services = [
  'analytics/v1/analytics_service',
  'chat/v1/chat_service',
  'events/v1/event_service',
  'orders/v1/order_service',
  'products/v1/product_service',
  'users/v1/user_service',
];

const { acme } = grpc.loadPackageDefinition(
  protoLoader.loadSync(services.map((name) => `acme/${name}.proto`), {
    includeDirs: [join(repository, 'protos'), join(repository, 'third_party', 'googleapis')],
    keepCase: true, // fields are called as in the .proto
    longs: Number,
    enums: String,
    defaults: true,
  }),
);

/** Clients of the services over one connection. Close with `clients.close()`. */
export function connect(address) {
  const channel = new grpc.Channel(address, grpc.credentials.createInsecure(), {});
  const client = (Service) => new Service(address, null, { channelOverride: channel });
  return {
    analytics: client(acme.analytics.v1.AnalyticsService),
    chat: client(acme.chat.v1.ChatService),
    events: client(acme.events.v1.EventService),
    orders: client(acme.orders.v1.OrderService),
    products: client(acme.products.v1.ProductService),
    users: client(acme.users.v1.UserService),
    close: () => channel.close(),
  };
}

/**
 * Calls a method with one request and one answer. Rejects with the error of grpc-js: `code`, `details`, `metadata`.
 * `options.metadata` is sent; `options.deadline` is a Date; `options.onHeaders` is given the response headers.
 */
export function unary(client, method, request, { metadata = new grpc.Metadata(), deadline, onHeaders } = {}) {
  return new Promise((resolve, reject) => {
    const call = client[method](request, metadata, { deadline }, (error, response) => (error ? reject(error) : resolve(response)));
    if (onHeaders) {
      call.on('metadata', onHeaders);
    }
  });
}

/** Calls a client-streaming method with all requests and returns its answer. */
export function clientStream(client, method, requests) {
  return new Promise((resolve, reject) => {
    const call = client[method]((error, response) => (error ? reject(error) : resolve(response)));
    for (const request of requests) {
      call.write(request);
    }
    call.end();
  });
}

const rpc = new protobuf.Root();
rpc.resolvePath = (_, target) => join(googleProtos, target);
rpc.loadSync(['google/rpc/status.proto', 'google/rpc/error_details.proto']);

/**
 * The rich details of an error (AIP-193), by the name of their type: `{ BadRequest: { fieldViolations: [...] } }`.
 * They arrive as a google.rpc.Status in the trailer `grpc-status-details-bin`.
 */
export function errorDetails(error) {
  const [encoded] = error.metadata.get('grpc-status-details-bin');
  const status = encoded ? rpc.lookupType('google.rpc.Status').decode(encoded) : { details: [] };
  return Object.fromEntries(
    status.details.map((detail) => {
      const name = detail.type_url.split('/').pop();
      const type = rpc.lookupType(name);
      return [type.name, type.toObject(type.decode(detail.value), { longs: Number })];
    }),
  );
}
