/** The version in package.json, put in at build time. */
declare const __MAMORI_VERSION__: string;
