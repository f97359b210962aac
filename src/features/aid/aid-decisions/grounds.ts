import { z } from 'zod'
import type { Decider } from '../../../spaces/actors.ts'
import { reason } from '../../desks/decisions/index.ts'
import {
  type Band,
  type DocumentKind,
  type Doubt,
  documentsAsked,
  type LodgingKind,
  type LodgingSituation,
  transportCents,
} from '../apprentice-aid/index.ts'

/** On what grounds a CFA and the Region decide on a request, without HTTP and without SQL, and in which words. */

/** Whether somebody has still to look at the distance before it is believed. */
export const isToCheck = ({ distance_doubts, distance_checked_m }: { distance_doubts: Doubt[]; distance_checked_m: number | null }) =>
  distance_doubts.length > 0 && distance_checked_m === null

/** What a distance gives by the bands of the day on which the request was sent. */
export const transportOf = (request: { bands: Band[] | null }, metres: number): number => transportCents(request.bands ?? [], metres)

/** A CFA says who is enrolled with it: it reads what proves that, and nothing of the bank. */
export const documentsFor = (kind: Decider['kind'], request: { lodging_kind: LodgingKind | null }): DocumentKind[] =>
  documentsAsked(request).filter((document) => kind === 'agent' || document !== 'bank')

/** Why a distance is to be checked, for who checks it. */
export const DOUBTS_TO_CHECK: Record<Doubt, string> = {
  unknown: 'la distance n’a pas pu être calculée',
  estimate: 'elle est estimée à vol d’oiseau, aucun calcul d’itinéraire n’ayant répondu',
  'home-is-a-town': 'elle part du centre de la commune, la rue n’étant pas située',
  'cfa-is-a-town': 'elle arrive au centre de la commune du CFA',
  'far-ends': 'l’itinéraire commence ou finit à plus de 500 mètres du point demandé',
  contested: 'l’apprenti la conteste',
}

/** Where an apprentice lodges, said of them. */
export const LODGED: Record<LodgingSituation, string> = {
  'with-family': 'Chez ses parents ou chez un proche',
  housed: 'Un hébergement à son nom pendant sa formation',
}

const KILOMETRES = /^(\d{1,4})(?:[.,](\d{1,3}))?$/

const kilometres = z.string({ error: 'Saisissez la distance.' }).transform((typed, context) => {
  const [, whole, part = ''] = KILOMETRES.exec(typed.replace(/\s|km$/gi, '')) ?? []
  if (whole !== undefined) return Number(whole) * 1000 + Number(part.padEnd(3, '0'))
  context.addIssue({ code: 'custom', message: 'Saisissez la distance en kilomètres, par exemple 42,3.' })
  return z.NEVER
})

export const distanceForm = z.object({ distance: kilometres, reason })
