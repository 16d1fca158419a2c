import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

/**
 * The import rule of docs/architecture.md: `ui → state → {engine, storage, markdown, safety} → protocol → domain`.
 * Forbids, in `files`, every relative import that climbs into one of `folders`.
 */
function forbid(files, folders, why) {
  return {
    files,
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ regex: `^(\\.\\.?/)+(src/)?(${folders.join('|')})/`, message: why }] },
      ],
    },
  };
}

const ALL = [
  'domain',
  'safety',
  'protocol',
  'engine',
  'storage',
  'markdown',
  'documents',
  'state',
  'ui',
  'i18n',
  'workers',
];
const except = (...allowed) => ALL.filter((folder) => !allowed.includes(folder));

const layers = [
  forbid(['src/domain/**'], except('domain'), 'domain imports nothing.'),
  forbid(
    ['src/protocol/**'],
    except('domain', 'protocol', 'safety'),
    'protocol imports domain only.',
  ),
  forbid(
    ['src/safety/**'],
    except('domain', 'safety'),
    'safety is usable without the app: it imports domain only.',
  ),
  forbid(
    ['src/engine/**'],
    except('domain', 'protocol', 'engine', 'safety'),
    'engine imports protocol, domain and the types of safety.',
  ),
  forbid(['src/storage/**'], except('domain', 'storage'), 'storage imports domain only.'),
  forbid(['src/markdown/**'], except('domain', 'markdown'), 'markdown imports domain only.'),
  forbid(['src/documents/**'], except('domain', 'documents'), 'documents imports domain only.'),
  forbid(
    ['src/state/**'],
    ['ui', 'i18n', 'workers'],
    'state knows neither components nor words: it exposes values, ui words them.',
  ),
  forbid(
    ['src/ui/**'],
    ['engine', 'storage', 'protocol', 'documents', 'workers'],
    'ui talks to state; types may come from domain.',
  ),
  forbid(
    ['workers/chat/**'],
    ['engine', 'state', 'ui', 'i18n', 'download', 'classify', 'storage/conversations'],
    'workers use protocol, safety, storage/weights and domain, never each other.',
  ),
  forbid(
    ['workers/classify/**'],
    ['engine', 'state', 'ui', 'i18n', 'chat', 'download', 'storage/conversations'],
    'workers use protocol, safety, storage/weights and domain, never each other.',
  ),
  forbid(
    ['workers/offline/**'],
    [...except('protocol', 'storage', 'workers'), 'storage/conversations'],
    'the service worker shares messages and hashing with the app, and nothing that holds text.',
  ),
  forbid(
    ['workers/download/**'],
    ['engine', 'state', 'ui', 'i18n', 'chat', 'classify', 'safety', 'storage/conversations'],
    'the download worker may reach the network, so it may not see anything that holds text.',
  ),
];

const RAW_HTML = 'Model output is hostile: render values, never markup.';

const CATALOGUE = 'A person reads this: put it into messages/ and write m.key().';

/** What a component says stands in the catalogue, in four languages. A name of our own is no word of any. */
const wordsOutsideTheCatalogue = [
  ':not(SvelteStyleElement) > SvelteText[value=/\\p{L}{2}/u]:not([value=/^\\s*Mamori\\s*$/u])',
  'SvelteAttribute[key.name=/^(aria-label|aria-description|title|placeholder|alt|label)$/u] > SvelteLiteral[value=/^(?!https:).*\\p{L}/u]',
  'SvelteMustacheTag > Literal[value=/\\p{L}{2}/u]',
  'SvelteMustacheTag > TemplateLiteral > TemplateElement[value.raw=/\\p{L}{2}/u]',
].map((selector) => ({ selector, message: CATALOGUE }));

export default ts.config(
  {
    ignores: [
      '.cache/',
      'dist/',
      'models/',
      'node_modules/',
      'src/i18n/paraglide/',
      '.venv*/',
      'test-results/',
      'playwright-report/',
    ],
  },
  js.configs.recommended,
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  {
    languageOptions: {
      parserOptions: { parser: ts.parser, extraFileExtensions: ['.svelte'], svelteConfig },
    },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'separate-type-imports', disallowTypeAnnotations: false },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      eqeqeq: 'error',
      'no-console': 'error',
      'no-eval': 'error',
      'svelte/no-at-html-tags': 'error',
      'no-restricted-properties': [
        'error',
        { property: 'innerHTML', message: RAW_HTML },
        { property: 'outerHTML', message: RAW_HTML },
        { property: 'insertAdjacentHTML', message: RAW_HTML },
      ],
      'no-undef': 'off',
    },
  },
  {
    files: ['**/*.svelte'],
    rules: {
      // Svelte's compiler and svelte-check know which variables a template uses
      'prefer-const': 'off',
      'no-restricted-syntax': ['error', ...wordsOutsideTheCatalogue],
    },
  },
  {
    files: ['src/**/*.ts', 'workers/**/*.ts'],
    ignores: ['src/**/*.svelte.ts', 'src/main.ts'],
    extends: [...ts.configs.strictTypeCheckedOnly],
    languageOptions: {
      parserOptions: {
        project: ['./tsconfigs/page.json', './tsconfigs/worker.json'],
        projectService: false,
      },
    },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
    },
  },
  {
    files: ['src/state/**'],
    // maps and sets in state are replaced, never changed in place: a change is one assignment to a `$state.raw`
    rules: { 'svelte/prefer-svelte-reactivity': 'off' },
  },
  {
    files: ['tools/**', '*.config.*', 'tests/**'],
    languageOptions: { globals: globals.node },
    rules: { 'no-console': 'off' },
  },
  ...layers,
);
