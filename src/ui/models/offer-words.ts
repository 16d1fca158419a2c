import type {
  Recommendation,
  RecommendationReason,
  UnfitReason,
} from '../../domain/choose-model.ts';
import type { ListedModel, Quantisation } from '../../domain/listed-model.ts';
import { m } from '../../i18n/paraglide/messages.js';
import { formatBytes, formatLanguages } from '../format.ts';
import { joinFacts, nameParameters } from './model-words.ts';

/** Some models name twenty languages; the first ones are those that they are best at. */
const SHOWN_LANGUAGES = 4;

const BITS: Readonly<Record<Quantisation, number>> = {
  q4f16_1: 4,
  q4f32_1: 4,
  q3f16_1: 3,
  q0f16: 16,
  q0f32: 32,
};

/** "4.02B parameters · 4-bit weights (q4f16_1) · Apache-2.0 · English, Chinese, Japanese, Korean and 16 more" */
export function describeListed(listed: ListedModel, language: string): string {
  return joinFacts([
    nameParameters(listed.parameters, language),
    m.fact_quantisation({ bits: BITS[listed.quantisation], code: listed.quantisation }),
    listed.licence,
    nameLanguages(listed.languages, language),
  ]);
}

/** "Download about 2.3 GB · GPU memory 3.6 GB" */
export function describeNeeds(listed: ListedModel, language: string): string {
  return joinFacts([
    m.fact_download({ size: formatBytes(listed.estimatedDownloadBytes, language) }),
    m.fact_memory({ size: formatBytes(listed.gpuMemoryBytes, language) }),
  ]);
}

function nameLanguages(codes: readonly string[], language: string): string {
  const more = codes.length - SHOWN_LANGUAGES;
  const shown = formatLanguages(codes.slice(0, SHOWN_LANGUAGES), language);
  return more > 0 ? m.languages_more({ languages: shown, count: more }) : shown;
}

export function explainUnfit(reason: UnfitReason, language: string): string {
  switch (reason.type) {
    case 'limits-too-low':
      return m.unfit_limits();
    case 'needs-shader-f16':
      return m.unfit_shader_f16();
    case 'needs-larger-buffers':
      return m.unfit_buffers(sizes(reason, language));
    case 'needs-memory':
      return m.unfit_memory(sizes(reason, language));
  }
}

/** One sentence for each reason. */
export function explainRecommendation({ reasons }: Recommendation, language: string): string[] {
  return reasons.map((reason) => explainReason(reason, language));
}

function explainReason(reason: RecommendationReason, language: string): string {
  switch (reason.type) {
    case 'speaks-language':
      return m.recommend_language({ language: formatLanguages([reason.language], language) });
    case 'fits-memory':
      return m.recommend_memory(sizes(reason, language));
    case 'small-as-memory-unknown':
      return m.recommend_small({ needed: formatBytes(reason.neededBytes, language) });
    case 'fits-disk':
      return m.recommend_disk(sizes(reason, language));
  }
}

function sizes(
  { neededBytes, availableBytes }: { neededBytes: number; availableBytes: number },
  language: string,
): { needed: string; available: string } {
  return {
    needed: formatBytes(neededBytes, language),
    available: formatBytes(availableBytes, language),
  };
}
