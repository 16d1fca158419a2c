import type { AppError } from '../domain/app-error.ts';
import type { Result } from '../domain/result.ts';

/**
 * Raise it with every change of a message's shape. A page and a worker from different releases can meet after an update;
 * they must notice before they misread each other.
 */
export const PROTOCOL_VERSION = 5;

/** What one request carries: its payload, the items it streams back (`never` if none) and its final reply. */
export interface Exchange {
  request: unknown;
  item: unknown;
  reply: unknown;
}

/** A worker's whole interface: requests by name, and events that it sends by itself. */
export interface Contract {
  requests: Record<string, Exchange>;
  events: Record<string, unknown>;
}

export type RequestName<C extends Contract> = keyof C['requests'] & string;
export type EventName<C extends Contract> = keyof C['events'] & string;
export type RequestOf<C extends Contract, N extends RequestName<C>> = C['requests'][N]['request'];
export type ItemOf<C extends Contract, N extends RequestName<C>> = C['requests'][N]['item'];
export type ReplyOf<C extends Contract, N extends RequestName<C>> = C['requests'][N]['reply'];

/** Page to worker. */
export type Outbound =
  { type: 'call'; id: number; name: string; request: unknown } | { type: 'abort'; id: number };

/** Worker to page. */
export type Inbound =
  /** `lifeline` is the lock that the worker holds for its life; absent where there are no locks. */
  | { type: 'hello'; protocolVersion: number; lifeline?: string }
  | { type: 'item'; id: number; item: unknown }
  | { type: 'settled'; id: number; result: Result<unknown> }
  | { type: 'beat' }
  | { type: 'event'; name: string; payload: unknown }
  | { type: 'crashed'; error: AppError };

/** The part of `Worker` and of a worker's global scope that a port needs; a test can be the other side. */
export interface Endpoint {
  postMessage(message: unknown, transfer?: Transferable[]): void;
  addEventListener(
    type: 'message' | 'error' | 'messageerror',
    listener: (event: MessageEvent | Event) => void,
  ): void;
}

export function isInbound(data: unknown): data is Inbound {
  if (!hasType(data)) return false;
  switch (data.type) {
    case 'hello':
      return (
        'protocolVersion' in data &&
        typeof data.protocolVersion === 'number' &&
        (!('lifeline' in data) || typeof data.lifeline === 'string')
      );
    case 'item':
    case 'settled':
      return 'id' in data && typeof data.id === 'number';
    case 'event':
      return 'name' in data && typeof data.name === 'string';
    case 'crashed':
      return 'error' in data;
    case 'beat':
      return true;
    default:
      return false;
  }
}

export function isOutbound(data: unknown): data is Outbound {
  if (!hasType(data) || !('id' in data) || typeof data.id !== 'number') return false;
  return data.type === 'abort' || (data.type === 'call' && 'name' in data);
}

function hasType(data: unknown): data is { type: string } {
  return (
    typeof data === 'object' && data !== null && 'type' in data && typeof data.type === 'string'
  );
}
