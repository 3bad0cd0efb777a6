// Runs once: the two days are the value of their component.
for (const input of element.querySelectorAll("input")) {
  input.addEventListener("change", () => {
    props.value = { ...props.value, [input.name]: input.value };
  });
}
