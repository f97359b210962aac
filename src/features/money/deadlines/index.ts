export { departmentChosen, schoolChosen, schoolsAsked } from './deadline.ts'
export { DepartmentSelect, SchoolSelect } from './pages/which-schools.tsx'
export { deadlineMove } from './two-people.ts'
