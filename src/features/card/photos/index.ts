/** The door of the room: the photo of a card, how it is asked for, what it becomes and how it is kept. */
export { photoFields, photoForm, photoIn, photoPolicy } from './photo.ts'
export { PhotoFields } from './photo-fields.tsx'
