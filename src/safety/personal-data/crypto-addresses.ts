import { sha256 } from '@noble/hashes/sha2.js';
import type { Candidate, Detector } from './detector.ts';

const BASE58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
const BASE58_FORM = /(?<![A-Za-z0-9])[13LMDAT9n2m][1-9A-HJ-NP-Za-km-z]{25,34}(?![A-Za-z0-9])/gu;
/** Version, 20 bytes of hash and 4 of checksum. */
const BASE58_BYTES = 25;
/** Version bytes of Bitcoin, Litecoin, Dogecoin and Tron; the test network's 111 and 196. */
const VERSIONS = new Set([0, 5, 22, 30, 48, 50, 65, 111, 196]);

const BECH32 = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
const BECH32_FORM =
  /(?<![A-Za-z0-9])(?:(?:bc|tb|bcrt|ltc)1[02-9ac-hj-np-z]{11,84}|(?:BC|TB|BCRT|LTC)1[02-9AC-HJ-NP-Z]{11,84})(?![A-Za-z0-9])/gu;
const BECH32_GENERATOR = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];
const BECH32_CONSTANT = 1;
const BECH32M_CONSTANT = 0x2bc830a3;

const ETHEREUM_FORM = /(?<![A-Za-z0-9])0x[0-9a-fA-F]{40}(?![A-Za-z0-9])/gu;

function decodeBase58(text: string): Uint8Array | null {
  let number = Array.from(text).reduce(
    (sum, letter) => sum * 58n + BigInt(BASE58.indexOf(letter)),
    0n,
  );
  const bytes = new Uint8Array(BASE58_BYTES);
  for (let at = BASE58_BYTES - 1; at >= 0; at -= 1) {
    bytes[at] = Number(number & 255n);
    number >>= 8n;
  }
  // each leading 1 stands for a byte 0
  const ones = /^1*/u.exec(text)?.[0].length;
  return number === 0n && ones === bytes.findIndex((byte) => byte !== 0) ? bytes : null;
}

/** An address of 25 bytes in Base58Check: 4 bytes of a double SHA-256 at the end (Bitcoin developer reference). */
export function isBase58Check(address: string): boolean {
  const bytes = decodeBase58(address);
  if (bytes === null || !VERSIONS.has(bytes[0] ?? -1)) return false;
  const digest = sha256(sha256(bytes.subarray(0, BASE58_BYTES - 4)));
  return digest.subarray(0, 4).every((byte, at) => byte === bytes[BASE58_BYTES - 4 + at]);
}

function polymod(values: readonly number[]): number {
  return values.reduce((checksum, value) => {
    const top = checksum >>> 25;
    return BECH32_GENERATOR.reduce(
      (next, generator, bit) => ((top >>> bit) & 1 ? next ^ generator : next),
      ((checksum & 0x1ffffff) << 5) ^ value,
    );
  }, 1);
}

/** The name of the checksum of a segregated witness address: BIP-173 for version 0, BIP-350 for later ones; or null. */
export function checkWitnessAddress(address: string): 'bech32' | 'bech32m' | null {
  const lower = address.toLowerCase();
  const separator = lower.lastIndexOf('1');
  const prefix = Array.from(lower.slice(0, separator), (letter) => letter.charCodeAt(0));
  const data = Array.from(lower.slice(separator + 1), (letter) => BECH32.indexOf(letter));
  const expanded = [...prefix.map((code) => code >> 5), 0, ...prefix.map((code) => code & 31)];
  const checksum = polymod([...expanded, ...data]);
  const isFirstVersion = data[0] === 0;
  if (checksum !== (isFirstVersion ? BECH32_CONSTANT : BECH32M_CONSTANT)) return null;
  return isFirstVersion ? 'bech32' : 'bech32m';
}

function find(
  text: string,
  form: RegExp,
  read: (address: string) => Pick<Candidate, 'value' | 'check'> | null,
): Candidate[] {
  return [...text.matchAll(form)].flatMap(({ 0: address, index: start }) => {
    const result = read(address);
    return result ? [{ start, end: start + address.length, distance: Infinity, ...result }] : [];
  });
}

function readWitnessAddress(address: string): Pick<Candidate, 'value' | 'check'> | null {
  const check = checkWitnessAddress(address);
  return check && { value: address.toLowerCase(), check };
}

/** Addresses of crypto-currencies. */
export const CRYPTO_ADDRESSES: Detector = {
  entity: 'crypto_address',
  find: (text) => [
    ...find(text, BASE58_FORM, (value) =>
      isBase58Check(value) ? { value, check: 'base58check' } : null,
    ),
    ...find(text, BECH32_FORM, readWitnessAddress),
    ...find(text, ETHEREUM_FORM, (value) => ({ value: value.toLowerCase(), check: 'form' })),
  ],
};
