export { coursesImporter } from './import-courses.ts'
export { schoolsImporter } from './import-schools.ts'
export { schoolOpening } from './opening.ts'
export {
  allCourses,
  allLevels,
  coursesOf,
  everyCourseOf,
  everySchoolTaking,
  isCourse,
  levelsOf,
  othersTeaching,
  type SchoolRow,
  school,
  schoolsElsewhere,
  schoolsNamed,
  schoolsTaking,
  schoolTeaches,
} from './queries.ts'
export { schoolLabel, schoolName } from './school.ts'
