import type { Message } from '../domain/conversation.ts';
import type { Judged } from '../protocol/chat-contract.ts';
import type { AuditCause } from '../safety/audit/entry.ts';
import type { Decision } from '../safety/index.ts';
import type { Preferences } from '../storage/preferences.ts';
import type { Audit } from './audit.svelte.ts';
import type { Limits } from './limits.svelte.ts';
import type { Reports } from './reports.svelte.ts';
import type { Safety } from './safety.svelte.ts';
import { toUsageKinds, type Usage } from './usage.svelte.ts';

/** What of a message goes into the audit log. */
interface Subject {
  /** Of the policy under which it was judged. */
  policyHash: string;
  conversationId: string | null;
  messageId: string | null;
  text: string;
}

export interface OversightParts {
  preferences: Preferences;
  audit: Audit;
  limits: Limits;
  reports: Reports;
  usage: Usage;
  safety: Safety;
}

/** Limits, the audit log and what is counted, as the chat uses them: all follow the policy in force. */
export class Oversight {
  readonly #preferences: Preferences;
  readonly #audit: Audit;
  readonly #limits: Limits;
  readonly #reports: Reports;
  readonly #usage: Usage;
  readonly #safety: Safety;

  constructor({ preferences, audit, limits, reports, usage, safety }: OversightParts) {
    this.#preferences = preferences;
    this.#audit = audit;
    this.#limits = limits;
    this.#reports = reports;
    this.#usage = usage;
    this.#safety = safety;
  }

  /** How long no message is taken, and why; null if one would be. */
  get wait(): Limits['wait'] {
    return this.#limits.wait;
  }

  /** Brings limits and log up to date with the policy and the time. */
  async start(): Promise<void> {
    const { policy } = this.#safety;
    await this.#limits.refresh(policy);
    // nobody waits for old records to be deleted; reading usage deletes its own
    void this.#audit.expire(policy.audit.retentionDays);
    void this.#usage.read();
  }

  /** Counts one message; false if the policy's limits do not allow it now. */
  async admit(): Promise<boolean> {
    await this.#notePolicy();
    const { policy } = this.#safety;
    if (policy.rateLimit === null && policy.coolDown === null) return true;
    const answer = await this.#limits.admit(policy);
    if (answer.allowed) return true;
    const policyHash = await this.#safety.hashPolicy();
    await this.#note('input', { type: answer.reason }, 'block', aboutPolicy(policyHash));
    return false;
  }

  /** Records what was decided about a question or a reply, and counts a block. */
  async record(
    message: Message,
    judged: Pick<Judged, 'decisions' | 'policyHash'> & { by: Decision | null },
  ): Promise<void> {
    const side = message.role === 'user' ? 'prompt' : 'response';
    await this.#usage.count(...toUsageKinds(side, judged));
    const subject = {
      policyHash: judged.policyHash,
      conversationId: message.conversationId,
      messageId: message.id,
      text: message.text,
    };
    for (const { action, cause } of judged.decisions.filter((decision) => decision.side === side)) {
      await this.#note(
        side === 'prompt' ? 'input' : 'output',
        toAuditCause(cause),
        action,
        subject,
      );
    }
    // somebody who was given help instead of an answer is not made to wait for it
    if (judged.by?.side === side && judged.by.action === 'block') {
      await this.#limits.noteBlock(this.#safety.policy);
    }
  }

  /** Deletes what is kept of a conversation's texts. */
  async forget(conversationId: string): Promise<void> {
    await this.#audit.eraseConversation(conversationId);
    await this.#reports.eraseConversation(conversationId);
  }

  /**
   * Writes into the log that another policy is in force than at the last message. A policy under which nothing is logged is
   * named too when it follows one under which something was: a gap in the log must say why it is there.
   */
  async #notePolicy(): Promise<void> {
    const { policy } = this.#safety;
    const lastHash = this.#preferences.read('audited-policy');
    if (!policy.audit.enabled && lastHash === null) return;
    const policyHash = await this.#safety.hashPolicy();
    if (policyHash === lastHash) return;
    this.#preferences.write('audited-policy', policy.audit.enabled ? policyHash : '');
    const { text, ...ids } = aboutPolicy(policyHash);
    const event = { stage: 'input', cause: { type: 'policy-changed' }, action: 'log' } as const;
    await this.#audit.note({ time: Date.now(), ...event, ...ids }, text, false);
  }

  async #note(
    stage: 'input' | 'output',
    cause: AuditCause,
    action: Decision['action'],
    { text, ...ids }: Subject,
  ): Promise<void> {
    const { policy } = this.#safety;
    if (!policy.audit.enabled) return;
    await this.#audit.note(
      { time: Date.now(), stage, cause, action, ...ids },
      text,
      policy.audit.fullText,
    );
  }
}

/** For what belongs to no message. */
function aboutPolicy(policyHash: string): Subject {
  return { policyHash, conversationId: null, messageId: null, text: '' };
}

function toAuditCause(cause: Decision['cause']): AuditCause {
  return cause.type === 'rule' ? { type: 'rule', id: cause.ruleId } : cause;
}
