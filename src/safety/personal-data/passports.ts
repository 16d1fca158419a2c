import type { Detector } from './detector.ts';
import { numberDetector } from './number-detector.ts';

/** Passport numbers have no check digit outside the machine-readable zone (ICAO Doc 9303), so only words tell them. */
export const PASSPORTS: Detector = numberDetector({
  entity: 'passport',
  forms: [
    /[A-Za-z]{2}\d{7}/u, // Japan; China since 2017
    /[A-Za-z]\d{8}/u, // United States since 2021; Korea until 2021; China
    /[MSRODmsrod]\d{3}[A-Za-z]\d{4}/u, // Korea since 2021
    /\d{9}/u, // United States, United Kingdom
  ],
  check: () => 'context',
  words: /\bpassport\b|パスポート|旅券|여권|护照|護照/giu,
  needsWord: () => true,
});
