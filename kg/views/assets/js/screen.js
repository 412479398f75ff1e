// The reader’s screen and settings.

/** Whether the page is laid out for a phone. */
export const isPhone = () => matchMedia("(max-width: 760px)").matches;

/** Whether the reader’s system asks for reduced motion. */
export const avoidsMotion = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
