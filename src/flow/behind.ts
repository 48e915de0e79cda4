/** A model behind something that stands before it: the same in all but how it is asked. */
import type { Model } from '../ports/model.ts'

/** Each part by its name: what a class has is not the object's own, and would be lost in a copy. */
export const behind = (model: Model, judge: Model['judge']): Model => ({
  get name() {
    return model.name
  },
  get takesMedia() {
    return model.takesMedia
  },
  get form() {
    return model.form
  },
  judge,
})
