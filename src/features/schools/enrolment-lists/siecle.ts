import { cleaned } from '../../../platform/cleaned.ts'
import { FileRefused, type Pieces } from '../../../platform/import/saved-text.ts'
import { type Place, readXml } from '../../../platform/import/xml.ts'
import { dayIn } from './days.ts'
import {
  type Dropped,
  ineIn,
  NO_CONTRACT,
  PUPILS_AT_MOST,
  type Pupil,
  type ReadList,
  short,
  type ToldLine,
  withEachIneOnce,
} from './pupil.ts'

const MENU = 'Dans SIECLE : Base élèves établissement, Exploitation, Exports standard, Exports XML génériques, « Élèves sans adresses ».'

/** Other files that the same menu gives, by their root. */
const OTHERS: Record<string, string> = {
  BEE_RESPONSABLES: 'C’est le fichier des responsables légaux : la Région ne doit pas l’avoir. Rien n’en est gardé.',
  BEE_NOMENCLATURES: 'C’est le fichier des nomenclatures (formations, matières), pas celui des élèves.',
  BEE_STRUCTURES: 'C’est le fichier des structures (classes et groupes), pas celui des élèves.',
  BEE_COMMUN: 'C’est le fichier « Commun » (établissement, calendrier), pas celui des élèves.',
  EDT_STS: 'C’est le fichier des services et des enseignants (STS), pas celui des élèves.',
}

/** What an XML file that is not a list of pupils is. */
export class NotPupils extends FileRefused {
  readonly isKnown: boolean
  constructor(root: string) {
    const known = OTHERS[root]
    super(`${known ?? 'Ce fichier XML n’est pas une liste d’élèves de SIECLE.'} ${MENU}`)
    this.isKnown = known !== undefined
  }
}

const ROOT = 'BEE_ELEVES'
const PARAMETERS = `${ROOT}/PARAMETRES/`
const PUPIL = `${ROOT}/DONNEES/ELEVES/ELEVE`
const CLASSES = `${ROOT}/DONNEES/STRUCTURES/STRUCTURES_ELEVE`

/** What is read of a pupil; all the rest of the file is not. */
const READ = new Set([
  ...['ID_NATIONAL', 'NOM_DE_FAMILLE', 'NOM_USAGE', 'NOM', 'PRENOM', 'PRENOM2', 'PRENOM3', 'DATE_NAISS'],
  ...['CODE_MEF', 'CODE_STATUT', 'DATE_SORTIE'],
])

/** What one must not hold, by the elements that say it. */
const MUST_NOT: Record<string, Dropped> = {
  ADRESSE: 'addresses',
  ADRESSES: 'addresses',
  ADRESSE_ID: 'addresses',
  BOURSES: 'scholarship',
  RESPONSABLES: 'guardians',
  RESPONSABLE_ELEVE: 'guardians',
  MEL: 'contacts',
  TEL_PORTABLE: 'contacts',
  TEL_PERSONNEL: 'contacts',
  CODE_COMMUNE_INSEE_NAISS: 'birthplace',
  VILLE_NAISS: 'birthplace',
  CODE_DEPARTEMENT_NAISS: 'birthplace',
}

const NOT_THERE = /^inactifs?$/i

/**
 * Reads « ElevesSansAdresses.xml » as it comes. Classes may stand before the pupils: they are joined at the end.
 * @throws FileRefused
 */
export async function readSiecle(pieces: Pieces): Promise<ReadList> {
  const file = new SiecleFile()
  await readXml(pieces, file)
  return file.read()
}

class SiecleFile {
  readonly #parameters: Record<string, string> = {}
  readonly #pupils: { id: string; said: Record<string, string> }[] = []
  readonly #classes = new Map<string, string>()
  readonly #dropped = new Set<Dropped>()
  #id = ''
  #said: Record<string, string> = {}
  #structure: Record<string, string> = {}

  opened({ at, name, depth }: Place, attributes: Readonly<Record<string, string>>): boolean {
    if (depth === 1 && name !== ROOT) throw new NotPupils(name)
    const dropped = MUST_NOT[name]
    if (dropped) this.#dropped.add(dropped)
    if (depth === 4 && (at === PUPIL || at === CLASSES)) {
      this.#id = attributes.ELEVE_ID ?? ''
      this.#said = {}
    }
    if (depth === 3) return at.startsWith(PARAMETERS)
    return depth === 5 ? READ.has(name) && at.startsWith(`${PUPIL}/`) : depth === 6 && at.startsWith(`${CLASSES}/STRUCTURE/`)
  }

