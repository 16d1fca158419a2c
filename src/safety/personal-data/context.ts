/** How far before and after a value its name may stand, in characters. */
const BEFORE = 40;
const AFTER = 16;

/** Names of numbers that are not personal data. */
const OTHER_NUMBERS =
  /\b(?:order|invoice|tracking|ticket|serial|part|model|item|product|case|transaction|article|batch|lot)[ -](?:number|no|code|id)\b|\b(?:order|invoice|ticket|item|case) ?#|\b(?:sku|isbn|upc|barcode|version|timestamp|commit)\b|(?:注文|伝票|追跡|受付|商品|製品|製造|整理|問い合わせ)(?:番号|コード)|型番|バージョン|バーコード|(?:주문|송장|운송장|접수|상품|제품) ?(?:번호|코드)|버전|바코드|(?:订单|快递单|运单|流水|商品|产品)(?:号|编号|编码|型号)|版本|条形码/giu;

/** Characters between a value and the nearest of the words around it; `Infinity` if none is near. `words` needs the flag g. */
export function distanceToWord(
  text: string,
  start: number,
  end: number,
  words: RegExp,
  reach = BEFORE,
): number {
  const before = text.slice(Math.max(0, start - reach), start);
  let nearest = Infinity;
  for (const match of before.matchAll(words))
    nearest = Math.min(nearest, before.length - match.index - match[0].length);
  // a word behind the value counts less than one before it, which is the usual order
  for (const match of text.slice(end, end + AFTER).matchAll(words))
    nearest = Math.min(nearest, match.index + AFTER);
  return nearest;
}

/** Whether the words around a value name it as something that is not personal data, such as an order number. */
export function isNamedOtherwise(text: string, start: number, end: number): boolean {
  return distanceToWord(text, start, end, OTHER_NUMBERS) < Infinity;
}

const JOINED_BEFORE = /(?:[A-Za-z0-9_]|\d[.:/+=-]|[0-9a-fA-F]{4}-|[$€£¥₩])$/u;
const JOINED_AFTER = /^(?:[A-Za-z0-9_]|[.:/+-]\d|,\d{1,2}(?!\d)|%)/u;
const GROUP_BEFORE = /\d $/u;
const GROUP_AFTER = /^ \d/u;

/** Whether a number is all of a number, not a piece of a longer one, of a decimal, an amount or an identifier. */
export function standsAlone(text: string, start: number, end: number): boolean {
  const before = text.slice(Math.max(0, start - 5), start);
  const after = text.slice(end, end + 4);
  if (JOINED_BEFORE.test(before) || JOINED_AFTER.test(after)) return false;
  const isGrouped = text.slice(start, end).includes(' ');
  return !isGrouped || (!GROUP_BEFORE.test(before) && !GROUP_AFTER.test(after));
}
