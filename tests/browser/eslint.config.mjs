// The rules for the page's JavaScript.  Circular imports, and imports of names that a
// module does not export, are rejected by kg/views/scripts.py.

import js from "@eslint/js";

/** The browser's globals that the page uses; a module names those of the libraries. */
const BROWSER = [
  "Blob", "CSS", "CustomEvent", "DecompressionStream", "HashChangeEvent", "Image", "Node",
  "Response", "TextEncoder", "URL", "URLSearchParams", "XMLSerializer", "addEventListener", "atob",
  "cancelAnimationFrame", "clearTimeout", "console", "document", "fetch", "getComputedStyle",
  "history", "innerHeight", "innerWidth", "location", "matchMedia", "navigator", "performance",
  "queueMicrotask", "requestAnimationFrame", "scrollTo", "scrollY", "setTimeout", "window",
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
];
