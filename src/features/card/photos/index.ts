/** The door of the room: the photo of a card, how it is asked for, what it becomes and how it is kept. */
export { PHOTO_MEGABYTES_AT_MOST, photoFields, photoForm, photoIn, printablePhoto, storePhoto } from './photo.ts'
export { PhotoFields } from './photo-fields.tsx'
