/*
 * Check digits by the published formulas, written apart from those of the detectors: a slip in one is not repeated in
 * the other.
 */

const digitsOf = (number: string): number[] => [...number].map(Number);

/** P(n): the n-th digit from the right, counted from 1. */
const fromRight = (number: string, n: number): number => Number(number.at(-n));

/** ISO/IEC 7812-1, annex B. @param body digits before the check digit */
export function luhnDigit(body: string): string {
  const doubled = [0, 2, 4, 6, 8, 1, 3, 5, 7, 9];
  let sum = 0;
  for (let n = 1; n <= body.length; n += 1) {
    const digit = fromRight(body, n);
    sum += n % 2 === 1 ? (doubled[digit] ?? 0) : digit;
  }
  return String((sum * 9) % 10);
}

/** Ordinance 85 of 2014: 11 - (sum of P(n) Q(n) mod 11), 0 where the remainder is at most 1. @param body 11 digits */
export function myNumberDigit(body: string): string {
  let sum = 0;
  for (let n = 1; n <= 11; n += 1) sum += fromRight(body, n) * (n <= 6 ? n + 1 : n - 5);
  return String(sum % 11 <= 1 ? 0 : 11 - (sum % 11));
}

/** Ordinance 70 of 2014: 9 - (sum of P(n) Q(n) mod 9), Q is 1 for odd n and 2 for even n. @param body 12 digits */
export function corporateDigit(body: string): string {
  let sum = 0;
  for (let n = 1; n <= 12; n += 1) sum += fromRight(body, n) * (n % 2 === 1 ? 1 : 2);
  return String(9 - (sum % 9));
}

/** The last digit of 11 minus the remainder. @param body 10 digits */
export function licenceDigit(body: string): string {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0, i = 0, j = 0] = digitsOf(body);
  const sum = 5 * a + 4 * b + 3 * c + 2 * d + 7 * e + 6 * f + 5 * g + 4 * h + 3 * i + 2 * j;
  return String(11 - (sum % 11)).slice(-1);
}

/** @param body 9 digits */
export function businessDigit(body: string): string {
  const products = digitsOf(body).map((digit, at) => digit * Number('137137135'.charAt(at)));
  const last = products[8] ?? 0;
  const sum = products.slice(0, 8).reduce((total, product) => total + product, 0);
  return String((1_000 - sum - Math.floor(last / 10) - (last % 10)) % 10);
}

/** ISO 7064 MOD 11-2 by the recursive method. @param body 17 digits */
export function residentIdDigit(body: string): string {
  const product = digitsOf(body).reduce((carried, digit) => ((carried + digit) * 2) % 11, 0);
  const check = (12 - product) % 11;
  return check === 10 ? 'X' : String(check);
}

/** GB 32100-2015: weights are powers of 3 modulo 31. @param body 17 characters */
export function creditCodeSign(body: string): string {
  const alphabet = [...'0123456789ABCDEFGHJKLMNPQRTUWXY'];
  let weight = 1;
  let sum = 0;
  for (const sign of body) {
    sum += alphabet.indexOf(sign) * weight;
    weight = (weight * 3) % 31;
  }
  return alphabet.find((_, value) => (sum + value) % 31 === 0) ?? '';
}

/** ISO 13616-1. @param bban the account as the country writes it */
export function iban(country: string, bban: string): string {
  const numeric = [...`${bban}${country}00`].map((sign) => parseInt(sign, 36)).join('');
  return `${country}${String(98n - (BigInt(numeric) % 97n)).padStart(2, '0')}${bban}`;
}
