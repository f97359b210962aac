/** A text in its articles: a paragraph of one line that begins with « Article » is the title of those that follow. */
export function articlesOf(body: string): { title?: string; paragraphs: string[] }[] {
  const articles: { title?: string; paragraphs: string[] }[] = []
  for (const paragraph of body.split('\n\n')) {
    const last = articles.at(-1)
    if (/^Article .{1,120}$/.test(paragraph)) articles.push({ title: paragraph, paragraphs: [] })
    else if (last) last.paragraphs.push(paragraph)
    else articles.push({ paragraphs: [paragraph] })
  }
  return articles
}
