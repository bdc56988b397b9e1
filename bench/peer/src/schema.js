// The email node's rules as a JSON schema, checked by ajv, reported to react-hook-form.

import Ajv from "ajv";

const schema = {
  type: "object",
  required: ["id", "after", "templateId", "variables", "attachments", "deliveryMode"],
  properties: {
    id: { type: "string", pattern: "^[A-Za-z0-9_-]+$" },
    after: { type: "string", minLength: 1 },
    templateId: { type: "string", minLength: 1 },
    variables: {
      type: "array",
      items: {
        type: "object",
        required: ["name", "path"],
        properties: {
          name: { type: "string", minLength: 1 },
          path: { type: "string", pattern: "^\\$(interaction|workflow|contact|system)\\.[a-zA-Z0-9._]+$" },
        },
      },
    },
    attachments: {
      type: "array",
      items: {
        type: "object",
        required: ["fileId", "fileName"],
        properties: { fileId: { type: "string", pattern: "^att_" }, fileName: { type: "string", minLength: 1 } },
      },
    },
    deliveryMode: { enum: ["standard"] },
    trackOpens: { type: "boolean" },
    trackClicks: { type: "boolean" },
  },
};

const words = {
  pattern: "This does not have the right form.",
  minLength: "This is needed.",
  enum: "The tenant does not know this mode.",
};

const validate = new Ajv({ allErrors: true }).compile(schema);

/** A resolver for react-hook-form: every problem at its field. */
export function resolver(values) {
  if (validate(values)) return { values, errors: {} };
  const errors = {};
  for (const { instancePath, keyword, message } of validate.errors) {
    const keys = instancePath.split("/").slice(1);
    const last = keys.pop();
    const parent = keys.reduce((level, key) => (level[key] ??= {}), errors);
    parent[last] ??= { type: keyword, message: words[keyword] ?? message };
  }
  return { values: {}, errors };
}
