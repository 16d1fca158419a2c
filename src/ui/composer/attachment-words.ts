import type { AttachmentFault, KeptPart } from '../../domain/attachment.ts';
import type { AttachmentFit } from '../../domain/fit-attachments.ts';
import { m } from '../../i18n/paraglide/messages.js';
import { formatBytes, formatNumber, formatSeconds } from '../format.ts';

/** Why a file could not be attached, and what can be done. */
export function describeFault(fault: AttachmentFault, language: string): string {
  switch (fault.type) {
    case 'unknown-kind':
      return m.attach_unknown_kind();
    case 'empty':
      return m.attach_empty();
    case 'too-large':
      return m.attach_too_large({ size: formatBytes(fault.mostBytes, language) });
    case 'too-long':
      return m.attach_too_long({ count: formatNumber(fault.mostCharacters, language) });
    case 'encrypted':
      return m.attach_encrypted();
    case 'damaged':
      return m.attach_damaged();
    case 'no-text':
      return m.attach_no_text();
    case 'too-slow':
      return m.attach_too_slow({ time: formatSeconds(fault.afterMs / 1_000, language) });
    case 'unreadable':
      return m.attach_unreadable();
  }
}

/** What choosing a part means where not everything has room. */
export function nameChoice(part: KeptPart, fit: Exclude<AttachmentFit, 'fits'>): string {
  switch (part) {
    case 'all':
      return fit === 'too-long' ? m.attach_part_all_refused() : m.attach_part_all_crowds();
    case 'beginning':
      return m.attach_part_beginning();
    case 'end':
      return m.attach_part_end();
  }
}

/** What an attachment is called of which only a part is sent. */
export function nameCut(name: string, part: Exclude<KeptPart, 'all'>): string {
  return part === 'beginning' ? m.attach_name_beginning({ name }) : m.attach_name_end({ name });
}
