import type { Model } from '../../domain/catalogue.ts';
import type { LoadPhase } from '../../domain/engine-state.ts';
import type { InstallState } from '../../domain/install-state.ts';
import { m } from '../../i18n/paraglide/messages.js';
import { formatBytes, formatCount, formatLanguages, formatSeconds } from '../format.ts';

/** "84 MB · 135M parameters · Apache-2.0 · English" */
export function describeModel(model: Model, language: string): string {
  return m.model_facts({
    size: formatBytes(model.sizeBytes, language),
    parameters: formatCount(model.parameters, language),
    licence: model.licence,
    languages: formatLanguages(model.languages, language),
  });
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

/** "12 MB of 84 MB · 4 MB a second, about 18 sec left" */
export function describeDownload(
  install: Extract<InstallState, { type: 'downloading' }>,
  language: string,
): string {
  const amount = m.download_progress({
    received: formatBytes(install.receivedBytes, language),
    total: formatBytes(install.totalBytes, language),
  });
  if (install.bytesPerSecond <= 0) return amount;
  const rate = m.download_rate({
    rate: formatBytes(install.bytesPerSecond, language),
    time: formatSeconds(
      (install.totalBytes - install.receivedBytes) / install.bytesPerSecond,
      language,
    ),
  });
  return `${amount} · ${rate}`;
}
