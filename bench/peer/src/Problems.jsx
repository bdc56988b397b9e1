// What ajv has to say about the workflow with the change in it, once the typing pauses.

import { useEffect, useState } from "react";
import { compile } from "../../json/page/schema.js";

const pause = 150;
const listed = 200;
const validate = compile();

export default function Problems({ workflow }) {
  const [errors, setErrors] = useState([]);
  useEffect(() => {
    const timer = setTimeout(() => {
      validate(workflow);
      setErrors(validate.errors ?? []);
    }, pause);
    return () => clearTimeout(timer);
  }, [workflow]);
  return (
    <ul className="findings-list">
      {errors.slice(0, listed).map(({ instancePath, message }, index) => (
        <li key={index}>
          <code>{instancePath}</code> {message}
        </li>
      ))}
    </ul>
  );
}
