import { defineConfig } from 'oxlint';
import { overridesOfDirections } from './directions.ts';

export default defineConfig({
  plugins: ['typescript', 'import', 'unicorn', 'react', 'jsx-a11y', 'vitest', 'promise', 'node', 'oxc'],
  categories: { correctness: 'error', suspicious: 'error' },
  options: { typeAware: true, typeCheck: true, denyWarnings: true, reportUnusedDisableDirectives: 'error' },
  ignorePatterns: ['**/node_modules', '**/dist', 'server/src/migrations'],
  rules: {
    eqeqeq: ['error', 'smart'],
    'no-console': 'error',
    'no-underscore-dangle': 'off',
    'import/no-cycle': 'error',
    'import/no-default-export': 'error',
    'typescript/no-explicit-any': 'error',
    'typescript/no-non-null-assertion': 'error',
    'typescript/consistent-type-imports': 'error',
    'typescript/no-floating-promises': 'error',
    'typescript/no-misused-promises': 'error',
    'typescript/only-throw-error': 'error',
    'typescript/switch-exhaustiveness-check': 'error',
    'typescript/no-deprecated': 'error',
    'react/react-in-jsx-scope': 'off',
    'unicorn/require-post-message-target-origin': 'off',
    'unicorn/filename-case': ['error', { case: 'kebabCase' }],
    'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
    'max-lines-per-function': ['error', { max: 50, skipBlankLines: true, skipComments: true }],
  },
  overrides: [
    {
      files: ['**/*.config.ts', '**/*.mjs'],
      rules: { 'import/no-default-export': 'off' },
    },
    {
      files: ['**/*.test.ts', '**/*.test.tsx', 'server/src/testing/**', 'e2e/**'],
      rules: {
        'typescript/no-non-null-assertion': 'off',
        'max-lines-per-function': 'off',
        'typescript/no-unsafe-type-assertion': 'off',
        'typescript/no-misused-promises': 'off',
        'vitest/valid-expect': ['error', { maxArgs: 2 }],
        'typescript/no-explicit-any': 'off',
        'vitest/no-conditional-expect': 'off',
        'vitest/require-to-throw-message': 'off',
        'unicorn/consistent-function-scoping': 'off',
      },
    },
    ...overridesOfDirections,
  ],
});
