import { crc32, deflateSync } from 'node:zlib'
import sharp from 'sharp'
import { beforeAll, describe, expect, test } from 'vitest'
import { testSite, Visitor } from '../../../../tests/support/app.ts'
import { clamdOf, EICAR, listening } from '../../../../tests/support/clamd.ts'
import { TEST_NOW, testDatabase } from '../../../../tests/support/database.ts'
import { HEIC } from '../../../../tests/support/heic.ts'
import { aBeneficiary, aCampaign, aSchool, aSchoolUser } from '../../../../tests/support/makers.ts'
import { inTransaction } from '../../../platform/database/index.ts'
import { cut, printable } from '../../../platform/images.ts'
import { registerApplication } from '../../requests/card-applications/register.ts'
import { CARD_PHOTO, photoForm } from './photo.ts'

const RED = [192, 32, 32]
const BLUE = [32, 80, 192]
const block = (width: number, height: number, [r, g, b]: number[]) =>
  sharp({ create: { width, height, channels: 3, background: { r, g, b } as never } })
    .png()
    .toBuffer()

/** Red above, blue below. */
async function twoColours(width = 600, height = 800) {
  const above = await block(width, height / 2, RED)
  return sharp(await block(width, height, BLUE)).composite([{ input: above, left: 0, top: 0 }])
}

async function colourAt(jpeg: Buffer, x: number, y: number) {
  const { data, info } = await sharp(jpeg).raw().toBuffer({ resolveWithObject: true })
  const at = (Math.round(y * (info.height - 1)) * info.width + Math.round(x * (info.width - 1))) * info.channels
  return Array.from(data.subarray(at, at + 3))
}

const near = (colour: number[], expected: number[]) => colour.every((value, index) => Math.abs(value - (expected[index] as number)) < 25)

const asCardPhoto = (bytes: Buffer) => printable(bytes, CARD_PHOTO, null)

