/** All headers for one path of the site. */
export function headersFor(path: string): Record<string, string>;
export function headersFile(): string;
export const COMMON_HEADERS: Record<string, string>;
/** The page's policy as a `<meta>` element can say it. */
export const PAGE_META: string;
export const ABOUT_META: string;
