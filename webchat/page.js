(words) => {
  const conversation = () => document.querySelector("#talk [role=log]");

  // Gradio's page has some words fixed in English: say them in Vietnamese wherever they appear.
  const translate = (root) => {
    for (const one of [root, ...root.querySelectorAll("[aria-label], [title]")]) {
      for (const name of ["aria-label", "title"]) {
        const word = words[one.getAttribute(name)?.trim()];
        if (word) one.setAttribute(name, word);
      }
    }
    for (const one of root.querySelectorAll(".toast-body span, .toast-text, .toast-message-text")) {
      const word = !one.childElementCount && words[one.textContent.trim()];
      if (word) one.textContent = word;
    }
    // A message is read out as it stands, not as the HTML that it was made of.
    for (const one of root.querySelectorAll("[data-testid=user], [data-testid=bot]")) {
      one.removeAttribute("aria-label");
    }
  };

  // A new question goes to the top, so that its answer is read from its start.
  let seen = 0;
  const follow = () => {
    const log = conversation();
    const questions = log ? log.querySelectorAll(".asked") : [];
    const messages = questions.length + (log?.querySelectorAll(".answer").length ?? 0);
    if (messages > seen) {
      const top = questions[questions.length - 1].getBoundingClientRect().top;
      log.scrollTop += top - log.getBoundingClientRect().top - 12;
    }
    seen = messages;
  };

  document.documentElement.lang = "vi";
  translate(document.body);
  new MutationObserver((changes) => {
    for (const change of changes) {
      for (const node of change.addedNodes) if (node instanceof Element) translate(node);
    }
    follow();
  }).observe(document.body, { childList: true, subtree: true });
}
