"""JavaScript modules as one script."""

from __future__ import annotations

import pytest

from kg.views.scripts import bundle, linked

FINE = {
    "js/main.js": '// Starts.\n\nimport { double } from "./sum.js";\nimport { $ } from "./one.js";\n\n$(double(2));\n',
    "js/sum.js": 'import {\n  add,\n  ONE,\n} from "./one.js";\n\nexport const double = (x) => add(x, x) * ONE;\n',
    "js/one.js": "const hidden = 1;\nexport const ONE = hidden;\nexport function add(x, y) {\n  return x + y;\n}\nexport const $ = (x) => x;\n",
    "js/other.js": "export class Unused {}\n",
}

BUNDLED = """\
"use strict";
(() => {
const $one = (() => {
const hidden = 1;
const ONE = hidden;
function add(x, y) {
  return x + y;
}
const $ = (x) => x;
return {ONE, add, $};
})();
const $sum = (() => {
const {add, ONE} = $one;
const double = (x) => add(x, x) * ONE;
return {double};
})();
const $main = (() => {
const {double} = $sum;
const {$} = $one;
// Starts.

$(double(2));
return {};
})();
})();
"""


def test_modules_run_after_those_they_import_and_see_what_they_name() -> None:
    assert bundle(FINE, "js/main.js") == BUNDLED
    assert bundle(dict(reversed(FINE.items())), "js/main.js") == BUNDLED, "in any order"
    windows = {path: text.replace("\n", "\r\n") for path, text in FINE.items()}
    assert bundle(windows, "js/main.js").replace("\r\n", "\n") == BUNDLED, "lines end as they like"
    assert list(linked(FINE, "js/sum.js")) == ["js/one.js", "js/sum.js"], "what is needed"


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        pytest.param(
            {"js/one.js": 'import { double } from "./sum.js";\nexport const add = double;\n'},
            "circular import: js/main.js > js/sum.js > js/one.js > js/sum.js",
            id="a circle",
        ),
        pytest.param(
            {"js/one.js": 'import { add } from "./one.js";\n'},
            "circular import: js/main.js > js/sum.js > js/one.js > js/one.js",
            id="a module that imports itself",
        ),
        pytest.param(
            {"js/one.js": "export const ONE = 1;\nfunction add() {}\n"},
            "js/sum.js imports names that js/one.js does not export: ['add']",
            id="a name that is not exported",
        ),
        pytest.param(
            {"js/sum.js": 'import { add } from "../one.js";\n'},
            "missing module: js/main.js > js/sum.js > one.js",
            id="a module that is not there",
        ),
        pytest.param(
            {
                "js/sum.js": 'import { one } from "../lib/one.js";\nexport const double = one;\n',
                "lib/one.js": "export const one = 1;\n",
            },
            "two modules have the same name: lib/one.js, js/one.js",
            id="two modules of one name would share a variable",
        ),
        pytest.param(
            {"js/one.js": "export const add = 1;\nexport const add = 2;\n"},
            "js/one.js imports or exports a name twice: ['add']",
            id="a name exported twice",
        ),
        pytest.param(
            {"js/main.js": 'import { add } from "./one.js";\nimport { add } from "./sum.js";\n'},
            "js/main.js imports or exports a name twice: ['add']",
            id="a name imported twice",
        ),
        *(
            pytest.param(
                {"js/main.js": f"{line}\n"},
                f"js/main.js has an unsupported form of import or export: {line}",
                id=line,
            )
            for line in (
                "export let changing = 1;",
                "export default 1;",
                "export { one };",
                'export * from "./one.js";',
                'import "./one.js";',
                'import one from "./one.js";',
                'import * as one from "./one.js";',
                'import { one as two } from "./one.js";',
                "import { one } from './one.js';",
                'import { one } from "one";',
            )
        ),
    ],
)
def test_what_is_refused(changed: dict[str, str], says: str) -> None:
    with pytest.raises(ValueError) as refused:  # noqa: PT011 - the whole message is compared
        bundle({**FINE, **changed}, "js/main.js")
    assert str(refused.value) == says
