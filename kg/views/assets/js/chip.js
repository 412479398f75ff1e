// A grade as a word in its colour.

import { el } from "./element.js";
import { gradeName } from "./words.js";

export const gradeChip = (grade) => el("span", { class: "chip", "data-grade": grade.token, "data-ink": grade.token }, gradeName(grade));
