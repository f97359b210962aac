import { readyToSend } from './parts/chosen-file.ts'

/** A file that a form may not take is refused when it is chosen; a large photo is reduced. */

document.addEventListener('change', ({ target }) => {
  if (target instanceof HTMLInputElement && target.type === 'file') void check(target)
})

// Chosen before this script came.
for (const input of Array.from(document.querySelectorAll<HTMLInputElement>('input[type=file]'))) void check(input)

async function check(input: HTMLInputElement) {
  const file = input.files?.[0]
  if (!file) return
  const ready = await readyToSend(file, input)
  // Another was chosen meanwhile.
  if (input.files?.[0] !== file) return
  if (typeof ready === 'string') input.value = ''
  else if (ready !== file) replace(input, ready)
  say(input, typeof ready === 'string' ? ready : '')
}

function replace(input: HTMLInputElement, file: File) {
  const transfer = new DataTransfer()
  transfer.items.add(file)
  input.files = transfer.files
}

/** Where the server would say it. */
function say(input: HTMLInputElement, sentence: string) {
  const id = `${input.id}-error`
  let place = document.getElementById(id)
  if (!place) {
    if (!sentence) return
    place = document.createElement('p')
    place.id = id
    place.className = 'error'
    place.setAttribute('role', 'alert')
    input.parentNode?.insertBefore(place, input)
    input.setAttribute('aria-describedby', `${input.getAttribute('aria-describedby') || ''} ${id}`.trim())
  }
  place.textContent = sentence
  place.hidden = sentence === ''
  if (sentence) input.setAttribute('aria-invalid', 'true')
  else input.removeAttribute('aria-invalid')
  input.parentElement?.classList.toggle('field-wrong', sentence !== '')
}
