import { createContext, type FC, type JSX, type PropsWithChildren, useContext } from 'hono/jsx'
import type { AppError, FieldError } from '../errors.ts'
import type { PostedForm } from '../http/posted-form.ts'

/** A form that was refused: where it was sent, what was typed into it, and why. */
export interface Refused {
  action: string
  form: PostedForm
  error: AppError
}

const ofPage = createContext<Refused | null>(null)
const ofForm = createContext<Refused | null>(null)

/** Tells the forms of a page which of them was refused. */
export const RefusedPage = ofPage.Provider

type FormProps = PropsWithChildren<
  JSX.IntrinsicElements['form'] & {
    /** Sent without being typed; tells forms of the same address apart. */
    fixed?: Readonly<Record<string, string>>
  }
>

/** A form that is posted. When it was refused, its controls show what was typed and say what is wrong with it. */
export const Form: FC<FormProps> = ({ fixed = {}, children, ...form }) => {
  const refused = useContext(ofPage)
  const entries = Object.entries(fixed)
  const own =
    refused !== null &&
    (form.action === undefined || form.action === refused.action) &&
    entries.every(([name, value]) => refused.form.text(name) === value)
  const Provider = ofForm.Provider
  return (
    <form method="post" {...form}>
      {entries.map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      <Provider value={own ? refused : null}>{children}</Provider>
    </form>
  )
}

/** In: a control's name, and what is wrong by field where the page knows. Out: what was typed into it and is wrong. */
function useTyped(
  name: string,
  errors?: readonly FieldError[],
): { typed: PostedForm | undefined; error: string | undefined } {
  const refused = useContext(ofForm)
  const faults = errors ?? refused?.error.errors
  const own = faults?.find(({ path }) => path === name || path.startsWith(`${name}.`))
  return { typed: refused?.form, error: own?.message }
}

/** What is wrong with a control, beside it. */
export const Fault: FC<{ name: string; id?: string; errors?: readonly FieldError[] | undefined }> = ({
  name,
  id = name,
  errors,
}) => {
  const { error } = useTyped(name, errors)
  return error === undefined ? null : (
    <p class="error" id={`${id}-error`}>
      {error}
    </p>
  )
}

type Control<Tag extends 'input' | 'textarea'> = Omit<JSX.IntrinsicElements[Tag], 'name'> & { name: string }

/** What screen readers are told of a control: that it is wrong, and where its hint and its fault stand. */
function described(id: string, hints: string | undefined, error: string | undefined) {
  const ids = [...(hints === undefined ? [] : [hints]), ...(error === undefined ? [] : [`${id}-error`])]
  return {
    'aria-invalid': error === undefined ? undefined : ('true' as const),
    'aria-describedby': ids.length === 0 ? undefined : ids.join(' '),
  }
}

/** Never shown again: passwords and codes, and files, which browsers don't let us. */
const isSecret = ({ type, autocomplete }: Control<'input'>) =>
  type === 'password' || type === 'file' || autocomplete === 'one-time-code'

/** An input of a `Form`. */
export const Input: FC<Control<'input'> & { errors?: readonly FieldError[] | undefined }> = ({
  errors,
  ...input
}) => {
  const { name, type, value } = input
  const { typed, error } = useTyped(name, errors)
  const shown =
    typed === undefined || isSecret(input)
      ? {}
      : type === 'checkbox' || type === 'radio'
        ? { checked: typed.texts(name).includes(String(value ?? 'on')) }
        : { value: typed.texts(name).at(-1) ?? value }
  const hints = input['aria-describedby']
  return <input {...input} {...shown} {...described(input.id ?? name, hints, error)} />
}

/** A text of several lines in a `Form`. */
export const TextArea: FC<Control<'textarea'> & { value?: string }> = ({ value = '', ...area }) => {
  const { typed, error } = useTyped(area.name)
  return (
    <textarea {...area} {...described(area.id ?? area.name, area['aria-describedby'], error)}>
      {typed?.texts(area.name).at(-1) ?? value}
    </textarea>
  )
}

/** A choice in a `Form`. In: the option chosen so far, and what an empty choice is called where there may be one. */
export const Choice: FC<
  Omit<JSX.IntrinsicElements['select'], 'name' | 'value'> & {
    name: string
    value?: string | undefined
    all?: string | undefined
    options: readonly { value: string; label: string }[]
  }
> = ({ value, all, options, ...select }) => {
  const { typed, error } = useTyped(select.name)
  const chosen = typed?.texts(select.name).at(-1) ?? value
  return (
    <select
      id={select.name}
      {...select}
      {...described(select.id ?? select.name, select['aria-describedby'], error)}
    >
      {all === undefined ? null : <option value="">{all}</option>}
      {options.map((option) => (
        <option value={option.value} selected={option.value === chosen}>
          {option.label}
        </option>
      ))}
    </select>
  )
}

/** A form behind a heading, for what is done seldom; open when it was refused. */
export const FoldedForm: FC<FormProps & { summary: string; action: string }> = ({
  summary,
  children,
  ...form
}) => {
  const refused = useContext(ofPage)
  return (
    <details open={refused?.action === form.action}>
      <summary>{summary}</summary>
      <Form {...form}>{children}</Form>
    </details>
  )
}
