/** Nothing here but what a keyboard of the country writes: no need to look further. */
const PLAIN = /^[\t\n\r -~\u00a1-\u00ac\u00ae-\u02ff]*$/

/** Spaces of a width of their own: those that do not break, thin ones, those of other scripts. */
const SPACES = /[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/g
const LINE_ENDS = /[\u0085\u2028\u2029]/g
/**
 * What nobody sees: control characters, the soft hyphen, zero-width spaces, marks of direction, empty letters, the mark that begins a file,
 * what stands for an object that was not pasted.
 */
const UNSEEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters meant
  // biome-ignore lint/suspicious/noMisleadingCharacterClass: each is meant by itself
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\uffff\u{e0000}-\u{e007f}]/gu
/** They join letters of Persian or Hindi, or the parts of a picture; elsewhere they came with what was pasted. */
const LOST_JOINERS = /(?<![^\0-\u036f\s])[\u200c\u200d]+|[\u200c\u200d]+(?![^\0-\u036f\s])/g
/** They choose how a picture is drawn; after anything else they came with it. */
const LOST_SELECTORS = /(?<![^\p{L}\p{M}\p{P}\p{Z}\s])[\ufe00-\ufe0f]+/gu

/**
 * What somebody typed or pasted, as they see it: without what is invisible in it, every space an ordinary one. What is sent to the site,
 * in a form or in an address, comes through here, but for a password, which stays as its owner typed it.
 */
export function cleaned(typed: string): string {
  if (PLAIN.test(typed)) return typed
  return typed.replace(SPACES, ' ').replace(LINE_ENDS, '\n').replace(UNSEEN, '').replace(LOST_JOINERS, '').replace(LOST_SELECTORS, '')
}
