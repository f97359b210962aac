/**
 * On a slow network people answer before a script has come, and a browser that comes back to a page puts their answers back: neither is
 * said to the script. What is there differs from what the page came with, and is said now. Files are not: choosing them does things.
 */
export function sayWhatWasAnswered(place: ParentNode) {
  for (const field of Array.from(place.querySelectorAll<HTMLInputElement | HTMLSelectElement>('input, select'))) {
    if (!isAsItCame(field)) field.dispatchEvent(new Event(isTyped(field) ? 'input' : 'change', { bubbles: true }))
  }
}

const TICKED = ['radio', 'checkbox']

const isTyped = (field: HTMLInputElement | HTMLSelectElement): boolean =>
  field instanceof HTMLInputElement && TICKED.indexOf(field.type) === -1

function isAsItCame(field: HTMLInputElement | HTMLSelectElement): boolean {
  if (field instanceof HTMLSelectElement) {
    const options = Array.from(field.options)
    const came = options.find(({ defaultSelected }) => defaultSelected) ?? options[0]
    return came === undefined || came.selected
  }
  if (field.type === 'file') return true
  // Of radios the one that is chosen says it for all.
  if (field.type === 'radio') return !field.checked || field.defaultChecked
  return isTyped(field) ? field.value === field.defaultValue : field.checked === field.defaultChecked
}
