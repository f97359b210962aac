import type { FormState } from '../../../platform/forms/state.ts'
import { FileField } from '../../../ui/form.tsx'
import { CARD_PHOTO, CROP, photoPolicy } from './photo.ts'

/** The photo of the card, imported or taken on the spot; its form must be `multipart`, its page run `photo-crop`. */
export const PhotoFields = ({ form, optional }: { form: FormState; optional?: boolean }) => (
  <>
    <PhotoChoice form={form} optional={optional} />
    {/* Of the photo that is kept; after those of another, which count first. */}
    {Object.keys(form.kept.files).length > 0 &&
      CROP.filter((name) => form.value(name)).map((name) => <input key={name} type="hidden" name={name} value={form.value(name)} />)}
  </>
)

const PhotoChoice = ({ form, optional }: { form: FormState; optional: boolean | undefined }) => (
  <photo-crop
    data-width={CARD_PHOTO.width}
    data-height={CARD_PHOTO.height}
    data-narrowest={CARD_PHOTO.narrowest}
    data-optional={optional ? '' : undefined}
  >
    <FileField
      form={form}
      name="photo"
      label="Importer"
      hint={`Une photo de votre visage, de face : ${photoPolicy.formats}, ${photoPolicy.megabytes} Mo au plus.`}
      policy={photoPolicy}
      optional={optional}
    />
    <div class="photo-taken">
      <FileField form={form} name="taken" label="Prendre une photo" policy={photoPolicy} capture="user" optional />
    </div>
  </photo-crop>
)
