// @ts-check
/** @typedef {'en' | 'zh' | 'ko' | 'ja'} Language */

/** In the order of the tables. @type {readonly Language[]} */
export const LANGUAGES = ['en', 'zh', 'ko', 'ja'];
