import { saidInSeveralWays } from '../../../platform/import/changes.ts'
import type { Importer } from '../../../platform/import/load.ts'
import type { Line, Row } from '../../../platform/import/table.ts'

/** The years of the general and technological lycée, by the fourth digit of a MEF's statistical code. */
const YEARS: Record<string, readonly [code: string, label: string]> = {
  1: ['2GT', 'SECONDE GENERALE ET TECHNOLOGIQUE'],
  2: ['1GT', 'PREMIERE GENERALE ET TECHNOLOGIQUE'],
  3: ['TGT', 'TERMINALE GENERALE ET TECHNOLOGIQUE'],
}

/** Of what is named twice, the last line counts. */
const LEVELS = 'select distinct on (level_code) level_code as code, level_label as label from incoming order by level_code, line desc'
const COURSES = `
  select distinct on (course_code) course_code as code, level_code, course_label as label from incoming order by course_code, line desc`
const OFFERS = `
  select distinct s.id as school_id, i.course_code, i.by_apprenticeship
  from incoming i
  join schools s on s.uai = i.uai or (i.uai is null and s.kind = 'lycée' and s.takes_pupils and s.in_region)`

/** Offers that an agent took away: a file does not bring them back. */
const TAKEN_AWAY = `exists (
  select from courses_taken_away a
  where (a.school_id, a.course_code, a.by_apprenticeship) = (o.school_id, o.course_code, o.by_apprenticeship))`

/** A course that an agent closed stays so. */
const IS_OPEN = 'courses.open_decided_at is null or courses.open'

/**
 * What is taught, and where: the offer of each school (a line for a school and a course), or the national classes of
 * the general and technological lycée, which name no school and are offered by all of that kind. A file adds to the
 * offer and takes nothing away; what an agent closed or took away stays so, and is told. Schools are imported first.
 */
export const coursesImporter: Importer = {
  formats: [
    { columns: ['uai', 'statut', 'code_formation_diplome', 'niveau_code', 'niveau_libelle', 'libelle'], read: offered },
    { columns: ['mef', 'mef_stat_11', 'libelle'], read: classOfGeneralLycees },
  ],
  incoming: 'uai text, by_apprenticeship boolean, level_code text, level_label text, course_code text, course_label text',
  known: 'select uai from schools',
  checks: [
    saidInSeveralWays({ key: 'level_code', said: 'level_label', words: 'Le niveau', columns: ['level_label'] }),
    saidInSeveralWays({
      ...{ key: 'course_code', said: "course_label || ', niveau ' || level_code", words: 'Le code de formation' },
      columns: ['course_label', 'level_code'],
    }),
    `select min(i.line) as line, 'La formation ' || c.code || ', ' || c.label
        || ' est dans ce fichier, mais un agent l’a fermée. Elle reste fermée : rouvrez-la s’il le faut' as wrong
     from incoming i
     join courses c on c.code = i.course_code
     where not c.open and c.open_decided_at is not null
     group by c.code, c.label
     order by 1`,
    `select i.line, s.uai || ', ' || s.name || ' : un agent a retiré la formation ' || i.course_code
        || ', que ce fichier dit enseignée. Elle reste retirée : ajoutez-la s’il le faut' as wrong
     from incoming i
     join schools s on s.uai = i.uai
     join courses_taken_away a on (a.school_id, a.course_code, a.by_apprenticeship) = (s.id, i.course_code, i.by_apprenticeship)
     order by 1`,
  ],
  effects: `
    with named_levels as (${LEVELS}), named_courses as (${COURSES}), offers as (${OFFERS})
    select 'Niveaux ajoutés' as label, count(*) as count from named_levels n where not exists (select from levels l where l.code = n.code)
    union all
    select 'Niveaux renommés', count(*) from named_levels n join levels l on l.code = n.code where l.label <> n.label
    union all
    select 'Formations ajoutées', count(*) from named_courses n where not exists (select from courses c where c.code = n.code)
    union all
    select 'Formations modifiées', count(*) from named_courses n join courses c on c.code = n.code
      where (c.level_code, c.label) is distinct from (n.level_code, n.label)
    union all
    select 'Formations ajoutées à un établissement', count(*) from offers o
      where not ${TAKEN_AWAY} and not exists (
        select from school_courses t
        where (t.school_id, t.course_code, t.by_apprenticeship) = (o.school_id, o.course_code, o.by_apprenticeship))`,
  merge: [
    `insert into levels (code, label) ${LEVELS}
     on conflict (code) do update set label = excluded.label where levels.label <> excluded.label`,
    `insert into courses (code, level_code, label) ${COURSES}
     on conflict (code) do update set level_code = excluded.level_code, label = excluded.label, open = ${IS_OPEN}
     where (courses.level_code, courses.label, courses.open) is distinct from (excluded.level_code, excluded.label, ${IS_OPEN})`,
    `insert into school_courses (school_id, course_code, by_apprenticeship)
     select school_id, course_code, by_apprenticeship from (${OFFERS}) o where not ${TAKEN_AWAY}
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
  const byApprenticeship = STATUS[line.text('statut').toLowerCase()] ?? line.refuse('statut', 'scolaire ou apprentissage attendu')
  const { niveau_code, code_formation_diplome } = line.codes({ niveau_code: 3, code_formation_diplome: 8 })
  if (!/^\w{2,5}$/.test(niveau_code)) line.refuse('niveau_code', 'code de niveau attendu, par exemple 400')
  const levelLabel = line.filled('niveau_libelle')
  if (!/^\w{6,12}$/.test(code_formation_diplome)) line.refuse('code_formation_diplome', 'code de formation attendu, par exemple 40031213')
  return [uai, byApprenticeship, niveau_code, levelLabel, code_formation_diplome, line.filled('libelle')]
}

function classOfGeneralLycees(line: Line): Row {
  const [level, label] =
    YEARS[line.text('mef_stat_11')[3] ?? ''] ?? line.refuse('mef_stat_11', 'classe de seconde, première ou terminale attendue')
  return [null, false, level, label, line.matching('mef', /^\d{10}\w?$/, 'dix chiffres attendus'), line.filled('libelle')]
}
