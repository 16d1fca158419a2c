import { loadedModelId } from '../../domain/engine-state.ts';
import { m } from '../../i18n/paraglide/messages.js';
import type { App } from '../../state/app.svelte.ts';
import { formatBytes } from '../format.ts';

export interface DiagnosticsLine {
  label: string;
  value: string;
}

/** What helps whoever is asked why something does not run. Nothing of a person, nothing of a conversation. */
export function listDiagnostics(app: App, webLlmVersion: string | null): DiagnosticsLine[] {
  const { engine, models, settings } = app;
  const { gpu, gpuProblem } = engine;
  const { estimate, isPersisted } = models.storage;
  const inWords = (bytes: number): string => formatBytes(bytes, settings.language);
  const lines: (readonly [string, string | null])[] = [
    [m.diagnostics_app(), __MAMORI_VERSION__],
    ['WebLLM', webLlmVersion],
    [m.diagnostics_browser(), navigator.userAgent],
    [m.diagnostics_cores(), String(navigator.hardwareConcurrency)],
    [m.diagnostics_gpu(), gpu ? gpu.name || m.diagnostics_unnamed() : null],
    [m.diagnostics_gpu(), gpuProblem && `${gpuProblem.type}: ${detailOf(gpuProblem)}`],
    ['shader-f16', gpu && sayYesOrNo(gpu.hasShaderF16)],
    ...Object.entries(gpu?.limits ?? {}).map(([name, limit]) => [name, String(limit)] as const),
    [m.diagnostics_used(), estimate && inWords(estimate.usedBytes)],
    [m.diagnostics_free(), estimate && inWords(estimate.freeBytes)],
    [m.diagnostics_persisted(), isPersisted === null ? null : sayYesOrNo(isPersisted)],
    [m.diagnostics_model(), loadedModelId(engine.state) ?? m.diagnostics_none()],
  ];
  return lines.flatMap(([label, value]) => (value === null ? [] : [{ label, value }]));
}

/** As plain text, one line each. */
export function toText(lines: readonly DiagnosticsLine[]): string {
  return lines.map(({ label, value }) => `${label}: ${value}\n`).join('');
}

function sayYesOrNo(is: boolean): string {
  return is ? m.yes() : m.no();
}

function detailOf(error: object): string {
  return 'detail' in error ? String(error.detail) : '';
}
