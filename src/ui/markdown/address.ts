/** Where a link leads, as a browser understands it; null where it does not. */
export type Address =
  { type: 'web'; host: string; href: string } | { type: 'mail'; href: string; recipient: string };

/**
 * Reads an address of http, https or mailto. The host is as it is looked up (`xn--…` for other scripts), so that one that
 * only looks like another is seen.
 */
export function readAddress(written: string): Address | null {
  const url = URL.parse(written);
  switch (url?.protocol) {
    case 'http:':
    case 'https:':
      return { type: 'web', host: url.host, href: url.href };
    case 'mailto:':
      return { type: 'mail', href: url.href, recipient: decode(url.pathname) };
    default:
      return null;
  }
}

/** The host of a link; empty for none. */
export function readHost(written: string): string {
  const address = readAddress(written);
  return address?.type === 'web' ? address.host : '';
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
