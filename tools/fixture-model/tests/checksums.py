"""Check digits of the numbers that identify people, companies and accounts."""

import hashlib

BASE58_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
CREDIT_CODE_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
NPI_PREFIX = "80840"  # of the card-number form in which an NPI is checked


def weighted_sum(digits: str, weights: list[int]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True))


def passes_luhn(number: str) -> bool:
    doubled = [int(digit) * (1 + i % 2) for i, digit in enumerate(reversed(number))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def is_npi(number: str) -> bool:
    return passes_luhn(NPI_PREFIX + number)


def is_iban(text: str) -> bool:
    compact = text.replace(" ", "")
    return int("".join(str(int(sign, 36)) for sign in compact[4:] + compact[:4])) % 97 == 1


def is_my_number(number: str) -> bool:
    remainder = weighted_sum(number[:11], [6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11
    return int(number[11]) == (0 if remainder <= 1 else 11 - remainder)


def is_japanese_corporate_number(number: str) -> bool:
    return int(number[0]) == 9 - weighted_sum(number[1:], [2, 1] * 6) % 9


def is_japanese_driver_licence(number: str) -> bool:
    """Ten digits, the check digit, and how often the licence was issued again."""
    remainder = weighted_sum(number[:10], [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11
    return int(number[10]) == (0 if remainder <= 1 else 11 - remainder)


def is_resident_registration_number(number: str) -> bool:
    return int(number[12]) == (11 - weighted_sum(number[:12], [2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5]) % 11) % 10


def is_foreigner_registration_number(number: str) -> bool:
    return int(number[12]) == (13 - weighted_sum(number[:12], [2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5]) % 11) % 10


def is_korean_business_number(number: str) -> bool:
    total = weighted_sum(number[:9], [1, 3, 7, 1, 3, 7, 1, 3, 5]) + int(number[8]) * 5 // 10
    return (total + int(number[9])) % 10 == 0


def is_chinese_resident_id(text: str) -> bool:
    remainder = weighted_sum(text[:17], [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]) % 11
    return text[17] == "10X98765432"[remainder]


def is_unified_social_credit_code(text: str) -> bool:
    values = [CREDIT_CODE_ALPHABET.index(sign) for sign in text]
    return values[17] == -sum(value * 3**i % 31 for i, value in enumerate(values[:17])) % 31


def is_base58check(text: str) -> bool:
    value = 0
    for sign in text:
        value = value * 58 + BASE58_ALPHABET.index(sign)
    data = value.to_bytes(25, "big")
    return hashlib.sha256(hashlib.sha256(data[:-4]).digest()).digest()[:4] == data[-4:]
