import type { Alignment, Model } from '../../domain/catalogue.ts';
import type { LoadPhase } from '../../domain/engine-state.ts';
import type { InstallState } from '../../domain/install-state.ts';
import type { InspectedModel, Trust } from '../../domain/remote-model.ts';
import { m } from '../../i18n/paraglide/messages.js';
import type { ModelNotes } from '../../state/models.svelte.ts';
import { formatBytes, formatCount, formatDate, formatLanguages, formatSeconds } from '../format.ts';

type Download = Extract<InstallState, { type: 'downloading' }>;

/** Facts in a row; those that are not known are left out. */
export function joinFacts(facts: readonly (string | null)[]): string {
  return facts.filter((fact) => fact !== null && fact !== '').join(m.fact_separator());
}

/** "84 MB · 135M parameters · Apache-2.0 · English" */
export function describeModel(model: Model, language: string): string {
  const { sizeBytes, parameters, licence, languages } = model;
  return joinFacts([
    sizeBytes === null ? null : formatBytes(sizeBytes, language),
    parameters === null ? null : nameParameters(parameters, language),
    licence,
    formatLanguages(languages, language),
  ]);
}

/** "135M parameters" */
export function nameParameters(parameters: number, language: string): string {
  return m.fact_parameters({ parameters: formatCount(parameters, language) });
}

/** "From WebLLM's list (huggingface.co) · hashes published by its host · last used 3 Nov 2026" */
export function describeOrigin(model: Model, notes: ModelNotes | null, language: string): string {
  const { lastUsedAt = null, verifiedAt = null } = notes ?? {};
  return joinFacts([
    nameOrigin(model.origin),
    model.origin.type === 'disk' ? m.trust_disk() : nameTrust(notes?.trust ?? guessTrust(model)),
    lastUsedAt === null ? null : m.fact_used({ date: formatDate(lastUsedAt, language) }),
    verifiedAt === null ? null : m.fact_verified({ date: formatDate(verifiedAt, language) }),
  ]);
}

function nameOrigin(origin: Model['origin']): string {
  switch (origin.type) {
    case 'own':
      return m.origin_own();
    case 'listed':
      return m.origin_listed({ host: hostOf(origin.folderUrl) });
    case 'address':
      return m.origin_address({ host: hostOf(origin.folderUrl) });
    case 'disk':
      return m.origin_disk({ file: origin.fileName });
  }
}

/** For a model of which nothing is remembered yet. */
function guessTrust({ origin, files }: Model): Trust {
  if (origin.type === 'own') return 'locked';
  return trustOfFiles(files);
}

/** Why the files of a model from elsewhere are believed: the weakest reason among them. */
export function trustOfFiles(files: InspectedModel['files']): Trust {
  return files.some(({ sha256 }) => sha256 === null) ? 'first-use' : 'published';
}

export function nameTrust(trust: Trust): string {
  switch (trust) {
    case 'locked':
      return m.trust_locked();
    case 'published':
      return m.trust_published();
    case 'first-use':
      return m.trust_first_use();
  }
}

export function hostOf(address: string): string {
  return URL.canParse(address) ? new URL(address).host : address;
}

export function nameAlignment(alignment: Alignment): string {
  switch (alignment) {
    case 'aligned':
      return m.alignment_aligned();
    case 'uncensored':
      return m.alignment_uncensored();
    case 'unknown':
      return m.alignment_unknown();
  }
}

/** What the word means, and which safety level is advised. */
export function explainAlignment(alignment: Alignment): string {
  switch (alignment) {
    case 'aligned':
      return m.alignment_aligned_hint();
    case 'uncensored':
      return m.alignment_uncensored_hint();
    case 'unknown':
      return m.alignment_unknown_hint();
  }
}

export function describePhase(phase: LoadPhase): string {
  switch (phase) {
    case 'starting':
      return m.phase_starting();
    case 'verifying':
      return m.phase_verifying();
    case 'uploading':
      return m.phase_uploading();
    case 'compiling':
      return m.phase_compiling();
  }
}

/** Why a download stands still; empty while it does not. */
export function describeActivity({ activity }: Download, language: string): string {
  switch (activity.type) {
    case 'fetching':
      return '';
    case 'retrying':
      return m.download_retrying({ time: formatSeconds(activity.inMs / 1_000, language) });
    case 'waiting':
      return m.download_waiting();
  }
}

/** "12 MB of 84 MB · 4 MB a second, about 18 sec left"; without a total, what is known without it. */
export function describeDownload(
  { receivedBytes, totalBytes, bytesPerSecond, activity }: Download,
  language: string,
): string {
  const received = formatBytes(receivedBytes, language);
  const amount =
    totalBytes === null
      ? received
      : m.download_progress({ received, total: formatBytes(totalBytes, language) });
  // a rate from before the connection failed says nothing of when it will end
  if (bytesPerSecond <= 0 || activity.type !== 'fetching') return amount;
  const rate = formatBytes(bytesPerSecond, language);
  if (totalBytes === null) return joinFacts([amount, m.download_rate_only({ rate })]);
  const time = formatSeconds((totalBytes - receivedBytes) / bytesPerSecond, language);
  return joinFacts([amount, m.download_rate({ rate, time })]);
}
