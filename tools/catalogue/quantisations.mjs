// @ts-check
/** What a weight takes in each quantisation that WebLLM's list uses, as MLC LLM's `quantization.py` defines them. */

/**
 * @typedef {object} Layout
 * @property {number} bitsPerWeight with its share of the scale of its group
 * @property {number} groupSize weights that share a scale; rows are filled up to whole groups
 * @property {number} bytesPerGroup of packed weights; the scales are a tensor of their own
 */

/** @type {Record<import('../../src/domain/listed-model.ts').Quantisation, Layout>} */
export const LAYOUTS = {
  q4f16_1: { bitsPerWeight: 4 + 16 / 32, groupSize: 32, bytesPerGroup: 16 },
  q4f32_1: { bitsPerWeight: 4 + 32 / 32, groupSize: 32, bytesPerGroup: 16 },
  // ten weights of 3 bits in each word of 32
  q3f16_1: { bitsPerWeight: 32 / 10 + 16 / 40, groupSize: 40, bytesPerGroup: 16 },
  q0f16: { bitsPerWeight: 16, groupSize: 1, bytesPerGroup: 2 },
  q0f32: { bitsPerWeight: 32, groupSize: 1, bytesPerGroup: 4 },
};

/**
 * @param {number} parameters
 * @param {Layout} layout
 * @returns {number} bytes, rounded
 */
export function weightBytes(parameters, { bitsPerWeight }) {
  return Math.round((parameters * bitsPerWeight) / 8);
}

/**
 * @param {readonly [vocabulary: number, width: number]} embedding
 * @param {Layout} layout
 * @returns {number} bytes of the packed embedding, which is one buffer on the GPU
 */
export function embeddingBytes([vocabulary, width], { groupSize, bytesPerGroup }) {
  return vocabulary * Math.ceil(width / groupSize) * bytesPerGroup;
}
