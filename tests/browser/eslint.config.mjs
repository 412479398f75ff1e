// The rules for the page's JavaScript.  Circles among the modules, and imports of what a module
// does not export, are refused by kg/views/scripts.py.

import js from "@eslint/js";

/** All that the page uses of the browser, and of vis-network. */
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