describe('a picture is decoded and encoded again', () => {
  test('jpg, png and webp become a JPEG of 35 × 45 mm at 600 dpi', async () => {
    for (const format of ['jpeg', 'png', 'webp'] as const) {
      const answer = await asCardPhoto(await (await twoColours()).toFormat(format).toBuffer())
      const { width, height, density, format: became } = await sharp(answer).metadata()
      expect({ width, height, density, became }).toEqual({ width: 827, height: 1063, density: 600, became: 'jpeg' })
      expect(near(await colourAt(answer, 0.5, 0.1), RED), format).toBe(true)
      expect(near(await colourAt(answer, 0.5, 0.9), BLUE), format).toBe(true)
    }
  })

  test('HEIC is decoded', async () => {
    const answer = await asCardPhoto(HEIC)
    expect(near(await colourAt(answer, 0.5, 0.1), RED)).toBe(true)
    expect(near(await colourAt(answer, 0.5, 0.9), BLUE)).toBe(true)
    await expect(asCardPhoto(HEIC.subarray(0, 700))).rejects.toMatchObject({ code: 'picture.unreadable' })
  })

  test('a photo that a phone took on its side is turned, then forgets how it was held and where', async () => {
    const lying = await (await twoColours(800, 600))
      .withExif({ IFD0: { Make: 'Phone' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '49/1 53/1 40/1' } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer()
    expect((await sharp(lying).metadata()).exif?.length).toBeGreaterThan(50)
    const answer = await asCardPhoto(lying)
    // Orientation 6 is a quarter turn clockwise: what was above is on the right.
    expect(near(await colourAt(answer, 0.9, 0.5), RED)).toBe(true)
    expect(near(await colourAt(answer, 0.1, 0.5), BLUE)).toBe(true)
    const { exif, xmp, iptc, icc, orientation } = await sharp(answer).metadata()
    expect([exif, xmp, iptc, icc, orientation]).toEqual([undefined, undefined, undefined, undefined, undefined])
    expect(answer.includes('Phone')).toBe(false)
  })

  test('what is hidden beside the pixels is gone', async () => {
    const page = Buffer.from('<script>alert(1)</script>')
    const zip = Buffer.from('504b0304140000000000', 'hex')
    const jpeg = await (await twoColours()).jpeg().toBuffer()
    const comment = Buffer.concat([Buffer.from('fffe', 'hex'), Buffer.from([0, page.length + 2]), page])
    const polyglot = Buffer.concat([jpeg.subarray(0, 2), comment, jpeg.subarray(2), page, zip])
    const answer = await asCardPhoto(polyglot)
    expect(answer.includes('<script>')).toBe(false)
    expect(answer.includes(zip.subarray(0, 4))).toBe(false)
    expect(answer.subarray(-2).toString('hex')).toBe('ffd9')
  })

  test('a transparent picture is laid on white', async () => {
    const clear = await sharp({ create: { width: 400, height: 500, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } } })
      .png()
      .toBuffer()
    expect(near(await colourAt(await asCardPhoto(clear), 0.5, 0.5), [255, 255, 255])).toBe(true)
  })
})

describe('a picture is refused', () => {
  test('when its content is of another type, whatever its name', async () => {
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="400" height="500"><rect width="400" height="500"/></svg>')
    const others = [
      svg,
      Buffer.from('%PDF-1.7'),
      Buffer.from('GIF89a'),
      Buffer.from('<html>'),
      Buffer.from('II*\0'),
      Buffer.from('x'),
      Buffer.alloc(40),
    ]
    others.push(
      await (await twoColours()).gif().toBuffer(),
      await (await twoColours()).tiff().toBuffer(),
      await (await twoColours()).avif().toBuffer(),
    )
    for (const bytes of others)
      await expect(asCardPhoto(bytes)).rejects.toMatchObject({ code: 'picture.wrong-type', status: 415, field: 'photo' })
  })

  test('when it is broken', async () => {
    const jpeg = await (await twoColours()).jpeg().toBuffer()
    for (const bytes of [jpeg.subarray(0, jpeg.length / 2), jpeg.subarray(0, 3), Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')]) {
      await expect(asCardPhoto(bytes)).rejects.toMatchObject({ code: 'picture.unreadable', status: 422 })
    }
  })

  test('when it announces more pixels than anybody’s photo, before it is decoded', async () => {
    const bomb = aPngThatAnnounces(60_000, 60_000)
    await expect(asCardPhoto(bomb)).rejects.toMatchObject({ code: 'picture.too-many-pixels' })
    const wide = Buffer.from(HEIC)
    // The width in the file's two `ispe` boxes.
    for (let at = wide.indexOf('ispe'); at !== -1; at = wide.indexOf('ispe', at + 1)) wide.writeUInt32BE(200_000, at + 8)
    await expect(asCardPhoto(wide)).rejects.toMatchObject({ status: 422 })
  })

  test('when it, or the part chosen, is too small to be printed', async () => {
    await expect(asCardPhoto(await (await twoColours(199, 400)).png().toBuffer())).rejects.toMatchObject({ code: 'picture.too-small' })
    const large = await (await twoColours()).png().toBuffer()
    await expect(printable(large, CARD_PHOTO, { x: 0, y: 0, width: 0.3, height: 1 })).rejects.toMatchObject({ code: 'picture.too-small' })
  })
})

function aPngThatAnnounces(width: number, height: number): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 2, 0, 0, 0], 8)
  const chunk = (type: string, data: Buffer) => {
    const length = Buffer.alloc(4)
    length.writeUInt32BE(data.length)
    const crc = Buffer.alloc(4)
    const named = Buffer.concat([Buffer.from(type), data])
    crc.writeUInt32BE(crc32(named))
    return Buffer.concat([length, named, crc])
  }
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.alloc(100_000))),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

describe('the part of the picture', () => {
  const shape = { width: 827, height: 1063 }

  test('is the largest of the card’s proportions, in the middle of what was asked', () => {
    expect(cut({ width: 4000, height: 3000 }, shape, null)).toEqual({ width: 2334, height: 3000, left: 833, top: 0 })
    expect(cut({ width: 3000, height: 4000 }, shape, null)).toEqual({ width: 3000, height: 3856, left: 0, top: 72 })
    expect(cut({ width: 1000, height: 1000 }, shape, { x: 0.5, y: 0.2, width: 0.4, height: 0.8 })).toEqual({
      width: 400,
      height: 514,
      left: 500,
      top: 343,
    })
  })

  test('stays inside the picture, whatever is asked', () => {
    for (const area of [
      { x: 0.9, y: 0.9, width: 1, height: 1 },
      { x: 0, y: 0, width: 0.0001, height: 1 },
      { x: 1, y: 1, width: 1, height: 0.5 },
    ]) {
      const { left, top, width, height } = cut({ width: 333, height: 777 }, shape, area)
      for (const value of [left, top, width, height]) expect(Number.isInteger(value)).toBe(true)
      expect(left >= 0 && top >= 0 && width > 0 && height > 0 && left + width <= 333 && top + height <= 777).toBe(true)
    }
  })

  test('is what was chosen on screen', async () => {
    const picture = await (await twoColours(600, 1600)).png().toBuffer()
    expect(near(await colourAt(await printable(picture, CARD_PHOTO, { x: 0, y: 0, width: 1, height: 0.48 }), 0.5, 0.98), RED)).toBe(true)
    expect(near(await colourAt(await printable(picture, CARD_PHOTO, { x: 0, y: 0.52, width: 1, height: 0.48 }), 0.5, 0.02), BLUE)).toBe(
      true,
    )
  })

  test('is the middle when the fields make no sense', () => {
    const bytes = Buffer.from('photo')
    const crop = (cropX: string) =>
      photoForm.parse({ photo: { name: '', bytes }, cropX, cropY: '0.1', cropWidth: '0.5', cropHeight: '0.5' }).area
    expect(crop('0.25')).toEqual({ x: 0.25, y: 0.1, width: 0.5, height: 0.5 })
    for (const wrong of ['', '-1', '1.5', 'NaN', '1e9', 'Infinity', '0x1']) expect(crop(wrong)).toBeNull()
  })
})

