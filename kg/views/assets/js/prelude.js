"use strict";
// vis-network adds style sheets for controls that this page does not use, and the page's policy
// forbids them: discard them while it loads.  main.js undoes this.
document.head.appendChild = (node) =>
  node.tagName === "STYLE" ? node : Node.prototype.appendChild.call(document.head, node);
