// The dark colours, where the system has them: style.css is also that of a file that chooses by a button.
"use strict";
document.documentElement.dataset.theme = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
