"use strict";
// vis-network adds style sheets for controls that this page does not use, and that the page's
// policy forbids: swallow them while it loads.  main.js takes this back.
document.head.appendChild = (node) =>
  node.tagName === "STYLE" ? node : Node.prototype.appendChild.call(document.head, node);
