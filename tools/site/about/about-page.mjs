// @ts-check
/** The public page on how privacy is kept: no script, so that it can be read before anything is trusted. */
import { OTHERS, listPackages } from '../third-party.mjs';
import { ABOUT_META } from '../policies.mjs';

/** @typedef {typeof import('../../../messages/en.json')} Messages those of one language */

/** @param {string} text */
const escape = (text) => text.replace(/[&<>"]/gu, (sign) => `&#${sign.codePointAt(0)};`);

/** @param {readonly string[]} texts @param {'ul' | 'ol'} [tag] */
const list = (texts, tag = 'ul') =>
  `<${tag}>${texts.map((text) => `<li>${escape(text)}</li>`).join('')}</${tag}>`;

/** @param {string} label @param {readonly string[]} head @param {readonly (readonly string[])[]} rows */
const table = (label, head, rows) =>
  `<div class="scrolls" tabindex="0" role="region" aria-label="${escape(label)}"><table><thead><tr>${head
    .map((text) => `<th scope="col">${escape(text)}</th>`)
    .join('')}</tr></thead><tbody>${rows
    .map((row) => `<tr>${row.map((text) => `<td>${escape(text)}</td>`).join('')}</tr>`)
    .join('')}</tbody></table></div>`;

/** Each language in its own words. @param {string} language */
const nameOf = (language) => new Intl.DisplayNames(language, { type: 'language' }).of(language);

/**
 * @param {string} language BCP 47
 * @param {readonly string[]} languages all that the page is written in
 * @param {Messages} m `messages/<language>.json`
 * @param {string} version of the app
 * @returns {string} an HTML document
 */
export function writeAboutPage(language, languages, m, version) {
  const links = languages
    .map((other) => {
      const current = other === language ? ' aria-current="page"' : '';
      return `<li><a href="${other}.html" lang="${other}" hreflang="${other}"${current}>${nameOf(other)}</a></li>`;
    })
    .join('');
  const h2 = (/** @type {string} */ text) => `<h2>${escape(text)}</h2>`;
  const p = (/** @type {string} */ text) => `<p>${escape(text)}</p>`;
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8" />
<meta http-equiv="Content-Security-Policy" content="${escape(ABOUT_META)}" />
<meta name="viewport" content="width=device-width, initial-scale=1" />
<meta name="color-scheme" content="light dark" />
<meta name="referrer" content="no-referrer" />
<title>${escape(`${m.about_page_title} · Mamori`)}</title>
<meta name="description" content="${escape(m.welcome_what)}" />
<link rel="icon" href="../mark.svg" type="image/svg+xml" />
<link rel="stylesheet" href="about.css" />
</head>
<body>
<div class="about">
<header>
<a href="../?lang=${language}"><img src="../mark.svg" alt="" width="28" height="28" />${escape(m.about_page_open)}</a>
<nav aria-label="${escape(m.language)}"><ul class="languages">${links}</ul></nav>
</header>
<main>
<h1>${escape(m.about_page_title)}</h1>
${p(m.welcome_what)}
${h2(m.about_kept_title)}
${list([m.about_privacy_3, m.about_kept_download, m.about_kept_stored, m.about_kept_none])}
${h2(m.about_privacy_title)}
${list([m.about_privacy_1, m.about_privacy_2, m.about_check_headers, m.about_check_build], 'ol')}
${h2(m.about_limits_title)}
${list([m.about_limits_host, m.about_limits_device, m.about_limits_filter, m.about_limits_model])}
${h2(m.about_licences_title)}
${p(m.about_licences)}
<p><a href="licences.txt">${escape(m.about_licence_texts)}</a></p>
${table(
  m.about_licences_title,
  [m.about_licence_name, m.about_licence_version, m.about_licence],
  [
    ...OTHERS.map(({ name, source, licence }) => [name, source, licence]),
    ...listPackages().map(({ name, version: of, licence }) => [name, of, licence]),
  ],
)}
</main>
<footer class="quiet">Mamori ${escape(version)} · Apache-2.0</footer>
</div>
</body>
</html>
`;
}
