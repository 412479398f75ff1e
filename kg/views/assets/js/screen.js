// What the reader’s screen and settings ask for.

/** Whether the page is laid out for a phone. */
export const isPhone = () => matchMedia("(max-width: 760px)").matches;

/** Whether the reader wants nothing to move. */
export const avoidsMotion = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
