/** The door of the room: what the demonstration gives its cashiers. */
export { hashesOfPin } from './pin.ts'
