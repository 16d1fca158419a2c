import { createHash } from 'node:crypto';
import type { Random } from './random.ts';

/* Addresses of crypto-currencies, written apart from the detector's code. */

const BASE58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
const BECH32 = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();

export function makeBase58Check(random: Random, version: number): string {
  const body = Uint8Array.from([version, ...Array.from({ length: 20 }, () => random.below(256))]);
  const bytes = [...body, ...sha256(sha256(body)).subarray(0, 4)];
  let number = BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
  let text = '';
  while (number > 0n) {
    text = BASE58.charAt(Number(number % 58n)) + text;
    number /= 58n;
  }
  const zeros = bytes.findIndex((byte) => byte !== 0);
  return '1'.repeat(zeros) + text;
}

/** Product in GF(32) with the modulus a^5 + a^3 + 1 of BIP-173. */
function multiply(one: number, other: number): number {
  let product = 0;
  for (let bit = 0; bit < 5; bit += 1) if (other & (1 << bit)) product ^= one << bit;
  for (let bit = 8; bit >= 5; bit -= 1) if (product & (1 << bit)) product ^= 0b101001 << (bit - 5);
  return product;
}

/** Coefficients of the generator polynomial x^6 + 29x^5 + 22x^4 + 20x^3 + 21x^2 + 29x + 18 of BIP-173. */
const GENERATOR = [29, 22, 20, 21, 29, 18];

/** The remainder of a division by the generator, as 6 coefficients. */
function remainder(values: readonly number[]): number[] {
  const rest = [...values];
  for (let at = 0; at + 6 < rest.length; at += 1) {
    const factor = rest[at] ?? 0;
    GENERATOR.forEach((coefficient, by) => {
      rest[at + 1 + by] = (rest[at + 1 + by] ?? 0) ^ multiply(factor, coefficient);
    });
  }
  return rest.slice(-6);
}

/** @param version of the witness: 0 gives Bech32, others Bech32m (BIP-350) */
export function makeWitnessAddress(random: Random, prefix: string, version: number): string {
  const data = [
    version,
    ...Array.from({ length: version === 0 ? 32 : 52 }, () => random.below(32)),
  ];
  // the last group holds what is left of 20 or 32 bytes, padded with zeros
  if (version > 0) data[data.length - 1] = (data.at(-1) ?? 0) & 0b10000;
  const codes = [...prefix].map((letter) => letter.charCodeAt(0));
  const expanded = [...codes.map((code) => code >> 5), 0, ...codes.map((code) => code & 31)];
  const constant = version === 0 ? 1 : 0x2bc830a3;
  const checksum = remainder([1, ...expanded, ...data, 0, 0, 0, 0, 0, 0]).map(
    (value, at) => value ^ ((constant >> (5 * (5 - at))) & 31),
  );
  return `${prefix}1${[...data, ...checksum].map((value) => BECH32.charAt(value)).join('')}`;
}
