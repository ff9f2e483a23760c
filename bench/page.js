// Injected in the pages under measure: acts, and says when the page shows the answer.
(() => {
  const find = (selector) => document.querySelector(selector);
  const rest = (ms) => new Promise((done) => setTimeout(done, ms));

  // What the member reads: the lines of the list; the figure of the empty app's counter.
  const shown = {
    list: () => [...document.querySelectorAll("ul.claims > li a")].map((a) => a.href).join(),
    queue: () => [...document.querySelectorAll("ul.queue > li a")].map((a) => a.href).join(),
    counter: () => find("#count")?.textContent ?? "",
  };

  function answer(what, act, start) {
    const before = shown[what]();
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error("no answer within 10 s")), 10_000);
      const observer = new MutationObserver(() => {
        const now = performance.now();
        const after = shown[what]();
        if (after === before) return;
        observer.disconnect();
        clearTimeout(late);
        resolve({ ms: now - begun, after });
      });
      observer.observe(document.body, {
        subtree: true, childList: true, characterData: true, attributes: true,
      });
      const begun = start ?? performance.now();
      act();
    });
  }

  const click = (selector) => () => find(selector).click();

  function put(text) {
    const field = find("input[type=search]");
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(field, text);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  const choose = (selector, value) => () => {
    const field = find(selector);
    Object.getOwnPropertyDescriptor(HTMLSelectElement.prototype, "value").set.call(field, value);
    field.dispatchEvent(new Event("change", { bubbles: true }));
  };

  // The first change must be the whole answer: what it showed must still stand afterwards.
  async function settled(what, timed) {
    const { ms, after } = await timed;
    await rest(80);
    if (shown[what]() !== after) throw new Error("the first change was not the result");
    return ms;
  }

  // A control does something once React has taken charge of it, and not before.
  const isAlive = (element) =>
    element && !element.disabled &&
    Object.keys(element).some((key) => key.startsWith("__reactProps"));

  window.bench = {
    click: (what, selector) => settled(what, answer(what, click(selector))),
    choose: (what, selector, value) => settled(what, answer(what, choose(selector, value))),
    async search(text, pause) {
      for (let end = 1; end < text.length; end++) {
        put(text.slice(0, end));
        await rest(pause);
      }
      return settled("list", answer("list", () => put(text)));
    },
    clear: () => settled("list", answer("list", () => put(""))),
    async first(what, selector) {
      while (!isAlive(find(selector))) await rest(1);
      return settled(what, answer(what, click(selector), 0));
    },
  };
})();
