import reactHooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["out/**", "coverage/**", "node_modules/**", "klonos-out/**", "tests/e2e/output/**"] },
  ...tseslint.configs.recommended,
  {
    files: ["**/*.{ts,tsx}"],
    rules: {
      "@typescript-eslint/no-non-null-assertion": "off",
      "@typescript-eslint/consistent-type-imports": "error",
      "no-empty": ["error", { allowEmptyCatch: false }],
      "no-restricted-syntax": ["error", { selector: "ExportDefaultDeclaration", message: "Named exports only." }],
      eqeqeq: "error",
      "prefer-const": "error",
    },
  },
  { files: ["src/{core,formats,figure,protocol,services}/**"], rules: { "no-console": "error" } },
  { files: ["src/renderer/**/*.{ts,tsx}"], ...reactHooks.configs.flat.recommended },
  { files: ["**/*.cjs"], rules: { "@typescript-eslint/no-require-imports": "off" } },
  { files: ["*.config.{ts,mts}", "scripts/**"], rules: { "no-restricted-syntax": "off" } },
);
