// The rules for the page's JavaScript.  Circular imports, and imports of names that a
// module does not export, are rejected by kg/views/scripts.py.

import js from "@eslint/js";

/** The browser's and vis-network's globals that the page uses. */
const BROWSER = [
  "Blob", "Node", "URL", "XMLSerializer", "clearTimeout", "document", "history", "location",
  "matchMedia", "queueMicrotask", "requestAnimationFrame", "setTimeout", "vis", "window",
];

export default [
  js.configs.recommended,
  {
    languageOptions: {
      ecmaVersion: 2022,
      sourceType: "module",
      globals: Object.fromEntries(BROWSER.map((name) => [name, "readonly"])),
    },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      eqeqeq: "error",
      "no-duplicate-imports": "error",
      "no-unused-vars": ["error", { args: "all" }],
      "no-use-before-define": ["error", { functions: false }],
      "no-var": "error",
      "prefer-const": "error",
    },
  },
  // A script of its own, before any module.
  { files: ["**/prelude.js"], languageOptions: { sourceType: "script" } },
];
