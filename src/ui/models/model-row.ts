import type { Model } from '../../domain/catalogue.ts';
import { loadedModelId } from '../../domain/engine-state.ts';
import { m } from '../../i18n/paraglide/messages.js';
import type { App } from '../../state/app.svelte.ts';
import { formatBytes } from '../format.ts';

/** What the row's first button does. */
type RowAction =
  'download' | 'resume' | 'repair' | 'pause' | 'stop' | 'load' | 'cancel' | 'unload' | 'undo';

export interface Row {
  action: RowAction;
  label: string;
  isPrimary: boolean;
  isDisabled: boolean;
  canDelete: boolean;
  hasMore: boolean;
  /** Where the model is, in words; empty while a progress bar says it. */
  status: string;
}

/** How a known model is offered, from what is being done with it. */
export function rowOf(app: App, model: Model): Row {
  const { models, engine, settings } = app;
  const install = models.installOf(model.id);
  const isBlocked = app.status === 'blocked';
  const row = { isPrimary: false, isDisabled: false, canDelete: false, hasMore: false, status: '' };
  if (models.isLeaving(model.id)) {
    return { ...row, ...does('undo'), status: m.model_leaving({ name: model.name }) };
  }
  switch (install.type) {
    case 'queued':
    case 'downloading':
      return { ...row, ...does('pause') };
    case 'reading':
      return { ...row, ...does('stop'), hasMore: true };
    case 'installed': {
      const kept = { ...row, canDelete: true, hasMore: true };
      if (loadedModelId(engine.state) === model.id) {
        // taking it away from under a reply would lose the reply
        const isDisabled = engine.state.type !== 'ready';
        return { ...kept, ...does('unload'), isDisabled, status: m.loaded() };
      }
      const isLoading = engine.state.type === 'loading' && engine.state.modelId === model.id;
      const status = model.origin.type === 'disk' ? m.model_imported() : m.model_installed();
      if (isLoading) return { ...kept, ...does('cancel'), status };
      return { ...kept, ...does('load'), isPrimary: true, isDisabled: isBlocked, status };
    }
    case 'unknown':
      return { ...row, ...does('download'), isPrimary: true, isDisabled: true };
    case 'absent':
    case 'failed': {
      const { storedBytes } = install;
      const offered = { ...row, isPrimary: true, isDisabled: isBlocked };
      // a model from elsewhere is known only because it was added, and can be forgotten again
      const canDelete = storedBytes > 0 || model.origin.type !== 'own';
      if (install.type === 'absent' && install.wasComplete) {
        return { ...offered, ...does('repair'), canDelete, status: m.model_evicted() };
      }
      return {
        ...offered,
        ...does(storedBytes > 0 ? 'resume' : 'download'),
        canDelete,
        status: describeStored(storedBytes, model.sizeBytes, settings.language),
      };
    }
  }
}

function does(action: RowAction): { action: RowAction; label: string } {
  return { action, label: LABELS[action]() };
}

const LABELS: Readonly<Record<RowAction, () => string>> = {
  cancel: m.cancel_loading,
  unload: m.unload,
  download: m.download,
  resume: m.resume,
  repair: m.model_repair,
  pause: m.pause,
  stop: m.model_stop,
  load: m.load,
  undo: m.undo,
};

function describeStored(storedBytes: number, sizeBytes: number | null, language: string): string {
  if (storedBytes === 0) return m.model_absent();
  const stored = formatBytes(storedBytes, language);
  return sizeBytes === null
    ? m.model_partial_unsized({ stored })
    : m.model_partial({ stored, total: formatBytes(sizeBytes, language) });
}
