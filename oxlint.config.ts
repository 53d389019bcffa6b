import { globSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { defineConfig, type OxlintOverride } from 'oxlint';

/** Lowest first: a package may depend on lower tiers only, never on a sibling. */
const tiers = [
  ['contracts'],
  ['engine', 'nodes', 'dsl', 'models', 'plugin-sdk'],
  ['sandbox', 'packs', 'store', 'local-models', 'plugin-host'],
  ['server', 'studio'],
  ['cli'],
];
/** Packages that compute only: no `node:` import in their sources. */
const pure = new Set(['contracts', 'engine', 'nodes', 'dsl', 'plugin-sdk']);
/** Packages whose time and randomness are arguments. */
const tierOne = new Set(['engine', 'nodes', 'dsl', 'models', 'plugin-sdk']);

interface Manifest {
  readonly name: string;
  readonly dependencies?: Record<string, string>;
  readonly devDependencies?: Record<string, string>;
}

const packages = globSync('packages/*/package.json').map((file) => {
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as Manifest;
  return { dir: dirname(file), ...manifest };
});

const bare = (name: string): string => name.replace('@outpost/', '');
const ours = (names: Record<string, string> = {}): string[] =>
  Object.keys(names).filter((name) => name.startsWith('@outpost/'));
const tierOf = (name: string): number => {
  const tier = tiers.findIndex((names) => names.includes(bare(name)));
  if (tier < 0) throw new Error(`${name} has no tier in oxlint.config.ts.`);
  return tier;
};

for (const { name, dependencies } of packages)
  for (const dependency of ours(dependencies))
    if (tierOf(dependency) >= tierOf(name))
      throw new Error(`${name} may not depend on ${dependency}: it is not in a lower tier.`);

const always = [
  { regex: '^\\.{1,2}/.*\\.jsx?$', message: 'Import the .ts file.' },
  { regex: '^(\\.\\./)+[^./]+/src/', message: 'Reach another package by its name.' },
];

export default defineConfig({
  plugins: ['typescript', 'import', 'unicorn', 'oxc', 'node', 'promise'],
  categories: { correctness: 'error' },
  ignorePatterns: ['**/dist', '**/generated', '**/fixtures', '**/.outpost'],
  rules: {
    'import/no-cycle': 'error',
    'typescript/no-floating-promises': 'error',
    'typescript/no-explicit-any': 'error',
    'typescript/no-non-null-assertion': 'error',
    'typescript/consistent-type-imports': 'error',
    'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
  },
  overrides: [
    { files: ['e2e/**/*.test.ts'], rules: { 'typescript/no-floating-promises': 'off' } },
    ...packages.flatMap(({ dir, name, dependencies, devDependencies }): OxlintOverride[] => {
      const workspace = (declared: readonly string[]) => ({
        group: ['@outpost/*', ...declared.flatMap((n) => [`!${n}`, `!${n}/*`])],
        message: `${name} does not declare this package.`,
      });
      const noNode = { regex: '^node:', message: `${name} is pure: take effects as arguments.` };
      const inSources = [name, ...ours(dependencies)];
      return [
        {
          files: [`${dir}/src/**`],
          rules: {
            'no-restricted-imports': [
              'error',
              {
                patterns: [
                  ...always,
                  workspace(inSources),
                  ...(pure.has(bare(name)) ? [noNode] : []),
                ],
              },
            ],
            ...(tierOne.has(bare(name))
              ? {
                  'no-restricted-properties': [
                    'error',
                    { object: 'Date', property: 'now', message: 'Take a Clock.' },
                    { object: 'Math', property: 'random', message: 'Take an IdSource.' },
                  ],
                }
              : {}),
          },
        },
        {
          files: [`${dir}/test/**`],
          rules: {
            'no-restricted-imports': [
              'error',
              { patterns: [...always, workspace([...inSources, ...ours(devDependencies)])] },
            ],
            'typescript/no-floating-promises': 'off',
          },
        },
      ];
    }),
  ],
});
