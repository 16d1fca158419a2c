import fc from 'fast-check';
import { appendEntry } from '../../../../src/safety/audit/chain.ts';
import type { AuditEntry, AuditEvent } from '../../../../src/safety/audit/entry.ts';
import { CATEGORIES } from '../../../../src/safety/classifier/heads.ts';
import { ENTITIES } from '../../../../src/safety/personal-data/entities.ts';
import { ACTIONS } from '../../../../src/safety/policy/names.ts';

export const DAY_MS = 86_400_000;
export const NOON = Date.UTC(2026, 10, 25, 12);

export function eventAt(time: number, more: Partial<AuditEvent> = {}): AuditEvent {
  return {
    time,
    stage: 'input',
    cause: { type: 'rate-limit' },
    action: 'block',
    policyHash: 'a'.repeat(64),
    conversationId: 'conversation-1',
    messageId: 'message-1',
    ...more,
  };
}

export function saltOf(number: number): string {
  return number.toString(16).padStart(32, '0');
}

/** A log of one entry for each time, in this order. */
export function chainAt(times: readonly number[]): AuditEntry[] {
  return chainOf(times.map((time) => ({ event: eventAt(time), text: `at ${time}` })));
}

interface Step {
  event: AuditEvent;
  text: string;
  salt?: string;
  keepText?: boolean;
}

export function chainOf(steps: readonly Step[]): AuditEntry[] {
  const entries: AuditEntry[] = [];
  for (const [at, { event, text, salt = saltOf(at), keepText = true }] of steps.entries()) {
    entries.push(appendEntry(entries.at(-1) ?? null, event, text, { salt, keepText }));
  }
  return entries;
}

const identifier = fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' });
const probability = fc.double({ min: 0, max: 1, noNaN: true });
const cause: fc.Arbitrary<AuditEvent['cause']> = fc.oneof(
  fc.record({
    type: fc.constant('category' as const),
    category: fc.constantFrom(...CATEGORIES),
    score: probability,
    threshold: probability,
  }),
  fc.record({ type: fc.constant('rule' as const), id: identifier }),
  fc.record({
    type: fc.constant('personal-data' as const),
    entity: fc.constantFrom(...ENTITIES),
    count: fc.integer({ min: 1, max: 99 }),
  }),
  fc.record({
    type: fc.constantFrom(
      'classifier-unavailable' as const,
      'rate-limit' as const,
      'cool-down' as const,
      'policy-changed' as const,
    ),
  }),
);

export const anyEvent: fc.Arbitrary<AuditEvent> = fc.record({
  time: fc.integer({ min: 0, max: NOON }),
  stage: fc.constantFrom('input' as const, 'output' as const),
  cause,
  action: fc.constantFrom(...ACTIONS),
  policyHash: fc.stringMatching(/^[0-9a-f]{64}$/u),
  conversationId: fc.oneof(fc.constantFrom('one', 'two'), fc.constant(null), identifier),
  messageId: fc.option(identifier),
});

export const anyStep = fc.record({
  event: anyEvent,
  text: fc.string({ unit: 'binary' }),
  salt: fc.stringMatching(/^[0-9a-f]{32}$/u),
  keepText: fc.boolean(),
});

/** A log of one to six entries of all kinds. */
export const anyChain = fc.array(anyStep, { minLength: 1, maxLength: 6 }).map(chainOf);
