import type { Importer, Line, Row } from '../../../platform/import.ts'

/** The years of the general and technological lycée, by the fourth digit of a MEF's statistical code. */
const YEARS: Record<string, readonly [code: string, label: string]> = {
  1: ['2GT', 'SECONDE GENERALE ET TECHNOLOGIQUE'],
  2: ['1GT', 'PREMIERE GENERALE ET TECHNOLOGIQUE'],
  3: ['TGT', 'TERMINALE GENERALE ET TECHNOLOGIQUE'],
}

/**
 * What is taught, and where: the offer of each school (a line for a school and a course), or the national classes of
 * the general and technological lycée, which name no school and are offered by all of that kind. A file adds to the
 * offer and takes nothing away. Schools are imported first.
 */
export const coursesImporter: Importer = {
  formats: [
    { columns: ['uai', 'statut', 'code_formation_diplome', 'niveau_code', 'niveau_libelle', 'libelle'], read: offered },
    { columns: ['mef', 'mef_stat_11', 'libelle'], read: classOfGeneralLycees },
  ],
  incoming: 'uai text, by_apprenticeship boolean, level_code text, level_label text, course_code text, course_label text',
  known: 'select uai from schools',
  merge: [
    `insert into levels (code, label)
     select distinct on (level_code) level_code, level_label from incoming order by level_code, line desc
     on conflict (code) do update set label = excluded.label where levels.label <> excluded.label`,
    `insert into courses (code, level_code, label)
     select distinct on (course_code) course_code, level_code, course_label from incoming order by course_code, line desc
     on conflict (code) do update set level_code = excluded.level_code, label = excluded.label, open = true
     where (courses.level_code, courses.label, courses.open) is distinct from (excluded.level_code, excluded.label, true)`,
    `insert into school_courses (school_id, course_code, by_apprenticeship)
     select distinct s.id, i.course_code, i.by_apprenticeship
     from incoming i
     join schools s on s.uai = i.uai or (i.uai is null and s.kind = 'lycée' and s.takes_pupils and s.in_region)
     order by 1, 3, 2
     on conflict do nothing`,
    // Who offers a course by apprenticeship takes apprentices, whatever the directory forgot.
    `update schools set takes_apprentices = true
     where not takes_apprentices and exists (select from school_courses where school_id = schools.id and by_apprenticeship)`,
  ],
  tables: ['levels', 'courses', 'school_courses'],
}

const STATUS: Record<string, boolean> = { scolaire: false, apprentissage: true }

function offered(line: Line): Row {
  const uai = line.text('uai').toUpperCase()
  if (!line.knows(uai)) line.refuse('uai', 'établissement inconnu : importez d’abord les établissements')
  const byApprenticeship = STATUS[line.text('statut')] ?? line.refuse('statut', 'scolaire ou apprentissage attendu')
  return [
    uai,
    byApprenticeship,
    line.matching('niveau_code', /^\w{2,5}$/, 'code de niveau attendu, par exemple 400'),
    line.text('niveau_libelle') || line.refuse('niveau_libelle', 'la valeur manque'),
    line.matching('code_formation_diplome', /^\w{6,12}$/, 'code de formation attendu, par exemple 40031213'),
    line.text('libelle') || line.refuse('libelle', 'la valeur manque'),
  ]
}

function classOfGeneralLycees(line: Line): Row {
  const [level, label] =
    YEARS[line.text('mef_stat_11')[3] ?? ''] ?? line.refuse('mef_stat_11', 'classe de seconde, première ou terminale attendue')
  return [
    null,
    false,
    level,
    label,
    line.matching('mef', /^\d{10}\w?$/, 'dix chiffres attendus'),
    line.text('libelle') || line.refuse('libelle', 'la valeur manque'),
  ]
}
