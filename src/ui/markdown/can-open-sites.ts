/** The first Chromium that enforces `Connection-Allowlist`, which the page is served with (docs/threat-model.md). */
const FIRST_CONFINED_CHROMIUM = 152;

/** What Chromium says of itself; TypeScript's library does not know it, and other browsers say nothing. */
interface Brands {
  userAgentData?: { brands: readonly { brand: string; version: string }[] };
}

/**
 * Whether a link of this page can open another site at all. A browser that confines the page shows an error page in the new
 * tab instead; no interface tells, so the browser's version has to.
 */
export function canOpenSites(browser: Brands = navigator as Brands): boolean {
  const chromium = browser.userAgentData?.brands.find(({ brand }) => brand === 'Chromium');
  return chromium === undefined || Number(chromium.version) < FIRST_CONFINED_CHROMIUM;
}
