/** The departments of the Region, by the first three digits of the number (UAI) of their schools: a nought, then the code of a postcode. */
export const DEPARTMENTS = { '002': 'Aisne', '059': 'Nord', '060': 'Oise', '062': 'Pas-de-Calais', '080': 'Somme' } as const
export type Department = keyof typeof DEPARTMENTS
