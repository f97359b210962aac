import type { JSX as Preact } from 'preact'

// The custom elements of ui/elements, as views write them.
declare module 'preact' {
  namespace JSX {
    interface IntrinsicElements {
      'file-drop': Preact.HTMLAttributes<HTMLElement>
      'live-qr': Preact.HTMLAttributes<HTMLElement>
      'partner-map': Preact.HTMLAttributes<HTMLElement>
      'passkey-field': Preact.HTMLAttributes<HTMLElement>
      'photo-crop': Preact.HTMLAttributes<HTMLElement>
      'push-device': Preact.HTMLAttributes<HTMLElement>
      'school-choice': Preact.HTMLAttributes<HTMLElement>
      'searchable-select': Preact.HTMLAttributes<HTMLElement>
      'till-assent': Preact.HTMLAttributes<HTMLElement>
      'till-scanner': Preact.HTMLAttributes<HTMLElement>
      'till-sound': Preact.HTMLAttributes<HTMLElement>
    }
  }
}

// A style sheet that a script asks for by its address.
declare module '*.css?url' {
  const address: string
  export default address
}
