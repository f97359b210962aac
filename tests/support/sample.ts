const SAMPLES = ['1', '00000000', '000000000', '0000000000', '000000000000', 'contrat', '00000000-0000-4000-8000-000000000000']

/** An address that the pattern of a route leads to. */
export const sampleOf = (path: string) =>
  path.replace(/:\w+(?:\{((?:[^{}]|\{\d+(?:,\d*)?\})+)\})?/g, (_whole, pattern = '.+') => {
    const sample = [...SAMPLES, ...pattern.split(/[(:?|)]+/)].find((candidate: string) => new RegExp(`^(?:${pattern})$`).test(candidate))
    if (!sample) throw new Error(`No sample for ${pattern}`)
    return sample
  })