test('a hundred reduced photos at once are all taken, while large ones wait in a line of their own', async () => {
  const reduced = await (await twoColours(600, 800)).jpeg().toBuffer()
  const large = await (await twoColours(3000, 4000)).jpeg().toBuffer()
  const ends = await Promise.allSettled([
    ...Array.from({ length: 30 }, () => asCardPhoto(large)),
    ...Array.from({ length: 100 }, () => asCardPhoto(reduced)),
  ])
  const taken = (some: typeof ends) => some.filter(({ status }) => status === 'fulfilled').length
  expect(taken(ends.slice(30))).toBe(100)
  expect(taken(ends)).toBeLessThan(130)
})

describe('the step « Ajouter sa photo »', async () => {
  const database = await testDatabase()
  const { site } = testSite(database)
  let owner: Awaited<ReturnType<typeof aBeneficiary>>
  let other: typeof owner
  let fileNumber: string
  let school: Awaited<ReturnType<typeof aSchool>>
  const jpeg = async (width = 600, height = 800) => new Blob([new Uint8Array(await (await twoColours(width, height)).jpeg().toBuffer())])
  const visitor = (who: typeof owner) => new Visitor(site).signInAs({ beneficiaryId: who.id })

  beforeAll(() =>
    inTransaction(site.db, TEST_NOW, async (tx) => {
      await aCampaign(tx)
      school = await aSchool(tx)
      owner = await aBeneficiary(tx)
      other = await aBeneficiary(tx)
      fileNumber = await registerApplication(tx, owner.id)
      await registerApplication(tx, other.id)
      const address = { kind: 'free', lines: ['1 RUE DE TEST'], postcode: '80000', town: 'AMIENS' }
      const contact = { address, mobilePhone: '0600000000', fixedPhone: null }
      const schooling = { school: school.id, level: 'x', course: 'x', scholarshipHolder: false, wasInGeneralSecondary: false }
      const answers = JSON.stringify({ situation: { situation: 'pupil' }, contact, schooling })
      await tx.updateTable('card_applications').set({ answers }).where('beneficiary_id', '=', owner.id).execute()
    }),
  )

  test('sends a photo, shows it on the card, sends another', async () => {
    const person = await visitor(owner)
    expect((await person.get('/espace/demande/photo')).text).toContain('name="photo"')
    expect((await person.get('/espace/demande/photo/image')).status).toBe(404)

    const sent = await person.submit('/espace/demande/photo', { photo: await jpeg() })
    expect([sent.status, sent.location]).toEqual([303, '/espace/demande/photo'])
    const shown = await person.get('/espace/demande/photo')
    for (const words of ['/espace/demande/photo/image', 'Reprendre', 'Suivant', '/espace/demande/recapitulatif'])
      expect(shown.text).toContain(words)

    const image = await person.get('/espace/demande/photo/image')
    expect(image.headers.get('content-type')).toBe('image/jpeg')
    expect(image.headers.get('content-disposition')).toContain('attachment')
    expect(image.headers.get('cache-control')).toContain('no-store')
    expect((await sharp(image.bytes).metadata()).width).toBe(827)

    const again = await person.get('/espace/demande/photo?reprendre')
    expect(again.text).toContain('name="photo"')
    expect((await person.submit('/espace/demande/photo?reprendre', { photo: await jpeg(300, 900) })).status).toBe(303)
    expect((await database.db.selectFrom('files').selectAll().execute()).length).toBe(1)
  })

  test('says what is wrong, and keeps the photo before', async () => {
    const person = await visitor(owner)
    const none = await person.submit('/espace/demande/photo?reprendre')
    expect([none.status, none.text.includes('Choisissez une photo, ou prenez-en une.')]).toEqual([422, true])
    const disguised = await person.submit('/espace/demande/photo?reprendre', {
      photo: new File(['<html>'], 'photo.jpg', { type: 'image/jpeg' }),
    })
    expect([disguised.status, disguised.text.includes('href="#photo"')]).toEqual([415, true])
    const heavy = await person.submit('/espace/demande/photo?reprendre', { photo: new Blob([new Uint8Array(10_000_001)]) })
    expect([heavy.status, heavy.text.includes('10 Mo au plus')]).toEqual([413, true])
    expect(heavy.text).toContain('<a href="#photo">Ce fichier est trop lourd')
    expect(heavy.text).toContain('id="photo-error"')
    expect((await person.get('/espace/demande/photo/image')).status).toBe(200)
  })

  test('thirty files an hour, whatever they are: the next one is not even looked at', async () => {
    const person = await visitor(owner)
    await database.db.deleteFrom('limits').execute()
    const { text } = await person.get('/espace/demande/photo?reprendre')
    const _csrf = /name="_csrf" value="([^"]*)"/.exec(text)?.[1] as string
    const answers: number[] = []
    for (let time = 0; time <= 30; time++) {
      const { status } = await person.post('/espace/demande/photo?reprendre', { _csrf, photo: new Blob(['not even a picture']) })
      answers.push(status)
    }
    expect(answers).toEqual([...Array(30).fill(415), 429])
    await database.db.deleteFrom('limits').execute()
  })

  test('a file in which the antivirus finds something is refused, and the photo before stays; without it, photos are taken', async () => {
    const clamd = clamdOf()
    const guarded = { ...site, config: { ...site.config, clamd: await listening(clamd) } }
    const person = await new Visitor(guarded).signInAs({ beneficiaryId: owner.id })
    const photo = new Uint8Array(await (await twoColours(600, 800)).jpeg().toBuffer())
    const before = await person.get('/espace/demande/photo/image')
    const refused = await person.submit('/espace/demande/photo?reprendre', { photo: new Blob([photo, EICAR]) })
    expect([refused.status, refused.text.includes('<a href="#photo">Un virus a été trouvé')]).toEqual([422, true])
    expect((await person.get('/espace/demande/photo/image')).bytes.equals(before.bytes)).toBe(true)
    expect((await person.submit('/espace/demande/photo?reprendre', { photo: new Blob([photo]) })).status).toBe(303)
    await new Promise((resolve) => clamd.close(resolve))
    expect((await person.submit('/espace/demande/photo?reprendre', { photo: new Blob([photo]) })).status).toBe(303)
    expect((await person.get('/espace/demande/photo/image')).status).toBe(200)
  })

  test('is kept encrypted', async () => {
    const kept = await database.db.selectFrom('files').select(['is_encrypted', 'bytes']).executeTakeFirstOrThrow()
    expect([kept.is_encrypted, kept.bytes.includes(Buffer.from('JFIF'))]).toEqual([true, false])
  })

  test('is closed before the steps that come first, without decoding anything', async () => {
    const person = await visitor(other)
    expect((await person.get('/espace/demande/photo')).location).toBe('/espace/demande/situation')
    const { text } = await person.get('/espace/demande/situation')
    const _csrf = /name="_csrf" value="([^"]*)"/.exec(text)?.[1] as string
    const forced = await person.post('/espace/demande/photo', { _csrf, photo: new Blob(['not even a picture']) })
    expect([303, 409]).toContain(forced.status)
    expect((await database.db.selectFrom('files').selectAll().execute()).length).toBe(1)
  })

  test('the photo is read by its owner and by the school it was sent to, and nobody else', async () => {
    const [colleague, stranger] = await inTransaction(site.db, TEST_NOW, async (tx) => {
      await tx.insertInto('levels').values({ code: 'l', label: 'Terminale' }).execute()
      await tx.insertInto('courses').values({ code: 'c', label: 'Terminale générale', level_code: 'l' }).execute()
      return [await aSchoolUser(tx, school), await aSchoolUser(tx, await aSchool(tx))]
    })
    const address = `/etablissement/demandes/${fileNumber}/photo`
    const pupils = await new Visitor(site).signInAs({ staffId: colleague.id })
    expect((await pupils.get(address)).status).toBe(404)
    await database.db
      .updateTable('card_applications')
      .set({
        state: 'submitted',
        situation: 'pupil',
        school_id: school.id,
        course_code: 'c',
        benefit_rule: 'pupil-first-time',
        submitted_at: TEST_NOW,
      })
      .where('file_number', '=', fileNumber)
      .execute()
    expect((await pupils.get(address)).headers.get('content-type')).toBe('image/jpeg')
    expect((await (await new Visitor(site).signInAs({ staffId: stranger.id })).get(address)).status).toBe(404)
    expect((await (await visitor(other)).get(address)).status).toBe(403)
    expect((await (await visitor(other)).get('/espace/demande/photo/image')).status).toBe(404)
    const facts = await database.db.selectFrom('audit_facts').select(['fact', 'staff_id', 'beneficiary_id']).execute()
    expect(facts).toEqual([{ fact: 'card-application.photo-read', staff_id: colleague.id, beneficiary_id: owner.id }])
  })
})
