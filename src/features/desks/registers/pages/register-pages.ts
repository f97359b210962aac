import type { z } from 'zod'
import type { Kept, Register } from '../register.ts'
import { closingPage } from './closing.tsx'
import { addPage, changePage } from './form.tsx'
import { listPage } from './list.tsx'
import { onePage } from './one.tsx'

/** The pages of a register: its list, one of them, the forms of a new one and of a change, and what is read before it is closed. */
export const registerPages = <Row extends Kept, One extends Row, State extends string, New extends z.ZodType, Change extends z.ZodType>(
  register: Register<Row, One, State, New, Change>,
) => ({
  list: listPage(register),
  one: onePage(register),
  add: addPage(register),
  change: changePage(register),
  closing: closingPage(register),
})
