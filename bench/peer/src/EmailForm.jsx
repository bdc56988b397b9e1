// The email node's form, with react-hook-form.

import { useEffect } from "react";
import { useFieldArray, useForm, useWatch } from "react-hook-form";
import { resolver } from "./schema.js";

const empty = {
  id: "email_send_01",
  after: "start_node",
  templateId: "",
  variables: [{ name: "customerName", path: "$interaction.contact.firstName" }],
  attachments: [],
  deliveryMode: "standard",
  trackOpens: true,
  trackClicks: true,
};

function Field({ label, error, ...input }) {
  return (
    <label>
      {label}
      <input aria-invalid={Boolean(error)} {...input} />
      {error && <span role="alert">{error.message}</span>}
    </label>
  );
}

export function EmailForm({ workflow, onChange }) {
  const { register, control, formState } = useForm({ defaultValues: empty, resolver, mode: "onChange" });
  const variables = useFieldArray({ control, name: "variables" });
  const attachments = useFieldArray({ control, name: "attachments" });
  const values = useWatch({ control });
  const { errors } = formState;
  useEffect(() => onChange(values), [values, onChange]);
  return (
    <form>
      <h2>Email node</h2>
      <Field label="Id" error={errors.id} {...register("id")} />
      <label>
        Placed after
        <select {...register("after")}>
          {workflow.nodes.map(({ id }) => (
            <option key={id}>{id}</option>
          ))}
        </select>
      </label>
      <Field label="Template" error={errors.templateId} {...register("templateId")} />
      <fieldset>
        <legend>Variables</legend>
        {variables.fields.map(({ id }, index) => (
          <div key={id}>
            <Field label="Placeholder" error={errors.variables?.[index]?.name} {...register(`variables.${index}.name`)} />
            <Field label="Scope path" error={errors.variables?.[index]?.path} {...register(`variables.${index}.path`)} />
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
            <Field label="File id" error={errors.attachments?.[index]?.fileId} {...register(`attachments.${index}.fileId`)} />
            <Field label="Name" error={errors.attachments?.[index]?.fileName} {...register(`attachments.${index}.fileName`)} />
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
