import { ARCHIVE_LIMITS, type ArchiveFault } from '../../domain/chat-archive.ts';
import { m } from '../../i18n/paraglide/messages.js';
import { formatBytes } from '../format.ts';

/** Why a file was not taken, as a person reads it. */
export function describeArchiveFault(fault: ArchiveFault, language: string): string {
  switch (fault) {
    case 'not-an-archive':
      return m.archive_not_an_archive();
    case 'newer-version':
      return m.archive_newer_version();
    case 'too-large':
      return m.archive_too_large({ limit: formatBytes(ARCHIVE_LIMITS.fileBytes, language) });
    case 'damaged':
      return m.archive_damaged();
  }
}
