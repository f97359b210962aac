/** What a scanner that is set to an American keyboard types on a French one, by what it meant. */
const MEANT: Record<string, string> = {
  ...{ '&': '1', é: '2', '"': '3', "'": '4', '’': '4', '(': '5', '-': '6', è: '7', _: '8', ç: '9', à: '0' },
  ...{ a: 'q', q: 'a', z: 'w', w: 'z', ',': 'm', A: 'Q', Q: 'A', Z: 'W', W: 'Z', '?': 'M' },
}

/** What was scanned or typed. Signs that stand where a French keyboard has its figures say that a scanner has typed them. */
export const asScanned = (typed: string): string =>
  /[&é"'’(è_çà]/.test(typed) ? Array.from(typed, (sign) => MEANT[sign] ?? sign).join('') : typed
