/*
 * Check digits of national numbers. All functions take the bare number, of the right length and alphabet, and say
 * whether its check digit is right.
 */

const digitAt = (number: string, at: number): number => Number(number.charAt(at));

const weightedSum = (number: string, weights: readonly number[]): number =>
  weights.reduce((sum, weight, at) => sum + weight * digitAt(number, at), 0);

/** 12 digits. Ministerial Ordinance No. 85 of 2014 of the Ministry of Internal Affairs and Communications, article 5. */
export function isMyNumber(number: string): boolean {
  const remainder = weightedSum(number, [6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11;
  return digitAt(number, 11) === (remainder <= 1 ? 0 : 11 - remainder);
}

/** 13 digits, the check digit first. Ordinance No. 70 of 2014 of the Ministry of Finance, on corporate numbers, article 2. */
export function isCorporateNumber(number: string): boolean {
  const sum = weightedSum(number.slice(1), [2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]);
  return digitAt(number, 0) === 9 - (sum % 9);
}

/** 12 digits, the check digit is the 11th. Not published officially; modulus 11 as commonly described. */
export function isJapaneseDriverLicence(number: string): boolean {
  const remainder = weightedSum(number, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11;
  return digitAt(number, 10) === (11 - remainder) % 10;
}

/** 13 digits. The check digit of Korean resident numbers up to October 2020; foreigners' numbers add 2 to it. */
export function isOldResidentNumber(number: string): boolean {
  const isForeign = /^\d{6}[5-8]/u.test(number);
  const remainder = weightedSum(number, [2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5]) % 11;
  return digitAt(number, 12) === ((isForeign ? 13 : 11) - remainder) % 10;
}

/** 10 digits. The check digit of Korean business registration numbers of the National Tax Service. */
export function isBusinessNumber(number: string): boolean {
  const sum =
    weightedSum(number, [1, 3, 7, 1, 3, 7, 1, 3, 5]) + Math.floor((digitAt(number, 8) * 5) / 10);
  return digitAt(number, 9) === (10 - (sum % 10)) % 10;
}

/** 17 digits and a digit or X. GB 11643-1999, by ISO 7064 MOD 11-2. */
export function isResidentId(number: string): boolean {
  const sum = weightedSum(number, [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]);
  return number.charAt(17) === '10X98765432'.charAt(sum % 11);
}

const CREDIT_CODE_ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const CREDIT_CODE_WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

/** 18 characters. GB 32100-2015, modulus 31. */
export function isSocialCreditCode(code: string): boolean {
  const sum = CREDIT_CODE_WEIGHTS.reduce(
    (total, weight, at) => total + weight * CREDIT_CODE_ALPHABET.indexOf(code.charAt(at)),
    0,
  );
  return code.charAt(17) === CREDIT_CODE_ALPHABET.charAt((31 - (sum % 31)) % 31);
}

/** 13 digits of a book (978, 979) or a Japanese article (45, 49). GS1 General Specifications, EAN-13; ISO 2108. */
export function isArticleNumber(number: string): boolean {
  const sum = weightedSum(number, [1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1]);
  return number.length === 13 && /^(?:97[89]|4[59])/u.test(number) && sum % 10 === 0;
}

/** Whether a day exists in the Gregorian calendar. `month` and `day` count from 1. */
export function isDate(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}
