/** The tag that passages stand in when they go to a model: nothing else in a prompt may look like it. */
const tag = /<(?=[\s/]*passage)/i
const tags = new RegExp(tag, 'gi')

export const hasPassageTag = (text: string): boolean => tag.test(text)

export const withoutPassageTags = (text: string): string => text.replace(tags, '&lt;')