  closed({ at, name, depth }: Place, written: string): void {
    const text = cleaned(written)
    if (depth === 3 && at.startsWith(PARAMETERS)) this.#parameters[name] = short(text)
    else if (depth === 4 && at === PUPIL) this.#endOfPupil()
    else if (depth === 5 && at === `${CLASSES}/STRUCTURE`) this.#endOfStructure()
    else if (text && depth === 5 && READ.has(name) && short(text)) this.#said[name] = short(text)
    else if (depth === 6 && text) this.#structure[name] = short(text)
  }

  #endOfPupil(): void {
    this.#pupils.push({ id: this.#id, said: this.#said })
    if (this.#pupils.length <= PUPILS_AT_MOST) return
    throw new FileRefused(`Ce fichier a plus de ${PUPILS_AT_MOST.toLocaleString('fr')} élèves : ce n’est pas la liste d’un établissement.`)
  }

  #endOfStructure(): void {
    const { TYPE_STRUCTURE, CODE_STRUCTURE } = this.#structure
    if (TYPE_STRUCTURE === 'D' && CODE_STRUCTURE) this.#classes.set(this.#id, CODE_STRUCTURE)
    this.#structure = {}
  }

  read(): ReadList {
    const { UAJ, ANNEE_SCOLAIRE, HORODATAGE, DATE_EXPORT } = this.#parameters
    const told: ToldLine[] = []
    const pupils = this.#pupils.flatMap(({ id, said }, index) => {
      const read = pupilOf(index + 1, said, this.#classes.get(id))
      if ('why' in read) told.push(read)
      return 'why' in read ? [] : [read]
    })
    const once = withEachIneOnce(pupils)
    return {
      family: 'siecle',
      uai: UAJ?.toUpperCase() || null,
      year: ANNEE_SCOLAIRE?.slice(0, 4) || null,
      exported_at: instantIn(HORODATAGE) ?? instantIn(DATE_EXPORT) ?? null,
      pupils: once.pupils,
      told: [...told, ...once.told].toSorted((a, b) => a.line - b.line),
      elsewhere: 0,
      dropped: [...this.#dropped],
    }
  }
}

/** `07/09/2026 08:12:44` as days and hours are compared. */
function instantIn(written = ''): string | undefined {
  const [date = '', hour = '00:00:00'] = written.split(' ')
  const day = dayIn(date)
  return day && /^(?:[01]\d|2[0-3])(?::[0-5]\d){2}$/.test(hour) ? `${day} ${hour}` : undefined
}

/** Apprentices of a lycée have a status of their own. */
const statusOf = (code: string | undefined): Pupil['status'] => (code ? (code === 'AP' ? 'apprentice' : 'pupil') : null)

function pupilOf(line: number, said: Record<string, string>, division: string | undefined): Pupil | ToldLine {
  const last_name = said.NOM_DE_FAMILLE ?? said.NOM ?? said.NOM_USAGE
  const first_names = [said.PRENOM, said.PRENOM2, said.PRENOM3].filter((name) => name !== undefined)
  if (!last_name || first_names.length === 0) return { line, why: `L’élève n° ${line} du fichier n’a pas de nom ou pas de prénom.` }
  const birth_date = said.DATE_NAISS === undefined ? null : dayIn(said.DATE_NAISS)
  if (birth_date === undefined)
    return { line, why: `${last_name} ${first_names[0]} : la date de naissance « ${said.DATE_NAISS} » n’existe pas.` }
  const usage_name = said.NOM_USAGE === last_name ? undefined : said.NOM_USAGE
  return { line, last_name, usage_name: usage_name ?? null, first_names, birth_date, ...placeOf(said, division) }
}

/** Where somebody studies, and whether they still do. */
function placeOf(said: Record<string, string>, division = '') {
  const is_inactive = NOT_THERE.test(division)
  return {
    ine: ineIn(said.ID_NATIONAL ?? ''),
    class: is_inactive ? null : division || null,
    course: said.CODE_MEF ?? null,
    status: statusOf(said.CODE_STATUT),
    left_on: dayIn(said.DATE_SORTIE ?? '') ?? null,
    is_inactive,
    ...NO_CONTRACT,
  }
}
