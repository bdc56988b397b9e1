// The email node's form: controlled inputs with react-hook-form, checked by ajv with each keystroke.

import { useEffect } from "react";
import { Controller, useFieldArray, useForm, useWatch } from "react-hook-form";
import { resolver } from "./schema.js";

const empty = {
  id: "email_send_01",
  templateId: "",
  variables: [{ name: "customerName", path: "$interaction.contact.firstName" }],
  attachments: [],
  deliveryMode: "standard",
  trackOpens: true,
  trackClicks: true,
};

function Field({ label, name, control }) {
  return (
    <Controller
      name={name}
      control={control}
      render={({ field, fieldState: { error } }) => (
        <label className="field">
          <span className="field-label">{label}</span>
          <input className="input" aria-invalid={Boolean(error)} {...field} />
          {error && <span role="alert">{error.message}</span>}
        </label>
      )}
    />
  );
}

export default function EmailForm({ after, onChange }) {
  const { register, control } = useForm({ defaultValues: { ...empty, after }, resolver, mode: "onChange" });
  const variables = useFieldArray({ control, name: "variables" });
  const attachments = useFieldArray({ control, name: "attachments" });
  const values = useWatch({ control });
  useEffect(() => onChange(values), [values, onChange]);
  return (
    <form>
      <h2>Email node</h2>
      <Field label="Id" name="id" control={control} />
      <Field label="Placed after" name="after" control={control} />
      <Field label="Template" name="templateId" control={control} />
      <fieldset>
        <legend>Variables</legend>
        {variables.fields.map(({ id }, index) => (
          <div key={id}>
            <Field label="Placeholder" name={`variables.${index}.name`} control={control} />
            <Field label="Scope path" name={`variables.${index}.path`} control={control} />
            <button type="button" onClick={() => variables.remove(index)}>
              Remove
            </button>
          </div>
        ))}
        <button type="button" onClick={() => variables.append({ name: "", path: "" })}>
          Add a variable
        </button>
      </fieldset>
      <fieldset>
        <legend>Attachments</legend>
        {attachments.fields.map(({ id }, index) => (
          <div key={id}>
            <Field label="File id" name={`attachments.${index}.fileId`} control={control} />
            <Field label="Name" name={`attachments.${index}.fileName`} control={control} />
            <button type="button" onClick={() => attachments.remove(index)}>
              Remove
            </button>
          </div>
        ))}
        <button type="button" onClick={() => attachments.append({ fileId: "", fileName: "" })}>
          Add an attachment
        </button>
      </fieldset>
      <label>
        <input type="checkbox" {...register("trackOpens")} /> Track opens
      </label>
      <label>
        <input type="checkbox" {...register("trackClicks")} /> Track clicks
      </label>
    </form>
  );
}
