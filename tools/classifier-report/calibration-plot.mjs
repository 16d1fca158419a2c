// @ts-check
import { gateScore } from './figure-rows.mjs';
import { shareOf } from './figures.mjs';
import { LANGUAGES } from './languages.mjs';

const SIZE = 360;
const MARGIN = 44;
const BINS = 8;
const COLOURS = { en: '#2f6f5e', zh: '#a3512b', ko: '#3b5a9d', ja: '#7a4a86' };

/**
 * Reliability diagram of the deciding score on the seeds' test split, which holds about as many risks as twins.
 * @param {readonly import('./figure-rows.mjs').ScoredRow[]} rows
 * @returns {string} SVG
 */
export function drawCalibration(rows) {
  const at = (/** @type {number} */ share) => MARGIN + share * (SIZE - 2 * MARGIN);
  const x = at;
  const y = (/** @type {number} */ share) => SIZE - at(share);
  const requests = rows.filter(
    ({ kind, side }) => side === 'prompt' && (kind === 'risk' || kind === 'twin'),
  );
  const lines = LANGUAGES.map((language, order) => {
    const mine = requests.filter((row) => row.language === language);
    const points = Array.from({ length: BINS }, (_, bin) => {
      const inside = mine.filter(
        (row) => Math.min(BINS - 1, Math.floor(gateScore(row) * BINS)) === bin,
      );
      if (inside.length < BINS) return [];
      const score = inside.reduce((sum, row) => sum + gateScore(row), 0) / inside.length;
      const observed = shareOf(inside.map(({ kind }) => kind === 'risk'));
      return [`${x(score).toFixed(1)},${y(observed).toFixed(1)}`];
    }).flat();
    const colour = COLOURS[language];
    const dots = points.map((point) => {
      const [cx, cy] = point.split(',');
      return `<circle cx="${cx}" cy="${cy}" r="3" fill="${colour}"/>`;
    });
    const label = `<text x="${SIZE - MARGIN - 24}" y="${SIZE - MARGIN - 62 + 16 * order}" fill="${colour}">${language}</text>`;
    return `<polyline points="${points.join(' ')}" fill="none" stroke="${colour}" stroke-width="2"/>${dots.join('')}${label}`;
  });
  const ticks = [0, 0.5, 1].map(
    (tick) =>
      `<text x="${x(tick)}" y="${SIZE - MARGIN + 18}" text-anchor="middle">${tick}</text>` +
      `<text x="${MARGIN - 8}" y="${y(tick) + 4}" text-anchor="end">${tick}</text>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${SIZE} ${SIZE}" width="${SIZE}" height="${SIZE}" font-family="system-ui, sans-serif" font-size="12" fill="#555">
<title>Share of risks among the texts of a score, by language</title>
<rect width="${SIZE}" height="${SIZE}" fill="#fff"/>
<path d="M${x(0)} ${y(0)}H${x(1)}M${x(0)} ${y(0)}V${y(1)}M${x(0)} ${y(0)}L${x(1)} ${y(1)}" stroke="#bbb" fill="none"/>
${ticks.join('\n')}
<text x="${SIZE / 2}" y="${SIZE - 8}" text-anchor="middle">score</text>
<text x="12" y="${SIZE / 2}" text-anchor="middle" transform="rotate(-90 12 ${SIZE / 2})">share of risks</text>
${lines.join('\n')}
</svg>
`;
}
