(language, words) => {
  const conversation = () => document.querySelector("#talk [role=log]");

  // Gradio's page has some words fixed in English: say them in the page's language.
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
  };
  // A message is read out as it stands, not as the HTML that it was made of.
  const unlabel = () => {
    for (const one of document.querySelectorAll("#talk [data-testid][aria-label]")) {
      one.removeAttribute("aria-label");
    }
  };

  // A new question goes to the top, so that its answer is read from its start.
  let seen = 0;
  const follow = () => {
    const log = conversation();
    if (log) log.tabIndex = 0; // so that the keyboard can scroll it
    const questions = log ? log.querySelectorAll(".asked") : [];
    const messages = questions.length + (log?.querySelectorAll(".answer").length ?? 0);
    if (messages > seen) {
      const top = questions[questions.length - 1].getBoundingClientRect().top;
      log.scrollTop += top - log.getBoundingClientRect().top - 12;
    }
    seen = messages;
  };

  // Copying works without https as well, where browsers have no navigator.clipboard.
  const copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      const area = document.createElement("textarea");
      area.value = text;
      document.body.append(area);
      area.select();
      const done = document.execCommand("copy");
      area.remove();
      return done;
    }
  };
  window.hoiBao = { copy };

  // The language that was chosen is the one to come back to.
  document.addEventListener("click", (event) => {
    const chosen = event.target.closest?.("a.language")?.lang;
    if (chosen) document.cookie = `language=${chosen}; path=/; max-age=31536000; samesite=lax`;
  });

  document.documentElement.lang = language;
  translate(document.body);
  new MutationObserver((changes) => {
    for (const change of changes) {
      for (const node of change.addedNodes) if (node instanceof Element) translate(node);
    }
    unlabel();
    follow();
  }).observe(document.body, { childList: true, subtree: true, attributeFilter: ["aria-label"] });
}
